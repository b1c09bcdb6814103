//! Credentials: findings of one workspace, grouped by the value that they found.

use std::collections::{BTreeMap, BTreeSet};

use crate::credential::{Credential, WorkspaceReport};
use crate::finding::Finding;

/// Most uses that are listed of one credential.
const MOST_USES: usize = 100;

/// One credential a secret id, sorted by it.
pub(super) fn of(findings: &[Finding]) -> Vec<Credential> {
    let mut by_id: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_id.entry(&finding.secret_id).or_default().push(finding);
    }
    by_id.into_values().filter_map(|findings| credential(&findings)).collect()
}

/// Keeps only the findings that `keep` says, and the credentials of those.
pub fn retain_findings(report: &mut WorkspaceReport, keep: impl FnMut(&Finding) -> bool) {
    let before = report.findings.len();
    report.findings.retain(keep);
    if report.findings.len() < before {
        report.credentials = of(&report.findings);
    }
}

fn credential(findings: &[&Finding]) -> Option<Credential> {
    let first = findings.first()?;
    let surest = findings.iter().rev().max_by_key(|finding| finding.confidence)?;
    let files: BTreeSet<_> = findings.iter().map(|finding| finding.path.clone()).collect();
    let hosts: BTreeSet<_> = findings.iter().flat_map(|finding| finding.hosts.clone()).collect();
    let uses: BTreeSet<_> = findings.iter().flat_map(|finding| &finding.uses).collect();
    let service = surest.service.clone();
    Some(Credential {
        secret_id: first.secret_id.clone(),
        pattern: surest.pattern.clone(),
        service: service.or_else(|| findings.iter().find_map(|finding| finding.service.clone())),
        severity: findings.iter().map(|finding| finding.severity).max()?,
        confidence: surest.confidence,
        secret: surest.secret.clone(),
        findings: findings.iter().map(|finding| finding.fingerprint.clone()).collect(),
        files: files.into_iter().collect(),
        hosts: hosts.into_iter().collect(),
        uses: uses.into_iter().take(MOST_USES).cloned().collect(),
    })
}
