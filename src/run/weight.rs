//! What waits or is kept weighs, in bytes of memory, about: enough to bound it.

use std::mem::size_of;

use crate::credential::{Credential, WorkspaceReport};
use crate::finding::{Finding, Rejected};
use crate::scan::SourceFacts;
use crate::scan::variable::{Definition, Use};

/// What the strings of one thing take: names, places, ids.
const STRINGS: usize = 512;

/// What a report takes, before it is formatted.
pub(super) fn of_report(report: &WorkspaceReport) -> usize {
    size_of::<WorkspaceReport>()
        + report.findings.len() * (size_of::<Finding>() + STRINGS)
        + report.credentials.len() * (size_of::<Credential>() + STRINGS)
        + report.rejected.len() * (size_of::<Rejected>() + STRINGS)
        + (report.problems.len() + report.logged.len()) * STRINGS
}

/// What the facts of a source take.
pub(super) fn of_facts(facts: &SourceFacts) -> usize {
    let latent = facts.definitions.iter().filter(|defined| defined.latent.is_some()).count();
    size_of::<SourceFacts>()
        + facts.kinds.len()
        + (facts.findings.len() + latent) * (size_of::<Finding>() + STRINGS)
        + facts.rejected.len() * (size_of::<Rejected>() + STRINGS)
        + facts.definitions.len() * (size_of::<Definition>() + STRINGS / 4)
        + facts.uses.len() * (size_of::<Use>() + STRINGS)
        + (facts.problems.len() + facts.logged.len() + facts.markers.len()) * STRINGS
}
