//! How messages put things.

use std::sync::Arc;

/// Hosts of a message that are written out.
const MOST: usize = 3;

/// The first few: `api.example.org, eu.example.org and 2 more`
pub(super) fn listed(all: &[Arc<str>]) -> String {
    let shown = all.iter().take(MOST).map(|host| &**host).collect::<Vec<_>>().join(", ");
    match all.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
