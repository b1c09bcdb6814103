//! How sure it is that a candidate that no check rejected is a credential: what its own text, label
//! and role say. What stands around it is weighed by `circumstance`, once its document is read.
//!
//! | told by | value looks random | mixed | plain |
//! |---|---|---|---|
//! | shape | as its pattern says | | |
//! | strong label, password | high | high | medium |
//! | strong label, other | high | medium | low |
//! | medium label | medium | medium | low |
//! | weak label | medium | low | low |

use super::value::Look;
use super::verdict::Verdict;
use super::{Case, unsigned, well_known};
use crate::finding::Confidence;
use crate::location::Role;
use crate::pattern::label::{Class, Strength};
use crate::scan::candidate::Told;

pub(super) fn of(case: &Case<'_>) -> Verdict {
    let mut verdict = match case.told {
        Told::Shape { confidence, .. } => {
            Verdict::new(confidence, "its shape, as its pattern says")
        }
        Told::Place { class, strength } => by_place(class, strength, case.value.look()),
    };
    let is_place = matches!(case.told, Told::Place { .. });
    if is_place && matches!(case.role, Role::Response | Role::ResponseHeader | Role::Description) {
        verdict
            .lower("what a server said or a description tells is mostly a sample or has expired");
    }
    // Also by shape: a connection string has a password in it like any other.
    if well_known::is_well_known(&case.value, case.words) {
        verdict.cap(Confidence::Low, "it is a password that everybody tries first");
    }
    if case.user.is_some_and(|user| user.eq_ignore_ascii_case(&case.value.text)) {
        verdict.cap(Confidence::Low, "the password is the name of its user");
    }
    if unsigned::is_unsigned(&case.value.text) {
        verdict.cap(Confidence::Low, "the token is not signed");
    }
    verdict
}

fn by_place(class: Class, strength: Strength, look: Look) -> Verdict {
    use Confidence::{High, Low, Medium};
    let (confidence, reason) = match (strength, look) {
        (Strength::Strong, Look::Random) => (High, "its place says so and it looks random"),
        (Strength::Strong, Look::Mixed) if class == Class::Password => {
            (High, "its place says that it is a password")
        }
        (Strength::Strong, Look::Plain) if class == Class::Password => {
            (Medium, "its place says that it is a password, and it is a plain one")
        }
        (Strength::Strong | Strength::Medium, Look::Mixed) => {
            (Medium, "its place says so, and it looks neither random nor plain")
        }
        (_, Look::Random) => (Medium, "its place may say so, and it looks random"),
        _ => (Low, "its place may say so, but it looks plain"),
    };
    Verdict::new(confidence, reason)
}
