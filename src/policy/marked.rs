//! `secret-variable-exported`

use super::Allowed;
use crate::finding::Finding;
use crate::location::Role;

/// The members of a variable's row that hold what only the own session is to see.
const OF_SESSION: [&str; 2] = ["/currentValue", "/sessionValue"];

pub(super) fn check(finding: &Finding, _: &Allowed) -> Option<String> {
    let location = &finding.location;
    if location.role != Role::Variable {
        return None;
    }
    // Text inside the value has a pointer of its own behind a hash.
    let pointer = location.pointer.split('#').next().unwrap_or_default();
    let label = location.label.as_deref().unwrap_or("the variable");
    if finding.handling.marked_secret {
        Some(format!("{label} is marked as secret"))
    } else if OF_SESSION.iter().any(|end| pointer.ends_with(end)) {
        Some(format!("the current value of {label}"))
    } else {
        None
    }
}
