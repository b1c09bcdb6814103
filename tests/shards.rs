//! A scan that is split over machines, and merged, is the scan of one machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What is scanned. Left out is an environment that evidence joins to exports of another shard.
const INPUTS: [&str; 6] =
    ["--include", "*", "--exclude", "fixtures/clean/**", "fixtures", "missing.json"];

#[test]
fn merged_shards_are_the_report_of_one_scan() {
    let folder = tempfile::tempdir().unwrap();
    let options: [&[&str]; 3] = [
        &[],
        &["--hash", "--confidence", "low", "--show-rejected"],
        &["--workspace", "fixtures/workspace/wendover", "--fail-on", "critical"],
    ];
    for (options, shards) in options.iter().zip([1, 3, 4]) {
        let mut files = shards_of(folder.path(), shards, options);
        files.rotate_left(1);
        for format in [&["-f", "jsonl"][..], &["-f", "json"], &[], &["--group-by", "credential"]] {
            let hash = options.iter().filter(|option| **option == "--hash");
            let merge: Vec<&str> = format.iter().chain(hash).copied().collect();
            let merged = merge_of(&files, &merge);
            let whole = postseal(&[&["scan"], &INPUTS[..], options, format].concat());
            assert!(whole.stdout.len() > 1000);
            assert_eq!(first_difference(&merged.stdout, &whole.stdout), None);
            assert_eq!(sorted(&merged.stderr), sorted(&whole.stderr), "{options:?} {format:?}");
            assert_eq!(merged.status.code(), whole.status.code(), "{options:?} {format:?}");
        }
    }
}

#[test]
fn every_line_is_as_the_schema_says_and_shows_no_value() {
    let folder = tempfile::tempdir().unwrap();
    let schema = fs::read_to_string("docs/shard.schema.json").unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let values = postseal(&[&["scan", "-f", "jsonl", "--show-secrets"], &INPUTS[..]].concat());
    let values: Vec<String> = text(&values.stdout)
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .filter_map(|record| Some(record["secret"].as_str()?.to_owned()))
        .filter(|value| value.len() >= 16)
        .collect();
    assert!(values.len() > 100);
    for file in shards_of(folder.path(), 2, &["--hash"]) {
        for line in fs::read_to_string(file).unwrap().lines() {
            let record = serde_json::from_str(line).unwrap();
            let errors: Vec<String> =
                validator.iter_errors(&record).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{errors:?}");
            assert!(!values.iter().any(|value| line.contains(value.as_str())), "{line}");
        }
    }
}

#[test]
fn each_shard_has_something_to_do() {
    let folder = tempfile::tempdir().unwrap();
    for file in shards_of(folder.path(), 3, &[]) {
        assert!(fs::read_to_string(file).unwrap().lines().count() > 5);
    }
}

#[test]
fn shards_that_do_not_make_a_whole_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let [one, two, three] = shards_of(folder.path(), 3, &[]).try_into().unwrap();
    let cases = [
        (vec![one.clone(), three.clone()], "of 3 shards, these are missing: 2"),
        (vec![three.clone()], "of 3 shards, these are missing: 1, 2"),
        (vec![one.clone(), two.clone(), three.clone(), two.clone()], "are both shard 2"),
        (vec![one.clone(), PathBuf::from("README.md")], "README.md is not the report of a shard"),
        (vec![one.clone(), path("nothing")], "cannot read"),
    ];
    for (files, message) in cases {
        refused(&files, message);
    }
    let other = path("other");
    fs::create_dir(&other).unwrap();
    let others = shards_of(&other, 3, &["--severity", "high"]);
    refused(&[one.clone(), others[1].clone(), three.clone()], "patterns or options differ");
    let others = shards_of(&other, 3, &["--pattern", "github-*"]);
    refused(&[one.clone(), others[1].clone(), three.clone()], "patterns or options differ");
    let others = shards_of(&other, 3, &["tests/walkthrough"]);
    refused(&[one.clone(), others[1].clone(), three.clone()], "lists of inputs differ");
    let others = shards_of(&other, 2, &[]);
    refused(&[one.clone(), others[1].clone()], "number of shards differs");
    let hashes = merge_of(&[one.clone(), two.clone(), three.clone()], &["-f", "jsonl", "--hash"]);
    assert!(text(&hashes.stderr).contains("has no hashes"), "{}", text(&hashes.stderr));
    let whole = fs::read(&two).unwrap();
    for length in [0, 10, whole.len() / 2, whole.len() - 10] {
        fs::write(&two, &whole[..length]).unwrap();
        let message = if length < 100 { "not the report of a shard" } else { "is cut short" };
        refused(&[one.clone(), two.clone(), three.clone()], message);
    }
}

#[test]
fn a_line_that_was_tampered_with_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let [file] = shards_of(folder.path(), 1, &[]).try_into().unwrap();
    let report = fs::read_to_string(&file).unwrap();
    let mut lines: Vec<&str> = report.lines().collect();
    lines.swap(1, 2);
    fs::write(&file, lines.join("\n")).unwrap();
    let outcome = merge_of(std::slice::from_ref(&file), &[]);
    assert_eq!(outcome.status.code(), Some(2));
    assert!(text(&outcome.stderr).contains(":3: workspaces are not in their order"));
    lines[1] = "{\"workspace\":";
    fs::write(&file, lines.join("\n")).unwrap();
    let outcome = merge_of(std::slice::from_ref(&file), &[]);
    assert_eq!(outcome.status.code(), Some(2));
    assert!(text(&outcome.stderr).contains(":2: EOF while parsing"), "{}", text(&outcome.stderr));
}

/// Scans each of `shards` shards; gives the files of their reports.
fn shards_of(folder: &Path, shards: usize, options: &[&str]) -> Vec<PathBuf> {
    let shard = |number| {
        let file = folder.join(format!("{number}-of-{shards}.shard"));
        let (which, path) = (
            format!("{number}/{shards}"),
            file.to_str().expect("the folder has a plain name").to_owned(),
        );
        let own = ["--shard", &which, "-o", &path];
        let outcome = postseal(&[&["scan"], &INPUTS[..], options, &own].concat());
        assert!(matches!(outcome.status.code(), Some(0..=2)), "{}", text(&outcome.stderr));
        file
    };
    (1..=shards).map(shard).collect()
}

fn merge_of(files: &[PathBuf], options: &[&str]) -> Output {
    let files: Vec<&str> =
        files.iter().map(|file| file.to_str().expect("the folder has a plain name")).collect();
    postseal(&[&["merge"], files.as_slice(), options].concat())
}

/// That the call ends in trouble, says so, and writes nothing.
fn refused(files: &[PathBuf], message: &str) {
    let outcome = merge_of(files, &[]);
    assert_eq!(outcome.status.code(), Some(2), "{message}");
    assert!(outcome.stdout.is_empty(), "{message}");
    assert!(text(&outcome.stderr).contains(message), "{message}: {}", text(&outcome.stderr));
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("all output is UTF-8")
}

/// The first lines that differ.
fn first_difference<'t>(one: &'t [u8], other: &'t [u8]) -> Option<(&'t str, &'t str)> {
    let (mut one, mut other) = (text(one).split('\n'), text(other).split('\n'));
    loop {
        let (one, other) = (one.next(), other.next());
        if one != other {
            return Some((one.unwrap_or_default(), other.unwrap_or_default()));
        }
        one?;
    }
}

/// The lines of standard error, whose order is free.
fn sorted(bytes: &[u8]) -> Vec<&str> {
    let mut lines: Vec<&str> = text(bytes).lines().collect();
    lines.sort_unstable();
    lines
}

fn postseal(args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_postseal");
    Command::new(program).args(args).output().expect("the program can be started")
}
