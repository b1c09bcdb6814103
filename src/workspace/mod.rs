//! The join: the facts of one workspace become one report.
//!
//! A workspace is the set of documents that resolve each other's variables; a source that nothing
//! joins to another is a workspace of its own. The join is a pure fold: the order of the facts
//! changes nothing but the order of the findings.

use std::collections::BTreeMap;

use crate::credential::{Credential, WorkspaceReport};
use crate::finding::{Finding, Threshold};
use crate::scan::SourceFacts;
use crate::secret::joint_salt;

/// Joins the facts of one workspace; findings that `threshold` does not admit are left out.
pub fn join(facts: Vec<SourceFacts>, threshold: &Threshold) -> WorkspaceReport {
    let mut report = WorkspaceReport::default();
    let salts: Vec<_> = facts.iter().filter_map(|source| source.salt).collect();
    let salt = (facts.len() > 1 && !salts.is_empty()).then(|| joint_salt(salts));
    for source in facts {
        report.files += 1;
        report.bytes += source.bytes;
        report.documents += source.documents;
        report.problems.extend(source.problems);
        report.rejected.extend(source.rejected);
        for (rejection, count) in source.rejections {
            *report.rejections.entry(rejection.as_str()).or_default() += count;
        }
        report
            .findings
            .extend(source.findings.into_iter().filter(|finding| threshold.admits(finding)));
    }
    if let Some(salt) = salt {
        // A plain secret has one id in all of its workspace.
        for finding in &mut report.findings {
            finding.secret_id = finding.secret.id(&salt);
        }
    }
    report.credentials = credentials(&report.findings);
    report
}

/// Groups findings by the value that they found.
fn credentials(findings: &[Finding]) -> Vec<Credential> {
    let mut by_id: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        by_id.entry(&finding.secret_id).or_default().push(finding);
    }
    by_id.into_values().filter_map(|findings| credential(&findings)).collect()
}

fn credential(findings: &[&Finding]) -> Option<Credential> {
    let first = findings.first()?;
    let surest = findings.iter().rev().max_by_key(|finding| finding.confidence)?;
    let mut files: Vec<_> = findings.iter().map(|finding| finding.path.clone()).collect();
    files.sort();
    files.dedup();
    Some(Credential {
        secret_id: first.secret_id.clone(),
        pattern: surest.pattern.clone(),
        service: findings.iter().find_map(|finding| finding.service.clone()),
        severity: findings.iter().map(|finding| finding.severity).max()?,
        confidence: surest.confidence,
        secret: surest.secret.clone(),
        findings: findings.iter().map(|finding| finding.fingerprint.clone()).collect(),
        files,
    })
}
