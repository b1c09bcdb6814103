//! What is found in every fixture, as snapshots: redacted, with what was rejected and why.

mod files;

use std::fmt::Write as _;
use std::fs;

use postseal::finding::{Confidence, Finding, Rejected};
use postseal::location::{Location, Position};
use postseal::pattern::library::Library;
use postseal::scan::{Memory, ScanOptions, Scanner, SourceFacts};
use postseal::source::Source;

/// The first second of 2026: what has expired stays so, whenever the tests run.
const NOW: u64 = 1_767_225_600;

#[test]
fn every_fixture_gives_what_its_snapshot_says() {
    let scanner = scanner();
    insta::glob!("../fixtures", "**/*", |path| {
        // What an archive holds is read before it is scanned: `tests/cmd/archives.trycmd`.
        let is_archive = path.parent().is_some_and(|folder| folder.ends_with("archive"));
        if path.is_dir() || path.ends_with("README.md") || is_archive {
            return;
        }
        let bytes = fs::read(path).expect("the fixture can be read");
        let root = fs::canonicalize(env!("CARGO_MANIFEST_DIR")).expect("the package is here");
        let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let facts = scanner.scan(&Source::new(&name, &bytes), &mut Memory::default());
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!("fixture", written(&facts));
        });
    });
}

#[test]
fn clean_fixtures_have_no_findings_at_the_default_threshold() {
    let scanner = scanner();
    let mut noisy = String::new();
    for file in files::fixtures().iter().filter(|file| file.name.starts_with("fixtures/clean/")) {
        let facts = scanner.scan(&Source::new(&file.name, &file.bytes), &mut Memory::default());
        for finding in facts.findings.iter().filter(|f| f.confidence >= Confidence::Medium) {
            write_finding(&mut noisy, finding);
            line(&mut noisy, &format!("  {}:{}", file.name, finding.location.start.line));
        }
    }
    assert!(noisy.is_empty(), "these are no leaks:\n{noisy}");
}

fn scanner() -> Scanner {
    let library = Library::built_in().expect("the built-in library is sound");
    let options = ScanOptions {
        keep_rejected: true,
        reveal_names: false,
        now: Some(NOW),
        note_logs: true,
        markers: false,
    };
    Scanner::new(library, options).expect("its literals fit")
}

/// The facts of a source for people to read, without any value.
fn written(facts: &SourceFacts) -> String {
    let mut text = String::new();
    let kinds: Vec<&str> = facts.kinds.iter().map(|kind| kind.as_str()).collect();
    line(&mut text, &format!("kinds: {}", kinds.join(", ")));
    for problem in &facts.problems {
        let place = problem.start.map(at).unwrap_or_default();
        line(&mut text, &format!("problem: {} {place} {}", problem.code.as_str(), problem.message));
    }
    for finding in &facts.findings {
        text.push('\n');
        write_finding(&mut text, finding);
    }
    for (index, rejected) in facts.rejected.iter().enumerate() {
        if index == 0 {
            text.push('\n');
        }
        write_rejected(&mut text, rejected);
    }
    text
}

fn write_finding(text: &mut String, finding: &Finding) {
    let location = &finding.location;
    let (severity, confidence) = (finding.severity, finding.confidence);
    line(text, &format!("{} {severity}/{confidence} {}", finding.pattern.id, place(location)));
    line(text, &format!("  {}", location.name_path.join(" > ")));
    if let Some(service) = finding.service.as_ref().filter(|_| finding.pattern.service.is_none()) {
        line(text, &format!("  of {service}"));
    }
    let document = match location.document {
        0 => String::new(),
        number => format!("document {number} "),
    };
    let (start, end) = (at(location.start), at(location.end));
    line(text, &format!("  {document}{} {start} to {end}", or_dash(&location.pointer)));
    let via: Vec<String> = location.via.iter().map(ToString::to_string).collect();
    line(text, &format!("  {} via {}", finding.secret, or_dash(&via.join(" "))));
    for (name, value) in &finding.parts {
        line(text, &format!("  {name}: {value}"));
    }
    for step in finding.steps.iter().skip(1) {
        line(text, &format!("  {}: {}", step.confidence, step.reason));
    }
    for note in &finding.notes {
        line(text, &format!("  note: {note}"));
    }
}

fn write_rejected(text: &mut String, rejected: &Rejected) {
    let (reason, id) = (&rejected.reason, &rejected.pattern.id);
    let start = at(rejected.location.start);
    let place = place(&rejected.location);
    line(text, &format!("rejected: {reason} {id} {place} at {start}, {}", rejected.secret));
}

/// `header "Authorization", switched off`
fn place(location: &Location) -> String {
    let label = location.label.as_deref().map(|label| format!(" {label:?}")).unwrap_or_default();
    let off = if location.disabled { ", switched off" } else { "" };
    format!("{}{label}{off}", location.role)
}

fn at(position: Position) -> String {
    format!("{}:{}", position.line, position.column)
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

fn line(text: &mut String, line: &str) {
    writeln!(text, "{}", line.trim_end()).expect("writing to a String cannot fail");
}
