//! What a baseline knows again.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use postseal::baseline::{Baseline, Changes, Entry, Known, Scope};
use postseal::finding::{Finding, State};
use postseal::run::Review;
use postseal::run::accept::Acceptance;
use proptest::prelude::*;
use serde_json::Value;

use crate::{files, open, report, scanner};

/// The working directory of the tests, as far as names go.
fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn baseline(findings: &[Finding]) -> Baseline {
    let mut baseline = Baseline::empty(Path::new("postseal-baseline.jsonl"), here());
    for finding in findings {
        baseline.insert(Entry::new(finding, &baseline.folder));
    }
    baseline
}

/// Lists whose order means nothing, in another order.
fn reordered(value: &mut Value, key: &str) {
    match value {
        Value::Array(items) => {
            for item in items.iter_mut() {
                reordered(item, "");
            }
            if ["item", "values", "variable", "header", "requests", "urlencoded"].contains(&key) {
                items.reverse();
            }
        }
        Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| reordered(value, key)),
        _ => {}
    }
}

/// The same JSON on one line, or with each item on one of its own.
fn respelled(bytes: &[u8], pretty: bool) -> Vec<u8> {
    let (mut out, mut quoted, mut escaped) = (Vec::new(), false, false);
    for &byte in bytes {
        if !quoted && byte.is_ascii_whitespace() {
            continue;
        }
        out.push(byte);
        if pretty && !quoted && b"{[,".contains(&byte) {
            out.extend(b"\r\n\t ");
        }
        quoted ^= byte == b'"' && !escaped;
        escaped = quoted && byte == b'\\' && !escaped;
    }
    out
}

/// The same export, written in other ways.
fn other_spellings(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let Ok(mut value) = serde_json::from_slice::<Value>(bytes) else { return Vec::new() };
    // Keys come sorted out of the reader.
    let sorted = serde_json::to_vec(&value).expect("JSON is written");
    reordered(&mut value, "");
    let reordered = serde_json::to_vec(&value).expect("JSON is written");
    let (minified, pretty) = (respelled(bytes, false), respelled(bytes, true));
    vec![("minified", minified), ("pretty", pretty), ("sorted", sorted), ("reordered", reordered)]
}

/// Bare lists, which say by their first keys what they hold: with sorted keys they are none of Postman's.
const TOLD_BY_ORDER: [&str; 2] =
    ["fixtures/api/mock-server-responses.json", "fixtures/collection/web-api-requests.json"];

#[test]
fn a_baseline_knows_every_export_again_however_it_is_written() {
    let scanner = scanner(false);
    let (mut known_again, mut unknown) = (0, Vec::new());
    for file in files::fixtures() {
        let first = report(&scanner, &file.name, &file.bytes);
        let known = Arc::new(Known::new(baseline(&first.findings)));
        let acceptance = Acceptance::new([], None).with_baseline(Arc::clone(&known));
        let mut spellings = other_spellings(&file.bytes);
        // Of two values under one key the reader of the test drops one.
        let same = ("same", file.bytes.clone());
        spellings.insert(0, same);
        let is_told = TOLD_BY_ORDER.contains(&file.name.as_str());
        spellings.retain(|(spelling, _)| !is_told || !["sorted", "reordered"].contains(spelling));
        for (spelling, bytes) in spellings {
            let mut second = report(&scanner, &file.name, &bytes);
            let found = second.findings.len();
            acceptance.review(&mut second);
            assert_eq!(second.findings.len(), found, "{}", file.name);
            known_again += found;
            for finding in second.findings.iter().filter(|finding| finding.suppression.is_none()) {
                let place = &finding.location;
                unknown.push(format!(
                    "{} {spelling}: {} {} {:?}",
                    file.name, finding.pattern.id, place.pointer, place.name_path
                ));
            }
        }
    }
    assert!(known_again > 1000, "{known_again}");
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn nothing_in_a_baseline_gives_a_secret_away() {
    let scanner = scanner(false);
    for file in files::fixtures() {
        let findings = report(&scanner, &file.name, &file.bytes).findings;
        let text = String::from_utf8(baseline(&findings).to_bytes()).unwrap();
        for finding in &findings {
            let value = finding.secret.reveal_text();
            // Words stay in names, since to black one out would tell that it is a password.
            let is_word = value.chars().all(|c| c.is_alphabetic() || " _-.".contains(c));
            if value.len() >= 6 && !is_word {
                assert!(!text.contains(&value), "{} {}", file.name, finding.location.pointer);
            }
            let (sha256, kin) = (finding.secret.sha256(), &finding.kin.digest);
            assert!(!text.contains(&sha256[..16]), "{}", file.name);
            assert_eq!(kin.len(), 32);
            if !finding.secret.is_strong() {
                // All that is kept of it is 16 bits: another value that has them is the same.
                assert_eq!(finding.secret.fingerprint_part().len(), 4);
            }
        }
    }
}

/// A collection of one request, with a strong and a plain secret.
fn collection(names: [&str; 3], password: &str) -> String {
    let [collection, folder, request] = names;
    serde_json::json!({
        "info": {"name": collection, "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": folder, "item": [{"name": request, "request": {
            "method": "GET",
            "url": "https://api.shop.example/",
            "header": [{"key": "X-Api-Key", "value": "5f0e94ab31c2d87760be91af23d8c54e7a10b9c6"}],
            "auth": {"type": "basic", "basic": [
                {"key": "username", "value": "ines"},
                {"key": "password", "value": password},
            ]},
        }}]}],
    })
    .to_string()
}

/// The file of the baseline, that of the scan, names, password, and what is new.
type Case = (&'static str, &'static str, [&'static str; 3], &'static str, &'static [&'static str]);

#[test]
fn a_plain_secret_is_known_again_only_where_its_place_says_so() {
    let scanner = scanner(false);
    let file = "tests/walkthrough/accepting/exports/shop.postman_collection.json";
    let first = collection(["Shop", "Orders", "Log in"], "brisk-Otter41");
    let entries = |name: &str| baseline(&report(&scanner, name, first.as_bytes()).findings);
    let cases: [Case; 7] = [
        (file, file, ["Shop", "Orders", "Sign in"], "brisk-Otter41", &[]),
        (file, file, ["Store", "Orders", "Log in"], "brisk-Otter41", &[]),
        (file, file, ["Store", "Orders", "Sign in"], "brisk-Otter41", &["basic-auth-password"]),
        (file, file, ["Shop", "Orders", "Sign in"], "brisk-Otter42", &["basic-auth-password"]),
        (
            file,
            "copy.json",
            ["Store", "Orders", "Log in"],
            "brisk-Otter41",
            &["basic-auth-password"],
        ),
        ("gone.json", "new.json", ["Store", "Orders", "Log in"], "brisk-Otter41", &[]),
        (file, "copy.json", ["Shop", "Orders", "Log in"], "brisk-Otter41", &[]),
    ];
    for (was, is, names, password, expected) in cases {
        let acceptance =
            Acceptance::new([], None).with_baseline(Arc::new(Known::new(entries(was))));
        let mut second = report(&scanner, is, collection(names, password).as_bytes());
        acceptance.review(&mut second);
        assert_eq!(open(&second.findings), expected, "{was} {is} {names:?} {password}");
    }
}

#[test]
fn an_update_keeps_what_was_decided_and_what_was_not_looked_at() {
    let scanner = scanner(false);
    let name = "exports/shop.json";
    let first = report(
        &scanner,
        name,
        collection(["Shop", "Orders", "Log in"], "brisk-Otter41").as_bytes(),
    );
    let mut before = baseline(&first.findings);
    for entry in before.entries.values_mut() {
        entry.state = State::AcceptedRisk;
        entry.reason = Some("sandbox".to_owned());
    }
    let other =
        report(&scanner, "other/a.json", collection(["A", "B", "C"], "crisp-Heron77").as_bytes());
    for finding in &other.findings {
        before.insert(Entry::new(finding, &before.folder));
    }
    let second = report(
        &scanner,
        name,
        collection(["Shop", "Orders", "Sign in"], "brisk-Otter41").as_bytes(),
    );
    let scope = |paths: &[&str]| Scope {
        paths: paths.iter().map(|path| (*path).to_owned()).collect(),
        problems: Vec::new(),
    };
    let known = Known::new(before.clone());
    for (paths, gone, left) in [
        (&["exports"][..], 0, 4),
        (&["."], 2, 2),
        (&["./exports/shop.json"], 0, 4),
        (&["exp"], 0, 4),
    ] {
        let changes = Changes::of(&known, &second.findings, &scope(paths));
        let counts = (changes.new.len(), changes.gone.len(), changes.changed.len());
        assert_eq!(counts, (0, gone, 2), "{paths:?}");
        let after = changes.apply(known.baseline().clone());
        assert_eq!(after.entries.len(), left, "{paths:?}");
        for finding in &second.findings {
            let entry = &after.entries[&finding.fingerprint];
            assert_eq!(
                (entry.state, entry.reason.as_deref()),
                (State::AcceptedRisk, Some("sandbox"))
            );
        }
        // Once it is up to date, nothing changes any more.
        let known = Known::new(after);
        assert!(Changes::of(&known, &second.findings, &scope(paths)).are_none(), "{paths:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Whatever part of the findings a baseline holds: those are accepted, and none is lost.
    #[test]
    fn findings_are_open_or_accepted(mask in any::<u64>()) {
        let scanner = scanner(false);
        let bytes = std::fs::read("fixtures/collection/v2.1-headers.json").unwrap();
        let mut first = report(&scanner, "a.json", &bytes);
        let all = first.findings.len();
        prop_assume!(all > 3);
        let bit = |index: usize| mask >> (index % 64) & 1 == 1;
        let some: Vec<Finding> = first.findings.iter().enumerate()
            .filter(|(index, _)| bit(*index)).map(|(_, finding)| finding.clone()).collect();
        let ids: BTreeSet<&str> = some.iter().map(|finding| finding.fingerprint.as_str()).collect();
        let acceptance = Acceptance::new([], None).with_baseline(Arc::new(Known::new(baseline(&some))));
        acceptance.review(&mut first);
        prop_assert_eq!(first.findings.len(), all);
        for finding in &first.findings {
            let is_known = ids.contains(finding.fingerprint.as_str());
            prop_assert!(!is_known || finding.suppression.is_some());
            // Only the kin of what is known is known besides.
            let has_kin = some.iter().any(|known| known.kin == finding.kin);
            prop_assert!(has_kin || finding.suppression.is_none());
        }
    }
}
