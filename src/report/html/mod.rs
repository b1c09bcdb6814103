//! One page to look at in a browser. It asks for nothing from outside, and nothing in the documents can
//! become markup or a script: data stand in blocks of JSON, and a policy in the page admits only the one
//! style and the one script that are in it.
//!
//! The blocks of data are streamed; totals stand behind them.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::record::{FindingRecord, ProblemRecord, SummaryRecord};
use super::violation::ViolationRecord;
use super::{ReportOptions, Reporter, Summary};
use crate::credential::WorkspaceReport;
use crate::finding::Finding;
use crate::secret::content_hash;

/// A page with a table of credentials.
pub(super) struct Html(pub(super) ReportOptions);

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const BODY: &str = include_str!("page.html");

/// What one workspace came to.
#[derive(Serialize)]
struct Block<'b> {
    workspace: String,
    findings: Vec<Row<'b>>,
    violations: Vec<ViolationRecord<'b>>,
}

/// A finding, and what its pattern is called.
#[derive(Serialize)]
struct Row<'b> {
    name: &'b str,
    revoke: &'b str,
    docs: Option<&'b str>,
    #[serde(flatten)]
    finding: FindingRecord<'b>,
}

/// What is known at the end.
#[derive(Serialize)]
struct Totals<'t> {
    version: &'static str,
    summary: SummaryRecord,
    problems: Vec<ProblemRecord<'t>>,
}

impl Reporter for Html {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        let (style, script) = (sum(STYLE), sum(SCRIPT));
        write!(
            out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; \
             form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>postseal report</title>\n<style>{STYLE}</style>\n</head>\n{BODY}"
        )
    }

    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        if report.findings.is_empty() && report.violations.is_empty() {
            return;
        }
        let findings = report.findings.iter().map(|finding| self.row(finding)).collect();
        let violations = report.violations.iter().map(ViolationRecord::new).collect();
        let block = Block { workspace: name_of(&report.findings), findings, violations };
        write_block("data", &block, out);
    }

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let mut bytes = Vec::new();
        let problems = summary.first_problems.iter().map(ProblemRecord::new).collect();
        let (version, summary) = (env!("CARGO_PKG_VERSION"), SummaryRecord::new(summary));
        write_block("totals", &Totals { version, summary, problems }, &mut bytes);
        out.write_all(&bytes)?;
        write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n")
    }
}

impl Html {
    fn row<'b>(&'b self, finding: &'b Finding) -> Row<'b> {
        Row {
            name: &finding.pattern.name,
            revoke: self.0.guide.revoke(finding),
            docs: self.0.guide.docs(finding),
            finding: FindingRecord::new(finding, &self.0),
        }
    }
}

/// What a workspace is called: the file of its findings, or the folder that they have in common.
fn name_of(findings: &[Finding]) -> String {
    let mut paths = findings.iter().map(|finding| &*finding.path);
    let Some(first) = paths.next() else { return String::new() };
    let mut common = first;
    for path in paths {
        while !(path == common
            || path.strip_prefix(common).is_some_and(|rest| rest.starts_with('/')))
        {
            let Some((folder, _)) = common.rsplit_once('/') else { return ".".to_owned() };
            common = folder;
        }
    }
    common.to_owned()
}

/// A block of data: a `<` in it would let a text end the block.
fn write_block(class: &str, value: &impl Serialize, out: &mut Vec<u8>) {
    let json = serde_json::to_string(value).expect("it holds nothing that JSON cannot");
    let json =
        json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let block = format!("<script type=\"application/json\" class=\"{class}\">{json}</script>\n");
    out.extend(block.into_bytes());
}

/// How a policy names a text.
fn sum(text: &str) -> String {
    STANDARD.encode(content_hash(text.as_bytes()))
}
