//! What labels say: looked up in the vocabulary and among the names of services.

use std::sync::Arc;

use super::candidate::Rank;
use super::{Scanner, beside, naming, place};
use crate::pattern::label::{self, Meaning, Speech};

/// What a label says of the value beside it.
#[derive(Debug, Clone)]
pub struct LabelSays {
    /// What credential it speaks of, if any.
    pub meaning: Option<Meaning>,
    /// The patterns that it sets off, by their index in the library.
    pub patterns: Vec<usize>,
    /// The service that it names.
    pub service: Option<Arc<str>>,
}

/// What a label means.
#[derive(Debug)]
pub(super) struct LabelFacts {
    pub(super) said: place::Said,
    /// Patterns that it sets off, by index; none for nearly all labels.
    pub(super) patterns: Option<Arc<[(usize, Rank)]>>,
    /// The service that it names.
    pub(super) service: Option<Arc<str>>,
    /// What it says of something beside a secret.
    pub(super) beside: Option<Arc<beside::Naming>>,
}

/// What most labels mean.
pub(super) static NOTHING: LabelFacts =
    LabelFacts { said: place::Said::NOTHING, patterns: None, service: None, beside: None };

impl Scanner {
    /// What `label` says of the value beside it.
    pub fn label(&self, label: &[u8]) -> LabelSays {
        let facts = self.label_facts(label);
        let patterns = facts.patterns.iter().flat_map(|patterns| patterns.iter());
        LabelSays {
            meaning: facts.said.meaning,
            patterns: patterns.map(|(index, _)| *index).collect(),
            service: facts.service,
        }
    }

    /// What `label` means, looked up or worked out.
    pub(super) fn label_facts(&self, label: &[u8]) -> LabelFacts {
        let text = String::from_utf8_lossy(label);
        let vocabulary = &self.library.vocabulary;
        let numbered = label::numbered_words(&text);
        let words = numbered.without_numbers();
        let named = naming::of((&words, &numbered), &self.index, vocabulary);
        let alone = || match vocabulary.speech(&words) {
            Speech::Credential(meaning) => Some(meaning),
            Speech::Other | Speech::Nothing => None,
        };
        let said = place::Said {
            meaning: named.meaning.or_else(alone),
            only_names: named.only_names,
            authorization: words.has("authorization"),
            login: words.iter().any(|word| place::LOGIN.contains(&word)),
        };
        let patterns = (!named.patterns.is_empty()).then(|| named.patterns.into());
        let beside = beside::Naming::of(&numbered).map(Arc::new);
        LabelFacts { said, patterns, service: named.service, beside }
    }
}
