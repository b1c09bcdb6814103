//! Reports: findings and credentials written down, one file a format.
//!
//! A reporter formats a workspace's report where it was scanned, in parallel; one thread writes the
//! bytes, in order.

mod jsonl;
mod printable;
mod record;
mod text;

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Severity, Threshold};
use crate::secret::Secret;
pub use printable::printable;

/// What every format may be asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReportOptions {
    /// Write values instead of their redacted form.
    pub show_secrets: bool,
    /// Add the SHA-256 of every value, however plain it is.
    pub hash: bool,
    /// Use colours.
    pub color: bool,
}

impl ReportOptions {
    /// A secret as the report shows it.
    fn shown(self, secret: &Secret) -> String {
        if self.show_secrets { secret.reveal_text() } else { secret.to_string() }
    }
}

/// Writes one format.
pub trait Reporter: Sync {
    /// What goes before the first workspace.
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Formats what one workspace came to.
    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>);

    /// What goes behind the last workspace.
    fn end(&self, _summary: &Summary, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A format by its name.
pub struct Format {
    /// What `--format` calls it.
    pub name: &'static str,
    /// What it is for, one line.
    pub about: &'static str,
    /// Makes its reporter.
    pub make: fn(ReportOptions) -> Box<dyn Reporter>,
}

/// Every format; the first is the default.
pub static FORMATS: &[Format] = &[
    Format {
        name: "text",
        about: "for people: grouped by file and by place in the collection",
        make: |options| Box::new(text::Text(options)),
    },
    Format {
        name: "json",
        about: "one JSON array of the objects that jsonl writes a line each",
        make: |options| Box::new(jsonl::Json(options)),
    },
    Format {
        name: "jsonl",
        about: "one JSON object a line: findings, credentials, problems, a summary",
        make: |options| Box::new(jsonl::Jsonl(options)),
    },
];

/// What a whole run came to.
#[derive(Debug, Default)]
pub struct Summary {
    /// Files that were read.
    pub files: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// Documents in them.
    pub documents: u64,
    /// Findings that were reported.
    pub findings: u64,
    /// Findings by severity, mildest first.
    pub by_severity: [u64; 4],
    /// Problems of any kind.
    pub problems: u64,
    /// Candidates that were rejected.
    pub rejected: u64,
    /// Whether an input could not be scanned.
    pub trouble: bool,
    /// Findings that reach the bar for a failing exit status.
    pub failing: u64,
    credentials: BTreeSet<String>,
}

impl Summary {
    /// Adds what a workspace came to; `fail_on` is the bar for a failing exit status.
    pub fn add(&mut self, report: &WorkspaceReport, fail_on: &Threshold) {
        self.files += report.files;
        self.bytes += report.bytes;
        self.documents += report.documents;
        self.findings += report.findings.len() as u64;
        self.problems += report.problems.len() as u64;
        self.rejected += report.rejections.values().sum::<u64>();
        self.trouble |= report.problems.iter().any(|problem| problem.code.is_trouble());
        let fails = |finding: &&Finding| fail_on.admits(finding);
        self.failing += report.findings.iter().filter(fails).count() as u64;
        for (count, severity) in self.by_severity.iter_mut().zip(Severity::ALL) {
            *count += report.findings.iter().filter(|f| f.severity == severity).count() as u64;
        }
        let ids = report.credentials.iter().map(|credential| credential.secret_id.clone());
        self.credentials.extend(ids);
    }

    /// Distinct secret values.
    pub fn credentials(&self) -> u64 {
        self.credentials.len() as u64
    }
}
