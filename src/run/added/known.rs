//! What is known of the findings of files.

use std::collections::{BTreeMap, BTreeSet};

use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Violation};
use crate::location::Role;

/// What is known of the findings of each file.
#[derive(Debug, Default)]
pub(super) struct Known(BTreeMap<String, Book>);

/// What is known of one file.
#[derive(Debug, Default)]
struct Book {
    /// Of findings and violations.
    fingerprints: BTreeSet<String>,
    /// How often a value stands in a kind of place, at most.
    places: BTreeMap<Place, u64>,
}

/// What of a place does not change when the items around it are renamed or moved: the value, by its SHA-256, its
/// role and label.
type Place = (String, Role, Option<String>);

fn place(finding: &Finding) -> Place {
    (finding.secret.sha256(), finding.location.role, finding.location.label.clone())
}

impl Known {
    /// Adds the findings of a report; `name` tells what a file is known as.
    pub(super) fn learn(&mut self, report: &WorkspaceReport, name: impl Fn(&str) -> String) {
        let mut files: BTreeMap<String, Vec<&Finding>> = BTreeMap::new();
        for finding in &report.findings {
            files.entry(name(&finding.path)).or_default().push(finding);
        }
        for (name, findings) in files {
            self.0.entry(name).or_default().learn(&findings);
        }
    }

    /// Adds the violations of a report.
    pub(super) fn learn_violations(
        &mut self,
        report: &WorkspaceReport,
        name: impl Fn(&str) -> String,
    ) {
        for violation in &report.violations {
            let book = self.0.entry(name(&violation.path)).or_default();
            book.fingerprints.insert(violation.fingerprint.clone());
        }
    }

    /// Whether a violation in the file known as `name` is known.
    pub(super) fn has(&self, name: &str, violation: &Violation) -> bool {
        self.0.get(name).is_some_and(|book| book.fingerprints.contains(&violation.fingerprint))
    }

    /// Which findings of a report are known, by their numbers; `name` tells what a file is known as.
    pub(super) fn among(
        &self,
        report: &WorkspaceReport,
        name: impl Fn(&str) -> String,
    ) -> BTreeSet<usize> {
        let mut files: BTreeMap<String, Vec<(usize, &Finding)>> = BTreeMap::new();
        for (at, finding) in report.findings.iter().enumerate() {
            files.entry(name(&finding.path)).or_default().push((at, finding));
        }
        let books = files.iter().filter_map(|(name, all)| Some((self.0.get(name)?, all)));
        books.flat_map(|(book, all)| book.among(all)).collect()
    }
}

impl Book {
    fn learn(&mut self, findings: &[&Finding]) {
        let mut here: BTreeMap<Place, u64> = BTreeMap::new();
        for finding in findings {
            self.fingerprints.insert(finding.fingerprint.clone());
            *here.entry(place(finding)).or_default() += 1;
        }
        for (place, count) in here {
            let most = self.places.entry(place).or_default();
            *most = count.max(*most);
        }
    }

    /// Which of the numbered findings of one version are known. A fingerprint tells; where the items around were
    /// renamed or moved, that the value stands no more often in such a place than it did.
    fn among(&self, findings: &[(usize, &Finding)]) -> Vec<usize> {
        let mut used: BTreeMap<Place, u64> = BTreeMap::new();
        let (same, other): (Vec<_>, Vec<_>) = findings
            .iter()
            .copied()
            .partition(|(_, finding)| self.fingerprints.contains(&finding.fingerprint));
        for (_, finding) in &same {
            *used.entry(place(finding)).or_default() += 1;
        }
        let mut known: Vec<usize> = same.into_iter().map(|(at, _)| at).collect();
        for (at, finding) in other {
            let place = place(finding);
            let most = self.places.get(&place).copied().unwrap_or_default();
            let used = used.entry(place).or_default();
            if *used < most {
                *used += 1;
                known.push(at);
            }
        }
        known
    }
}
