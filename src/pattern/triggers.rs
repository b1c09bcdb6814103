//! The literals of all patterns of a library, ready to be looked for, and whose they are.

use super::patterns::{Numbering, Patterns};
use super::{PatternError, embedded};
use crate::simd::literals::{Literal, Literals};

/// Whose a literal is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trigger {
    /// Index of the pattern.
    pub(crate) pattern: usize,
    /// Bytes at its start that may be shown.
    pub(crate) public: usize,
}

/// The literals of a library.
#[derive(Debug)]
pub(crate) enum Triggers {
    /// Those of the built-in patterns, prepared when the program was built. Of patterns that are not in the
    /// library they are found too, and lead nowhere.
    BuiltIn(Numbering),
    /// With those of a user's patterns, or of a few patterns.
    Made(Box<Literals>, Vec<Trigger>),
}

impl Triggers {
    /// Those of `patterns`.
    ///
    /// # Errors
    /// If they are too many to be looked for together.
    pub(crate) fn new(patterns: &Patterns) -> Result<Self, PatternError> {
        // Of a few patterns the search is faster with their literals alone, and those are soon prepared.
        let are_most = patterns.len() * 2 > embedded::PATTERN_COUNT;
        if are_most && patterns.added().next().is_none() {
            return Ok(Self::BuiltIn(patterns.numbering()));
        }
        let (mut literals, mut triggers) = (Vec::new(), Vec::new());
        for (index, pattern) in patterns.iter().enumerate() {
            for literal in &pattern.literals {
                triggers.push(Trigger { pattern: index, public: literal.public });
                // A match that begins at its literal begins a word.
                let anywhere = pattern.lead > 0;
                literals.push(Literal { bytes: literal.bytes.as_slice().into(), anywhere });
            }
        }
        let literals = Literals::new(&literals).ok_or_else(|| PatternError::Literal {
            id: "library".into(),
            literal: String::new(),
            problem: "does not fit: all literals together are too many",
        })?;
        Ok(Self::Made(Box::new(literals), triggers))
    }

    /// All literals.
    pub(crate) fn literals(&self) -> &Literals {
        match self {
            Self::BuiltIn(_) => embedded::literals(),
            Self::Made(literals, _) => literals,
        }
    }

    /// Whose the literal of this number is.
    pub(crate) fn of(&self, literal: usize) -> Option<Trigger> {
        match self {
            Self::BuiltIn(numbering) => {
                let (number, public) = embedded::trigger(literal)?;
                Some(Trigger { pattern: numbering.index(number)?, public })
            }
            Self::Made(_, triggers) => triggers.get(literal).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_prepared_leads_to_the_literals_of_each_pattern() {
        let patterns = Patterns::built_in();
        let triggers = Triggers::new(&patterns).unwrap();
        for (index, pattern) in patterns.iter().enumerate() {
            for literal in &pattern.literals {
                let mut found = false;
                triggers.literals().find(&literal.bytes, &mut |hit| {
                    let trigger = triggers.of(hit.literal).unwrap();
                    let whole = hit.start == 0 && trigger.public == literal.public;
                    found |= whole && trigger.pattern == index;
                });
                assert!(found, "{}", pattern.info.id);
            }
        }
    }
}
