//! Pieces of programs: what stands where a literal might.

use super::starts::Starts;
use super::{Case, Rejection};
use crate::scan::candidate::Told;

/// How what takes something from an object begins.
static OBJECTS: Starts = Starts::new(&[
    "pm.",
    "postman.",
    "process.",
    "json.",
    "jsonData",
    "response.",
    "res.",
    "data.",
    "req.",
    "request.",
    "self.",
    "this.",
    "os.",
    "System.",
    "JSON.",
]);

/// How statements begin.
static KEYWORDS: Starts =
    Starts::new(&["function", "return ", "var ", "const ", "let ", "null;", "new ", "if ("]);

/// Rejects expressions, markup, and the text of literals that are code themselves.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    if matches!(case.told, Told::Shape { .. }) {
        return None;
    }
    let text = case.value.text.as_ref();
    let may_call = case.value.may_hold('(') || case.value.may_hold(')') || case.value.may_hold('=');
    let call = may_call && ["()", ");", "=>", "({"].iter().any(|call| text.contains(call));
    // Only with what member access is written with: `data.2024!` may be a password.
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"._[]()'\"$->, ?".contains(&b);
    let member = OBJECTS.begin(text) && text.bytes().all(plain);
    let code = KEYWORDS.begin(text);
    let brackets = text.starts_with('{') || text.starts_with("[{") || text.starts_with("[\"");
    let is_name = |part: &str| {
        !part.is_empty()
            && part.chars().next().is_some_and(char::is_alphabetic)
            && part.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    let chain = case.value.may_hold('.')
        && case.value.look() == super::value::Look::Plain
        && text.split('.').count() > 1
        && text.split('.').all(is_name);
    let indexed = case.value.may_hold('[') && text.ends_with(']') && case.value.len() < 60;
    (call || member || code || brackets || chain || indexed).then_some(Rejection::Code)
}
