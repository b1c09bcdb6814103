//! Masked and cut values: what once was a secret and is none any more.

use super::value::bits;
use super::{Case, Rejection};

/// Characters that people put in place of others, with how many in a row are no chance.
const MASKS: &[(char, usize)] = &[
    ('*', 3),
    ('•', 3),
    ('●', 3),
    ('█', 2),
    ('x', 6),
    ('X', 5),
    ('#', 4),
    ('·', 3),
    ('∙', 3),
    ('○', 3),
    ('?', 4),
    ('_', 5),
];

/// What stands where the rest was cut off.
const CUTS: &[&str] = &[
    "...",
    "…",
    "[snip",
    "<snip",
    "[truncated",
    "(truncated",
    "[redacted",
    "<redacted",
    "[hidden",
    "[masked",
];

/// Rejects runs of mask characters and elisions.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    // Each of them is a run of three, stands in brackets or is not ASCII.
    let value = &case.value;
    if value.is_ascii() && value.longest_run() < 3 && !value.holds_any(const { bits(b"[<(") }) {
        return None;
    }
    let text = case.value.text.as_ref();
    let run = |(c, least): &(char, usize)| {
        let may_run = !c.is_ascii() || case.value.longest_run() >= *least;
        may_run
            && case.value.may_hold(*c)
            && text.split(|other| other != *c).any(|run| run.len() >= least * c.len_utf8())
    };
    let may_hold = |cut: &str| cut.starts_with(|first| case.value.may_hold(first));
    let cut = CUTS.iter().any(|cut| may_hold(cut) && text.contains(cut));
    (cut || MASKS.iter().any(run)).then_some(Rejection::Masked)
}
