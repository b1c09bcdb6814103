//! No report shows a value that was found, unless it is asked to.

mod files;

use std::collections::BTreeSet;

use postseal::finding::{Level, Severity, Threshold};
use postseal::pattern::library::Library;
use postseal::policy::{Allowed, Policy};
use postseal::report::{FORMATS, ReportOptions};
use postseal::scan::{Memory, ScanOptions, Scanner, SourceFacts};
use postseal::source::Source;
use postseal::workspace::{Joiner, Ties};

/// Values this short stand in many words.
const SHORTEST: usize = 6;

#[test]
fn no_report_shows_a_value() {
    let scanner = scanner(false);
    let policy = Policy::new(Level::L3, Allowed::new(["larchgate.example"])).expect("it is sound");
    let mut shown = Vec::new();
    for file in files::fixtures() {
        let source = Source::new(&file.name, &file.bytes);
        let facts = scanner.scan(&source, &mut Memory::default());
        let values = values(&facts);
        let mut report =
            Joiner::new(scanner.library()).join(vec![facts], &Ties::None, &Threshold::ALL);
        policy.apply(&mut report, Severity::Low);
        for format in FORMATS {
            let options = ReportOptions { hash: true, ..ReportOptions::default() };
            let mut out = Vec::new();
            (format.make)(options).workspace(&report, &mut out);
            let text = String::from_utf8(out).expect("reports are UTF-8");
            for value in &values {
                let escaped = serde_json::to_string(value).expect("text is JSON");
                for form in [value.as_str(), escaped.trim_matches('"')] {
                    let lines = text.lines().filter(|line| line.contains(form));
                    shown
                        .extend(lines.map(|line| format!("{} {}: {line}", file.name, format.name)));
                }
            }
        }
    }
    assert!(shown.is_empty(), "{} lines show a value:\n{}", shown.len(), shown.join("\n"));
}

#[test]
fn names_and_labels_are_rid_of_values() {
    let token = "q7Zr-41vX9bLw0sKt2Ne";
    let export = format!(
        r#"{{"name": "Use {token}", "values": [
            {{"key": "api_token", "value": "{token}"}},
            {{"key": "client_secret {token}", "value": "{{{{reference}}}}"}}
        ]}}"#
    );
    let source = Source::new("dev.postman_environment.json", export.as_bytes());
    let facts = scanner(false).scan(&source, &mut Memory::default());
    assert_eq!((facts.findings.len(), facts.rejected.len()), (1, 1));
    let locations = [&facts.findings[0].location, &facts.rejected[0].location];
    for location in locations {
        assert!(!format!("{location:?}").contains(token), "{location:?}");
    }
}

#[test]
fn show_secrets_shows_every_value() {
    let scanner = scanner(true);
    for file in files::fixtures() {
        let source = Source::new(&file.name, &file.bytes);
        let facts = scanner.scan(&source, &mut Memory::default());
        let values = values(&facts);
        let report = Joiner::new(scanner.library()).join(vec![facts], &Ties::None, &Threshold::ALL);
        let format = FORMATS.iter().find(|format| format.name == "jsonl").expect("it is a format");
        let options = ReportOptions { show_secrets: true, ..ReportOptions::default() };
        let mut out = Vec::new();
        (format.make)(options).workspace(&report, &mut out);
        let text = String::from_utf8(out).expect("reports are UTF-8");
        for value in values {
            let escaped = serde_json::to_string(&value).expect("text is JSON");
            assert!(text.contains(&escaped), "{} does not show a value", file.name);
        }
    }
}

fn scanner(reveal_names: bool) -> Scanner {
    let library = Library::built_in().expect("the built-in library is sound");
    let options = ScanOptions {
        keep_rejected: true,
        reveal_names,
        now: None,
        note_logs: true,
        markers: false,
    };
    Scanner::new(library, options).expect("its literals fit")
}

/// The values of a file's findings, but for plain words: `admin` stands in many a name.
fn values(facts: &SourceFacts) -> BTreeSet<String> {
    let values = facts.findings.iter().map(|finding| finding.secret.reveal_text());
    let in_words = |byte: u8| byte.is_ascii_alphabetic() || b"_-. ".contains(&byte);
    values.filter(|value| value.len() >= SHORTEST && !value.bytes().all(in_words)).collect()
}
