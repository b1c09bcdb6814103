//! `sent-to-foreign-host`

use super::{Allowed, words};
use crate::document::text::url;
use crate::finding::Finding;

/// The own machine and network are never foreign.
pub(super) fn check(finding: &Finding, allowed: &Allowed) -> Option<String> {
    if allowed.is_empty() {
        return None;
    }
    let hosts = finding.hosts.iter().filter(|host| !allowed.admits(host) && !url::is_near(host));
    let hosts: Vec<_> = hosts.cloned().collect();
    (!hosts.is_empty()).then(|| format!("sent to {}", words::listed(&hosts)))
}
