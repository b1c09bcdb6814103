//! `environment-exported-with-secrets`

use crate::finding::Finding;
use crate::location::Role;
use crate::source::Kind;

/// Of what is switched off the values are in the file all the same.
pub(super) fn check(findings: &[&Finding]) -> Option<String> {
    let kind = findings.first()?.kind;
    if !matches!(kind, Kind::Environment | Kind::Globals) {
        return None;
    }
    let held = findings.iter().filter(|finding| finding.location.role == Role::Variable).count();
    match held {
        0 => None,
        1 => Some("holds the value of 1 secret variable".to_owned()),
        held => Some(format!("holds the values of {held} secret variables")),
    }
}
