//! What labels name: the patterns that list them, and the services whose names they hold.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::candidate::Rank;
use crate::pattern::label::{self, Class, Meaning, Speech, Strength, Vocabulary};
use crate::pattern::library::Library;

/// Label terms and names of services, their words written together.
#[derive(Debug)]
pub(super) struct Naming {
    /// The patterns that list a term.
    terms: Table<Vec<usize>>,
    names: Table<Named>,
}

/// By words written together; looked up, never listed.
type Table<T> = HashMap<String, T, FixedState>;

/// What a label names.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The patterns that it sets off, by index, and how; each once.
    pub(super) patterns: Vec<(usize, Rank)>,
    /// The service whose name it holds.
    pub(super) service: Option<Arc<str>>,
    /// What it says of the value beside it because it names a service.
    pub(super) meaning: Option<Meaning>,
    /// Whether it says nothing else.
    pub(super) only_names: bool,
}

/// Most words of a label that name a service and its credential.
const LONGEST_TERM: usize = 5;

/// Fewest letters of a name that is found at the start of a longer word: `mailgunkey`.
const LEAST_PREFIX: usize = 5;

/// A service's name in a label.
struct Mention<'n> {
    name: &'n Named,
    /// Bytes of the name.
    length: usize,
    /// What the rest of the label speaks of.
    speech: Speech,
}

impl Naming {
    pub(super) fn new(library: &Library) -> Self {
        let mut terms: Table<Vec<usize>> = Table::default();
        let mut names: Table<Named> = Table::default();
        for service in &library.services {
            for name in &service.names {
                let named = names.entry(name.replace(' ', "")).or_default();
                named.service.get_or_insert_with(|| Arc::clone(&service.name));
            }
        }
        for (index, pattern) in library.patterns.iter().enumerate() {
            for label in &pattern.labels {
                terms.entry(label.replace(' ', "")).or_default().push(index);
            }
            let service = pattern.service.iter().filter(|_| pattern.named);
            for name in service.flat_map(|service| &service.names) {
                let named = names.entry(name.replace(' ', "")).or_default();
                named.patterns.push((index, Rank::Named));
            }
        }
        Self { terms, names }
    }

    /// What `label` names.
    pub(super) fn named(&self, label: &str, vocabulary: &Vocabulary) -> Named {
        let mut found = Named::default();
        let mut longest: Option<Mention<'_>> = None;
        for words in [label::words(label), label::numbered_words(label)] {
            for start in 0..words.len() {
                for end in start + 1..=words.len().min(start + LONGEST_TERM) {
                    let written = words.get(start..end).unwrap_or_default().concat();
                    let listed = self.terms.get(&written).into_iter().flatten();
                    found.patterns.extend(listed.map(|&pattern| (pattern, Rank::Label)));
                }
            }
            if vocabulary.is_listed_as_other(&words) {
                continue;
            }
            for mention in self.mentions(&words, vocabulary) {
                if mention.speech != Speech::Other {
                    found.patterns.extend(&mention.name.patterns);
                }
                if longest.as_ref().is_none_or(|longest| mention.length > longest.length) {
                    longest = Some(mention);
                }
            }
        }
        found.patterns.sort_unstable();
        found.patterns.dedup_by_key(|(pattern, _)| *pattern);
        if let Some(mention) = longest {
            found.service.clone_from(&mention.name.service);
            found.meaning = meaning(mention.speech);
            found.only_names = mention.speech == Speech::Nothing;
        }
        found
    }

    /// Every name of a service in the words of a label: whole words, or the start of one whose rest
    /// speaks of a credential.
    fn mentions<'n>(&'n self, words: &[String], vocabulary: &Vocabulary) -> Vec<Mention<'n>> {
        let mut mentions = Vec::new();
        let mut add = |name: &str, range: (usize, usize), tail: Option<&str>| {
            if let Some(named) = self.names.get(name) {
                let speech = vocabulary.speech(&rest(words, range, tail));
                mentions.push(Mention { name: named, length: name.len(), speech });
            }
        };
        for (start, word) in words.iter().enumerate() {
            for end in start + 1..=words.len().min(start + LONGEST_TERM) {
                add(&words.get(start..end).unwrap_or_default().concat(), (start, end), None);
            }
            for (at, _) in word.char_indices().skip(LEAST_PREFIX) {
                let (name, tail) = word.split_at(at);
                if self.names.contains_key(name)
                    && matches!(vocabulary.speech(&[tail.to_owned()]), Speech::Credential(_))
                {
                    add(name, (start, start + 1), Some(tail));
                }
            }
        }
        mentions
    }
}

/// What a label that names a service says of the value beside it, by what its other words speak of:
/// `key` alone says little, `mailgun_key` much.
fn meaning(speech: Speech) -> Option<Meaning> {
    match speech {
        Speech::Credential(Meaning { class, strength }) => {
            Some(Meaning { class, strength: strength.max(Strength::Medium) })
        }
        Speech::Nothing => Some(Meaning { class: Class::Key, strength: Strength::Weak }),
        Speech::Other => None,
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
            let found = naming.named(label, &library.vocabulary);
            assert_eq!(!found.patterns.is_empty(), expected, "{label}");
        }
    }
}
