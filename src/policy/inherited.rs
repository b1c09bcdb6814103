//! `literal-inherited`

use super::Allowed;
use crate::finding::Finding;

/// Fewest requests that are many.
const MANY: u64 = 2;

pub(super) fn check(finding: &Finding, _: &Allowed) -> Option<String> {
    let heirs = finding.handling.inherited_by;
    let is_active = !finding.location.disabled;
    (is_active && heirs >= MANY).then(|| format!("{heirs} requests take it from here"))
}
