//! Each format read by a reader that is not ours.

use std::collections::BTreeSet;
use std::{env, fs};

use postseal::report::{FORMATS, Format, ReportOptions};
use serde_json::Value;

use crate::scan;

fn format(name: &str) -> &'static Format {
    FORMATS.iter().find(|format| format.name == name).expect("it is a format")
}

fn written(name: &str) -> String {
    scan::written(format(name), &scan::reports())
}

fn json(name: &str) -> Value {
    serde_json::from_str(&written(name)).expect(name)
}

#[test]
fn sarif_has_regions_fingerprints_rules_and_suppressions() {
    let sarif = json("sarif");
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 5);
    let place = &results[0]["locations"][0];
    assert_eq!(place["physicalLocation"]["artifactLocation"]["uri"], "exports/brindle%20api.json");
    let region = &place["physicalLocation"]["region"];
    let expected = serde_json::json!({
        "startLine": 1, "startColumn": 28, "endLine": 1, "endColumn": 68,
        "byteOffset": 29, "byteLength": 40, "charOffset": 27, "charLength": 40,
    });
    assert_eq!(*region, expected);
    let names = &place["logicalLocations"][0]["fullyQualifiedName"];
    assert_eq!(names, "Brindle, \"the\" API/Users/Authorization");
    let fingerprints: BTreeSet<String> =
        results.iter().map(|result| result["partialFingerprints"].to_string()).collect();
    assert_eq!(fingerprints.len(), 5, "findings of one line differ");
    let accepted: Vec<bool> = results.iter().map(|one| one["suppressions"].is_array()).collect();
    assert_eq!(accepted, [false, false, true, false, false]);
    let rules: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    assert_eq!(rules, ["bearer-token", "brindle-key", "sent-over-http"]);
    for result in results {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()));
    }
    assert_eq!(run["tool"]["driver"]["rules"][1]["properties"]["security-severity"], "9.5");
    assert_eq!(run["tool"]["driver"]["rules"][1]["helpUri"], "https://docs.brindle.example/keys");
}

/// `.ci/extra` fetches the schema and tells where it is.
#[test]
#[expect(clippy::print_stdout, reason = "what is skipped is said")]
fn sarif_is_as_its_schema_says() {
    let Some(path) = env::var_os("POSTSEAL_SARIF_SCHEMA") else {
        println!("skipped: POSTSEAL_SARIF_SCHEMA names no schema");
        return;
    };
    // One expression of it has a bracket too many, which not every library reads.
    let schema = fs::read_to_string(path).unwrap().replace("-[a-zA-Z]{2}]?$", "-[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for reports in [scan::reports(), Vec::new()] {
        let sarif = serde_json::from_str(&scan::written(format("sarif"), &reports)).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&sarif)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }
}

#[test]
fn csv_has_a_row_a_finding() {
    let table = written("csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 4);
    let cell = |row: usize, name: &str| {
        let column = heads.iter().position(|head| head == name).expect(name);
        rows[row][column].to_owned()
    };
    assert_eq!(cell(0, "name_path"), "Brindle, \"the\" API > Users");
    assert_eq!(cell(3, "entry"), "collection/1.json");
    assert_eq!(cell(2, "suppressed_by"), "config");
    assert_eq!(cell(2, "suppression_expires"), "2027-03-31");
}

#[test]
fn junit_counts_what_it_holds() {
    use quick_xml::Reader;
    use quick_xml::events::Event;
    let text = written("junit");
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let (mut said, mut held) = ([0u64; 4], [0u64; 4]);
    let mut depth = 0;
    loop {
        let event = reader.read_event().unwrap();
        let tag = match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                depth += i32::from(matches!(event, Event::Start(_)));
                tag
            }
            Event::End(_) => {
                depth -= 1;
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let number = |name: &str| -> u64 {
            let attribute = tag.try_get_attribute(name).unwrap().unwrap();
            attribute.value.parse().unwrap()
        };
        match tag.name().as_ref() {
            "testsuite" => {
                for (sum, name) in said.iter_mut().zip(["tests", "failures", "errors", "skipped"]) {
                    *sum += number(name);
                }
            }
            "testcase" => held[0] += 1,
            "failure" => held[1] += 1,
            "error" => held[2] += 1,
            "skipped" => held[3] += 1,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    assert_eq!(said, held);
    assert_eq!(held, [7, 4, 1, 1]);
}

/// What GitLab's schema asks for.
#[test]
fn gitlab_has_what_its_schema_asks_for() {
    let report = json("gitlab");
    let scan = &report["scan"];
    assert_eq!(scan["type"], "secret_detection");
    assert_eq!(scan["start_time"], "2025-11-27T00:00:00");
    assert!(["success", "failure"].contains(&scan["status"].as_str().unwrap()));
    for tool in ["analyzer", "scanner"] {
        for field in ["id", "name", "version"] {
            assert!(
                scan[tool][field].as_str().is_some_and(|text| !text.is_empty()),
                "{tool} {field}"
            );
        }
        assert!(scan[tool]["vendor"]["name"].is_string());
    }
    let found = report["vulnerabilities"].as_array().unwrap();
    assert_eq!(found.len(), 3, "an accepted finding is left out");
    let ids: BTreeSet<&str> = found.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 3);
    for one in found {
        assert!(one["identifiers"][0]["value"].is_string());
        assert!(one["location"]["commit"]["sha"].is_string());
        assert!(one["location"]["start_line"].is_u64());
        assert!(["Low", "Medium", "High", "Critical"].contains(&one["severity"].as_str().unwrap()));
    }
}

#[test]
fn ocsf_has_what_its_class_asks_for() {
    let text = written("ocsf");
    let events: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.len(), 4);
    for event in &events {
        assert_eq!((&event["class_uid"], &event["type_uid"]), (&2004.into(), &200_401.into()));
        assert_eq!(event["category_uid"], 2);
        assert_eq!(event["time"], 1_764_201_600_000_u64);
        for required in ["activity_id", "severity_id", "status_id"] {
            assert!(event[required].is_u64(), "{required}");
        }
        assert!(event["metadata"]["version"].is_string());
        assert!(event["metadata"]["product"]["name"].is_string());
        assert!(event["finding_info"]["uid"].is_string());
        assert!(event["finding_info"]["title"].is_string());
    }
    assert_eq!(events[2]["status_id"], 3);
}

#[test]
fn values_and_hashes_stand_only_where_they_are_asked_for() {
    let sha256 = scan::finding(0, "", "").secret.sha256();
    for one in FORMATS {
        let with = |show_secrets, hash| {
            let options = ReportOptions { show_secrets, hash, ..scan::options() };
            scan::written_with(one, options, &scan::reports())
        };
        let plain = with(false, false);
        assert!(!plain.contains(scan::VALUE) && !plain.contains(&sha256), "{}", one.name);
        // Punctuation of Markdown is written as references.
        let shown = with(true, false).replace("&#95;", "_");
        assert!(shown.contains(scan::VALUE), "{}", one.name);
        let is_template = one.name == "template";
        assert_eq!(with(false, true).contains(&sha256), one.hashes && !is_template, "{}", one.name);
    }
}
