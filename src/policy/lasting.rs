//! `never-expires`

use super::Allowed;
use crate::finding::Finding;

pub(super) fn check(finding: &Finding, _: &Allowed) -> Option<String> {
    finding.handling.never_expires.then(|| "it has no claim `exp`".to_owned())
}
