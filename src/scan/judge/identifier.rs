//! Identifiers: what names an object and opens nothing.

use super::{Case, Rejection, Value};
use crate::location::Role;
use crate::pattern::label::{Class, Strength};
use crate::scan::candidate::Told;

/// Rejects UUIDs where the label is not clear, constants' names, and header or scope names.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let Told::Place { class, strength, .. } = case.told else { return None };
    let text = case.value.text.as_ref();
    // A service's name before `key` says that it is one.
    let named = class == Class::Key && case.is_named;
    let weak = strength == Strength::Weak && !named;
    let vague = weak && class != Class::Token && class != Class::Password
        || class == Class::Session && !matches!(case.role, Role::Cookie | Role::Header)
        || case.role == Role::Path && strength < Strength::Strong;
    if case.value.is_uuid() {
        return vague.then_some(Rejection::Identifier);
    }
    let constant = case.value.digits == 0
        && case.value.lower == 0
        && text.contains(['_', '-'])
        && text.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'-'))
        && (text.contains('_') || text.split('-').all(|part| part.len() < 8));
    let camel = class != Class::Password && is_camel_case(&case.value);
    let header = text.len() > 2
        && (text.starts_with("X-") || text.starts_with("x-"))
        && case.value.digits == 0;
    (constant && class != Class::Password || camel || header).then_some(Rejection::Identifier)
}

/// Words written together without digits: `currentTokenId`, `access_token`, `client-secret`.
fn is_camel_case(value: &Value<'_>) -> bool {
    if !value.text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-' | b'.')) {
        return false;
    }
    let words = value.label_words();
    words.len() > 1
        && words
            .iter()
            .all(|word| word.len() <= 14 && crate::secret::reads_like_a_word(word.as_bytes()))
        && words.iter().any(|word| word.len() > 3)
}
