//! What policies object to in `fixtures/policy/`, and what stands beside it and must pass.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use postseal::credential::WorkspaceReport;
use postseal::finding::{
    Confidence, Level, Severity, SuppressedBy, Suppression, Threshold, Violation,
};
use postseal::pattern::library::Library;
use postseal::policy::{Allowed, Policy, rules};
use postseal::scan::{Memory, ScanOptions, Scanner, SourceFacts};
use postseal::source::Source;
use postseal::workspace::{Joiner, Ties};

const ALL: Threshold = Threshold { severity: Severity::Low, confidence: Confidence::Medium };

#[test]
fn every_fixture_gives_what_its_snapshot_says() {
    let scanner = scanner(true);
    let mut text = String::new();
    for (name, bytes) in fixtures() {
        let _ = writeln!(text, "{name}");
        let mut report = joined(&scanner, vec![scan(&scanner, &name, &bytes)], &Ties::None);
        policy(Level::L3).apply(&mut report, Severity::Low);
        for Violation { rule, message, location, .. } in &report.violations {
            let names = location.name_path.join(" > ");
            let at = format!("{}:{}", location.start.line, location.start.column);
            let _ = writeln!(text, "  {at} {names}\n    {}: {message}", rule.id);
        }
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(text) });
}

#[test]
fn every_rule_objects_to_something_and_each_level_has_all_of_the_one_before() {
    let found = |level| {
        let scanner = scanner(true);
        let reports = fixtures().into_iter().map(|(name, bytes)| {
            let mut report = joined(&scanner, vec![scan(&scanner, &name, &bytes)], &Ties::None);
            policy(level).apply(&mut report, Severity::Low);
            report
        });
        let violations = reports.flat_map(|report| report.violations);
        violations.map(|violation| violation.rule.id.clone()).collect::<BTreeSet<_>>()
    };
    let of_levels = Level::ALL.map(found);
    for (level, found) in Level::ALL.into_iter().zip(&of_levels) {
        let rules = rules().unwrap().into_iter().filter(|rule| rule.info.level <= level);
        assert_eq!(*found, rules.map(|rule| rule.info.id.clone()).collect(), "{level:?}");
    }
    assert!(of_levels.is_sorted_by(|one, next| one.len() < next.len() && one.is_subset(next)));
}

#[test]
fn nothing_is_noted_for_a_policy_without_one() {
    let scanner = scanner(false);
    for (name, bytes) in fixtures() {
        assert!(scan(&scanner, &name, &bytes).logged.is_empty(), "{name}");
    }
}

#[test]
fn an_environment_may_tell_that_a_collection_sends_in_the_clear() {
    let collection = br#"{"info": {"name": "x", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "y", "request": {"url": "{{base}}/orders",
        "header": [{"key": "Authorization", "value": "Bearer 4hJq8sVb2Lw9xTz0cKd7"}]}}]}"#;
    let environment = |base: &str| {
        let row = format!(r#"{{"key": "base", "value": "{base}", "enabled": true}}"#);
        format!(r#"{{"name": "e", "_postman_variable_scope": "environment", "values": [{row}]}}"#)
    };
    let scanner = scanner(true);
    for (base, expected) in [
        ("http://api.larchgate.example", 1),
        ("https://api.larchgate.example", 0),
        ("http://localhost:3000", 0),
    ] {
        let sources = vec![
            scan(&scanner, "a.json", collection),
            scan(&scanner, "b.json", environment(base).as_bytes()),
        ];
        let mut report = joined(&scanner, sources, &Ties::All);
        policy(Level::L1).apply(&mut report, Severity::Low);
        assert_eq!(report.violations.len(), expected, "{base}");
    }
}

/// In format 3 a collection is a folder of files.
#[test]
fn requests_in_files_of_their_own_inherit_what_their_folder_says() {
    let auth = |token: &str| {
        format!(
            "$kind: collection\nname: x\nauth:\n  type: bearer\n  credentials:\n    - key: token\n      value: {token}\n"
        )
    };
    let request = |more: &str| {
        format!(
            "$kind: http-request\nname: y\nurl: https://api.larchgate.example/y\nmethod: GET\n{more}"
        )
    };
    let own = "auth:\n  type: noauth\n";
    let files = [
        ("c/.resources/definition.yaml", auth("4hJq8sVb2Lw9xTz0cKd7")),
        ("c/One.request.yaml", request("")),
        ("c/In/Two.request.yaml", request("")),
        ("c/Own.request.yaml", request(own)),
        ("c/Other/.resources/definition.yaml", auth("'{{token}}'")),
        ("c/Other/Three.request.yaml", request("")),
        ("d/Four.request.yaml", request("")),
    ];
    let scanner = scanner(true);
    let sources = files.iter().map(|(name, text)| {
        scan(&scanner, &format!("postman/collections/{name}"), text.as_bytes())
    });
    let mut report = joined(&scanner, sources.collect(), &Ties::All);
    policy(Level::L3).apply(&mut report, Severity::Low);
    let messages = report.violations.iter().map(|violation| violation.message.as_str());
    assert_eq!(messages.collect::<Vec<_>>(), ["2 requests take it from here"]);
}

#[test]
fn what_a_policy_says_of_an_accepted_finding_is_accepted() {
    let scanner = scanner(true);
    let name = "fixtures/policy/secret-variables.json";
    let bytes = fs::read(name).unwrap();
    let mut report = joined(&scanner, vec![scan(&scanner, name, &bytes)], &Ties::None);
    for finding in &mut report.findings {
        let (reason, author, expires) = (None, None, None);
        let by = SuppressedBy::Baseline;
        finding.suppression = Some(Suppression { by, state: None, reason, author, expires });
    }
    policy(Level::L3).apply(&mut report, Severity::Low);
    assert!(!report.violations.is_empty());
    assert!(report.violations.iter().all(|violation| violation.suppression.is_some()));
}

#[test]
fn a_violation_is_the_same_in_another_place_of_another_file() {
    let scanner = scanner(true);
    for (name, bytes) in fixtures() {
        let moved = [b"\n\n".as_slice(), &bytes].concat();
        let of = |name: &str, bytes: &[u8]| {
            let mut report = joined(&scanner, vec![scan(&scanner, name, bytes)], &Ties::None);
            policy(Level::L3).apply(&mut report, Severity::Low);
            let prints = report.violations.into_iter().map(|violation| violation.fingerprint);
            prints.collect::<Vec<_>>()
        };
        let prints = of(&name, &bytes);
        assert_eq!(prints, of("other.json", &moved), "{name}");
        assert_eq!(prints.len(), prints.iter().collect::<BTreeSet<_>>().len(), "{name}");
    }
}

#[test]
fn violations_count_for_the_exit_status() {
    let file = "fixtures/policy/scripts-that-write.json";
    for (args, status) in [
        (&["--confidence", "high"][..], 0),
        (&["--policy", "l1"], 0),
        (&["--policy", "l2"], 1),
        (&["--policy", "l2", "--fail-on", "high"], 0),
        (&["--policy", "l2", "--severity", "high"], 0),
        (&["--policy", "l2", "--exit-zero"], 0),
        (&["--policy", "l4"], 2),
        (&["--allowed-host", "larchgate.example"], 2),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postseal"));
        let outcome = command.args(["scan", "--no-config", file]).args(args).output().unwrap();
        assert_eq!(outcome.status.code(), Some(status), "{args:?}");
    }
}

#[test]
fn the_documentation_has_the_table_of_rules() {
    let page = fs::read_to_string("docs/policy.md").unwrap();
    let outcome = Command::new(env!("CARGO_BIN_EXE_postseal"))
        .args(["policy", "list", "--format", "markdown"])
        .output()
        .unwrap();
    let table = String::from_utf8(outcome.stdout).unwrap();
    assert!(page.contains(&table), "docs/policy.md lacks this table:\n\n{table}");
}

fn scanner(note_logs: bool) -> Scanner {
    let options = ScanOptions { note_logs, ..ScanOptions::default() };
    let library = Library::built_in().expect("the built-in library is sound");
    Scanner::new(library, options).expect("its literals fit")
}

fn policy(level: Level) -> Policy {
    Policy::new(level, Allowed::new(["larchgate.example"])).expect("it is sound")
}

fn scan(scanner: &Scanner, name: &str, bytes: &[u8]) -> SourceFacts {
    scanner.scan(&Source::new(name, bytes), &mut Memory::default())
}

fn joined(scanner: &Scanner, sources: Vec<SourceFacts>, ties: &Ties) -> WorkspaceReport {
    Joiner::new(scanner.library()).join(sources, ties, &ALL)
}

/// The files of `fixtures/policy/` with their names, sorted.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = fs::read_dir("fixtures/policy").expect("it can be listed");
    let mut files: Vec<(String, Vec<u8>)> = folder
        .map(|entry| {
            let path = entry.expect("it can be listed").path();
            let bytes = fs::read(&path).expect("it can be read");
            (path.to_string_lossy().replace('\\', "/"), bytes)
        })
        .collect();
    files.sort();
    files
}
