//! What labels name: the patterns that list them, and the services whose names they hold.

use std::sync::Arc;

use super::candidate::Rank;
use crate::document::Field;
use crate::location::Role;
use crate::pattern::index::{Index, Name};
use crate::pattern::label::{self, Class, Meaning, Speech, Strength, Vocabulary, Words};

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
struct Mention {
    name: Name,
    /// Bytes of the name.
    length: usize,
    /// What the rest of the label speaks of.
    speech: Speech,
}

/// What a label of these words names, once without the digits at their ends and once with them.
pub(super) fn of(
    (words, numbered): (&Words, &Words),
    index: &Index,
    vocabulary: &Vocabulary,
) -> Named {
    let mut found = Named::default();
    let mut longest: Option<Mention> = None;
    // Most labels have no digits, and read the same both ways.
    for words in std::iter::once(words).chain((words != numbered).then_some(numbered)) {
        let names_none = vocabulary.is_listed_as_other(words);
        for start in 0..words.len() {
            for end in start + 1..=words.len().min(start + LONGEST_TERM) {
                let term = index.term(words.run(start, end));
                found.patterns.extend(term.map(|at| (at, Rank::Label)));
            }
        }
        for mention in mentions(words, index, vocabulary).into_iter().filter(|_| !names_none) {
            if mention.speech != Speech::Other {
                found.patterns.extend(mention.name.patterns.iter().map(|&at| (at, Rank::Named)));
            }
            if longest.as_ref().is_none_or(|longest| mention.length > longest.length) {
                longest = Some(mention);
            }
        }
    }
    found.patterns.sort_unstable();
    found.patterns.dedup_by_key(|(pattern, _)| *pattern);
    if let Some(mention) = longest {
        found.service = Some(mention.name.service);
        found.meaning = meaning(mention.speech);
        found.only_names = mention.speech == Speech::Nothing;
    }
    found
}

/// Most bytes in front of a value in which a service may be named.
const NEAR: usize = 60;

/// The service that is named last on the line in front of `field`, in code and prose: `// Mailgun`,
/// `new Mailgun("…")`, `curl https://api.mailgun.net -u "…"`. Asked only where the place of the value speaks of
/// a credential.
pub(super) fn before(field: &Field<'_>, index: &Index) -> Option<Name> {
    if !matches!(field.role, Role::Script | Role::Description | Role::Text) {
        return None;
    }
    let before = field.before();
    let near = before.get(before.len().saturating_sub(NEAR)..).unwrap_or_default();
    let line = memchr::memrchr(b'\n', near).map_or(0, |end| end + 1);
    let text = String::from_utf8_lossy(near.get(line..).unwrap_or_default());
    let words = label::numbered_words(&text);
    (1..=words.len()).rev().find_map(|end| {
        let starts = end.saturating_sub(LONGEST_TERM)..end;
        starts.into_iter().find_map(|start| index.name(words.run(start, end)))
    })
}

/// Every name of a service in the words of a label: whole words, or the start of one whose rest speaks of
/// a credential.
fn mentions(words: &Words, index: &Index, vocabulary: &Vocabulary) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut add = |name: Name, length, range: (usize, usize), tail: Option<&str>| {
        mentions.push(Mention {
            name,
            length,
            speech: vocabulary.speech(&rest(words, range, tail)),
        });
    };
    for (start, word) in words.iter().enumerate() {
        for end in start + 1..=words.len().min(start + LONGEST_TERM) {
            let written = words.run(start, end);
            if let Some(name) = index.name(written) {
                add(name, written.len(), (start, end), None);
            }
        }
        for (at, _) in word.char_indices().skip(LEAST_PREFIX) {
            let (front, tail) = word.split_at(at);
            let Some(name) = index.name(front) else { continue };
            if matches!(vocabulary.speech(&Words::from_iter([tail])), Speech::Credential(_)) {
                add(name, front.len(), (start, start + 1), Some(tail));
            }
        }
    }
    mentions
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
fn rest(words: &Words, (start, end): (usize, usize), tail: Option<&str>) -> Words {
    words.iter().take(start).chain(tail).chain(words.iter().skip(end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::library::Library;
    use crate::pattern::written::PatternFile;

    #[test]
    fn a_service_is_known_by_its_name_unless_the_label_speaks_of_something_else() {
        let mut library = Library::built_in().unwrap();
        library.patterns.clear();
        let text =
            "[service]\nname = 'Mailgun'\n[[pattern]]\nid = 'x'\nregex = '^(.+)$'\nnamed = true";
        library.add(vec![PatternFile::parse("mailgun.toml", text).unwrap()]).unwrap();
        let index = Index::new(&library);
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
            let (words, numbered) = (label::words(label), label::numbered_words(label));
            let found = of((&words, &numbered), &index, &library.vocabulary);
            assert_eq!(!found.patterns.is_empty(), expected, "{label}");
        }
    }
}
