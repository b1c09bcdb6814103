//! Prose: sentences and phrases.

use super::value::Look;
use super::{Case, Rejection};
use crate::pattern::label::Class;
use crate::scan::candidate::Told;

/// Rejects values with blanks, but for pass phrases: seeds of twelve or more words, and short
/// passwords with digits.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let Told::Place { class, .. } = case.told else { return None };
    if case.value.spaces == 0 {
        return None;
    }
    let words = case.value.word_count();
    let seed = words >= 12 && case.value.lower + case.value.spaces == case.value.len();
    let password = class == Class::Password
        && words <= 3
        && case.value.look() != Look::Plain
        && case.value.len() <= 24;
    let pem = case.value.may_hold('K') && case.value.text.contains("PRIVATE KEY");
    (!seed && !password && !pem).then_some(Rejection::Prose)
}
