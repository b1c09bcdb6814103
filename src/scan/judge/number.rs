//! Numbers, dates, durations and versions.

use super::{Case, Rejection};
use crate::pattern::label::{Class, Strength};
use crate::scan::candidate::Told;

/// Whether it is a number as programs write it; nearly all that is none says so by its first byte.
fn is_float(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit() || "+-.iInN".contains(c))
        && text.parse::<f64>().is_ok()
}

/// Rejects what counts or dates; a password or PIN may be a number.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let Told::Place { class, strength, .. } = case.told else { return None };
    let text = case.value.text.as_ref();
    let digits_only = case.value.digits == text.len();
    let password = class == Class::Password && strength > Strength::Weak;
    let number = digits_only && !password && text.len() < 20 || !digits_only && is_float(text);
    let spread =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | ':' | '/' | ' ' | 'T' | 'Z' | '+');
    let separated = text.chars().all(spread)
        && text.contains(['-', ':', '/', '.'])
        && case.value.digits >= 2
        && text.len() <= 32;
    let version = text.strip_prefix('v').unwrap_or(text);
    let version = version.split(['-', '+']).next().unwrap_or_default();
    let version = version.contains('.') && version.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || text.len() < 8 && text.strip_prefix('v').is_some_and(|rest| rest.parse::<u64>().is_ok());
    let version = version && (!password || text.starts_with('v') || text.matches('.').count() > 1);
    let duration = text.strip_prefix('P').is_some_and(|rest| {
        rest.bytes().all(|b| b.is_ascii_digit() || b"TYMWDHS.".contains(&b))
            && rest.ends_with(['Y', 'M', 'W', 'D', 'H', 'S'])
    });
    (number || separated || version || duration).then_some(Rejection::Number)
}
