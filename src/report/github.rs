//! Annotations of a GitHub workflow: commands that its runner reads from standard output.

use super::text::{around, place};
use super::{ReportOptions, Reporter, printable};
use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Problem, Severity, Violation, file_name};
use crate::location::Position;

/// One command a finding that is open, and one a problem.
pub(super) struct Github(pub(super) ReportOptions);

impl Reporter for Github {
    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        for finding in report.findings.iter().filter(|finding| finding.suppression.is_none()) {
            out.extend(self.finding(finding).into_bytes());
        }
        let open = |violation: &&Violation| violation.suppression.is_none();
        for violation in report.violations.iter().filter(open) {
            out.extend(of_violation(violation).into_bytes());
        }
        for problem in &report.problems {
            out.extend(of_problem(problem).into_bytes());
        }
    }
}

impl Github {
    fn finding(&self, finding: &Finding) -> String {
        let location = &finding.location;
        let names = around(location).join(" > ");
        let of = if names.is_empty() { String::new() } else { format!(" of {names}") };
        let message = format!(
            "{} ({}) in {}{of}; {} severity, {} confidence",
            finding.pattern.name,
            self.0.shown(&finding.secret),
            place(location),
            finding.severity,
            finding.confidence
        );
        let file = file_name(&finding.path, finding.entry.as_deref());
        let span = (Some(location.start), Some(location.end));
        command(
            level(finding.severity),
            &file,
            span,
            &format!("Credential: {}", finding.pattern.id),
            &message,
        )
    }
}

fn of_violation(violation: &Violation) -> String {
    let file = file_name(&violation.path, violation.entry.as_deref());
    let span = (Some(violation.location.start), Some(violation.location.end));
    let title = format!("Policy: {}", violation.rule.id);
    let message = format!("{}; {}", violation.message, violation.rule.remediation);
    command(level(violation.rule.severity), &file, span, &title, &message)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "notice",
    }
}

fn of_problem(problem: &Problem) -> String {
    let file = file_name(&problem.path, problem.entry.as_deref());
    let title = format!("postseal: {}", problem.code.as_str());
    command("warning", &file, (problem.start, None), &title, &problem.message)
}

/// `::error file=…,line=…::message`
fn command(
    level: &str,
    file: &str,
    (start, end): (Option<Position>, Option<Position>),
    title: &str,
    message: &str,
) -> String {
    let start = start.map(|at| format!(",line={},col={}", at.line, at.char_column));
    let end = end.map(|at| format!(",endLine={},endColumn={}", at.line, at.char_column));
    let place: String = start.into_iter().chain(end).collect();
    let (file, title) = (property(file), property(title));
    format!("::{level} file={file}{place},title={title}::{}\n", data(message))
}

/// Text behind the second `::`.
fn data(text: &str) -> String {
    printable(text).replace('%', "%25")
}

/// The value of a property, which a comma or a colon would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
