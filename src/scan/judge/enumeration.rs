//! Words of a fixed list that a program expects: the names of grants, algorithms, schemes and modes.

use super::{Case, Rejection};
use crate::scan::candidate::Told;

/// Longest value that may be such a word.
const LONGEST: usize = 40;

/// Rejects words of protocols, however they are spelt: `client_credentials`, `HMAC-SHA256`.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    if matches!(case.told, Told::Shape { .. }) || case.value.len() > LONGEST {
        return None;
    }
    let text = &case.value.text;
    if text.is_ascii() {
        let (mut joined, mut length) = ([0; LONGEST], 0);
        for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
            if let Some(place) = joined.get_mut(length) {
                (*place, length) = (byte.to_ascii_lowercase(), length + 1);
            }
        }
        let joined = joined.get(..length).and_then(|joined| std::str::from_utf8(joined).ok());
        let joined = joined.unwrap_or_default();
        return case.words.enum_words.contains(joined).then_some(Rejection::EnumWord);
    }
    let joined: String =
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    case.words.enum_words.contains(&joined).then_some(Rejection::EnumWord)
}
