//! For people: grouped by file and by place in the collection, each credential once a file.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use super::{ReportOptions, Reporter, printable};
use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Rejected, Severity, Use, file_name};
use crate::location::Location;

/// Groups, indented.
pub(super) struct Text(pub(super) ReportOptions);

/// Hosts and uses of a finding that are written out.
const MOST_LISTED: usize = 3;

/// Further places of a credential that are written out.
const MOST_PLACES: usize = 3;

impl Reporter for Text {
    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        let mut text = String::new();
        let mut places: BTreeMap<(File<'_>, &str), Vec<&Finding>> = BTreeMap::new();
        for finding in &report.findings {
            places.entry((file(finding), &finding.secret_id)).or_default().push(finding);
        }
        let mut group: Option<(File<'_>, &[String])> = None;
        for finding in &report.findings {
            let Some(all) = places.remove(&(file(finding), finding.secret_id.as_str())) else {
                continue;
            };
            let here = (file(finding), around(&finding.location));
            if group.map(|(file, _)| file) != Some(here.0) {
                self.heading(&mut text, finding);
            }
            if group != Some(here) {
                self.names(&mut text, here.1);
            }
            group = Some(here);
            self.finding(&mut text, finding, all.get(1..).unwrap_or_default());
        }
        for rejected in &report.rejected {
            self.rejected(&mut text, rejected);
        }
        out.extend_from_slice(text.as_bytes());
    }
}

impl Text {
    fn paint(&self, style: &str, text: &str) -> String {
        let text = printable(text);
        if self.0.color { format!("\x1b[{style}m{text}\x1b[0m") } else { text }
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
        let color = match finding.severity {
            Severity::Critical => "1;31",
            Severity::High => "31",
            Severity::Medium => "33",
            Severity::Low => "36",
        };
        let severity = self.paint(color, &format!("{:8}", finding.severity));
        let secret = self.0.shown(&finding.secret);
        let name = self.paint("0", &finding.pattern.name);
        line(out, format_args!("    {severity}  {name}: {}", self.paint("1", &secret)));
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
        if !finding.hosts.is_empty() {
            self.detail(out, "0", &format!("sent to {}", listed(&finding.hosts)));
        }
        if !finding.uses.is_empty() {
            self.detail(out, "0", &used(finding));
        }
        self.detail(out, "36", &position(file(finding), &finding.location));
        for finding in more.iter().take(MOST_PLACES) {
            let names = around(&finding.location).join(" > ");
            let also = format!(
                "also {} ({}, {names})",
                position(file(finding), &finding.location),
                place(&finding.location)
            );
            self.detail(out, "2", &also);
        }
        if more.len() > MOST_PLACES {
            let rest = format!("and {} more places in this file", more.len() - MOST_PLACES);
            self.detail(out, "2", &rest);
        }
        out.push('\n');
    }

    /// A line below the first of a finding.
    fn detail(&self, out: &mut String, style: &str, text: &str) {
        line(out, format_args!("              {}", self.paint(style, text)));
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
        let position = position(file, &rejected.location);
        self.detail(out, "2", &position);
    }
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(out, "{text}").expect("writing to a String cannot fail");
}

/// The first few of a list: `api.example.org, eu.example.org and 3 more`
fn listed(all: &[Arc<str>]) -> String {
    let shown = all.get(..all.len().min(MOST_LISTED)).unwrap_or_default().join(", ");
    match all.len().saturating_sub(MOST_LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// `used 3 times: header Authorization of Orders > List orders (orders.json), …`
fn used(finding: &Finding) -> String {
    let one = |usage: &Use| {
        let label = usage.label.as_deref().map(|label| format!(" {label}")).unwrap_or_default();
        let names = match (&usage.label, usage.name_path.split_last()) {
            (Some(_), Some((_, around))) => around.join(" > "),
            _ => usage.name_path.join(" > "),
        };
        let of = if names.is_empty() { String::new() } else { format!(" of {names}") };
        let there = file_name(&usage.path, usage.entry.as_deref());
        let is_here = file(finding) == (&*usage.path, usage.entry.as_deref());
        let there = if is_here { String::new() } else { format!(" ({there})") };
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

/// The names around the string, without its own label.
fn around(location: &Location) -> &[String] {
    let names = location.name_path.as_slice();
    match (&location.label, names.split_last()) {
        (Some(_), Some((_, around))) => around,
        _ => names,
    }
}

/// `header Authorization, switched off`
fn place(location: &Location) -> String {
    let role = location.role.as_str();
    let label = location.label.as_deref().filter(|label| *label != role);
    let label = label.map(|label| format!(" {label}")).unwrap_or_default();
    let off = if location.disabled { ", switched off" } else { "" };
    format!("{role}{label}{off}")
}

/// A path, and the member where it names an archive.
type File<'f> = (&'f str, Option<&'f str>);

fn file(finding: &Finding) -> File<'_> {
    (&finding.path, finding.entry.as_deref())
}

fn position((path, entry): File<'_>, location: &Location) -> String {
    let file = file_name(path, entry);
    format!("{file}:{}:{}", location.start.line, location.start.column)
}
