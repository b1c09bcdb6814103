//! `JUnit` XML: one test suite a file, one test case a finding.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::text::{around, place, position, used};
use super::{ReportOptions, Reporter, Summary, printable};
use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Problem, Violation, file_name};

/// Open findings are failures, accepted ones skipped, problems errors.
pub(super) struct Junit(pub(super) ReportOptions);

impl Reporter for Junit {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"postseal\">\n",
        )
    }

    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        let file =
            |finding: &Finding| file_name(&finding.path, finding.entry.as_deref()).into_owned();
        for findings in report.findings.chunk_by(|one, other| file(one) == file(other)) {
            let Some(first) = findings.first() else { continue };
            let name = file(first);
            let cases: Vec<Case> = findings.iter().map(|finding| self.case(finding)).collect();
            out.extend(suite(&name, &cases).into_bytes());
        }
        for violation in &report.violations {
            let name = file_name(&violation.path, violation.entry.as_deref());
            out.extend(suite(&name, &[of_violation(violation)]).into_bytes());
        }
        for problem in &report.problems {
            let name = file_name(&problem.path, problem.entry.as_deref());
            out.extend(suite(&name, &[of_problem(problem)]).into_bytes());
        }
    }

    /// A run without findings has a test case, too: some servers take a report without any for broken.
    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let name = format!("{} files scanned", summary.files);
        let case = Case { name, class: "postseal".to_owned(), outcome: Outcome::Passed };
        out.write_all(suite("postseal", &[case]).as_bytes())?;
        out.write_all(b"</testsuites>\n")
    }
}

/// How a test case ended.
enum Outcome {
    Passed,
    /// Severity, a sentence, and all that is known.
    Failed(&'static str, String, String),
    Skipped(String),
    /// A code and a sentence.
    Erred(&'static str, String),
}

struct Case {
    name: String,
    class: String,
    outcome: Outcome,
}

impl Junit {
    fn case(&self, finding: &Finding) -> Case {
        let names = around(&finding.location).join(" > ");
        let file = (&*finding.path, finding.entry.as_deref());
        let at = position(file, &finding.location);
        let what = format!("{} in {}", finding.pattern.id, place(&finding.location));
        let accepted = finding.suppression.as_ref();
        let failed = || {
            let message = format!("{}: {}", finding.pattern.name, self.0.shown(&finding.secret));
            Outcome::Failed(finding.severity.as_str(), message, self.details(finding, &at))
        };
        let outcome = accepted.map_or_else(failed, |by| Outcome::Skipped(by.to_string()));
        let of = if names.is_empty() { String::new() } else { format!(" of {names}") };
        Case { name: format!("{what}{of} ({at})"), class: finding.pattern.id.clone(), outcome }
    }

    fn details(&self, finding: &Finding, at: &str) -> String {
        let mut lines = vec![
            at.to_owned(),
            format!("{} severity, {} confidence", finding.severity, finding.confidence),
        ];
        if let Some(service) = &finding.service {
            lines.push(format!("service: {service}"));
        }
        if !finding.hosts.is_empty() {
            lines.push(format!("sent to: {}", finding.hosts.join(", ")));
        }
        if !finding.uses.is_empty() {
            lines.push(used(finding));
        }
        lines.extend(finding.notes.iter().cloned());
        lines.push(format!("to revoke: {}", self.0.guide.revoke(finding)));
        lines.push(format!("fingerprint: {}", finding.fingerprint));
        lines.join("\n")
    }
}

fn of_violation(violation: &Violation) -> Case {
    let rule = &violation.rule;
    let file = (&*violation.path, violation.entry.as_deref());
    let at = position(file, &violation.location);
    let outcome = match &violation.suppression {
        Some(suppression) => Outcome::Skipped(suppression.to_string()),
        None => Outcome::Failed(
            rule.severity.as_str(),
            violation.message.clone(),
            format!("{at}\n{}\n{}", rule.title, rule.remediation),
        ),
    };
    Case { name: format!("policy {} ({at})", rule.id), class: rule.id.clone(), outcome }
}

fn of_problem(problem: &Problem) -> Case {
    let code = problem.code.as_str();
    let outcome = Outcome::Erred(code, problem.message.clone());
    Case { name: format!("{code} ({})", problem.place()), class: code.to_owned(), outcome }
}

fn suite(name: &str, cases: &[Case]) -> String {
    let count = |is: fn(&Outcome) -> bool| cases.iter().filter(|case| is(&case.outcome)).count();
    let (failures, errors, skipped) = (
        count(|outcome| matches!(outcome, Outcome::Failed(..))),
        count(|outcome| matches!(outcome, Outcome::Erred(..))),
        count(|outcome| matches!(outcome, Outcome::Skipped(_))),
    );
    let mut text = format!(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\" \
         skipped=\"{skipped}\">\n",
        xml(name),
        cases.len()
    );
    for case in cases {
        let (name, class) = (xml(&case.name), xml(&case.class));
        let _ = write!(text, "    <testcase name=\"{name}\" classname=\"{class}\"");
        match &case.outcome {
            Outcome::Passed => text.push_str("/>\n"),
            Outcome::Failed(kind, message, details) => {
                let (message, details) = (xml(message), lines(details));
                let _ = writeln!(
                    text,
                    ">\n      <failure type=\"{kind}\" message=\"{message}\">{details}</failure>\n    </testcase>"
                );
            }
            Outcome::Skipped(message) => {
                let message = xml(message);
                let _ =
                    writeln!(text, ">\n      <skipped message=\"{message}\"/>\n    </testcase>");
            }
            Outcome::Erred(kind, message) => {
                let message = xml(message);
                let _ = writeln!(
                    text,
                    ">\n      <error type=\"{kind}\" message=\"{message}\"/>\n    </testcase>"
                );
            }
        }
    }
    text + "  </testsuite>\n"
}

/// Lines of text between tags.
fn lines(text: &str) -> String {
    text.split('\n').map(xml).collect::<Vec<_>>().join("\n")
}

/// Text as it may stand in an attribute or between tags. What XML has no way to write, such as most
/// control characters, is escaped as for a terminal.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\u{fffe}' | '\u{ffff}' => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}
