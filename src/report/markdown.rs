//! A summary of the worst credentials in Markdown, for job summaries and comments.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::grouped::counted;
use super::summary::Kept;
use super::text::{around, file, place, position};
use super::{Keep, ReportOptions, Reporter, Summary, printable};
use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Severity};

/// Totals, then a table with one row a credential, the worst first.
pub(super) struct Markdown(pub(super) ReportOptions);

/// Credentials that are written out: a job summary holds a mebibyte.
const MOST_ROWS: usize = 200;

/// Problems that are written out.
const MOST_PROBLEMS: usize = 20;

/// Places of a credential that are written out.
const MOST_PLACES: usize = 3;

/// Characters of a text that are written out.
const LONGEST: usize = 200;

impl Reporter for Markdown {
    fn keeps(&self) -> Keep {
        Keep::Credentials
    }

    fn workspace(&self, _report: &WorkspaceReport, _out: &mut Vec<u8>) {}

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let mut text = "## postseal\n\n".to_owned();
        totals(summary, &mut text);
        let kept = summary.kept();
        let open: Vec<&Kept> = kept.iter().copied().filter(|kept| kept.open.places > 0).collect();
        if !open.is_empty() {
            self.table(&open, &mut text);
            self.revoke(&open, &mut text);
        }
        rules(summary, &mut text);
        problems(summary, &mut text);
        out.write_all(text.as_bytes())
    }
}

impl Markdown {
    fn table(&self, open: &[&Kept], text: &mut String) {
        text.push_str("\n| Severity | Credential | Service | Where |\n| --- | --- | --- | --- |\n");
        for kept in open.iter().take(MOST_ROWS) {
            let credential = &kept.credential;
            let service = credential.service.as_deref().map(code).unwrap_or_default();
            let first = kept.open.first.iter().take(MOST_PLACES);
            let mut places: Vec<String> = first.map(written).collect();
            if let more @ 1.. = kept.open.places.saturating_sub(MOST_PLACES as u64) {
                places.push(format!("and {more} more"));
            }
            let _ = writeln!(
                text,
                "| {} {} | {}<br>{} | {service} | {} |",
                mark(credential.severity),
                credential.severity,
                code(&credential.pattern.name),
                code(&self.0.shown(&credential.secret)),
                places.join("<br>")
            );
        }
        if let more @ 1.. = open.len().saturating_sub(MOST_ROWS) {
            let _ = writeln!(text, "\nand {} more", counted(more as u64, "credential"));
        }
    }

    /// How to revoke what the table shows, once a pattern and service.
    fn revoke(&self, open: &[&Kept], text: &mut String) {
        let mut said: Vec<String> = Vec::new();
        for kept in open.iter().take(MOST_ROWS) {
            let Some(finding) = kept.open.first.first() else { continue };
            let name = kept.credential.service.as_deref().unwrap_or(&finding.pattern.name);
            let line = format!("- {}: {}", code(name), code(self.0.guide.revoke(finding)));
            if !said.contains(&line) {
                said.push(line);
            }
        }
        let said = said.join("\n");
        let _ = writeln!(
            text,
            "\n<details><summary>How to revoke them</summary>\n\n{said}\n\n</details>"
        );
    }
}

fn totals(summary: &Summary, text: &mut String) {
    let levels = Severity::ALL.iter().zip(summary.by_severity).rev();
    let levels: Vec<String> = levels
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{} {count} {severity}", mark(*severity)))
        .collect();
    let mut line = if summary.findings == 0 {
        "No open credentials".to_owned()
    } else {
        let (credentials, places) = (summary.credentials(), summary.findings);
        let (credentials, places) = (counted(credentials, "credential"), counted(places, "place"));
        format!("**{credentials} in {places}** ({})", levels.join(", "))
    };
    if summary.violations > 0 {
        let _ = write!(line, ", {}", counted(summary.violations, "policy violation"));
    }
    let _ = write!(line, " · {}", counted(summary.files, "file"));
    if summary.suppressed > 0 {
        let _ = write!(line, " · {} accepted", summary.suppressed);
    }
    let _ = writeln!(text, "{line}");
}

/// The rules of a policy that something goes against.
fn rules(summary: &Summary, text: &mut String) {
    let mut broken = summary.rules.values().filter(|rule| rule.open > 0).peekable();
    if broken.peek().is_none() {
        return;
    }
    text.push_str("\n| Severity | Policy | Places | What to do |\n| --- | --- | --- | --- |\n");
    for rule in broken {
        let (info, open) = (&rule.info, rule.open);
        let (title, remediation) = (code(&info.title), code(&info.remediation));
        let (mark, severity) = (mark(info.severity), info.severity);
        let _ = writeln!(text, "| {mark} {severity} | {title} | {open} | {remediation} |");
    }
}

fn problems(summary: &Summary, text: &mut String) {
    if summary.problems == 0 {
        return;
    }
    let count = counted(summary.problems, "problem");
    let _ = writeln!(text, "\n<details><summary>{count}</summary>\n");
    let shown = summary.first_problems.iter().take(MOST_PROBLEMS);
    for problem in shown {
        let _ = writeln!(text, "- {}: {}", code(&problem.place()), code(&problem.message));
    }
    if let more @ 1.. = summary.problems.saturating_sub(MOST_PROBLEMS as u64) {
        let _ = writeln!(text, "- and {more} more");
    }
    text.push_str("\n</details>\n");
}

fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "🟥",
        Severity::High => "🟧",
        Severity::Medium => "🟨",
        Severity::Low => "🟦",
    }
}

/// One place: `header Authorization` of `My API > Users`, `exports/api.json:61:22`
fn written(finding: &Finding) -> String {
    let location = &finding.location;
    let names = around(location).join(" > ");
    let of = if names.is_empty() { String::new() } else { format!(" of {}", code(&names)) };
    let at = code(&position(file(finding), location));
    format!("{}{of}, {at}", code(&place(location)))
}

/// Text that others wrote, as code: no reader makes links, mentions, emphasis or cells of it, because all
/// that Markdown or HTML could read is written as character references.
pub(super) fn code(text: &str) -> String {
    let text = printable(text);
    let mut out = "<code>".to_owned();
    for c in text.chars().take(LONGEST) {
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '-' | '/') {
            let _ = write!(out, "&#{};", u32::from(c));
        } else {
            out.push(c);
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out + "</code>"
}
