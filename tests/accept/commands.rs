//! `postseal baseline` and what goes with it, as a user calls it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with the exports of the walk-through.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("the folder can be used, and the program called");
    fs::create_dir(folder.path().join("exports"))
        .expect("the folder can be used, and the program called");
    for name in ["shop.postman_collection.json", "dev.postman_environment.json"] {
        let from = Path::new("tests/walkthrough/accepting/exports").join(name);
        fs::copy(from, folder.path().join("exports").join(name))
            .expect("the folder can be used, and the program called");
    }
    folder
}

fn call(folder: &TempDir, args: &[&str], answers: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postseal"));
    let command = command.args(args).current_dir(folder.path());
    let command = command.env_remove("POSTSEAL_CONFIG").env_remove("POSTSEAL_BASELINE");
    let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = streams.spawn().expect("the folder can be used, and the program called");
    // One that asks nothing may have closed it.
    let _ = child
        .stdin
        .take()
        .expect("the folder can be used, and the program called")
        .write_all(answers.as_bytes());
    child.wait_with_output().expect("the folder can be used, and the program called")
}

fn status(folder: &TempDir, args: &[&str]) -> Option<i32> {
    call(folder, args, "").status.code()
}

const FILE: &str = "postseal-baseline.jsonl";
const SCAN: &[&str] = &["scan", "exports", "-b", FILE];

fn read(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join(FILE))
        .expect("the folder can be used, and the program called")
}

#[test]
fn an_audit_records_what_is_answered() {
    let folder = folder();
    let audit = ["baseline", "audit", "exports", "--stdin", "--author", "Ines"];
    // Three credentials: a false positive, one that is looked at and left, one that is revoked.
    let outcome = call(&folder, &audit, "f\nkey of the sandbox\ns\nx\nn\nv\n\n");
    assert_eq!(outcome.status.code(), Some(1));
    let said = String::from_utf8(outcome.stdout).unwrap();
    assert!(said.contains("1 of 3") && said.contains("3 of 3"), "{said}");
    assert!(said.contains("Answer with one of the letters"), "{said}");
    assert!(said.ends_with("1 revoked, 1 false-positive\n"), "{said}");
    let text = read(&folder);
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.contains("\"state\":\"false-positive\"") && text.contains("\"author\":\"Ines\""));
    assert!(text.contains("\"reason\":\"key of the sandbox\""));
    assert_eq!(status(&folder, SCAN), Some(1));
    // Only what is open is asked for again.
    let outcome = call(&folder, &audit, "r\nold\n");
    assert_eq!(outcome.status.code(), Some(0));
    assert!(String::from_utf8(outcome.stdout).unwrap().contains("1 of 1"));
    assert_eq!(status(&folder, SCAN), Some(0));
    // Back, and another decision in place of the first.
    let all = ["baseline", "audit", "exports", "--stdin", "--all"];
    let outcome = call(&folder, &all, "r\none\nb\nf\ntwo\nq\n");
    assert!(outcome.status.code().is_some());
    let text = read(&folder);
    assert!(text.contains("\"reason\":\"two\"") && !text.contains("\"reason\":\"one\""), "{text}");
}

#[test]
fn an_audit_without_a_terminal_says_so_and_does_nothing() {
    let folder = folder();
    let outcome = call(&folder, &["baseline", "audit", "exports"], "f\n\n");
    assert_eq!(outcome.status.code(), Some(2));
    assert!(String::from_utf8(outcome.stderr).unwrap().contains("no terminal"));
    assert!(!folder.path().join(FILE).exists());
}

#[test]
fn a_baseline_is_not_overwritten_unasked_and_leaves_no_other_file() {
    let folder = folder();
    let create = ["baseline", "create", "exports"];
    assert_eq!(status(&folder, &create), Some(0));
    let first = read(&folder);
    assert_eq!(status(&folder, &create), Some(2));
    assert_eq!(status(&folder, &["baseline", "create", "exports", "--force"]), Some(0));
    assert_eq!(read(&folder), first);
    assert_eq!(status(&folder, &["baseline", "update", "exports"]), Some(0));
    assert_eq!(read(&folder), first);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn the_same_files_are_known_from_wherever_they_are_named() {
    let folder = folder();
    assert_eq!(status(&folder, &["baseline", "create", "exports"]), Some(0));
    let whole = folder.path().join("exports");
    for path in ["./exports", "exports/../exports", whole.to_str().unwrap()] {
        let diff = call(&folder, &["baseline", "diff", path], "");
        assert_eq!(diff.status.code(), Some(0), "{path}");
        assert!(diff.stdout.is_empty(), "{path}: {}", String::from_utf8_lossy(&diff.stdout));
    }
}

#[test]
fn a_diff_shows_what_is_new_gone_and_changed() {
    let folder = folder();
    assert_eq!(status(&folder, &["baseline", "create", "exports"]), Some(0));
    let shop = folder.path().join("exports/shop.postman_collection.json");
    let text = fs::read_to_string(&shop).unwrap();
    fs::write(&shop, text.replace("\"Log in\"", "\"Sign in\"")).unwrap();
    let dev = folder.path().join("exports/dev.postman_environment.json");
    let text = fs::read_to_string(&dev).unwrap();
    fs::write(&dev, text.replace("refresh_token", "client_secret")).unwrap();
    let diff = call(&folder, &["baseline", "diff", "exports", "--json"], "");
    assert_eq!(diff.status.code(), Some(1));
    let lines = String::from_utf8(diff.stdout).unwrap();
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let changes: Vec<&str> = lines.iter().map(|line| line["change"].as_str().unwrap()).collect();
    assert_eq!(changes, ["new", "changed", "gone"], "{lines:?}");
    assert_eq!(lines[1]["before"]["name_path"][2], "Log in");
    assert_eq!(status(&folder, &["baseline", "update", "exports"]), Some(0));
    assert_eq!(status(&folder, &["baseline", "diff", "exports"]), Some(0));
}

#[test]
fn what_could_not_be_read_is_not_gone() {
    let folder = folder();
    assert_eq!(status(&folder, &["baseline", "create", "exports"]), Some(0));
    let before = read(&folder);
    fs::remove_file(folder.path().join("exports/dev.postman_environment.json")).unwrap();
    let paths = ["exports/shop.postman_collection.json", "exports/dev.postman_environment.json"];
    assert_eq!(status(&folder, &["baseline", "update", "-q", paths[0], paths[1]]), Some(2));
    assert_eq!(read(&folder), before);
    assert_eq!(status(&folder, &["baseline", "update", "-q", "exports"]), Some(0));
    assert_eq!(read(&folder).lines().count(), before.lines().count() - 1);
}

#[test]
fn shards_are_accepted_each_or_all_together() {
    let folder = folder();
    assert_eq!(status(&folder, &["baseline", "create", "exports"]), Some(0));
    for (one, more) in [(&["-b", FILE][..], &[][..]), (&[], &["-b", FILE])] {
        for shard in ["1", "2"] {
            let split = format!("{shard}/2");
            let args = ["scan", "exports", "-q", "-o", shard, "--shard", &split];
            assert!(status(&folder, &[&args, one].concat()).is_some());
        }
        assert_eq!(status(&folder, &[&["merge", "1", "2"], more].concat()), Some(0));
    }
    assert_eq!(status(&folder, &["merge", "1", "2"]), Some(1));
}

#[test]
fn ignore_files_beside_what_is_scanned_count_only_where_it_is_trusted() {
    let folder = folder();
    fs::write(folder.path().join("exports/.postsealignore"), "*.json # mine\n").unwrap();
    assert_eq!(status(&folder, &["scan", "exports"]), Some(1));
    assert_eq!(status(&folder, &["scan", "exports", "--trust-input"]), Some(0));
    fs::write(folder.path().join("exports/.postsealignore"), "paht:x\n").unwrap();
    let outcome = call(&folder, &["scan", "exports", "--trust-input"], "");
    assert_eq!(outcome.status.code(), Some(1));
    let said = String::from_utf8(outcome.stderr).unwrap();
    assert!(said.contains("notice: exports/.postsealignore") && said.contains("paht"), "{said}");
    // In the working directory it counts, and a mistake in it is trouble.
    fs::write(folder.path().join(".postsealignore"), "exports # mine\n").unwrap();
    assert_eq!(status(&folder, &["scan", "exports"]), Some(0));
    fs::write(folder.path().join(".postsealignore"), "paht:x\n").unwrap();
    assert_eq!(status(&folder, &["scan", "exports"]), Some(2));
}

#[test]
fn notices_stand_in_reports_too() {
    let folder = folder();
    let rule = "[[allow]]\npath = \"gone/\"\nreason = \"old\"\n";
    fs::write(folder.path().join("postseal.toml"), rule).unwrap();
    let outcome = call(&folder, &["scan", "-f", "jsonl", "-q"], "");
    let report = String::from_utf8(outcome.stdout).unwrap();
    assert!(
        report.contains(
            "{\"type\":\"notice\",\"code\":\"unused\",\"path\":\"postseal.toml\",\"line\":1,"
        ),
        "{report}"
    );
    assert!(outcome.stderr.is_empty());
    let outcome = call(&folder, &["scan", "exports", "-f", "jsonl"], "");
    assert!(!String::from_utf8(outcome.stdout).unwrap().contains("\"notice\""));
}

#[test]
fn settings_come_from_where_they_are_said_to() {
    let folder = folder();
    let text = "[scan]\nseverity = \"low\"\nexclude = [\"a\", \"b\"]\njobs = 2\n";
    fs::write(folder.path().join("postseal.toml"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_postseal"));
    let command = command.args(["config", "show", "--json", "--exclude", "c", "--hidden"]);
    let command = command.current_dir(folder.path()).env("POSTSEAL_SEVERITY", "high");
    let outcome = command.output().unwrap();
    let rows = String::from_utf8(outcome.stdout).unwrap();
    for row in [
        r#"{"setting":"scan.severity","value":"high","origin":"POSTSEAL_SEVERITY"}"#,
        r#"{"setting":"scan.confidence","value":"medium","origin":"default"}"#,
        r#"{"setting":"scan.exclude","value":"b","origin":"postseal.toml:3"}"#,
        r#"{"setting":"scan.exclude","value":"c","origin":"--exclude"}"#,
        r#"{"setting":"scan.jobs","value":2,"origin":"postseal.toml:4"}"#,
        r#"{"setting":"scan.hidden","value":true,"origin":"--hidden"}"#,
    ] {
        assert!(rows.lines().any(|line| line == row), "{row}\n{rows}");
    }
}
