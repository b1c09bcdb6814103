//! Masked and cut values: what once was a secret and is none any more.

use super::{Case, Rejection};

/// Rejects runs of mask characters and elisions.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let text = case.value.text.as_ref();
    let run = |c: char, least: usize| {
        text.split(|other| other != c).any(|run| run.len() >= least * c.len_utf8())
    };
    let cut = text.contains("...") || text.contains('…') || text.contains("[snip");
    let masked =
        run('*', 3) || run('•', 3) || run('●', 3) || run('█', 2) || run('x', 6) || run('X', 5);
    (cut || masked).then_some(Rejection::Masked)
}
