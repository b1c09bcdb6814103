//! What a whole run came to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::services::{ServiceRow, Services};
use super::shard::InputList;
use crate::credential::{Credential, WorkspaceReport};
use crate::finding::{
    Finding, Notice, PatternInfo, Problem, RuleInfo, Severity, Threshold, Violation,
};

/// What a whole run came to.
#[derive(Debug, Default)]
pub struct Summary {
    /// Files that were read.
    pub files: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// Documents in them.
    pub documents: u64,
    /// Findings that were reported and are open.
    pub findings: u64,
    /// Findings that were reported as accepted.
    pub suppressed: u64,
    /// Findings by severity, mildest first.
    pub by_severity: [u64; 4],
    /// Problems of any kind.
    pub problems: u64,
    /// What a policy objects to and nobody has accepted.
    pub violations: u64,
    /// Candidates that were rejected.
    pub rejected: u64,
    /// Whether an input could not be scanned.
    pub trouble: bool,
    /// Findings and violations that reach the bar for a failing exit status.
    pub failing: u64,
    /// All inputs of a run that was split, once it has come to their end.
    pub list: Option<InputList>,
    /// The first problems.
    pub first_problems: Vec<Problem>,
    /// Every pattern that told a finding, by id.
    pub patterns: BTreeMap<String, Arc<PatternInfo>>,
    /// Every rule of a policy that something goes against, by id.
    pub rules: BTreeMap<String, BrokenRule>,
    keep: Keep,
    /// All reports, where a reporter asks for them.
    reports: Vec<WorkspaceReport>,
    /// What is worth knowing of what was to be accepted, sorted.
    pub notices: Vec<Notice>,
    credentials: BTreeSet<String>,
    services: Services,
    /// By secret id, where a reporter groups by something that is known only at the end.
    kept: Option<BTreeMap<String, Kept>>,
}

/// A rule of a policy that something goes against.
#[derive(Debug)]
pub struct BrokenRule {
    /// The rule.
    pub info: Arc<RuleInfo>,
    /// Violations of it that are open.
    pub open: u64,
}

/// One credential of a whole run.
#[derive(Debug)]
pub struct Kept {
    /// What is known of it in all workspaces.
    pub credential: Credential,
    /// Its open findings.
    pub open: KeptFindings,
    /// Its findings that were accepted.
    pub accepted: KeptFindings,
}

/// Some of a credential's findings.
#[derive(Debug, Default)]
pub struct KeptFindings {
    /// The first of them.
    pub first: Vec<Finding>,
    /// How many there are in all.
    pub places: u64,
}

/// What is kept for the end of a run; each keeps what those before it do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Keep {
    /// Nothing but numbers, ids, and a few of the problems: memory is bounded.
    #[default]
    Nothing,
    /// Every credential with its first places: memory grows with their number.
    Credentials,
    /// Every report: memory grows with the number of findings.
    Reports,
}

/// Problems that are kept.
const MOST_PROBLEMS: usize = 1000;

/// Findings of one credential that are kept.
const MOST_FINDINGS: usize = 5;

impl Summary {
    /// An empty one that also keeps this.
    pub fn keeping(keep: Keep) -> Self {
        let kept = (keep >= Keep::Credentials).then(BTreeMap::new);
        Self { keep, kept, ..Self::default() }
    }

    /// Adds what a workspace came to; `fail_on` is the bar for a failing exit status.
    pub fn add(&mut self, report: &WorkspaceReport, fail_on: &Threshold) {
        self.files += report.files;
        self.bytes += report.bytes;
        self.documents += report.documents;
        let open = || report.findings.iter().filter(|finding| finding.suppression.is_none());
        let reported = report.findings.len() as u64;
        self.findings += open().count() as u64;
        self.suppressed += reported - open().count() as u64;
        self.problems += report.problems.len() as u64;
        self.rejected += report.rejections.values().sum::<u64>();
        self.trouble |= report.problems.iter().any(|problem| problem.code.is_trouble());
        let fails = |finding: &&Finding| fail_on.admits(finding);
        self.failing += open().filter(fails).count() as u64;
        let violations =
            || report.violations.iter().filter(|violation| violation.suppression.is_none());
        self.violations += violations().count() as u64;
        let fails = |violation: &&Violation| violation.rule.severity >= fail_on.severity;
        self.failing += violations().filter(fails).count() as u64;
        for (count, severity) in self.by_severity.iter_mut().zip(Severity::ALL) {
            *count += open().filter(|finding| finding.severity == severity).count() as u64;
        }
        let ids: BTreeSet<&str> = open().map(|finding| &*finding.secret_id).collect();
        self.credentials.extend(ids.iter().map(|&id| id.to_owned()));
        self.services.add(report, &ids);
        let room = MOST_PROBLEMS.saturating_sub(self.first_problems.len());
        self.first_problems.extend(report.problems.iter().take(room).cloned());
        for finding in &report.findings {
            if !self.patterns.contains_key(&finding.pattern.id) {
                self.patterns.insert(finding.pattern.id.clone(), Arc::clone(&finding.pattern));
            }
        }
        for violation in &report.violations {
            let info = &violation.rule;
            let rule = self.rules.entry(info.id.clone());
            let rule = rule.or_insert_with(|| BrokenRule { info: Arc::clone(info), open: 0 });
            rule.open += u64::from(violation.suppression.is_none());
        }
        if let Some(kept) = &mut self.kept {
            keep(kept, report);
        }
        if self.keep == Keep::Reports {
            self.reports.push(report.clone());
        }
    }

    /// Every report, if they were kept.
    pub fn reports(&self) -> &[WorkspaceReport] {
        &self.reports
    }

    /// Distinct secret values of open findings.
    pub fn credentials(&self) -> u64 {
        self.credentials.len() as u64
    }

    /// Where credentials are sent, and how many, by service and host.
    pub fn services(&self) -> impl Iterator<Item = ServiceRow<'_>> {
        self.services.rows()
    }

    /// Every credential, if they were kept, the worst first.
    pub fn kept(&self) -> Vec<&Kept> {
        let mut all: Vec<&Kept> = self.kept.iter().flat_map(BTreeMap::values).collect();
        all.sort_by_key(|kept| std::cmp::Reverse((kept.credential.severity, kept.open.places)));
        all
    }
}

/// Adds the credentials of a workspace: only a strong value has the same id in another.
fn keep(kept: &mut BTreeMap<String, Kept>, report: &WorkspaceReport) {
    for credential in &report.credentials {
        let one = kept.entry(credential.secret_id.clone()).or_insert_with(|| {
            let (open, accepted) = (KeptFindings::default(), KeptFindings::default());
            Kept { credential: credential.clone(), open, accepted }
        });
        let known = &mut one.credential;
        known.severity = known.severity.max(credential.severity);
        known.confidence = known.confidence.max(credential.confidence);
        if known.service.is_none() {
            known.service.clone_from(&credential.service);
        }
        merge(&mut known.files, &credential.files);
        merge(&mut known.hosts, &credential.hosts);
    }
    for finding in &report.findings {
        let Some(one) = kept.get_mut(&finding.secret_id) else { continue };
        let some = if finding.suppression.is_none() { &mut one.open } else { &mut one.accepted };
        some.places += 1;
        if some.first.len() < MOST_FINDINGS {
            some.first.push(finding.clone());
        }
    }
}

fn merge(known: &mut Vec<Arc<str>>, more: &[Arc<str>]) {
    known.extend_from_slice(more);
    known.sort();
    known.dedup();
}
