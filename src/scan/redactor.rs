//! What reports show of names and parts: without the values that were found in the same document.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::location::Location;
use crate::secret::{Secret, reads_like_a_word};

/// Takes the values that were found in a document out of the names around them.
pub(super) struct Redactor {
    values: Option<AhoCorasick>,
    shown: Vec<String>,
    /// Whether reports may show the values.
    is_open: bool,
}

/// Shortest value that is taken out of names.
const SHORTEST: usize = 6;

impl Redactor {
    /// Words are left alone: to black out `admin` in "Log in as admin" would tell the password.
    pub(super) fn new<'s>(secrets: impl Iterator<Item = &'s Secret>, is_open: bool) -> Self {
        let in_words =
            |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.' | b' ');
        let is_word = |value: &[u8]| value.iter().all(in_words) && reads_like_a_word(value);
        let mut secrets: Vec<&Secret> = secrets
            .filter(|secret| secret.reveal().len() >= SHORTEST && !is_word(secret.reveal()))
            .collect();
        secrets.sort();
        secrets.dedup();
        let values = (!secrets.is_empty()).then(|| {
            let values = secrets.iter().map(|secret| secret.reveal());
            // The names of one document are soon searched: a faster automaton takes longer to build.
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .kind(Some(AhoCorasickKind::NoncontiguousNFA))
                .build(values)
                .ok()
        });
        let shown = secrets.iter().map(ToString::to_string).collect();
        Self { values: values.flatten(), shown, is_open }
    }

    /// The place as it is known by: without values, whatever reports show.
    pub(super) fn hidden_place(&self, place: &Location) -> Location {
        Location {
            label: place.label.as_deref().map(|label| self.hide(label)),
            name_path: place.name_path.iter().map(|name| self.hide(name)).collect(),
            ..place.clone()
        }
    }

    pub(super) fn clean_place(&self, place: Location) -> Location {
        Location {
            label: place.label.as_deref().map(|label| self.clean(label)),
            name_path: place.name_path.iter().map(|name| self.clean(name)).collect(),
            pointer: self.clean(&place.pointer),
            ..place
        }
    }

    pub(super) fn clean(&self, text: &str) -> String {
        if self.is_open { text.to_owned() } else { self.hide(text) }
    }

    fn hide(&self, text: &str) -> String {
        match &self.values {
            Some(values) if values.is_match(text) => values.replace_all(text, &self.shown),
            _ => text.to_owned(),
        }
    }
}
