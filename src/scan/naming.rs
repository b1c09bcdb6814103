//! What labels name: the patterns that list them, and the services whose names they hold.

use std::collections::BTreeMap;

use super::candidate::Rank;
use crate::pattern::label::{self, Speech, Vocabulary};
use crate::pattern::library::Library;

/// Label terms and names of services, their words written together.
#[derive(Debug)]
pub(super) struct Naming {
    /// The patterns that list a term.
    terms: BTreeMap<String, Vec<usize>>,
    /// The patterns that the name of their service sets off.
    names: BTreeMap<String, Vec<usize>>,
}

/// Most words of a label that name a service and its credential.
const LONGEST_TERM: usize = 5;

/// Fewest letters of a name that is found at the start of a longer word: `mailgunkey`.
const LEAST_PREFIX: usize = 5;

impl Naming {
    pub(super) fn new(library: &Library) -> Self {
        let mut terms: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, pattern) in library.patterns.iter().enumerate() {
            for label in &pattern.labels {
                terms.entry(label.replace(' ', "")).or_default().push(index);
            }
            for name in pattern.service.names.iter().filter(|_| pattern.named) {
                names.entry(name.replace(' ', "")).or_default().push(index);
            }
        }
        Self { terms, names }
    }

    /// The patterns that `label` sets off, by index, and how; each once.
    pub(super) fn patterns(&self, label: &str, vocabulary: &Vocabulary) -> Vec<(usize, Rank)> {
        let mut found = Vec::new();
        for words in [label::words(label), label::numbered_words(label)] {
            for start in 0..words.len() {
                for end in start + 1..=words.len().min(start + LONGEST_TERM) {
                    let Some(inner) = words.get(start..end) else { continue };
                    let written = inner.concat();
                    let listed = self.terms.get(&written).into_iter().flatten();
                    found.extend(listed.map(|&pattern| (pattern, Rank::Label)));
                    let rest = || rest(&words, (start, end), None);
                    self.add_named(&mut found, &written, rest, vocabulary);
                }
                let Some(word) = words.get(start) else { continue };
                for (at, _) in word.char_indices().skip(LEAST_PREFIX) {
                    let (name, tail) = word.split_at(at);
                    let rest = || rest(&words, (start, start + 1), Some(tail));
                    let tail_speaks =
                        || matches!(vocabulary.speech(&[tail.to_owned()]), Speech::Credential(_));
                    if self.names.contains_key(name) && tail_speaks() {
                        self.add_named(&mut found, name, rest, vocabulary);
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|(pattern, _)| *pattern);
        found
    }

    /// Adds the patterns that `name` sets off, unless the rest of the label speaks of something else.
    fn add_named(
        &self,
        found: &mut Vec<(usize, Rank)>,
        name: &str,
        rest: impl FnOnce() -> Vec<String>,
        vocabulary: &Vocabulary,
    ) {
        let Some(named) = self.names.get(name) else { return };
        if vocabulary.speech(&rest()) != Speech::Other {
            found.extend(named.iter().map(|&pattern| (pattern, Rank::Named)));
        }
    }
}

/// The words of a label without those from `start` to `end`, in whose place `tail` stands.
fn rest(words: &[String], (start, end): (usize, usize), tail: Option<&str>) -> Vec<String> {
    let before = words.get(..start).unwrap_or_default().iter().cloned();
    let behind = words.get(end..).unwrap_or_default().iter().cloned();
    before.chain(tail.map(str::to_owned)).chain(behind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_known_by_its_name_unless_the_label_speaks_of_something_else() {
        let mut library = Library::built_in().unwrap();
        library.patterns.retain(|pattern| pattern.info.id == "mailgun-api-key");
        for pattern in &mut library.patterns {
            (pattern.named, pattern.labels) = (true, Vec::new());
        }
        let naming = Naming::new(&library);
        let cases = [
            ("mailgun", true),
            ("MAILGUN_API_KEY", true),
            ("mailgunKey", true),
            ("mailgunkey", true),
            ("prod_mailgun_2", true),
            ("myMailGunSecret", true),
            ("mailgun_domain", false),
            ("MAILGUN_BASE_URL", false),
            ("mailgun_public_key", false),
            ("mailgunner", false),
            ("mail", false),
            ("api_key", false),
        ];
        for (label, expected) in cases {
            let found = naming.patterns(label, &library.vocabulary);
            assert_eq!(found.iter().any(|(_, rank)| *rank == Rank::Named), expected, "{label}");
        }
    }
}
