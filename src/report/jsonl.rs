//! `jsonl`, one object a line, and `json`, the same objects in one array.

use std::io::{self, Write};

use super::accepted::NoticeRecord;
use super::record::{
    CredentialRecord, FindingRecord, ProblemRecord, Record, RejectedRecord, ServiceRecord,
    SummaryRecord,
};
use super::violation::ViolationRecord;
use super::{ReportOptions, Reporter, Summary};
use crate::credential::WorkspaceReport;

/// One JSON object a line.
pub(super) struct Jsonl(pub(super) ReportOptions);

impl Reporter for Jsonl {
    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        write_records(report, &self.0, "\n", out);
    }

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&ending(summary, "\n", "\n"))
    }
}

/// One JSON array. The summary is its last element, so that every other can end in a comma.
pub(super) struct Json(pub(super) ReportOptions);

impl Reporter for Json {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[\n")
    }

    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        write_records(report, &self.0, ",\n", out);
    }

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&ending(summary, ",\n", "\n]\n"))
    }
}

/// The services, each ended by `end`, then the summary, ended by `last`.
fn ending(summary: &Summary, end: &str, last: &str) -> Vec<u8> {
    let mut lines = Vec::new();
    for notice in &summary.notices {
        write_record(&Record::Notice(NoticeRecord::new(notice)), end, &mut lines);
    }
    for row in summary.services() {
        write_record(&Record::Service(ServiceRecord::new(row)), end, &mut lines);
    }
    write_record(&Record::Summary(SummaryRecord::new(summary)), last, &mut lines);
    lines
}

/// Findings, then rejected candidates, then credentials, then violations, then problems.
fn write_records(report: &WorkspaceReport, options: &ReportOptions, end: &str, out: &mut Vec<u8>) {
    for finding in &report.findings {
        write_record(&Record::Finding(FindingRecord::new(finding, options)), end, out);
    }
    for rejected in &report.rejected {
        write_record(&Record::Rejected(RejectedRecord::new(rejected, options)), end, out);
    }
    for credential in &report.credentials {
        write_record(&Record::Credential(CredentialRecord::new(credential, options)), end, out);
    }
    for violation in &report.violations {
        write_record(&Record::Policy(ViolationRecord::new(violation)), end, out);
    }
    for problem in &report.problems {
        write_record(&Record::Problem(ProblemRecord::new(problem)), end, out);
    }
}

fn write_record(record: &Record<'_>, end: &str, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, record).expect("records hold nothing that JSON cannot");
    out.extend_from_slice(end.as_bytes());
}
