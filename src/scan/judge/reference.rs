//! References: the value stands elsewhere, in a variable, a vault or a template's data.

use super::{Case, Rejection};

/// Rejects values that are, or are built from, references of any templating.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let text = case.value.text.as_ref();
    let wrapped = |open: &str, close: &str| {
        text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)).is_some_and(is_name)
    };
    let has = |open: &str, close: &str| {
        text.find(open).is_some_and(|at| text.get(at..).is_some_and(|rest| rest.contains(close)))
    };
    let is_reference = has("{{", "}}")
        || has("${", "}")
        || has("<%", "%>")
        || has("#{", "}")
        || has("{%", "%}")
        || wrapped("{", "}")
        || wrapped("%", "%")
        || wrapped("$(", ")")
        || wrapped("__", "__")
        || wrapped("@", "@")
        || text.strip_prefix('$').is_some_and(is_name)
        || text.strip_prefix(':').is_some_and(is_name)
        || text.strip_prefix("process.env.").is_some_and(is_name)
        || text.starts_with("{{");
    is_reference.then_some(Rejection::Reference)
}

/// Whether `text` may be a variable's name: no digits-only, at least one letter, no odd symbols.
fn is_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b' ' | b':'))
        && text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && text.bytes().filter(u8::is_ascii_digit).count() * 4 <= text.len()
}
