//! What reports show of names and parts: without the values that were found in the same document.

use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::heads::{self, Heads};
use crate::location::Location;
use crate::secret::{Secret, reads_like_a_word};

/// Takes the values that were found in a document out of the names around them.
pub(super) struct Redactor {
    values: Option<Values>,
    /// Whether reports may show the values.
    is_open: bool,
}

/// The values, and what is shown in their place.
enum Values {
    /// So few that they are tried one by one where one may begin: nothing has to be built.
    Few(Heads, Vec<(Box<[u8]>, String)>),
    Many(AhoCorasick, Vec<String>),
}

/// Most values that are tried one by one.
const FEW: usize = 64;

/// Shortest value that is taken out of names.
const SHORTEST: usize = 6;
const _: () = assert!(SHORTEST >= heads::LENGTH);

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
        Self { values: Values::of(&secrets, FEW), is_open }
    }

    /// The label and the names of a place as it is known by, without values, where reports show them; none
    /// where what reports show is that already.
    pub(super) fn hidden_place(&self, place: &Location) -> Option<Location> {
        self.is_open.then(|| {
            let mut hidden = place.clone();
            hidden.label = hidden.label.map(|label| self.hide(label));
            hidden.name_path = hidden.name_path.into_iter().map(|name| self.hide(name)).collect();
            hidden
        })
    }

    pub(super) fn clean_place(&self, place: Location) -> Location {
        if self.is_open {
            return place;
        }
        Location {
            label: place.label.map(|label| self.hide(label)),
            name_path: place.name_path.into_iter().map(|name| self.hide(name)).collect(),
            pointer: self.hide(place.pointer),
            ..place
        }
    }

    pub(super) fn clean(&self, text: &str) -> String {
        self.cleaned(text.to_owned())
    }

    pub(super) fn cleaned(&self, text: String) -> String {
        if self.is_open { text } else { self.hide(text) }
    }

    pub(super) fn shared(&self, text: &Arc<str>) -> Arc<str> {
        let values = self.values.as_ref().filter(|_| !self.is_open);
        let hidden = values.and_then(|values| values.replace_in(text));
        hidden.map_or_else(|| Arc::clone(text), Into::into)
    }

    fn hide(&self, text: String) -> String {
        let hidden = self.values.as_ref().and_then(|values| values.replace_in(&text));
        hidden.unwrap_or(text)
    }
}

impl Values {
    /// Those of `secrets`; up to `few` are tried one by one.
    fn of(secrets: &[&Secret], few: usize) -> Option<Self> {
        if secrets.is_empty() {
            return None;
        }
        if secrets.len() <= few {
            let heads = Heads::of(secrets.iter().map(|secret| secret.reveal()));
            let pair = |secret: &&Secret| (secret.reveal().into(), secret.to_string());
            return Some(Self::Few(heads, secrets.iter().map(pair).collect()));
        }
        // The names of one document are soon searched: a faster automaton takes longer to build.
        let values = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::NoncontiguousNFA))
            .build(secrets.iter().map(|secret| secret.reveal()));
        Some(Self::Many(values.ok()?, secrets.iter().map(ToString::to_string).collect()))
    }

    /// `text` without them, if it holds one: of those that begin at one place the longest is taken out.
    fn replace_in(&self, text: &str) -> Option<String> {
        let (heads, values) = match self {
            Self::Few(heads, values) => (heads, values),
            Self::Many(values, shown) => {
                return values.is_match(text).then(|| values.replace_all(text, shown));
            }
        };
        let mut hidden = String::new();
        let (mut copied, mut at) = (0, 0);
        while let Some(next) = heads.next(text.as_bytes(), at) {
            let rest = text.as_bytes().get(next..).unwrap_or_default();
            let begins = values.iter().filter(|(value, _)| rest.starts_with(value));
            let found = begins.max_by_key(|(value, _)| value.len());
            at = next + found.map_or(1, |(value, _)| value.len());
            if let Some((_, shown)) = found
                && let Some(before) = text.get(copied..next)
                && text.is_char_boundary(at)
            {
                hidden.push_str(before);
                hidden.push_str(shown);
                copied = at;
            }
        }
        (copied > 0).then(|| hidden + text.get(copied..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_values_are_taken_out_as_many_are() {
        let values = ["abcabc", "abcabcd", "bcabcdxyz", "cdxyzé-1", "éabcab", "xyzxyz"];
        let secrets: Vec<Secret> = values.map(|value| Secret::new(value.as_bytes(), "")).into();
        let secrets: Vec<&Secret> = secrets.iter().collect();
        let (few, many) = (Values::of(&secrets, 64).unwrap(), Values::of(&secrets, 0).unwrap());
        let pieces = ["abc", "d", "é", "xyz", "-1", "abcabc", "c", "\u{20ac}", " "];
        let mut state = 3_u32;
        for length in 0..400 {
            let mut text = String::new();
            for _ in 0..length % 20 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(pieces[usize::from(state.to_be_bytes()[0]) % pieces.len()]);
            }
            assert_eq!(few.replace_in(&text), many.replace_in(&text), "{text}");
        }
    }
}
