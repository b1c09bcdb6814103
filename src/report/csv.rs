//! A table, one row a finding: RFC 4180.

use std::io::{self, Write};

use super::text::around;
use super::{ReportOptions, Reporter, printable};
use crate::credential::WorkspaceReport;
use crate::finding::Finding;

/// One row a finding.
pub(super) struct Csv(pub(super) ReportOptions);

/// Columns behind which the hash may come.
const COLUMNS: [&str; 25] = [
    "severity",
    "confidence",
    "pattern",
    "name",
    "service",
    "secret",
    "secret_id",
    "fingerprint",
    "path",
    "entry",
    "line",
    "column",
    "char_column",
    "kind",
    "role",
    "label",
    "disabled",
    "name_path",
    "pointer",
    "hosts",
    "used",
    "notes",
    "suppressed_by",
    "suppression_reason",
    "suppression_expires",
];

/// The column of `--hash`.
const HASH: &str = "secret_sha256";

impl Reporter for Csv {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        let columns = COLUMNS.into_iter().chain(self.0.hash.then_some(HASH));
        out.write_all(row(columns.map(str::to_owned)).as_bytes())
    }

    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        for finding in &report.findings {
            let hash = self.0.hash.then(|| finding.secret.sha256());
            out.extend(row(self.cells(finding).into_iter().chain(hash)).into_bytes());
        }
    }
}

impl Csv {
    fn cells(&self, finding: &Finding) -> [String; 25] {
        let location = &finding.location;
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let suppression = finding.suppression.as_ref();
        [
            finding.severity.to_string(),
            finding.confidence.to_string(),
            finding.pattern.id.clone(),
            finding.pattern.name.clone(),
            text(finding.service.as_deref()),
            self.0.shown(&finding.secret),
            finding.secret_id.clone(),
            finding.fingerprint.clone(),
            finding.path.to_string(),
            text(finding.entry.as_deref()),
            location.start.line.to_string(),
            location.start.column.to_string(),
            location.start.char_column.to_string(),
            finding.kind.to_string(),
            location.role.to_string(),
            text(location.label.as_deref()),
            location.disabled.to_string(),
            around(location).join(" > "),
            location.pointer.clone(),
            finding.hosts.join(" "),
            finding.used.to_string(),
            finding.notes.join("; "),
            text(suppression.map(|suppression| suppression.by.as_str())),
            text(suppression.and_then(|suppression| suppression.reason.as_deref())),
            text(suppression.and_then(|suppression| suppression.expires.as_deref())),
        ]
    }
}

fn row(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells.map(|text| cell(&text)).collect();
    cells.join(",") + "\r\n"
}

/// A cell that no spreadsheet takes for a formula, on one line.
fn cell(text: &str) -> String {
    let text = printable(text);
    let is_formula = text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let text = if is_formula { format!("'{text}") } else { text };
    if text.contains([',', '"', ';', ' ', '\'']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
