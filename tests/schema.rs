//! The JSON formats keep their contract: `docs/jsonl.schema.json` and `docs/output.md`.

mod files;

use std::collections::BTreeSet;
use std::fs;

use postseal::finding::{
    Confidence, Level, Notice, NoticeCode, Problem, ProblemCode, Severity, State, SuppressedBy,
    Suppression, Threshold,
};
use postseal::location::Role;
use postseal::pattern::library::Library;
use postseal::policy::{Allowed, Policy};
use postseal::report::{FORMATS, ReportOptions, Summary};
use postseal::scan::{Memory, ScanOptions, Scanner};
use postseal::source::Source;
use postseal::workspace::{Joiner, Ties};
use serde_json::Value;

const NOTICES: [NoticeCode; 3] = [NoticeCode::Expired, NoticeCode::Unused, NoticeCode::Unread];

/// The types of the lines.
const TYPES: [&str; 8] =
    ["finding", "rejected", "credential", "policy", "problem", "notice", "service", "summary"];

#[test]
fn every_line_is_as_the_schema_says() {
    let schema = schema();
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    let mut seen = BTreeSet::new();
    for (hash, keep_rejected) in [(false, false), (true, false), (false, true), (true, true)] {
        for line in written("jsonl", hash, keep_rejected).lines() {
            let record: Value = serde_json::from_str(line).expect("each line is JSON");
            let errors: Vec<String> =
                validator.iter_errors(&record).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{line}\n{}", errors.join("\n"));
            seen.insert(record["type"].as_str().expect("each has a type").to_owned());
            let is_finding = record["type"] == "finding";
            assert_eq!(record["secret_sha256"].is_string(), hash && is_finding, "{line}");
        }
    }
    assert_eq!(seen, TYPES.map(str::to_owned).into());
}

#[test]
fn json_is_one_array_of_the_lines_of_jsonl() {
    let array: Vec<Value> =
        serde_json::from_str(&written("json", true, true)).expect("one JSON document");
    let jsonl = written("jsonl", true, true);
    let lines: Vec<Value> =
        jsonl.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert!(array == lines);
}

#[test]
fn schema_and_documentation_name_the_same_fields() {
    let schema = schema();
    let page = fs::read_to_string("docs/output.md").expect("the page is there");
    for kind in TYPES {
        let table = page.split(&format!("### `\"type\": \"{kind}\"`")).nth(1).expect(kind);
        let table = table.split("\n#").next().unwrap_or_default();
        let documented: BTreeSet<&str> = table
            .lines()
            .filter_map(|line| line.strip_prefix("| `")?.split_once('`'))
            .map(|(field, _)| field)
            .collect();
        let declared = schema["$defs"][kind]["properties"].as_object().expect(kind);
        let declared: BTreeSet<&str> = declared.keys().map(String::as_str).collect();
        let declared = declared.into_iter().filter(|field| *field != "type").collect();
        assert_eq!(documented, declared, "{kind}");
    }
}

#[test]
fn the_schema_knows_every_word() {
    let schema = schema();
    let words = |list: &Value| -> BTreeSet<String> {
        let words = list["enum"].as_array().expect("a list of words").iter();
        words.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let roles = Role::ALL.map(|role| role.as_str().to_owned());
    assert_eq!(words(&schema["$defs"]["role"]), roles.into());
    let severities = Severity::ALL.map(|severity| severity.as_str().to_owned());
    assert_eq!(words(&schema["$defs"]["severity"]), severities.into());
    let confidences = Confidence::ALL.map(|confidence| confidence.as_str().to_owned());
    assert_eq!(words(&schema["$defs"]["confidence"]), confidences.into());
    let by = SuppressedBy::ALL.map(|by| by.as_str().to_owned());
    let states = State::ALL.map(|state| state.as_str().to_owned());
    let suppression = &schema["$defs"]["suppression"]["properties"];
    assert_eq!(words(&suppression["state"]), states.into());
    let codes = NOTICES.map(|code| code.as_str().to_owned());
    assert_eq!(words(&schema["$defs"]["notice"]["properties"]["code"]), codes.into());
    assert_eq!(words(&schema["$defs"]["suppression"]["properties"]["by"]), by.into());
    let codes = problem_codes().map(|code| code.as_str().to_owned());
    assert_eq!(words(&schema["$defs"]["problem"]["properties"]["code"]), codes.into());
}

/// Every code. The match does not compile once there is another.
fn problem_codes() -> [ProblemCode; 11] {
    use ProblemCode::{
        ArchiveLimit, Damaged, Encrypted, Internal, Loop, Malformed, NotFound, TooLarge,
        TooManyFindings, TooManyVariables, Unreadable,
    };
    let all = [
        NotFound,
        Unreadable,
        TooLarge,
        Loop,
        Malformed,
        Damaged,
        Encrypted,
        ArchiveLimit,
        TooManyFindings,
        TooManyVariables,
        Internal,
    ];
    for code in all {
        match code {
            NotFound | Unreadable | TooLarge | Loop | Malformed | Damaged | Encrypted
            | ArchiveLimit | TooManyFindings | TooManyVariables | Internal => {}
        }
    }
    all
}

fn schema() -> Value {
    let text = fs::read_to_string("docs/jsonl.schema.json").expect("the schema is there");
    serde_json::from_str(&text).expect("the schema is JSON")
}

/// All fixtures and a problem of each code, written in one format.
fn written(format: &str, hash: bool, keep_rejected: bool) -> String {
    let library = Library::built_in().expect("the built-in library is sound");
    let options = ScanOptions { keep_rejected, note_logs: true, ..ScanOptions::default() };
    let policy = Policy::new(Level::L3, Allowed::new(["larchgate.example"])).expect("it is sound");
    let scanner = Scanner::new(library, options).expect("its literals fit");
    let format = FORMATS.iter().find(|known| known.name == format).expect("it is a format");
    let reporter = (format.make)(ReportOptions { hash, ..ReportOptions::default() });
    let mut summary = Summary::default();
    let mut out = Vec::new();
    reporter.begin(&mut out).expect("a Vec takes every byte");
    for file in files::fixtures() {
        let source = Source::new(&file.name, &file.bytes);
        let facts = scanner.scan(&source, &mut Memory::default());
        let mut report =
            Joiner::new(scanner.library()).join(vec![facts], &Ties::None, &Threshold::ALL);
        if summary.files == 0 {
            let problem = |code| Problem::with_file(code, "a.json", "it went wrong");
            report.problems.extend(problem_codes().map(problem));
        }
        for (finding, by) in report.findings.iter_mut().skip(1).zip(SuppressedBy::ALL) {
            let (reason, author, expires) = if by == SuppressedBy::Config {
                (Some("test".to_owned()), Some("Ada".to_owned()), Some("2027-03-31".to_owned()))
            } else {
                (None, None, None)
            };
            let state = (by == SuppressedBy::Baseline).then_some(State::AcceptedRisk);
            finding.suppression = Some(Suppression { by, state, reason, author, expires });
        }
        policy.apply(&mut report, Severity::Low);
        reporter.workspace(&report, &mut out);
        summary.add(&report, &Threshold::ALL);
    }
    let notice = |(code, line)| Notice {
        path: "postseal.toml".to_owned(),
        line,
        code,
        message: "look after it".to_owned(),
    };
    summary.notices = NOTICES.into_iter().zip([Some(1), None, Some(7)]).map(notice).collect();
    reporter.end(&summary, &mut out).expect("a Vec takes every byte");
    String::from_utf8(out).expect("reports are UTF-8")
}
