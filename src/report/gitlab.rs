//! GitLab's secret detection report, version 15 of its schema.

use std::io::{self, Write};

use serde::Serialize;

use super::markdown::code;
use super::text::{around, place};
use super::{ReportOptions, Reporter, Summary, printable};
use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Problem, Severity, file_name};
use crate::secret::digest_of;

/// One vulnerability a finding that is open: the format has no way to say that one was accepted.
pub(super) struct Gitlab {
    options: ReportOptions,
    /// When the report was begun.
    started: String,
}

/// The version of the schema.
const SCHEMA: &str = "15.0.7";

/// Characters of a name that GitLab takes.
const LONGEST_NAME: usize = 255;

/// Characters of a solution that it takes.
const LONGEST_SOLUTION: usize = 7000;

#[derive(Serialize)]
struct Vulnerability<'v> {
    id: String,
    name: String,
    description: String,
    severity: &'static str,
    solution: String,
    identifiers: [Identifier<'v>; 1],
    links: Vec<Link<'v>>,
    location: Location,
    tracking: Tracking<'v>,
}

#[derive(Serialize)]
struct Identifier<'v> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'v str,
    value: &'v str,
}

#[derive(Serialize)]
struct Link<'v> {
    url: &'v str,
}

#[derive(Serialize)]
struct Location {
    file: String,
    start_line: u64,
    end_line: u64,
    commit: Commit,
}

/// The report is of files, not of commits, and the schema asks for one.
#[derive(Serialize)]
struct Commit {
    sha: &'static str,
}

const NO_COMMIT: Commit = Commit { sha: "0000000000000000000000000000000000000000" };

/// By what GitLab knows a finding again.
#[derive(Serialize)]
struct Tracking<'v> {
    #[serde(rename = "type")]
    kind: &'static str,
    items: [Tracked<'v>; 1],
}

#[derive(Serialize)]
struct Tracked<'v> {
    signatures: [Signature<'v>; 1],
}

#[derive(Serialize)]
struct Signature<'v> {
    algorithm: &'static str,
    value: &'v str,
}

#[derive(Serialize)]
struct Scan {
    analyzer: Tool,
    scanner: Tool,
    #[serde(rename = "type")]
    kind: &'static str,
    start_time: String,
    end_time: String,
    status: &'static str,
    messages: Vec<Message>,
}

#[derive(Serialize)]
struct Tool {
    id: &'static str,
    name: &'static str,
    version: &'static str,
    vendor: Vendor,
}

#[derive(Serialize)]
struct Vendor {
    name: &'static str,
}

#[derive(Serialize)]
struct Message {
    level: &'static str,
    value: String,
}

const TOOL: Tool = Tool {
    id: "postseal",
    name: "postseal",
    version: env!("CARGO_PKG_VERSION"),
    vendor: Vendor { name: "postseal" },
};

impl Reporter for Gitlab {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{{\"version\":\"{SCHEMA}\",\n\"vulnerabilities\":[")
    }

    fn between(&self) -> &'static str {
        ",\n"
    }

    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        let open = report.findings.iter().filter(|finding| finding.suppression.is_none());
        let lines: Vec<String> = open.map(|finding| json(&self.vulnerability(finding))).collect();
        out.extend(lines.join(",\n").into_bytes());
    }

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let message = |problem: &Problem| Message {
            level: "warn",
            value: format!("{}: {}", printable(&problem.place()), printable(&problem.message)),
        };
        let scan = Scan {
            analyzer: TOOL,
            scanner: TOOL,
            kind: "secret_detection",
            start_time: self.started.clone(),
            end_time: self.options.clock.written(),
            status: if summary.trouble { "failure" } else { "success" },
            messages: summary.first_problems.iter().map(message).collect(),
        };
        writeln!(out, "\n],\n\"scan\":{}}}", json(&scan))
    }
}

impl Gitlab {
    pub(super) fn new(options: ReportOptions) -> Self {
        Self { started: options.clock.written(), options }
    }

    fn vulnerability<'v>(&'v self, finding: &'v Finding) -> Vulnerability<'v> {
        let location = &finding.location;
        let guide = &self.options.guide;
        let file = file_name(&finding.path, finding.entry.as_deref());
        let pattern = finding.pattern.id.as_str();
        // The same finding may stand in two files, and each is one of its own.
        let of = [&*file, &location.pointer, &finding.fingerprint];
        let signature = Signature { algorithm: "hash", value: &finding.fingerprint };
        Vulnerability {
            id: digest_of(of, 32),
            name: printable(&finding.pattern.name).chars().take(LONGEST_NAME).collect(),
            description: self.description(finding),
            severity: match finding.severity {
                Severity::Low => "Low",
                Severity::Medium => "Medium",
                Severity::High => "High",
                Severity::Critical => "Critical",
            },
            solution: printable(guide.revoke(finding)).chars().take(LONGEST_SOLUTION).collect(),
            identifiers: [Identifier { kind: "postseal_pattern", name: pattern, value: pattern }],
            links: guide.docs(finding).map(|url| Link { url }).into_iter().collect(),
            location: Location {
                file: file.into_owned(),
                start_line: location.start.line,
                end_line: location.end.line,
                commit: NO_COMMIT,
            },
            tracking: Tracking { kind: "source", items: [Tracked { signatures: [signature] }] },
        }
    }

    /// GitLab reads it as Markdown.
    fn description(&self, finding: &Finding) -> String {
        let location = &finding.location;
        let names = around(location).join(" > ");
        let of = if names.is_empty() { String::new() } else { format!(" of {}", code(&names)) };
        let secret = code(&self.options.shown(&finding.secret));
        let confidence = finding.confidence;
        format!("{secret} in {}{of}; {confidence} confidence", code(&place(location)))
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("it holds nothing that JSON cannot")
}
