//! Rules of the configuration, ignore files and markers; services, labels and hosts of one's own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use postseal::config::{Config, ignore};
use postseal::credential::WorkspaceReport;
use postseal::finding::{Date, SuppressedBy};
use postseal::input::Folder;
use postseal::pattern::library::Library;
use postseal::run::Review;
use postseal::run::accept::Acceptance;
use postseal::scan::{ScanOptions, Scanner};
use serde_json::Value;

use crate::{open, report, scanner};

const EXPORT: &str = "tests/walkthrough/accepting/exports/shop.postman_collection.json";

fn shop(scanner: &Scanner) -> WorkspaceReport {
    report(scanner, "exports/shop.json", &fs::read(EXPORT).expect("it is sound"))
}

fn config(text: &str) -> Result<Config, String> {
    let config = Config::parse(Path::new("/r/postseal.toml"), text.to_owned(), Path::new("/r"));
    config.map_err(|error| error.to_string())
}

fn allow(text: &str) -> Acceptance {
    Acceptance::new(config(text).expect("it is sound").allow, None)
}

const BOTH: &[&str] = &["header-secret", "basic-auth-password"];

#[test]
fn a_rule_accepts_what_all_its_criteria_say() {
    let scanner = scanner(false);
    let found = shop(&scanner);
    let (key, password) = (&found.findings[0], &found.findings[1]);
    // The criteria of a rule, and what stays open.
    let cases: Vec<(String, &[&str])> = vec![
        (format!("fingerprint = {:?}", key.fingerprint), &BOTH[1..]),
        (format!("fingerprint = [{:?}, {:?}]", key.fingerprint, password.fingerprint), &[]),
        (format!("secret = {:?}", key.secret_id), &BOTH[1..]),
        ("pattern = \"*-secret\"".into(), &BOTH[1..]),
        ("pattern = [\"header-secret\", \"basic-*\"]".into(), &[]),
        (format!("pattern = \"basic-*\"\npointer = {:?}", password.location.pointer), &BOTH[..1]),
        ("pattern = \"basic-*\"\npointer = \"/item/*/request/**\"".into(), BOTH),
        ("pattern = \"basic-*\"\npointer = \"/item/*/item/*/request/**\"".into(), &BOTH[..1]),
        ("name-path = [\"Shop\", \"**\", \"X-Api-Key\"]".into(), &BOTH[1..]),
        ("name-path = [\"Shop\", \"*\", \"X-Api-Key\"]".into(), BOTH),
        ("path = \"exports/\"".into(), &[]),
        ("path = \"*.json\"".into(), &[]),
        ("path = \"/shop.json\"".into(), BOTH),
        ("path = \"exports/*.yaml\"".into(), BOTH),
        ("host = \"shop.example\"".into(), &[]),
        ("host = \"hop.example\"".into(), BOTH),
        ("host = \"shop.example\"\npattern = \"jwt-*\"".into(), BOTH),
    ];
    for (criteria, expected) in cases {
        let mut report = shop(&scanner);
        allow(&format!("[[allow]]\nreason = \"why\"\n{criteria}\n")).review(&mut report);
        assert_eq!(open(&report.findings), expected, "{criteria}");
        assert_eq!(report.findings.len(), found.findings.len());
    }
}

#[test]
fn rules_expire_behind_their_last_day_and_unused_ones_are_told() {
    let scanner = scanner(false);
    let text = "[[allow]]\npattern = \"header-*\"\nreason = \"a\"\nexpires = 2027-03-31\n\
                [[allow]]\npattern = \"jwt-*\"\nreason = \"b\"\nauthor = \"Ada\"\n";
    let day = |text: &str| text.parse::<Date>().unwrap().seconds();
    for (now, expected, expired) in
        [(day("2027-03-31") + 86_399, &BOTH[1..], false), (day("2027-04-01"), BOTH, true)]
    {
        let acceptance =
            Acceptance::new(config(text).unwrap().allow, Some(now)).telling_unused(true);
        let mut report = shop(&scanner);
        acceptance.review(&mut report);
        assert_eq!(open(&report.findings), expected);
        let told: Vec<String> = acceptance.notices(true).iter().map(ToString::to_string).collect();
        assert_eq!(
            told.iter()
                .any(|notice| notice.starts_with("postseal.toml:1: this held until 2027-03-31")),
            expired,
            "{told:?}"
        );
        assert!(
            told.iter().any(|notice| notice.starts_with("postseal.toml:5: this accepts nothing")),
            "{told:?}"
        );
        assert!(acceptance.notices(false).iter().all(|notice| notice.code.as_str() == "expired"));
    }
}

#[test]
fn a_mistake_in_a_configuration_is_shown_where_it_stands() {
    let cases = [
        (
            "[scan]\nseverty = \"low\"",
            "postseal.toml:2:1: unknown field `severty`",
            "did you mean `severity`?",
        ),
        (
            "[scan]\nseverity = \"hihg\"",
            "postseal.toml:2:12: unknown variant `hihg`",
            "did you mean `high`?",
        ),
        (
            "trusted-host = []",
            "postseal.toml:1:1: unknown field `trusted-host`",
            "did you mean `trusted-hosts`?",
        ),
        (
            "[[allow]]\npatern = \"x\"\nreason = \"y\"",
            "postseal.toml:2:1: unknown field `patern`",
            "did you mean `pattern`?",
        ),
        ("[[allow]]\npattern = \"x\"", "postseal.toml:1:1: it has no `reason`", ""),
        ("[[allow]]\nreason = \"y\"", "it would accept everything", ""),
        (
            "[[allow]]\npattern = \"x\"\nreason = \" \"",
            "postseal.toml:3:10: its reason is empty",
            "",
        ),
        (
            "[[allow]]\npattern = \"x\"\nreason = \"y\"\nexpires = \"2027-02-31\"",
            "postseal.toml:4:11: `2027-02-31` is no date",
            "",
        ),
        (
            "[[allow]]\nfingerprint = \"abc\"\nreason = \"y\"",
            "postseal.toml:2:15: `abc` is no id",
            "",
        ),
        (
            "trusted-hosts = [\"https://x.example/\"]",
            "postseal.toml:1:18: `https://x.example/` is no host",
            "",
        ),
        ("[labels]\nsecret = [\"a b c d e\"]", "postseal.toml:2:11: `a b c d e` is no label", ""),
        (
            "[labels]\nsecret = [\"tenant code\"]\npublic = [\"tenant_code\"]",
            "`tenant_code` stands in two lists",
            "",
        ),
        ("[[service]]\nhosts = [\"x.example\"]", "missing field `name`", ""),
        ("[scan", "postseal.toml:1:6:", ""),
    ];
    for (text, problem, remedy) in cases {
        let message = config(text).expect_err(text);
        assert!(message.contains(problem) && message.contains(remedy), "{text}\n{message}");
    }
}

#[test]
fn the_schema_and_the_page_describe_the_same_configuration() {
    let text = fs::read_to_string("docs/config.schema.json").unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let page = fs::read_to_string("docs/configuration.md").unwrap();
    let blocks: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(blocks.len() >= 2);
    for block in &blocks {
        config(block).unwrap();
        // Dates without quotes are those of TOML.
        let quoted = block.replace("expires = 2027-03-31", "expires = \"2027-03-31\"");
        let value: Value = toml::from_str(&quoted).unwrap();
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{block}\n{errors:?}");
    }
    // Every field of the schema is one, and stands on the page.
    let fields = |pointer: &str| {
        let fields = schema.pointer(pointer).and_then(Value::as_object).expect(pointer);
        fields.keys().cloned().collect::<Vec<_>>()
    };
    for (pointer, table) in [
        ("/properties", ""),
        ("/properties/scan/properties", "[scan]\n"),
        ("/properties/labels/properties", "[labels]\n"),
        ("/properties/service/items/properties", "[[service]]\n"),
        ("/properties/allow/items/properties", "[[allow]]\n"),
    ] {
        for field in fields(pointer) {
            let wrong = format!("{table}{field} = 3.5\n");
            let message = config(&wrong).expect_err(&wrong);
            assert!(!message.contains("unknown field"), "{message}");
            assert!(page.contains(&field), "{field}");
        }
        let message = config(&format!("{table}xyzzy = 1\n")).unwrap_err();
        for word in message.split('`').skip(3).step_by(2).filter(|word| !word.contains('?')) {
            assert!(fields(pointer).contains(&word.to_owned()), "{word} is not in the schema");
        }
    }
}

#[test]
fn ignore_files_accept_by_line() {
    let scanner = scanner(false);
    let key = shop(&scanner).findings[0].fingerprint.clone();
    let cases: Vec<(String, &[&str])> = vec![
        ("exports/**  # all\n".into(), &[]),
        ("# nothing\n\n".into(), BOTH),
        (format!("fingerprint:{key} # one"), &BOTH[1..]),
        ("pattern:basic-* exports/shop.json".into(), &BOTH[..1]),
        ("pattern:basic-*,header-* *.yaml".into(), BOTH),
        ("name-path:\"Shop > ** > X-Api-Key\"".into(), &BOTH[1..]),
        ("host:shop.example expires:2099-01-01 author:Ada".into(), &[]),
    ];
    for (text, expected) in cases {
        let folder = Folder::new(Path::new("/r"), Path::new("/r"));
        let rules = ignore::parse(".postsealignore", &text, folder).unwrap();
        let mut report = shop(&scanner);
        Acceptance::new(rules, Some(1_800_000_000)).review(&mut report);
        assert_eq!(open(&report.findings), expected, "{text}");
    }
}

/// A collection with a description at each level, and a password at each.
fn described(pointer: &str, text: &str) -> String {
    let auth = |password: &str| {
        serde_json::json!({"type": "basic", "basic": [
            {"key": "username", "value": "ines"}, {"key": "password", "value": password}]})
    };
    let mut value = serde_json::json!({
        "info": {"name": "Shop", "description": "x", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "auth": auth("brisk-Otter41"),
        "item": [{"name": "Orders", "description": "x", "auth": auth("crisp-Heron77"), "item": [
            {"name": "Log in", "request": {"method": "GET", "url": "https://a.example/",
                "description": {"content": "x"}, "auth": auth("loud-Marten58")}}]}],
    });
    *value.pointer_mut(pointer).expect(pointer) = text.into();
    value.to_string()
}

#[test]
fn a_marker_accepts_what_stands_in_its_item_and_no_more() {
    let scanner = scanner(true);
    let marker = "About this.\npostseal:ignore basic-* -- of the sandbox\nMore.";
    let places = ["/auth/", "/item/0/auth/", "/item/0/item/0/request/auth/"];
    for (pointer, accepted) in [
        ("/info/description", 0),
        ("/item/0/description", 1),
        ("/item/0/item/0/request/description/content", 2),
    ] {
        let mut report = report(&scanner, "a.json", described(pointer, marker).as_bytes());
        Acceptance::default().review(&mut report);
        let by: BTreeMap<&str, _> = report
            .findings
            .iter()
            .map(|f| (f.location.pointer.as_str(), f.suppression.as_ref()))
            .collect();
        assert_eq!(by.len(), 3);
        for (place, suppression) in by {
            let is_accepted = place.starts_with(places[accepted]);
            assert_eq!(suppression.is_some(), is_accepted, "{pointer} {place}");
            if let Some(suppression) = suppression {
                assert_eq!(suppression.by, SuppressedBy::Marker);
                assert_eq!(suppression.reason.as_deref(), Some("of the sandbox"));
            }
        }
    }
}

#[test]
fn markers_count_only_where_they_are_asked_for_and_never_in_archives() {
    let marked = described("/info/description", "postseal:ignore * -- mine");
    let mut without = report(&scanner(false), "a.json", marked.as_bytes());
    Acceptance::default().review(&mut without);
    assert_eq!(open(&without.findings).len(), 3);
    let scanner = scanner(true);
    let mut stream = scanner.stream("a.zip", Some("a.json"));
    stream.push(
        marked.as_bytes(),
        postseal::scan::More::Nothing,
        &mut postseal::scan::Memory::default(),
    );
    assert!(stream.finish().markers.is_empty());
}

#[test]
fn a_marker_that_says_nothing_accepts_nothing_and_is_told() {
    let scanner = scanner(true);
    let mut report =
        report(&scanner, "a.json", described("/info/description", "postseal:ignore").as_bytes());
    let acceptance = Acceptance::default();
    acceptance.review(&mut report);
    assert_eq!(open(&report.findings).len(), 3);
    let notices = acceptance.notices(true);
    assert!(notices[0].message.contains("name a pattern or a fingerprint"), "{notices:?}");
}

/// What is found with a configuration, of all levels from medium up.
fn found(text: &str, export: &Value) -> Vec<(String, Option<String>, String)> {
    let mut library = Library::built_in().expect("it is sound");
    library.adapt(config(text).expect("it is sound").own);
    let scanner = Scanner::new(library, ScanOptions::default()).expect("it is sound");
    let report = report(&scanner, "a.json", export.to_string().as_bytes());
    let sure = report.findings.iter().filter(|finding| finding.confidence.as_str() != "low");
    sure.map(|finding| {
        let label = finding.location.label.clone().unwrap_or_default();
        let service = finding.service.as_deref().map(str::to_owned);
        (label, service, finding.severity.to_string())
    })
    .collect()
}

fn sent(label: &str, host: &str) -> Value {
    serde_json::json!({
        "info": {"name": "A", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "R", "request": {"method": "GET", "url": format!("https://{host}/x"),
            "header": [{"key": label, "value": "q7Lm2vTz9KdPw4XbR8sNc3Yh"}]}}],
    })
}

#[test]
fn services_labels_and_hosts_of_ones_own_count_in_a_scan() {
    let service = "[[service]]\nname = \"Acme Ledger\"\nhosts = [\"ledger.acme.example\"]\nheaders = [\"X-Acme-Ref\"]\n";
    let ledger = Some("Acme Ledger".to_owned());
    let high = |label: &str, service: &Option<String>| {
        vec![(label.to_owned(), service.clone(), "high".to_owned())]
    };
    let none = Vec::new();
    let cases = [
        ("", "X-Acme-Ref", "x.example", none.clone()),
        (service, "X-Acme-Ref", "x.example", high("X-Acme-Ref", &ledger)),
        (service, "X-Api-Key", "eu.ledger.acme.example", high("X-Api-Key", &ledger)),
        (service, "X-Api-Key", "x.example", high("X-Api-Key", &None)),
        (service, "Acme-Ledger-Key", "x.example", high("Acme-Ledger-Key", &ledger)),
        ("", "X-Tenant-Cipher", "x.example", none.clone()),
        (
            "[labels]\nsecret = [\"tenant cipher\"]",
            "X-Tenant-Cipher",
            "x.example",
            high("X-Tenant-Cipher", &None),
        ),
        ("[labels]\npublic = [\"api key\"]", "X-Api-Key", "x.example", none),
    ];
    for (text, label, host, expected) in cases {
        assert_eq!(found(text, &sent(label, host)), expected, "{text}\n{label} to {host}");
    }
    for (trusted, severity) in
        [("x.example", "high"), ("example", "high"), ("y.example", "critical")]
    {
        let text = format!("trusted-hosts = [\"{trusted}\"]\n{service}");
        assert_eq!(found(&text, &sent("X-Api-Key", "x.example"))[0].2, severity, "{trusted}");
        // Its own service may have it.
        assert_eq!(
            found(&text, &sent("X-Api-Key", "ledger.acme.example"))[0].2,
            "high",
            "{trusted}"
        );
    }
}
