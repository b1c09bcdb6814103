//! Triggers that look at no literal: a service's name and labels must not take ordinary values for its
//! credentials, where their place alone would not.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use postseal::finding::{Confidence, Finding};
use postseal::pattern::library::Library;
use postseal::scan::{Memory, ScanOptions, Scanner};
use postseal::source::Source;

/// What stands beside a service's name in ordinary exports, and is no credential.
const ORDINARY: &[&str] = &[
    "",
    "true",
    "null",
    "0",
    "42",
    "1700000000",
    "1.2.3",
    "v2",
    "2024-01-31",
    "2024-01-31T10:00:00Z",
    "production",
    "us-east-1",
    "eu-central-1",
    "My Project",
    "https://api.company.test/v1",
    "api.company.test",
    "/v1/messages",
    "someone@company.test",
    "+4915112345678",
    "application/json",
    "{{token}}",
    "${TOKEN}",
    "<api key>",
    "changeme",
    "your-api-key-here",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "00000000-0000-0000-0000-000000000000",
    "********",
    "currentUserAccessToken",
    "MAIN_ACCOUNT_SETTINGS",
];

#[test]
fn names_and_labels_take_no_ordinary_value_for_a_credential() {
    let library = Library::built_in().expect("the built-in library is sound");
    let mut text = String::new();
    for pattern in &library.patterns {
        let names = pattern.service.iter().filter(|_| pattern.named).flat_map(|s| &s.names);
        for label in names.chain(&pattern.labels) {
            for value in ORDINARY {
                let label = label.replace(' ', "_");
                writeln!(text, "{}", serde_json::json!({ label: value }))
                    .expect("writing to a String");
            }
        }
    }
    let mut places = Library::built_in().expect("the built-in library is sound");
    places.patterns.clear();
    let by_place: BTreeSet<u64> = findings(places, &text).iter().map(line).collect();
    let taken: Vec<String> = findings(library, &text)
        .iter()
        .filter(|finding| {
            finding.confidence >= Confidence::Medium && !by_place.contains(&line(finding))
        })
        .map(|f| format!("{} {:?} {}", f.pattern.id, f.location.label, f.secret.reveal_text()))
        .collect();
    assert!(taken.is_empty(), "{}:\n{}", taken.len(), taken.join("\n"));
}

fn findings(library: Library, text: &str) -> Vec<Finding> {
    let scanner = Scanner::new(library, ScanOptions::default()).expect("the literals fit");
    let source = Source::new("values.ndjson", text.as_bytes());
    scanner.scan(&source, &mut Memory::default()).findings
}

fn line(finding: &Finding) -> u64 {
    finding.location.start.line
}
