//! Detection Findings (class 2004) of the Open Cybersecurity Schema Framework, one JSON object a line.

use serde::Serialize;
use serde_json::{Value, json};

use super::text::{around, place};
use super::{ReportOptions, Reporter};
use crate::credential::WorkspaceReport;
use crate::finding::{Confidence, Finding, Severity, file_name};
use crate::secret::digest_of;

/// One event a finding; accepted ones are suppressed.
pub(super) struct Ocsf {
    options: ReportOptions,
    /// Milliseconds since 1970.
    time: u64,
}

/// The version of the framework.
const VERSION: &str = "1.3.0";

#[derive(Serialize)]
struct Event<'e> {
    activity_id: u8,
    activity_name: &'static str,
    category_uid: u16,
    category_name: &'static str,
    class_uid: u16,
    class_name: &'static str,
    type_uid: u32,
    type_name: &'static str,
    time: u64,
    severity_id: u8,
    severity: &'static str,
    confidence_id: u8,
    confidence: &'static str,
    status_id: u8,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    message: String,
    metadata: Value,
    finding_info: Value,
    evidences: Value,
    remediation: Value,
    unmapped: Unmapped<'e>,
}

/// What the framework has no field for.
#[derive(Serialize)]
struct Unmapped<'e> {
    secret: String,
    secret_id: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_sha256: Option<String>,
    fingerprint: &'e str,
    service: Option<&'e str>,
    role: &'static str,
    label: Option<&'e str>,
    name_path: &'e [String],
    pointer: &'e str,
    line: u64,
    column: u64,
    hosts: Vec<&'e str>,
    notes: &'e [String],
}

impl Reporter for Ocsf {
    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        for finding in &report.findings {
            serde_json::to_writer(&mut *out, &self.event(finding))
                .expect("events hold nothing that JSON cannot");
            out.push(b'\n');
        }
    }
}

impl Ocsf {
    pub(super) fn new(options: ReportOptions) -> Self {
        Self { time: options.clock.now() * 1000, options }
    }

    fn event<'e>(&self, finding: &'e Finding) -> Event<'e> {
        let (severity_id, severity) = severity(finding.severity);
        let (confidence_id, confidence) = confidence(finding.confidence);
        let accepted = finding.suppression.as_ref();
        let (status_id, status) = if accepted.is_some() { (3, "Suppressed") } else { (1, "New") };
        Event {
            activity_id: 1,
            activity_name: "Create",
            category_uid: 2,
            category_name: "Findings",
            class_uid: 2004,
            class_name: "Detection Finding",
            type_uid: 200_401,
            type_name: "Detection Finding: Create",
            time: self.time,
            severity_id,
            severity,
            confidence_id,
            confidence,
            status_id,
            status,
            comment: accepted.map(ToString::to_string),
            message: self.message(finding),
            metadata: json!({
                "version": VERSION,
                "product": {
                    "name": "postseal",
                    "vendor_name": "postseal",
                    "version": env!("CARGO_PKG_VERSION"),
                },
            }),
            finding_info: self.info(finding),
            evidences: evidences(finding),
            remediation: self.remediation(finding),
            unmapped: self.unmapped(finding),
        }
    }

    fn message(&self, finding: &Finding) -> String {
        let names = around(&finding.location).join(" > ");
        let of = if names.is_empty() { String::new() } else { format!(" of {names}") };
        let shown = self.options.shown(&finding.secret);
        format!("{} ({shown}) in {}{of}", finding.pattern.name, place(&finding.location))
    }

    fn info(&self, finding: &Finding) -> Value {
        let file = file_name(&finding.path, finding.entry.as_deref());
        let of = [&*file, &finding.location.pointer, &finding.fingerprint];
        json!({
            "uid": digest_of(of, 32),
            "title": finding.pattern.name,
            "desc": self.message(finding),
            "types": ["Secret"],
            "created_time": self.time,
            "analytic": {
                "type_id": 1,
                "type": "Rule",
                "uid": finding.pattern.id,
                "name": finding.pattern.name,
            },
        })
    }

    fn remediation(&self, finding: &Finding) -> Value {
        let references: Vec<&str> = self.options.guide.docs(finding).into_iter().collect();
        let mut remediation = json!({"desc": self.options.guide.revoke(finding)});
        if let (false, Some(object)) = (references.is_empty(), remediation.as_object_mut()) {
            object.insert("references".into(), references.into());
        }
        remediation
    }

    fn unmapped<'e>(&self, finding: &'e Finding) -> Unmapped<'e> {
        let location = &finding.location;
        Unmapped {
            secret: self.options.shown(&finding.secret),
            secret_id: &finding.secret_id,
            secret_sha256: self.options.hash.then(|| finding.secret.sha256()),
            fingerprint: &finding.fingerprint,
            service: finding.service.as_deref(),
            role: location.role.as_str(),
            label: location.label.as_deref(),
            name_path: &location.name_path,
            pointer: &location.pointer,
            line: location.start.line,
            column: location.start.column,
            hosts: finding.hosts.iter().map(|host| &**host).collect(),
            notes: &finding.notes,
        }
    }
}

fn evidences(finding: &Finding) -> Value {
    let path = file_name(&finding.path, finding.entry.as_deref());
    let name = path.rsplit('/').next().unwrap_or_default();
    json!([{"file": {"name": name, "path": path, "type_id": 1, "type": "Regular File"}}])
}

fn severity(severity: Severity) -> (u8, &'static str) {
    match severity {
        Severity::Low => (2, "Low"),
        Severity::Medium => (3, "Medium"),
        Severity::High => (4, "High"),
        Severity::Critical => (5, "Critical"),
    }
}

fn confidence(confidence: Confidence) -> (u8, &'static str) {
    match confidence {
        Confidence::Low => (1, "Low"),
        Confidence::Medium => (2, "Medium"),
        Confidence::High => (3, "High"),
    }
}
