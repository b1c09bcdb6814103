//! For people: grouped by file and by place in the collection, each credential once a file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

use super::table::table;
use super::{GroupBy, Keep, ReportOptions, Reporter, Summary, printable};
use crate::credential::WorkspaceReport;
use crate::finding::{Finding, PatternInfo, Rejected, Severity, Use, file_name};
use crate::location::Location;
use crate::secret::Secret;

/// Groups, indented.
pub(super) struct Text(pub(super) ReportOptions);

/// Hosts and uses of a finding that are written out.
const MOST_LISTED: usize = 3;

/// Further places of a credential that are written out.
const MOST_PLACES: usize = 3;

impl Reporter for Text {
    fn keeps(&self) -> Keep {
        if self.0.group_by == GroupBy::File { Keep::Nothing } else { Keep::Credentials }
    }

    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        let mut text = String::new();
        if self.0.group_by == GroupBy::File {
            self.by_file(report, &mut text);
        }
        self.violations(&report.violations, &mut text);
        for rejected in &report.rejected {
            self.rejected(&mut text, rejected);
        }
        out.extend_from_slice(text.as_bytes());
    }

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let mut text = String::new();
        match self.0.group_by {
            GroupBy::File => {}
            GroupBy::Credential => self.by_credential(summary, &mut text),
            GroupBy::Service => self.by_service(summary, &mut text),
        }
        let table = table(summary.services());
        for (row, of) in table.iter().enumerate() {
            line(&mut text, format_args!("{}", self.paint(if row == 0 { "2" } else { "0" }, of)));
        }
        if !table.is_empty() {
            text.push('\n');
        }
        out.write_all(text.as_bytes())
    }
}

impl Text {
    /// Each credential of a file once, below the names of where it stands.
    fn by_file(&self, report: &WorkspaceReport, text: &mut String) {
        let shown = || report.findings.iter().filter(|finding| self.shows(finding));
        let mut places: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
        for finding in shown() {
            places.entry(block(finding)).or_default().push(finding);
        }
        let mut group: Option<(File<'_>, &[String])> = None;
        for finding in shown() {
            let Some(all) = places.remove(&block(finding)) else { continue };
            let here = (file(finding), around(&finding.location));
            if group.map(|(file, _)| file) != Some(here.0) {
                self.heading(text, finding);
            }
            if group != Some(here) {
                self.names(text, here.1);
            }
            group = Some(here);
            self.finding(text, finding, all.get(1..).unwrap_or_default());
        }
    }

    /// Whether a finding is written out: an accepted one only on request.
    pub(super) fn shows(&self, finding: &Finding) -> bool {
        self.0.show_suppressed || finding.suppression.is_none()
    }

    pub(super) fn paint(&self, style: &str, text: &str) -> String {
        self.styled(style, &printable(text))
    }

    /// Text that is fit for a terminal.
    fn styled(&self, style: &str, text: &str) -> String {
        if self.0.color { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn heading(&self, out: &mut String, finding: &Finding) {
        let path = self.paint("1;4", &file_name(&finding.path, finding.entry.as_deref()));
        line(out, format_args!("{path}  {}\n", self.paint("2", finding.kind.as_str())));
    }

    fn names(&self, out: &mut String, names: &[String]) {
        if !names.is_empty() {
            line(out, format_args!("  {}", self.paint("1", &names.join(" > "))));
        }
    }

    fn finding(&self, out: &mut String, finding: &Finding, more: &[&Finding]) {
        self.head(out, finding.severity, (&finding.pattern, &finding.secret));
        let user =
            finding.parts.get("user").map(|user| format!(" of user {user}")).unwrap_or_default();
        let service = finding.service.as_deref();
        let service = service.filter(|_| finding.pattern.service.is_none());
        let why = [
            place(&finding.location) + &user,
            format!("{} confidence", finding.confidence),
            finding.pattern.id.clone(),
        ];
        let told = service.map(|service| format!("service {service}"));
        let why = why.iter().chain(&told).chain(&finding.notes);
        self.detail(out, "0", &why.map(String::as_str).collect::<Vec<_>>().join("; "));
        self.accepted(out, finding);
        if !finding.hosts.is_empty() {
            self.detail(out, "0", &format!("sent to {}", listed(&finding.hosts)));
        }
        if !finding.uses.is_empty() {
            self.detail(out, "0", &used(finding));
        }
        self.at(out, "36", ["", ""], (file(finding), &finding.location));
        for finding in more.iter().take(MOST_PLACES) {
            let names = around(&finding.location).join(" > ");
            let behind = format!(" ({}, {names})", place(&finding.location));
            self.at(out, "2", ["also ", &behind], (file(finding), &finding.location));
        }
        if more.len() > MOST_PLACES {
            let rest = match more.len() - MOST_PLACES {
                1 => "and 1 more place in this file".to_owned(),
                rest => format!("and {rest} more places in this file"),
            };
            self.detail(out, "2", &rest);
        }
        out.push('\n');
    }

    /// The first line of a finding or credential.
    pub(super) fn head(
        &self,
        out: &mut String,
        severity: Severity,
        (pattern, secret): (&PatternInfo, &Secret),
    ) {
        let severity = self.severity(severity);
        let name = self.paint("0", &pattern.name);
        line(
            out,
            format_args!("    {severity}  {name}: {}", self.paint("1", &self.0.shown(secret))),
        );
    }

    pub(super) fn severity(&self, severity: Severity) -> String {
        let color = match severity {
            Severity::Critical => "1;31",
            Severity::High => "31",
            Severity::Medium => "33",
            Severity::Low => "36",
        };
        self.paint(color, &format!("{severity:8}"))
    }

    /// A line below the first of a finding.
    pub(super) fn detail(&self, out: &mut String, style: &str, text: &str) {
        line(out, format_args!("              {}", self.paint(style, text)));
    }

    /// By what a finding was accepted, if it was.
    pub(super) fn accepted(&self, out: &mut String, finding: &Finding) {
        if let Some(suppression) = &finding.suppression {
            self.detail(out, "32", &suppression.to_string());
        }
    }

    /// A line below the first that tells where something stands, between two texts.
    pub(super) fn at(
        &self,
        out: &mut String,
        style: &str,
        [before, behind]: [&str; 2],
        (file, location): (File<'_>, &Location),
    ) {
        let at = printable(&position(file, location));
        let at = self.0.links.map_or_else(|| at.clone(), |links| links.around(file.0, &at));
        let text = [printable(before), at, printable(behind)].concat();
        line(out, format_args!("              {}", self.styled(style, &text)));
    }

    fn rejected(&self, out: &mut String, rejected: &Rejected) {
        let text = format!(
            "    rejected  {} ({}): {}, {}",
            rejected.reason,
            rejected.pattern.id,
            rejected.secret,
            place(&rejected.location)
        );
        line(out, format_args!("{}", self.paint("2", &text)));
        let file = (&*rejected.path, rejected.entry.as_deref());
        self.at(out, "2", ["", ""], (file, &rejected.location));
    }
}

/// What is one block of a file: the places of a value, the accepted ones apart.
fn block(finding: &Finding) -> (File<'_>, &str, bool) {
    (file(finding), &finding.secret_id, finding.suppression.is_some())
}

pub(super) fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("writing to a String cannot fail");
}

/// The first few of a list: `api.example.org, eu.example.org and 3 more`
pub(super) fn listed(all: &[Arc<str>]) -> String {
    let shown = all.get(..all.len().min(MOST_LISTED)).unwrap_or_default().join(", ");
    match all.len().saturating_sub(MOST_LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// `used 3 times: header Authorization of Orders > List orders (orders.json), …`
pub(super) fn used(finding: &Finding) -> String {
    let one = |usage: &Use| {
        let label = usage.label.as_deref().map(|label| format!(" {label}")).unwrap_or_default();
        let names = match (&usage.label, usage.name_path.split_last()) {
            (Some(_), Some((_, around))) => around.join(" > "),
            _ => usage.name_path.join(" > "),
        };
        let of = if names.is_empty() { String::new() } else { format!(" of {names}") };
        let there = there(file(finding), (&usage.path, usage.entry.as_deref()));
        let there = there.map(|there| format!(" ({there})")).unwrap_or_default();
        format!("{}{label}{of}{there}", usage.role)
    };
    let shown: Vec<String> = finding.uses.iter().take(MOST_LISTED).map(one).collect();
    let shown = shown.join(", ");
    let times = match finding.used {
        1 => "used as".to_owned(),
        times => format!("used {times} times:"),
    };
    let more = if finding.uses.len() > MOST_LISTED { ", …" } else { "" };
    format!("{times} {shown}{more}")
}

/// What a reader of `here` needs to find the file `there`: its name alone where it lies beside; `None`
/// where both are the same.
fn there<'f>(here: File<'f>, there: File<'f>) -> Option<Cow<'f, str>> {
    let (folder, _) = here.0.rsplit_once('/').unwrap_or_default();
    match there {
        _ if here == there => None,
        (path, Some(entry)) if path == here.0 => Some(Cow::Borrowed(entry)),
        (path, None) => match path.strip_prefix(folder).and_then(|name| name.strip_prefix('/')) {
            Some(name) => Some(Cow::Borrowed(name)),
            None => Some(Cow::Borrowed(path)),
        },
        (path, entry) => Some(file_name(path, entry)),
    }
}

/// The names around the string, without its own label.
pub(super) fn around(location: &Location) -> &[String] {
    let names = location.name_path.as_slice();
    match (&location.label, names.split_last()) {
        (Some(_), Some((_, around))) => around,
        _ => names,
    }
}

/// `header Authorization, switched off`
pub(super) fn place(location: &Location) -> String {
    let role = location.role.as_str();
    let label = location.label.as_deref().filter(|label| *label != role);
    let label = label.map(|label| format!(" {label}")).unwrap_or_default();
    let off = if location.disabled { ", switched off" } else { "" };
    format!("{role}{label}{off}")
}

/// A path, and the member where it names an archive.
pub(super) type File<'f> = (&'f str, Option<&'f str>);

pub(super) fn file(finding: &Finding) -> File<'_> {
    (&finding.path, finding.entry.as_deref())
}

pub(super) fn position((path, entry): File<'_>, location: &Location) -> String {
    let file = file_name(path, entry);
    format!("{file}:{}:{}", location.start.line, location.start.column)
}
