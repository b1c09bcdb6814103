//! `sent-over-http`

use super::{Allowed, words};
use crate::finding::Finding;

pub(super) fn check(finding: &Finding, _: &Allowed) -> Option<String> {
    let hosts = &finding.handling.plain_hosts;
    (!hosts.is_empty()).then(|| format!("sent to {} over plain http", words::listed(hosts)))
}
