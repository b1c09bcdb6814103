//! Patterns and configurations that users write: what they change, and how mistakes in them read.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use postseal::config::Config;
use postseal::location::Role;
use postseal::pattern::checksum::Checksum;
use postseal::pattern::library::Library;
use postseal::pattern::written::PatternFile;
use postseal::scan::{Memory, ScanOptions, Scanner};
use postseal::source::Source;

/// All that a user has to write.
const LEAST: &str =
    "[[pattern]]\nid = \"acme-key\"\nregex = '(acme_[0-9a-f]{16})\\b'\nliterals = [\"acme_\"]\n";

/// Each a mistake, named.
const MISTAKES: &[(&str, &str)] = &[
    ("no TOML", "[[pattern]\nid = 1\n"),
    (
        "an unknown field",
        "[[pattern]]\nid = \"acme-key\"\nregex = '(a)'\nlables = [\"acme key\"]\n",
    ),
    ("a missing field", "[[pattern]]\nid = \"acme-key\"\nliterals = [\"acme_\"]\n"),
    ("a wrong type", "[[pattern]]\nid = \"acme-key\"\nregex = '(a)'\nliterals = \"acme_\"\n"),
    (
        "a wrong word",
        "[[pattern]]\nid = \"acme-key\"\nregex = '(a)'\nliterals = [\"acme_\"]\nseverity = \"huge\"\n",
    ),
    (
        "a wrong role",
        "[[pattern]]\nid = \"acme-key\"\nregex = '(a)'\nliterals = [\"acme_\"]\nwhere = [\"header\", \"heder\"]\n",
    ),
    (
        "a short literal",
        "[[pattern]]\nid = \"acme-key\"\nregex = '(a)'\nliterals = [\"acme_\", \"acm\"]\n",
    ),
    (
        "a generic literal",
        "[[pattern]]\nid = \"acme-key\"\nregex = '(a)'\nliterals = [\"token=\"]\n",
    ),
    ("no trigger", "# mine\n\n[[pattern]]\nid = \"acme-key\"\nregex = '(a)'\n"),
    (
        "an open group",
        "[[pattern]]\nid = \"acme-key\"\nregex = '(acme_[0-9]+'\nliterals = [\"acme_\"]\n",
    ),
    (
        "look-around",
        "[[pattern]]\nid = \"acme-key\"\nregex = '(?<=x)(acme_[0-9]+)'\nliterals = [\"acme_\"]\n",
    ),
    (
        "two groups",
        "[[pattern]]\nid = \"acme-key\"\nregex = '(acme)_([0-9]+)'\nliterals = [\"acme_\"]\n",
    ),
    ("no group", "[[pattern]]\nid = \"acme-key\"\nregex = 'acme_[0-9]+'\nliterals = [\"acme_\"]\n"),
    (
        "an empty match",
        "[[pattern]]\nid = \"acme-key\"\nregex = '([0-9]*)'\nlabels = [\"acme key\"]\n",
    ),
    ("an odd id", "[[pattern]]\nid = \"Acme Key\"\nregex = '(a)'\nliterals = [\"acme_\"]\n"),
    ("no name", "[[pattern]]\nid = \"acme-key\"\nregex = '^([0-9a-f]{16})$'\nnamed = true\n"),
];

#[test]
fn mistakes_are_shown_where_they_stand() {
    let mut shown = String::new();
    for (name, text) in MISTAKES {
        let error = PatternFile::parse("mine.toml", text).expect_err(name);
        writeln!(shown, "# {name}\n{error}\n").unwrap();
    }
    for (name, text) in [
        ("a configuration's unknown field", "patern = [\"mine\"]\n"),
        ("a configuration's wrong word", "[scan]\nconfidence = \"hgih\"\n"),
    ] {
        let error =
            Config::parse(Path::new("postseal.toml"), text.into(), Path::new("")).expect_err(name);
        writeln!(shown, "# {name}\n{error}\n").unwrap();
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_pattern_needs_an_id_a_regex_and_a_trigger() {
    let text = r#"{"values": [{"key": "x", "value": "acme_0f3a91bc77de4210"}]}"#;
    assert_eq!(found(&[("mine.toml", LEAST)], text), ["acme-key"]);
    assert!(found(&[], text).is_empty());
}

#[test]
fn a_pattern_with_the_id_of_a_built_in_one_goes_in_its_place() {
    let sample =
        Library::built_in().unwrap().pattern("slack-webhook").unwrap().samples.found[0].clone();
    let other = LEAST.replace("acme-key", "slack-webhook");
    assert_eq!(found(&[], &sample), ["slack-webhook"]);
    assert!(!found(&[("mine.toml", &other)], &sample).contains(&"slack-webhook".to_owned()));
    assert_eq!(found(&[("mine.toml", &other)], "acme_0f3a91bc77de4210"), ["slack-webhook"]);
}

#[test]
fn two_patterns_of_one_id_are_a_mistake() {
    let files = ["one.toml", "two.toml"].map(|path| PatternFile::parse(path, LEAST).unwrap());
    let error = Library::built_in().unwrap().add(files.into()).unwrap_err().to_string();
    assert!(
        error.starts_with("two.toml:2:6: pattern `acme-key` is already in one.toml"),
        "{error}"
    );
}

#[test]
fn a_service_is_named_by_its_file() {
    let file = "[service]\nname = \"Acme\"\n[[pattern]]\nid = \"acme-key\"\nregex = '^([0-9a-f]{16})$'\nnamed = true\n";
    for line in ["acme_cloud_key: 0f3a91bc77de4210", "ACMECLOUD=0f3a91bc77de4210"] {
        assert!(
            found(&[("acme-cloud.toml", file)], line).contains(&"acme-key".to_owned()),
            "{line}"
        );
    }
}

#[test]
fn a_configuration_is_found_upward_and_gives_way_to_flags() {
    let folder = tempfile::tempdir().unwrap();
    let below = folder.path().join("exports").join("deep");
    fs::create_dir_all(&below).unwrap();
    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine").join("acme.toml"), LEAST).unwrap();
    let config =
        "patterns = [\"mine\"]\ndisable = [\"variable-*\"]\n[scan]\nexclude = [\"left-out*\"]\n";
    fs::write(folder.path().join("postseal.toml"), config).unwrap();
    let export = "{\"values\": [{\"key\": \"password\", \"value\": \"Tr4vel!ng-light\"}, {\"key\": \"x\", \"value\": \"acme_0f3a91bc77de4210\"}]}";
    for name in ["taken.json", "left-out.json"] {
        fs::write(below.join(name), export).unwrap();
    }
    let cases: [(&[&str], &[&str]); 6] = [
        (&[], &["acme-key"]),
        (&["--pattern", "variable-*"], &["variable-password"]),
        (&["--exclude-pattern", "acme-*"], &[]),
        (&["--no-config"], &["variable-password", "variable-password"]),
        (
            &["--no-config", "--patterns", "../../mine/acme.toml"],
            &["acme-key", "acme-key", "variable-password", "variable-password"],
        ),
        (&["--config", "../../postseal.toml", "--severity", "critical"], &[]),
    ];
    for (args, expected) in cases {
        assert_eq!(scanned(&below, args), expected, "{args:?}");
    }
}

#[test]
fn a_mistake_in_a_configuration_is_trouble() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("postseal.toml"), "disable = [\n  \"no-such-*\",\n]\n").unwrap();
    let outcome = postseal(folder.path(), &[]);
    assert_eq!(outcome.status.code(), Some(2));
    let message = String::from_utf8(outcome.stderr).unwrap();
    assert!(message.contains("postseal.toml:2:3: `no-such-*` names no pattern"), "{message}");
}

/// Editors complete and check by the schema, so it has to know what the program knows.
#[test]
fn the_schema_holds_for_every_built_in_file_and_names_every_field() {
    let schema: serde_json::Value =
        serde_json::from_str(&fs::read_to_string("docs/patterns.schema.json").unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let others = ["place.toml", "words.toml", "published.toml"];
    let mut wrong = Vec::new();
    for entry in fs::read_dir("patterns").unwrap() {
        let path = entry.unwrap().path();
        let is_toml = path.extension().is_some_and(|extension| extension == "toml");
        if !is_toml || others.iter().any(|other| path.ends_with(other)) {
            continue;
        }
        let file: serde_json::Value = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for error in validator.iter_errors(&file) {
            wrong.push(format!("{}{}: {error}", path.display(), error.instance_path()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let words = |field: &str| {
        let field = &schema["$defs"]["pattern"]["properties"][field];
        let words = field["enum"].as_array().or_else(|| field["items"]["enum"].as_array()).unwrap();
        words.iter().map(|word| word.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (field, wrong) in [("where", "where = ['x']"), ("checksum", "checksum = 'x'")] {
        let text = format!("[[pattern]]\nid = 'x'\nregex = '(x)'\nlabels = ['x']\n{wrong}\n");
        let message = PatternFile::parse("x.toml", &text).unwrap_err().to_string();
        assert!(words(field).iter().all(|word| message.contains(word.as_str())), "{message}");
    }
    assert_eq!(words("where"), Role::ALL.map(|role| role.as_str().to_owned()));
    assert_eq!(words("checksum"), Checksum::ALL.map(|(name, _)| name.to_owned()));
    let fields = |table: &serde_json::Value| {
        let fields = table["properties"].as_object().unwrap().keys();
        fields.cloned().collect::<std::collections::BTreeSet<_>>()
    };
    for (text, table) in [
        (
            "[service]\nname = \"x\"\nno_such = 1\n[[pattern]]\nid = 'x'\nregex = '(x)'\n",
            &schema["properties"]["service"],
        ),
        ("[[pattern]]\nno_such = 1\n", &schema["$defs"]["pattern"]),
        (
            "[[pattern]]\nparts = [{ no_such = 1 }]\n",
            &schema["$defs"]["pattern"]["properties"]["parts"]["items"],
        ),
    ] {
        let message = PatternFile::parse("x.toml", text).unwrap_err().to_string();
        let line = message.lines().next().unwrap();
        let (_, expected) =
            line.split_once(" expected ").unwrap_or_else(|| panic!("no fields in {line}"));
        let expected = expected.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(fields(table), expected, "{line}");
    }
}

/// The ids of what a library with these pattern files finds in `text`.
fn found(files: &[(&str, &str)], text: &str) -> Vec<String> {
    let mut library = Library::built_in().expect("it is sound");
    let files =
        files.iter().map(|(path, text)| PatternFile::parse(path, text).expect("it has no mistake"));
    library.add(files.collect()).expect("each id once");
    let scanner = Scanner::new(library, ScanOptions::default()).expect("the literals fit");
    let facts = scanner.scan(&Source::new("sample", text.as_bytes()), &mut Memory::default());
    facts.findings.iter().map(|finding| finding.pattern.id.clone()).collect()
}

/// The sorted ids of what a scan of `folder` finds.
fn scanned(folder: &Path, args: &[&str]) -> Vec<String> {
    let outcome = postseal(folder, args);
    let report = String::from_utf8(outcome.stdout).expect("reports are text");
    let records = report
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("each line is JSON"));
    let mut ids: Vec<String> = records
        .filter(|record| record["type"] == "finding")
        .map(|record| record["pattern"].as_str().expect("each has a pattern").to_owned())
        .collect();
    ids.sort();
    ids
}

fn postseal(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_postseal"))
        .current_dir(folder)
        .args(["scan", "--format", "jsonl", "."])
        .args(args)
        .output()
        .expect("the program can be started")
}
