//! Policies: what organisations forbid beside leaks, as a class of its own.
//!
//! A policy is a pure function of what a workspace came to. Its rules are data (`rules.toml`: words, levels,
//! controls) and a check each, in the file of the rule's name. What a rule asks of a finding that no report
//! shows is in its [`Handling`](crate::finding::Handling).

mod allowed;
mod environment;
mod foreign;
mod inherited;
mod lasting;
mod logged;
mod marked;
mod passphrase;
mod plain;
mod rules;
mod url;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Level, LogCall, RuleInfo, Severity, Violation};
use crate::secret::digest_of;
pub use allowed::Allowed;
pub use rules::{Rule, RulesError, rules};

/// How a rule looks at a report.
#[derive(Clone, Copy)]
enum Check {
    /// At each finding; says what it objects to.
    Finding(fn(&Finding, &Allowed) -> Option<String>),
    /// At the open findings of each document; says at which of them.
    Document(fn(&[&Finding]) -> Option<String>),
    /// At each call that writes a credential to the console.
    Call(fn(&LogCall) -> String),
}

/// The check of each rule.
static CHECKS: &[(&str, Check)] = &[
    ("secret-variable-exported", Check::Finding(marked::check)),
    ("sent-over-http", Check::Finding(plain::check)),
    ("certificate-passphrase-exported", Check::Finding(passphrase::check)),
    ("sent-to-foreign-host", Check::Finding(foreign::check)),
    ("sent-in-url", Check::Finding(url::check)),
    ("written-to-console", Check::Call(logged::check)),
    ("environment-exported-with-secrets", Check::Document(environment::check)),
    ("literal-inherited", Check::Finding(inherited::check)),
    ("never-expires", Check::Finding(lasting::check)),
];

/// The rules of a level, ready to look at reports.
pub struct Policy {
    level: Level,
    allowed: Allowed,
    rules: Vec<(Arc<RuleInfo>, Check)>,
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Policy")
            .field("level", &self.level)
            .field("allowed", &self.allowed)
            .finish_non_exhaustive()
    }
}

impl Policy {
    /// The policy of `level`, under which credentials may go to the hosts that are `allowed`.
    ///
    /// # Errors
    /// If the built-in rules are broken.
    pub fn new(level: Level, allowed: Allowed) -> Result<Self, RulesError> {
        let known = rules()?.into_iter().filter(|rule| rule.info.level <= level);
        let rules = known.map(|rule| (rule.info, rule.check)).collect();
        Ok(Self { level, allowed, rules })
    }

    /// Adds to `report` what it objects to there, as far as it has this severity at least. What it says of an
    /// accepted finding is accepted, too.
    pub fn apply(&self, report: &mut WorkspaceReport, least: Severity) {
        let mut violations = Vec::new();
        for (rule, check) in self.rules.iter().filter(|(rule, _)| rule.severity >= least) {
            match check {
                Check::Finding(check) => {
                    let found = report.findings.iter().filter_map(|finding| {
                        Some(of_finding(rule, finding, check(finding, &self.allowed)?))
                    });
                    violations.extend(found);
                }
                Check::Document(check) => {
                    let found = documents(&report.findings)
                        .into_iter()
                        .filter_map(|findings| of_document(rule, &findings, check(&findings)?));
                    violations.extend(found);
                }
                Check::Call(check) => violations.extend(of_calls(rule, &report.logged, *check)),
            }
        }
        report.violations = violations;
    }
}

fn of_finding(rule: &Arc<RuleInfo>, finding: &Finding, message: String) -> Violation {
    Violation {
        rule: rule.clone(),
        message,
        fingerprint: digest_of([rule.id.as_str(), &finding.fingerprint], 32),
        finding: Some(finding.fingerprint.clone()),
        secret_id: Some(finding.secret_id.clone()),
        path: finding.path.clone(),
        entry: finding.entry.clone(),
        kind: finding.kind,
        location: finding.location.clone(),
        suppression: finding.suppression.clone(),
    }
}

/// At the first of a document's findings. Another secret in it is another violation, which nobody has
/// accepted yet.
fn of_document(rule: &Arc<RuleInfo>, all: &[&Finding], message: String) -> Option<Violation> {
    let mut fingerprints: Vec<&str> =
        all.iter().map(|finding| finding.fingerprint.as_str()).collect();
    fingerprints.sort_unstable();
    let fingerprints = std::iter::once(rule.id.as_str()).chain(fingerprints);
    let fingerprint = digest_of(fingerprints, 32);
    let of_first = of_finding(rule, all.first()?, message);
    Some(Violation { fingerprint, finding: None, secret_id: None, ..of_first })
}

fn of_calls(
    rule: &Arc<RuleInfo>,
    calls: &[LogCall],
    check: fn(&LogCall) -> String,
) -> Vec<Violation> {
    let mut equals = BTreeMap::new();
    let mut violations = Vec::new();
    for call in calls {
        let LogCall { path, entry, kind, location } = call;
        let ordinal = equals.entry((path, entry, &location.name_path)).or_insert(0);
        *ordinal += 1;
        let ordinal = ordinal.to_string();
        let identity = [rule.id.as_str(), &ordinal].into_iter();
        let names = location.name_path.iter().map(String::as_str);
        violations.push(Violation {
            rule: rule.clone(),
            message: check(call),
            fingerprint: digest_of(identity.chain(names), 32),
            finding: None,
            secret_id: None,
            path: path.clone(),
            entry: entry.clone(),
            kind: *kind,
            location: location.clone(),
            suppression: None,
        });
    }
    violations
}

/// The open findings of each document, in their order.
fn documents(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut documents: Vec<Vec<&Finding>> = Vec::new();
    let document = |finding: &Finding| {
        (finding.path.clone(), finding.entry.clone(), finding.location.document)
    };
    for finding in findings.iter().filter(|finding| finding.suppression.is_none()) {
        match documents.last_mut() {
            Some(last) if last.first().is_some_and(|f| document(f) == document(finding)) => {
                last.push(finding);
            }
            _ => documents.push(vec![finding]),
        }
    }
    documents
}
