//! How sure it is that a candidate that no check rejected is a credential.
//!
//! | told by | value looks random | mixed | plain |
//! |---|---|---|---|
//! | shape | as its pattern says | | |
//! | strong label, password | high | high | medium |
//! | strong label, other | high | medium | low |
//! | medium label | medium | medium | low |
//! | weak label | medium | low | low |
//!
//! A step down in what a server said or a description tells: such values are mostly samples or have
//! expired. A well-known password is low wherever it stands.

use super::Case;
use super::value::Look;
use crate::finding::Confidence;
use crate::location::Role;
use crate::pattern::label::{Class, Strength};
use crate::scan::candidate::Told;

pub(super) fn of(case: &Case<'_>) -> Confidence {
    // Also by shape: a connection string has a password in it like any other.
    if case.words.well_known_passwords.contains(&case.value.text.to_lowercase()) {
        return Confidence::Low;
    }
    let (class, strength) = match case.told {
        Told::Shape { confidence, .. } => return confidence,
        Told::Place { class, strength } => (class, strength),
    };
    let look = case.value.look();
    let base = match (strength, look) {
        (Strength::Strong, Look::Random) => Confidence::High,
        (Strength::Strong, Look::Mixed) if class == Class::Password => Confidence::High,
        (Strength::Strong, Look::Plain) if class == Class::Password => Confidence::Medium,
        (Strength::Strong | Strength::Medium, Look::Mixed) | (_, Look::Random) => {
            Confidence::Medium
        }
        _ => Confidence::Low,
    };
    let told_by_others =
        matches!(case.role, Role::Response | Role::ResponseHeader | Role::Description);
    match base {
        Confidence::High if told_by_others => Confidence::Medium,
        _ if told_by_others => Confidence::Low,
        base => base,
    }
}
