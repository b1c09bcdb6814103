//! What makes a pattern good.
//!
//! `postseal pattern check` prints these flaws and `cargo test` asserts that the built-in catalogue
//! has none, so that a contributor and CI read the same words.

mod budget;
mod expression;
mod id;
mod neighbour;
mod sample;
mod trigger;

pub use budget::budget;

use super::catalogue::Catalogue;
use super::flaw::Flaw;
use crate::pattern::{Pattern, PatternError};

/// Looks at the patterns of a catalogue and names what is wrong.
type Check = fn(&Catalogue, &mut Vec<Flaw>);

/// The checks that look at the patterns alone, in the order in which their flaws are told.
static CHECKS: &[Check] = &[
    id::check,
    expression::check,
    trigger::check,
    neighbour::check,
    neighbour::twins,
    sample::count,
    sample::checksum,
];

/// Everything that is wrong with the patterns that `catalogue` has chosen, in the order of the checks.
/// How often literals are hit in vain is left to [`budget`], which needs texts.
///
/// # Errors
/// If the literals of all patterns together cannot be searched for.
pub fn check(catalogue: Catalogue) -> Result<(Catalogue, Vec<Flaw>), PatternError> {
    let mut flaws = Vec::new();
    for look in CHECKS {
        look(&catalogue, &mut flaws);
    }
    let catalogue = sample::find(catalogue, &mut flaws)?;
    Ok((catalogue, flaws))
}

/// A flaw of `pattern`, at its field or an item of it.
fn flaw(
    catalogue: &Catalogue,
    pattern: &Pattern,
    place: (&str, Option<usize>),
    check: &'static str,
    (problem, remedy): (String, &str),
) -> Flaw {
    let id = &pattern.info.id;
    let excerpt = catalogue.excerpt(id, place, format!("pattern `{id}`: {problem}"));
    Flaw { check, pattern: id.clone(), excerpt: excerpt.with_remedy(remedy) }
}
