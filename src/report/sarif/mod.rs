//! SARIF 2.1.0, as far as it is used here.
//!
//! Results are streamed; the tool and its rules stand behind them, when it is known which there are.

mod place;
mod rule;
mod violation;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::text::{around, place as said_place};
use super::{ReportOptions, Reporter, Summary};
use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Problem, Severity, SuppressedBy, Suppression, Use};
use place::{ArtifactLocation, PhysicalLocation, artifact};

/// One run, one result a finding.
pub(super) struct Sarif(pub(super) ReportOptions);

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'s> {
    rule_id: &'s str,
    level: &'static str,
    message: Text,
    locations: [SarifLocation<'s>; 1],
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<SarifLocation<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Value>,
    properties: Value,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifLocation<'s> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

/// A place by its names, as in Postman's sidebar.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'s> {
    name: &'s str,
    fully_qualified_name: String,
    kind: &'s str,
}

impl Reporter for Sarif {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(
            b"{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\n\
              \"runs\":[{\"columnKind\":\"unicodeCodePoints\",\n\"results\":[\n",
        )
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        let found = report.findings.iter().map(|finding| self.result(finding));
        let results = found.chain(report.violations.iter().map(violation::result));
        for (number, result) in results.enumerate() {
            if number > 0 {
                out.extend_from_slice(b",\n");
            }
            write_json(&result, out);
        }
    }

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let rules = summary.patterns.values().map(|info| rule::rule(info, &self.0.guide));
        let broken = summary.rules.values().map(|rule| violation::rule(&rule.info));
        let rules: Vec<Value> = rules.chain(broken).collect();
        let tool = json!({"driver": {
            "name": "postseal",
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules,
        }});
        let invocation = json!({
            "executionSuccessful": !summary.trouble,
            "toolExecutionNotifications":
                summary.first_problems.iter().map(notification).collect::<Vec<_>>(),
        });
        write!(out, "\n],\n\"invocations\":[{invocation}],\n\"tool\":{tool}}}]}}\n")
    }
}

impl Sarif {
    fn result<'s>(&self, finding: &'s Finding) -> SarifResult<'s> {
        let mut properties = json!({
            "severity": finding.severity,
            "confidence": finding.confidence,
            "secret": self.0.shown(&finding.secret),
            "secretId": finding.secret_id,
            "service": finding.service,
            "role": finding.location.role,
            "pointer": finding.location.pointer,
            "via": finding.location.via,
            "hosts": finding.hosts,
            "notes": finding.notes,
        });
        if let (true, Some(properties)) = (self.0.hash, properties.as_object_mut()) {
            properties.insert("secretSha256".into(), finding.secret.sha256().into());
        }
        SarifResult {
            rule_id: &finding.pattern.id,
            level: level(finding.severity),
            message: Text { text: self.message(finding) },
            locations: [SarifLocation {
                id: None,
                physical_location: place::physical(
                    &finding.path,
                    finding.entry.as_deref(),
                    &finding.location,
                ),
                logical_locations: logical(&finding.location.name_path, "member"),
                message: None,
            }],
            partial_fingerprints: fingerprints(&finding.fingerprint),
            related_locations: finding.uses.iter().enumerate().map(used).collect(),
            suppressions: finding.suppression.iter().map(suppressed).collect(),
            properties,
        }
    }

    fn message(&self, finding: &Finding) -> String {
        let names = around(&finding.location).join(" > ");
        let of = if names.is_empty() { String::new() } else { format!(" of {names}") };
        let shown = self.0.shown(&finding.secret);
        format!("{} ({shown}) in {}{of}.", finding.pattern.name, said_place(&finding.location))
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
    }
}

/// Code hosts know a result again by `primaryLocationLineHash`. They would make it from the line that it
/// stands on, and in a document on one line that is the same for all.
fn fingerprints(fingerprint: &str) -> BTreeMap<&'static str, String> {
    let hash: String = fingerprint.chars().take(16).collect();
    BTreeMap::from([
        ("postseal/v1", fingerprint.to_owned()),
        ("primaryLocationLineHash", format!("{hash}:1")),
    ])
}

fn logical<'s>(names: &'s [String], kind: &'s str) -> Vec<LogicalLocation<'s>> {
    let fully_qualified_name = names.join("/");
    let of = |name: &'s String| LogicalLocation { name, fully_qualified_name, kind };
    names.last().map(of).into_iter().collect()
}

/// A place at which the variable that holds the value is used.
fn used((number, usage): (usize, &Use)) -> SarifLocation<'_> {
    let label = usage.label.as_deref().map(|label| format!(" {label}")).unwrap_or_default();
    SarifLocation {
        id: Some(number),
        physical_location: PhysicalLocation {
            artifact_location: artifact(&usage.path, usage.entry.as_deref()),
            region: None,
        },
        logical_locations: logical(&usage.name_path, "member"),
        message: Some(Text { text: format!("used as {}{label}", usage.role) }),
    }
}

fn suppressed(suppression: &Suppression) -> Value {
    let kind = if suppression.by == SuppressedBy::Marker { "inSource" } else { "external" };
    json!({"kind": kind, "status": "accepted", "justification": suppression.to_string()})
}

fn notification(problem: &Problem) -> Value {
    let artifact: ArtifactLocation = artifact(&problem.path, problem.entry.as_deref());
    let mut physical = json!({"artifactLocation": artifact});
    if let (Some(start), Some(physical)) = (problem.start, physical.as_object_mut()) {
        let region = json!({"startLine": start.line, "startColumn": start.char_column});
        physical.insert("region".into(), region);
    }
    json!({
        "level": if problem.code.is_trouble() { "error" } else { "warning" },
        "descriptor": {"id": problem.code.as_str()},
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": physical}],
    })
}

fn write_json(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("results hold nothing that JSON cannot");
}
