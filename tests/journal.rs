//! A scan with a journal writes what one without would have written, whatever became of the one before.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

/// A value that is found, as often as a test needs it.
const EXPORT: &str = "fixtures/globals/wrapped.json";

/// A folder of exports, and a journal beside it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a folder can be made") };
        for folder in ["archive", "collection", "environment", "json", "malformed", "text"] {
            copy(&Path::new("fixtures").join(folder), &place.exports().join(folder));
        }
        place
    }

    fn exports(&self) -> PathBuf {
        self.folder.path().join("exports")
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("journal")
    }

    /// A scan with the journal; the same as one without.
    fn scan(&self, options: &[&str]) -> String {
        let (exports, journal) = (self.exports(), self.journal());
        let exports = exports.to_str().expect("a plain name");
        let plain = ["scan", "--include", "*", "-f", "jsonl", exports];
        let own = ["--journal", journal.to_str().expect("a plain name")];
        let with = postseal(&[&plain, options, &own[..]].concat());
        let without = postseal(&[&plain, options].concat());
        let report = String::from_utf8(with.stdout).expect("reports are UTF-8");
        assert!(report.as_bytes() == without.stdout, "{options:?}");
        assert_eq!((with.stderr, with.status), (without.stderr, without.status));
        report
    }

    fn lines(&self) -> usize {
        fs::read_to_string(self.journal()).expect("there is a journal").lines().count()
    }
}

#[test]
fn what_has_not_changed_is_taken_from_the_journal() {
    let place = Place::new();
    let first = place.scan(&[]);
    assert!(first.lines().count() > 100);
    let lines = place.lines();
    assert!(lines > 20, "{lines} lines");
    assert_eq!(place.scan(&[]), first);
    assert_eq!(place.lines(), lines, "nothing was new");
    // Times and size say that nothing has changed, so that the file is not read.
    let file = place.exports().join("json/secret.json");
    let (text, other) = (r#"{"password": "kV7-qT2mXz9!w"}"#, r#"{"plain": ["kV7","qT2mXz9w"]}"#);
    assert_eq!(text.len(), other.len());
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    write(&file, text, long_ago);
    let report = place.scan(&[]);
    assert!(report.contains("json/secret.json"));
    write(&file, other, long_ago);
    let stale = postseal(&[
        "scan",
        "-q",
        "--journal",
        place.journal().to_str().unwrap(),
        "--include",
        "*",
        place.exports().to_str().unwrap(),
    ]);
    assert!(String::from_utf8(stale.stdout).unwrap().contains("json/secret.json"));
    // Another time: the content is compared.
    write(&file, other, long_ago + Duration::from_secs(1));
    assert!(!place.scan(&[]).contains("json/secret.json"));
    let lines = place.lines();
    write(&file, other, long_ago + Duration::from_secs(2));
    place.scan(&[]);
    assert_eq!(place.lines(), lines + 1, "the new time is noted");
    place.scan(&[]);
    assert_eq!(place.lines(), lines + 1);
}

#[test]
fn a_scan_that_was_killed_is_taken_up_wherever_it_was() {
    let place = Place::new();
    for folder in ["collection", "environment", "text"] {
        fs::remove_dir_all(place.exports().join(folder)).unwrap();
    }
    let report = place.scan(&[]);
    let journal = fs::read(place.journal()).unwrap();
    let ends: Vec<usize> =
        journal.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(at, _)| at + 1).collect();
    let cuts = [0, 1, 10, 40].into_iter().chain(ends.iter().flat_map(|&end| [end, end - 1]));
    for length in cuts.chain(ends.windows(2).step_by(7).map(|pair| pair[0].midpoint(pair[1]))) {
        fs::write(place.journal(), &journal[..length]).unwrap();
        let exports = place.exports();
        let outcome = postseal(&[
            "scan",
            "--include",
            "*",
            "-f",
            "jsonl",
            exports.to_str().unwrap(),
            "--journal",
            place.journal().to_str().unwrap(),
        ]);
        assert!(outcome.stdout == report.as_bytes(), "cut at {length}");
        assert_eq!(place.lines(), ends.len(), "cut at {length}");
        assert!(fs::read_to_string(place.journal()).unwrap().ends_with('\n'));
    }
}

#[test]
fn files_come_and_go_and_options_change() {
    let place = Place::new();
    place.scan(&[]);
    let exports = place.exports();
    fs::copy(EXPORT, exports.join("added.json")).unwrap();
    assert!(place.scan(&[]).contains("added.json"));
    fs::rename(exports.join("added.json"), exports.join("renamed.json")).unwrap();
    let report = place.scan(&[]);
    assert!(report.contains("renamed.json") && !report.contains("added.json"));
    fs::remove_file(exports.join("renamed.json")).unwrap();
    assert!(!place.scan(&[]).contains("renamed.json"));
    for options in [
        &["--confidence", "low"][..],
        &["--hash"],
        &["--show-rejected"],
        &["--exclude-pattern", "header-*"],
        &["--max-file-size", "2K"],
        &[],
    ] {
        let lines = place.lines();
        let report = place.scan(options);
        assert_eq!(place.scan(options), report, "{options:?}");
        assert!(place.lines() > lines, "{options:?}");
    }
    let lines = place.lines();
    place.scan(&["-j", "3", "--mmap", "never"]);
    assert_eq!(place.lines(), lines, "these change nothing");
}

/// A collection that leaves names open; it sends a value of its own there, or only variables.
fn open_collection(number: usize, names: &[&str], has_value: bool) -> String {
    let value = format!("kQ7vXz2mT9rLw4Yb8NcJ5h{number:02}");
    let used: Vec<String> = names.iter().map(|name| format!("{{{{{name}}}}}")).collect();
    let key = if has_value { value.as_str() } else { used.last().expect("there are names") };
    let address = used.join("/");
    let header = json!([{ "key": "X-Api-Key", "value": key }]);
    let request = json!({ "method": "GET", "header": header, "url": format!("{address}/a") });
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let info = json!({ "name": format!("of {number}"), "schema": schema });
    json!({ "info": info, "item": [{ "name": "send", "request": request }] }).to_string()
}

fn environment(number: usize, names: &[&str]) -> String {
    let value = |name: &&str| match *name {
        "host" | "base" => format!("https://api{number}.example.com"),
        _ => format!("pW4kQ7vXz2mT9rLw8NcJ5hFd{number:02}"),
    };
    let row = |name: &&str| json!({ "key": name, "value": value(name), "enabled": true });
    let values: Vec<Value> = names.iter().map(row).collect();
    let scope = "environment";
    json!({ "name": "e", "values": values, "_postman_variable_scope": scope }).to_string()
}

#[test]
fn lone_exports_are_scanned_again_where_something_is_joined_to_them() {
    let place = Place { folder: tempfile::tempdir().expect("a folder can be made") };
    let exports = place.exports();
    fs::create_dir_all(exports.join("other")).unwrap();
    let names = ["host", "session"];
    for number in 0..6 {
        let text = open_collection(number, &names, number % 2 == 0);
        fs::write(exports.join(format!("c{number}.json")), text).unwrap();
    }
    let alone = place.scan(&[]);
    assert_eq!(place.lines(), 7, "each is noted");
    assert_eq!(place.scan(&[]), alone);
    fs::write(exports.join("e.json"), environment(1, &names)).unwrap();
    let together = place.scan(&[]);
    assert!(together.contains("api1.example.com") && !alone.contains("api1.example.com"));
    assert!(together.contains("\"path\":\"") && together.contains("e.json"));
    assert_eq!(place.lines(), 7, "what holds values is not noted");
    fs::write(exports.join("e.json"), environment(2, &names)).unwrap();
    assert!(place.scan(&[]).contains("api2.example.com"));
    fs::remove_file(exports.join("e.json")).unwrap();
    assert_eq!(place.scan(&[]), alone);
    // They are not read where nothing is joined to them.
    let file = exports.join("c0.json");
    let modified = fs::metadata(&file).unwrap().modified().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    write(&file, &text.replace("kQ7vXz2mT9rLw4Yb8NcJ5h00", "{{kQ7vXz2mT9rLw4Yb8Nc}}."), modified);
    let journal = place.journal();
    let args = ["scan", "-f", "jsonl", "--journal", journal.to_str().unwrap()];
    let stale = postseal(&[&args[..], &[exports.to_str().unwrap()]].concat());
    assert!(String::from_utf8(stale.stdout).unwrap() == alone);
}

#[test]
fn whatever_comes_and_goes_the_report_is_that_of_a_scan_without() {
    const NAMES: [&str; 6] = ["host", "session", "base", "tenant", "key", "user"];
    let place = Place { folder: tempfile::tempdir().expect("a folder can be made") };
    let exports = place.exports();
    for folder in ["a", "b", "c", "v3/.resources"] {
        fs::create_dir_all(exports.join(folder)).unwrap();
    }
    let mut state = 7_u64;
    let mut below = |bound: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        usize::try_from(state >> 33).unwrap() % bound
    };
    for round in 0..12 {
        for _ in 0..8 {
            let number = below(30);
            let folder = exports.join(["a", "b", "c", "v3"][below(4)]);
            let from = below(4);
            let names = &NAMES[from..(from + 1 + below(3)).min(6)];
            let (file, text) = match below(4) {
                0 => (format!("e{number}.json"), environment(number, names)),
                1 => (format!("c{number}.json"), open_collection(number, names, false)),
                _ => (format!("c{number}.json"), open_collection(number, names, true)),
            };
            match below(4) {
                0 => drop(fs::remove_file(folder.join(file))),
                _ => fs::write(folder.join(file), text).unwrap(),
            }
        }
        let described = exports.join("v3/.resources/definition.yaml");
        match round % 3 {
            0 => drop(fs::remove_file(described)),
            _ => fs::write(described, "$kind: collection\nauth:\n  type: bearer\n  credentials:\n    - key: token\n      value: pW4kQ7vXz2mT9rLw8NcJ5hFd\n").unwrap(),
        }
        let options: &[&str] = if round % 2 == 0 { &["--confidence", "low"] } else { &[] };
        place.scan(options);
        place.scan(options);
    }
}

#[test]
fn a_journal_holds_no_value_and_is_never_some_other_file() {
    let place = Place::new();
    place.scan(&["--hash"]);
    let exports = place.exports();
    let exports = exports.to_str().unwrap();
    let shown = postseal(&["scan", "-f", "jsonl", "--show-secrets", "--include", "*", exports]);
    let journal = fs::read_to_string(place.journal()).unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    for line in shown.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let Some(secret) = record["secret"].as_str().filter(|secret| secret.len() > 15) else {
            continue;
        };
        assert!(!journal.contains(secret), "{line}");
    }
    let page = place.folder.path().join("page");
    fs::write(&page, "{\"a\": 1}").unwrap();
    let cases = [
        (page.to_str().unwrap(), "", "is not a journal"),
        (exports, "", "cannot use the journal"),
        ("journal", "--show-secrets", "cannot be used with"),
    ];
    for (journal, option, message) in cases {
        let args = ["scan", "--journal", journal, EXPORT, option];
        let args: Vec<&str> = args.into_iter().filter(|arg| !arg.is_empty()).collect();
        let outcome = postseal(&args);
        let stderr = String::from_utf8(outcome.stderr).unwrap();
        assert!(stderr.contains(message), "{stderr}");
        assert_eq!(outcome.status.code(), Some(2));
    }
    assert_eq!(fs::read_to_string(page).unwrap(), "{\"a\": 1}");
    let mut lines: Vec<&str> = journal.lines().collect();
    lines[2] = "{\"name\":";
    fs::write(place.journal(), lines.join("\n") + "\n").unwrap();
    let outcome = postseal(&["scan", "--journal", place.journal().to_str().unwrap(), EXPORT]);
    assert!(String::from_utf8(outcome.stderr).unwrap().contains("journal:3: EOF"));
}

fn write(path: &Path, text: &str, modified: SystemTime) {
    fs::write(path, text).expect("the file is written");
    let file = File::options().write(true).open(path).expect("the file is there");
    file.set_modified(modified).expect("times can be set");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("it can be listed");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).expect("the file is copied");
        }
    }
}

fn postseal(args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_postseal");
    Command::new(program).args(args).output().expect("the program can be started")
}
