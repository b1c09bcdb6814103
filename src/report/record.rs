//! The objects of the JSON formats: a contract of its own, apart from the types of the program.
//!
//! `docs/jsonl.schema.json` pins them; docs/output.md describes them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::accepted::{NoticeRecord, SuppressionRecord};
use super::violation::ViolationRecord;
use super::{ReportOptions, ServiceRow, Summary};
use crate::credential::Credential;
use crate::finding::{Confidence, Finding, Problem, Rejected, Severity, Use};
use crate::location::{Location, Position, Role, Span, Via};
use crate::source::Kind;

/// One line.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Record<'r> {
    Finding(FindingRecord<'r>),
    Rejected(RejectedRecord<'r>),
    Credential(CredentialRecord<'r>),
    Policy(ViolationRecord<'r>),
    Problem(ProblemRecord<'r>),
    Notice(NoticeRecord<'r>),
    Service(ServiceRecord<'r>),
    Summary(SummaryRecord),
}

#[derive(Serialize)]
pub(super) struct FindingRecord<'r> {
    pattern: &'r str,
    service: Option<&'r str>,
    severity: Severity,
    confidence: Confidence,
    secret: String,
    secret_id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_sha256: Option<String>,
    fingerprint: &'r str,
    path: &'r str,
    entry: Option<&'r str>,
    document: u32,
    kind: Kind,
    #[serde(flatten)]
    place: PlaceRecord<'r>,
    parts: &'r BTreeMap<String, String>,
    notes: &'r [String],
    hosts: Vec<&'r str>,
    uses: Vec<UseRecord<'r>>,
    used: u64,
    suppression: Option<SuppressionRecord<'r>>,
}

#[derive(Serialize)]
struct UseRecord<'r> {
    path: &'r str,
    entry: Option<&'r str>,
    role: Role,
    label: Option<&'r str>,
    disabled: bool,
    name_path: &'r [String],
    pointer: &'r str,
}

#[derive(Serialize)]
pub(super) struct RejectedRecord<'r> {
    pattern: &'r str,
    reason: &'r str,
    secret: String,
    path: &'r str,
    entry: Option<&'r str>,
    document: u32,
    #[serde(flatten)]
    place: PlaceRecord<'r>,
}

#[derive(Serialize)]
pub(super) struct PlaceRecord<'r> {
    role: Role,
    label: Option<&'r str>,
    disabled: bool,
    name_path: &'r [String],
    pointer: &'r str,
    spans: &'r [Span],
    via: &'r [Via],
    start: Position,
    end: Position,
}

#[derive(Serialize)]
pub(super) struct CredentialRecord<'r> {
    secret_id: &'r str,
    pattern: &'r str,
    service: Option<&'r str>,
    severity: Severity,
    confidence: Confidence,
    secret: String,
    findings: &'r [String],
    files: Vec<&'r str>,
    uses: Vec<UseRecord<'r>>,
    hosts: Vec<&'r str>,
}

#[derive(Serialize)]
pub(super) struct ProblemRecord<'r> {
    code: &'r str,
    path: &'r str,
    entry: Option<&'r str>,
    message: &'r str,
    start: Option<Position>,
}

#[derive(Serialize)]
pub(super) struct ServiceRecord<'r> {
    service: Option<&'r str>,
    host: Option<&'r str>,
    credentials: u64,
    files: u64,
    workspaces: u64,
}

#[derive(Serialize)]
pub(super) struct SummaryRecord {
    files: u64,
    bytes: u64,
    documents: u64,
    findings: u64,
    suppressed: u64,
    credentials: u64,
    problems: u64,
    rejected: u64,
    policy: u64,
    by_severity: BySeverity,
}

#[derive(Serialize)]
struct BySeverity {
    low: u64,
    medium: u64,
    high: u64,
    critical: u64,
}

impl<'r> PlaceRecord<'r> {
    pub(super) fn new(location: &'r Location) -> Self {
        Self {
            role: location.role,
            label: location.label.as_deref(),
            disabled: location.disabled,
            name_path: &location.name_path,
            pointer: &location.pointer,
            spans: &location.spans,
            via: &location.via,
            start: location.start,
            end: location.end,
        }
    }
}

impl<'r> UseRecord<'r> {
    fn new(usage: &'r Use) -> Self {
        Self {
            path: &usage.path,
            entry: usage.entry.as_deref(),
            role: usage.role,
            label: usage.label.as_deref(),
            disabled: usage.disabled,
            name_path: &usage.name_path,
            pointer: &usage.pointer,
        }
    }
}

impl<'r> FindingRecord<'r> {
    pub(super) fn new(finding: &'r Finding, options: &ReportOptions) -> Self {
        Self {
            pattern: &finding.pattern.id,
            service: finding.service.as_deref(),
            severity: finding.severity,
            confidence: finding.confidence,
            secret: options.shown(&finding.secret),
            secret_id: &finding.secret_id,
            secret_sha256: options.hash.then(|| finding.secret.sha256()),
            fingerprint: &finding.fingerprint,
            path: &finding.path,
            entry: finding.entry.as_deref(),
            document: finding.location.document,
            kind: finding.kind,
            place: PlaceRecord::new(&finding.location),
            parts: &finding.parts,
            notes: &finding.notes,
            hosts: finding.hosts.iter().map(|host| &**host).collect(),
            uses: finding.uses.iter().map(UseRecord::new).collect(),
            used: finding.used,
            suppression: finding.suppression.as_ref().map(SuppressionRecord::new),
        }
    }
}

impl<'r> RejectedRecord<'r> {
    pub(super) fn new(rejected: &'r Rejected, options: &ReportOptions) -> Self {
        Self {
            pattern: &rejected.pattern.id,
            reason: &rejected.reason,
            secret: options.shown(&rejected.secret),
            path: &rejected.path,
            entry: rejected.entry.as_deref(),
            document: rejected.location.document,
            place: PlaceRecord::new(&rejected.location),
        }
    }
}

impl<'r> CredentialRecord<'r> {
    pub(super) fn new(credential: &'r Credential, options: &ReportOptions) -> Self {
        Self {
            secret_id: &credential.secret_id,
            pattern: &credential.pattern.id,
            service: credential.service.as_deref(),
            severity: credential.severity,
            confidence: credential.confidence,
            secret: options.shown(&credential.secret),
            findings: &credential.findings,
            files: credential.files.iter().map(|file| &**file).collect(),
            uses: credential.uses.iter().map(UseRecord::new).collect(),
            hosts: credential.hosts.iter().map(|host| &**host).collect(),
        }
    }
}

impl<'r> ProblemRecord<'r> {
    pub(super) fn new(problem: &'r Problem) -> Self {
        Self {
            code: problem.code.as_str(),
            path: &problem.path,
            entry: problem.entry.as_deref(),
            message: &problem.message,
            start: problem.start,
        }
    }
}

impl<'r> ServiceRecord<'r> {
    pub(super) fn new(row: ServiceRow<'r>) -> Self {
        let ServiceRow { service, host, credentials, files, workspaces } = row;
        Self { service, host, credentials, files, workspaces }
    }
}

impl SummaryRecord {
    pub(super) fn new(summary: &Summary) -> Self {
        let [low, medium, high, critical] = summary.by_severity;
        Self {
            files: summary.files,
            bytes: summary.bytes,
            documents: summary.documents,
            findings: summary.findings,
            suppressed: summary.suppressed,
            credentials: summary.credentials(),
            problems: summary.problems,
            rejected: summary.rejected,
            policy: summary.violations,
            by_severity: BySeverity { low, medium, high, critical },
        }
    }
}
