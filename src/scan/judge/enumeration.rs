//! Words of a fixed list that a program expects: the names of grants, algorithms, schemes and modes.

use super::{Case, Rejection};
use crate::scan::candidate::Told;

/// Rejects words of protocols, however they are spelt: `client_credentials`, `HMAC-SHA256`.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    if matches!(case.told, Told::Shape { .. }) || case.value.len() > 40 {
        return None;
    }
    let text = &case.value.text;
    let joined: String =
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    case.words.enum_words.contains(&joined).then_some(Rejection::EnumWord)
}
