//! Placeholders: text that stands for a value that somebody is to fill in.

use super::{Case, Rejection};
use crate::pattern::label;
use crate::scan::candidate::Told;

/// Rejects bracketed names and filler words.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let text = case.value.text.as_ref();
    let bracketed = [('<', '>'), ('[', ']'), ('‹', '›'), ('«', '»'), ('(', ')')]
        .iter()
        .any(|(open, close)| text.starts_with(*open) && text.ends_with(*close));
    let angled = text.contains("&lt;")
        || text.find('<').is_some_and(|at| {
            text.get(at..).is_some_and(|rest| rest.contains('>') && !rest.contains("://"))
        }) && matches!(case.told, Told::Place { .. });
    (bracketed || angled || is_filler(case)).then_some(Rejection::Placeholder)
}

fn is_filler(case: &Case<'_>) -> bool {
    let lower = case.value.text.to_lowercase();
    if matches!(case.told, Told::Shape { .. }) {
        return ["example", "your_", "your-", "placeholder", "dummy", "redacted"]
            .iter()
            .any(|word| lower.contains(word));
    }
    if case.words.fillers.contains(&lower) {
        return true;
    }
    let random = case.value.len() >= 24 && case.value.digits > 4;
    if random {
        return false;
    }
    case.words.filler_starts.iter().any(|start| lower.starts_with(start))
        || case.value.words().any(|word| case.words.filler_words.contains(&word))
}

/// Rejects values that say what their label says: `password` under `userPassword`, `client-secret`
/// under `client_secret`.
pub(super) fn repeats_label(case: &Case<'_>) -> Option<Rejection> {
    if case.value.len() > 48 || case.label.is_empty() || case.value.digits > 3 {
        return None;
    }
    let value = label::words(&case.value.text);
    let label = label::words(case.label);
    let joined = label.concat();
    let repeats = !value.is_empty()
        && value.iter().all(|word| {
            label.contains(word)
                || matches!(
                    word.as_str(),
                    "my" | "the" | "new" | "old" | "test" | "user" | "admin" | "value" | "demo"
                )
        })
        && value.iter().any(|word| label.contains(word))
        || !joined.is_empty() && value.concat() == joined;
    let password = matches!(case.told, Told::Place { class: label::Class::Password, .. });
    (repeats
        && !(password && value.len() == 1 && value.first().is_some_and(|word| word == "password")))
    .then_some(Rejection::RepeatsLabel)
}
