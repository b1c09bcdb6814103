//! What documents say of each other: variables and their uses, hosts, services, evidence.

mod files;

use std::sync::Arc;
use std::time::Instant;

use postseal::credential::WorkspaceReport;
use postseal::finding::{Confidence, Finding, Severity, Threshold};
use postseal::location::Role;
use postseal::pattern::library::Library;
use postseal::report::{FORMATS, Keep, ReportOptions};
use postseal::scan::variable::{Definition, Scope, Use};
use postseal::scan::{Memory, ScanOptions, Scanner, SourceFacts};
use postseal::source::{Kind, Source};
use postseal::workspace::{Joiner, Part, Ties, told};
use proptest::prelude::*;
use serde_json::{Value, json};

const DEFAULT: Threshold = Threshold { severity: Severity::Low, confidence: Confidence::Medium };

/// Random, with a name that speaks of nothing.
const TOKEN: &str = "kQ7vXz2mT9rLw4Yb8NcJ5hFd";

fn scanner() -> Scanner {
    let library = Library::built_in().expect("the built-in library is sound");
    Scanner::new(library, ScanOptions::default()).expect("its literals fit")
}

fn environment(values: &[(&str, &str)]) -> Value {
    let values = values.iter().map(|(key, value)| json!({"key": key, "value": value}));
    json!({"name": "Dev", "values": values.collect::<Vec<_>>()})
}

/// A collection of one request.
fn collection(url: &str, header: (&str, &str)) -> Value {
    json!({
        "info": {"name": "API", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/"},
        "item": [{"name": "Call", "request": {
            "method": "GET",
            "header": [{"key": header.0, "value": header.1}],
            "url": {"raw": url},
        }}],
    })
}

fn scanned(scanner: &Scanner, documents: &[(&str, &Value)]) -> Vec<SourceFacts> {
    let facts = documents.iter().map(|(name, document)| {
        let bytes = document.to_string();
        scanner.scan(&Source::new(name, bytes.as_bytes()), &mut Memory::default())
    });
    facts.collect()
}

fn joined(documents: &[(&str, &Value)]) -> WorkspaceReport {
    let scanner = scanner();
    let facts = scanned(&scanner, documents);
    Joiner::new(scanner.library()).join(facts, &Ties::All, &DEFAULT)
}

fn strangers(documents: &[(&str, &Value)]) -> Vec<Finding> {
    let scanner = scanner();
    let facts = scanned(&scanner, documents);
    let reports = Joiner::new(scanner.library()).join_strangers(facts, &DEFAULT);
    reports.into_iter().flat_map(|report| report.findings).collect()
}

fn hosts(finding: &Finding) -> Vec<&str> {
    finding.hosts.iter().map(|host| &**host).collect()
}

#[test]
fn a_variable_is_told_where_it_is_used_and_sent() {
    let environment = environment(&[("base", "https://api.shop.example"), ("api_token", TOKEN)]);
    let collection = collection("{{base}}/orders", ("Authorization", "Bearer {{api_token}}"));
    let report = joined(&[("dev.json", &environment), ("api.json", &collection)]);
    let [finding] = report.findings.as_slice() else { panic!("{:?}", report.findings) };
    assert_eq!(hosts(finding), ["api.shop.example"]);
    let [usage] = finding.uses.as_slice() else { panic!("{:?}", finding.uses) };
    assert_eq!(
        (&*usage.path, usage.role, usage.label.as_deref()),
        ("api.json", Role::Header, Some("Authorization"))
    );
    assert_eq!(usage.name_path, ["API", "Call", "Authorization"]);
    assert_eq!(usage.pointer, "/item/0/request/header/0/value");
    assert_eq!(report.credentials[0].hosts, finding.hosts);
}

#[test]
fn a_value_without_a_telling_name_is_told_by_its_use() {
    let environment = environment(&[("x1", TOKEN), ("x2", "harmless words")]);
    let used = collection("https://api.shop.example/", ("Authorization", "Bearer {{x1}}"));
    let unused = collection("https://api.shop.example/", ("X-Page", "{{x1}}"));
    let report = joined(&[("dev.json", &environment), ("api.json", &used)]);
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].location.pointer, "/values/0/value");
    assert!(joined(&[("dev.json", &environment), ("api.json", &unused)]).findings.is_empty());
}

#[test]
fn what_is_put_together_is_told_at_its_parts() {
    let (first, second) = TOKEN.split_at(12);
    let environment = environment(&[("a", first), ("b", second), ("user", "clerk")]);
    let bearer = collection("https://api.shop.example/", ("Authorization", "Bearer {{a}}{{b}}"));
    let report = joined(&[("dev.json", &environment), ("api.json", &bearer)]);
    let labels: Vec<_> = report.findings.iter().map(|f| f.location.label.as_deref()).collect();
    assert_eq!(labels, [Some("a"), Some("b")]);
    assert!(report.findings[0].notes.iter().any(|note| note.contains("{{a}}{{b}}")));
    let basic = json!({"info": {"name": "API"}, "item": [{"name": "Call", "request": {
        "auth": {"type": "basic", "basic": [
            {"key": "username", "value": "{{user}}"},
            {"key": "password", "value": "{{a}}"},
        ]},
        "url": "https://api.shop.example/",
    }}]});
    let report = joined(&[("dev.json", &environment), ("api.json", &basic)]);
    let labels: Vec<_> = report.findings.iter().map(|f| f.location.label.as_deref()).collect();
    assert_eq!(labels, [Some("a")], "the user is none");
}

#[test]
fn values_that_name_variables_lead_on() {
    let environment =
        environment(&[("outer", "{{inner}}"), ("inner", TOKEN), ("loop", "{{loop}}")]);
    let used = collection("https://{{loop}}.example/", ("X-Api-Key", "{{outer}}"));
    let report = joined(&[("dev.json", &environment), ("api.json", &used)]);
    assert_eq!(report.findings.len(), 1);
    assert_eq!(report.findings[0].location.label.as_deref(), Some("inner"));
    assert_eq!(hosts(&report.findings[0]), ["{{loop}}.example"]);
}

#[test]
fn the_nearer_definition_holds_and_one_that_is_off_does_not() {
    let used = |own: Value| {
        let mut collection = collection("{{base}}/x", ("X-Api-Key", TOKEN));
        collection["variable"] = own;
        collection
    };
    let globals = json!({"name": "Globals", "_postman_variable_scope": "globals", "values": [
        {"key": "base", "value": "https://globals.shop.example"},
    ]});
    let base =
        |value: &str, disabled| json!([{"key": "base", "value": value, "disabled": disabled}]);
    let told = |own| {
        let collection = used(own);
        let report = joined(&[("g.json", &globals), ("api.json", &collection)]);
        hosts(&report.findings[0]).join(" ")
    };
    assert_eq!(told(base("https://own.shop.example", false)), "own.shop.example");
    assert_eq!(told(base("https://own.shop.example", true)), "globals.shop.example");
    let environment = environment(&[("base", "http://environment.shop.example")]);
    let collection = used(base("https://own.shop.example", false));
    let report = joined(&[("dev.json", &environment), ("api.json", &collection)]);
    let finding = &report.findings[0];
    assert_eq!(hosts(finding), ["environment.shop.example", "own.shop.example"]);
    assert!(finding.notes.iter().any(|note| note.contains("plain http")));
}

#[test]
fn host_and_header_give_the_service() {
    let by_host = collection("https://api.mailgun.net/v3/x", ("X-Custom-Key", TOKEN));
    let by_header = collection("https://proxy.shop.example/", ("DD-API-KEY", TOKEN));
    for (collection, service) in [(by_host, "Mailgun"), (by_header, "Datadog")] {
        let report = joined(&[("api.json", &collection)]);
        assert_eq!(report.findings[0].service.as_deref(), Some(service));
        assert_eq!(report.credentials[0].service.as_deref(), Some(service));
    }
}

#[test]
fn a_value_has_the_shape_of_what_is_sent_to_its_host() {
    let token = "6iWHAOncKavLUZw9YSzFk8qK5zvOAd8P";
    let told = |host: &str, token: &str| {
        let url = format!("https://{host}/v2/whoami");
        let collection = collection(&url, ("Authorization", &format!("Bearer {token}")));
        joined(&[("api.json", &collection)]).findings.remove(0)
    };
    let finding = told("api.dnsimple.com", token);
    assert_eq!(finding.pattern.id, "dnsimple-token");
    assert_eq!(finding.service.as_deref(), Some("DNSimple"));
    assert_eq!(finding.notes, ["also matches bearer-token"]);
    assert_eq!(told("api.shop.example", token).pattern.id, "bearer-token", "another host");
    assert_eq!(told("api.dnsimple.com", &token[1..]).pattern.id, "bearer-token", "another shape");
}

#[test]
fn an_auth_of_a_folder_is_sent_by_the_requests_that_have_none() {
    let request = |url: &str, auth: Value| json!({"name": url, "request": {"url": {"raw": url}, "auth": auth}});
    let bearer =
        |token: &str| json!({"type": "bearer", "bearer": [{"key": "token", "value": token}]});
    let collection = json!({"info": {"name": "API"}, "auth": bearer(TOKEN), "item": [
        request("https://one.shop.example/", Value::Null),
        request("https://two.shop.example/", json!({"type": "noauth"})),
        {"name": "Folder", "item": [request("https://three.shop.example/x", Value::Null)]},
    ]});
    let report = joined(&[("api.json", &collection)]);
    assert_eq!(hosts(&report.findings[0]), ["one.shop.example", "three.shop.example"]);
}

#[test]
fn an_auth_of_a_folder_of_files_is_sent_by_the_files_below() {
    let scanner = scanner();
    let root = "postman/collections/Shop";
    let auth = format!(
        "$kind: collection\nauth:\n  type: bearer\n  credentials:\n    - key: token\n      value: {TOKEN}\n"
    );
    let request = |host: &str| format!("$kind: http-request\nurl: https://{host}/x\nmethod: GET\n");
    let files = [
        (format!("{root}/.resources/definition.yaml"), auth),
        (format!("{root}/Get.request.yaml"), request("api.shop.example")),
        ("postman/collections/Other/Get.request.yaml".to_owned(), request("other.example")),
    ];
    let facts = files.iter().map(|(name, text)| {
        scanner.scan(&Source::new(name, text.as_bytes()), &mut Memory::default())
    });
    let joiner = Joiner::new(scanner.library());
    let report = joiner.join(facts.collect(), &Ties::All, &DEFAULT);
    assert_eq!(hosts(&report.findings[0]), ["api.shop.example"]);
}

#[test]
fn what_everybody_may_read_is_worse() {
    let mut environment = environment(&[("api_token", TOKEN)]);
    let severity = |environment: &Value| {
        let report = joined(&[("dev.json", environment)]);
        (report.findings[0].severity, report.findings[0].notes.len())
    };
    let (before, notes) = severity(&environment);
    environment["isPublic"] = json!(false);
    assert_eq!(severity(&environment), (before, notes));
    environment["isPublic"] = json!(true);
    assert_eq!(severity(&environment), (before.raised(), notes + 1));
}

#[test]
fn an_environment_is_joined_by_evidence_only() {
    let environment = environment(&[("base", "https://api.shop.example"), ("x1", TOKEN)]);
    let own = collection("{{base}}/", ("Authorization", "Bearer {{x1}}"));
    let other = collection("{{host}}/{{id}}/{{page}}", ("Authorization", "Bearer {{x1}}"));
    let pair = [("b.json", &own), ("a.json", &environment)];
    assert_eq!(strangers(&pair).len(), 1, "two names of two");
    assert!(strangers(&[("b.json", &other), ("a.json", &environment)]).is_empty(), "one of four");
    let copies: Vec<String> = (0..40).map(|number| format!("{number}.json")).collect();
    let crowd: Vec<(&str, &Value)> =
        copies.iter().map(|name| (name.as_str(), &own)).chain(pair).collect();
    assert!(strangers(&crowd).is_empty(), "names that everybody uses tell nothing");
    let apart = [("one/b.json", &own), ("two/a.json", &environment)];
    assert_eq!(strangers(&apart).len(), 1, "nobody else uses these names");
    let spread = [("three/b.json", &own), ("four/b.json", &own)];
    let spread: Vec<(&str, &Value)> = apart.into_iter().chain(spread).collect();
    assert!(strangers(&spread).is_empty(), "names of several folders tell nothing of another");
}

#[test]
fn one_owner_is_evidence() {
    let mut environment = environment(&[("x1", TOKEN)]);
    environment["owner"] = json!("15031277");
    let mut own = collection("{{a}}/{{b}}/{{c}}", ("Authorization", "Bearer {{x1}}"));
    own["info"]["_exporter_id"] = json!("15031277");
    assert_eq!(strangers(&[("b.json", &own), ("a.json", &environment)]).len(), 1);
    own["info"]["_exporter_id"] = json!("15031278");
    assert!(strangers(&[("b.json", &own), ("a.json", &environment)]).is_empty());
}

#[test]
fn what_says_nothing_of_others_waits_for_nobody() {
    let scanner = scanner();
    let part = |document: &Value| Part::of(&scanned(&scanner, &[("x.json", document)])[0]);
    let secret = environment(&[("api_token", TOKEN)]);
    assert_eq!(part(&secret), Part::Open);
    assert_eq!(part(&environment(&[("base", "https://api.shop.example")])), Part::Tells);
    assert_eq!(part(&collection("{{base}}/", ("X-Api-Key", TOKEN))), Part::Open);
    assert_eq!(part(&collection("{{base}}/", ("X-Api-Key", "{{key}}"))), Part::Tells);
    assert_eq!(part(&collection("https://api.shop.example/", ("X-Api-Key", TOKEN))), Part::Closed);
    let left = told(&scanned(&scanner, &[("x.json", &secret)])[0]);
    assert!(left.findings.is_empty() && left.definitions.is_empty() && left.is_reported);
}

#[test]
fn unrelated_collections_make_no_graph() {
    let usage = |name: String| Use {
        name: name.into(),
        document: 0,
        role: Role::Header,
        label: None,
        claim: None,
        template: None,
        count: 1,
        places: Vec::new(),
        origins: vec!["{{baseUrl}}".into()],
    };
    let defines = |name: String| Definition {
        name: name.into(),
        document: 0,
        set: 0,
        scope: Scope::Environment,
        by_script: false,
        disabled: false,
        value: None,
        findings: Vec::new(),
        latent: None,
    };
    let one = |number: usize| SourceFacts {
        definitions: vec![defines("baseUrl".to_owned()), defines(format!("token{}", number + 1))],
        path: Arc::from(format!("{number}.json")),
        kinds: vec![if number.is_multiple_of(10) {
            Kind::Environment
        } else {
            Kind::CollectionV21
        }],
        uses: vec![usage("baseUrl".to_owned()), usage(format!("token{number}"))],
        ..SourceFacts::default()
    };
    let scanner = scanner();
    let joiner = Joiner::new(scanner.library());
    let started = Instant::now();
    let reports = joiner.join_strangers((0..100_000).map(one).collect(), &Threshold::ALL);
    assert_eq!(reports.len(), 100_000);
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

fn workspaces() -> Vec<files::TestFile> {
    let mut files = files::fixtures();
    files.retain(|file| file.name.starts_with("fixtures/workspace/"));
    files
}

/// Everything that is written of these files, in this order; sorted, since findings stand in the order of
/// inputs.
fn written(order: &[usize], ties: &Ties) -> Vec<String> {
    let (scanner, files) = (scanner(), workspaces());
    let facts = order.iter().map(|index| {
        let file = &files[*index];
        scanner.scan(&Source::new(&file.name, &file.bytes), &mut Memory::default())
    });
    let joiner = Joiner::new(scanner.library());
    let reports = match ties {
        Ties::All => vec![joiner.join(facts.collect(), ties, &Threshold::ALL)],
        _ => joiner.join_strangers(facts.collect(), &Threshold::ALL),
    };
    let mut lines = Vec::new();
    for report in reports {
        let line = |value: Value| value.to_string();
        lines.extend(
            report.findings.iter().map(|f| line(serde_json::to_value(f).expect("it is JSON"))),
        );
        lines.extend(report.credentials.iter().map(|c| {
            let mut value = serde_json::to_value(c).expect("it is JSON");
            value["findings"].as_array_mut().expect("a list").sort_by_key(Value::to_string);
            line(value)
        }));
    }
    lines.sort();
    lines
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn the_order_of_inputs_changes_nothing(
        order in Just((0..workspaces().len()).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let sorted: Vec<usize> = (0..order.len()).collect();
        for ties in [Ties::All, Ties::None] {
            prop_assert_eq!(written(&order, &ties), written(&sorted, &ties));
        }
    }
}

#[test]
fn a_report_is_read_again_as_it_was_written() {
    let (scanner, files) = (scanner(), files::fixtures());
    let facts = files
        .iter()
        .map(|file| scanner.scan(&Source::new(&file.name, &file.bytes), &mut Memory::default()));
    let joiner = Joiner::new(scanner.library());
    let report = joiner.join(facts.collect(), &Ties::All, &Threshold::ALL);
    let written = serde_json::to_string(&report).expect("it is JSON");
    let read: WorkspaceReport = serde_json::from_str(&written).expect("it is a report");
    assert_eq!(serde_json::to_string(&read).expect("it is JSON"), written);
    assert!(read.findings.iter().all(|finding| finding.secret.reveal().is_empty()));
    for format in FORMATS {
        let reporter = (format.make)(ReportOptions::default());
        let shown = |report| {
            let mut out = Vec::new();
            reporter.workspace(report, &mut out);
            out
        };
        let writes_at_once = reporter.keeps() == Keep::Nothing;
        assert!(!writes_at_once || shown(&report).len() > 10_000, "{}", format.name);
        assert!(shown(&report) == shown(&read), "{}", format.name);
    }
}
