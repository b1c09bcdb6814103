//! Scans by the program: what it says, how it ends, what it takes.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::archives::{Entry, deflated, gzip, tar_header, zip};

/// What a scan came to.
struct Outcome {
    status: Option<i32>,
    records: Vec<Value>,
}

impl Outcome {
    /// One field of every record of a type.
    fn all(&self, kind: &str, field: &str) -> Vec<&str> {
        let records = self.records.iter().filter(|record| record["type"] == kind);
        records.map(|record| record[field].as_str().unwrap_or("-")).collect()
    }

    /// The members in which something was found.
    fn found_in(&self) -> Vec<&str> {
        self.all("finding", "entry")
    }

    /// Code and member of each problem.
    fn problems(&self) -> Vec<(&str, &str)> {
        self.all("problem", "code").into_iter().zip(self.all("problem", "entry")).collect()
    }
}

fn outcome(output: &std::process::Output) -> Outcome {
    let lines = output.stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let records = lines.map(|line| serde_json::from_slice(line).expect("a line is JSON")).collect();
    Outcome { status: output.status.code(), records }
}

fn postseal() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postseal"));
    command.args(["scan", "--format", "jsonl", "--quiet"]);
    command
}

fn scan(path: &Path) -> Outcome {
    outcome(&postseal().arg(path).output().expect("the program runs"))
}

/// Scans a file of this name and content.
fn scan_file(name: &str, bytes: &[u8]) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    scan(&path)
}

/// An environment with one password.
fn environment(password: &str) -> Vec<u8> {
    format!(
        "{{\"name\": \"Dev\", \"values\": [{{\"key\": \"password\", \"value\": \"{password}\", \"enabled\": true}}]}}\n"
    )
    .into_bytes()
}

fn entry(name: &str, password: &str) -> Entry {
    Entry::new(name.as_bytes(), environment(password))
}

#[test]
fn every_container_gives_the_same() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive");
    let ids = |name: &str| -> BTreeSet<String> {
        let outcome = scan(&fixtures.join(name));
        assert_eq!((outcome.status, outcome.problems().len()), (Some(1), 0), "{name}");
        outcome.all("finding", "fingerprint").into_iter().map(str::to_owned).collect()
    };
    let export = ids("data-export.zip");
    assert_eq!(export.len(), 4);
    for same in ["repository.tar.gz", "archive-in-archive.zip"] {
        assert_eq!(ids(same), export);
    }
    assert_eq!(ids("environment.json.gz"), ids("environment.json.zst"));
}

#[test]
fn members_of_an_archive_are_one_workspace() {
    let outcome =
        scan(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive/data-export.zip"));
    let findings: Vec<usize> = outcome
        .records
        .iter()
        .filter(|record| record["type"] == "credential")
        .map(|record| record["findings"].as_array().map_or(0, Vec::len))
        .collect();
    assert_eq!(findings.iter().sum::<usize>(), 4);
    assert!(findings.contains(&2), "one password in collection and environment: {findings:?}");
}

#[test]
fn folders_give_their_archives() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("a.zip", &zip(&[entry("env.json", "gT7!mq-Wz5e")]));
    write("b.json.gz", &gzip(&environment("Ln4!vs-Qe8d")));
    write("c.gz", &gzip(&environment("Rk2!bx-Ua9f")));
    write("d.log.gz", &gzip(b"password: Hp5!cw-Yo3g\n"));
    let outcome = scan(folder.path());
    assert_eq!(outcome.found_in(), ["env.json", "b.json", "c"]);
    assert_eq!(outcome.status, Some(1));
}

#[test]
fn names_are_only_names() {
    let names: [&[u8]; 5] =
        [b"../../etc/x.json", b"/abs.json", b"a.json", b"a.json", b"esc\x1b[2J\n\xFF.json"];
    let entries: Vec<Entry> =
        names.iter().map(|name| Entry::new(name, environment("gT7!mq-Wz5e"))).collect();
    let outcome = scan_file("names.zip", &zip(&entries));
    let expected =
        ["../../etc/x.json", "/abs.json", "a.json", "a.json", "esc\u{1b}[2J\n\u{fffd}.json"];
    assert_eq!(outcome.found_in(), expected);
    assert_eq!((outcome.status, outcome.problems()), (Some(1), vec![]));
}

#[test]
fn what_stands_before_a_cut_is_found() {
    let text = [environment("gT7!mq-Wz5e"), b" {\"a\": \"Kd93nf\"}\n".repeat(5000)].concat();
    let packed = gzip(&text);
    let outcome = scan_file("cut.json.gz", &packed[..packed.len() - 12]);
    assert_eq!(outcome.found_in(), ["cut.json"]);
    assert_eq!(outcome.status, Some(2));
    assert_eq!(outcome.problems(), [("damaged", "cut.json")]);

    let mut archive = [tar_header("a.json", 100), environment("gT7!mq-Wz5e")].concat();
    archive.resize(1024, 0);
    archive.splice(512..1024, [environment("gT7!mq-Wz5e"), vec![b' '; 430]].concat());
    let outcome = scan_file("cut.tar", &archive[..560]);
    assert_eq!(outcome.status, Some(2));
    assert_eq!(outcome.problems().last(), Some(&("damaged", "a.json")));
}

#[test]
fn a_size_that_lies_takes_no_memory() {
    let archive = [tar_header("lies.json", 10_000_000_000), environment("gT7!mq-Wz5e")].concat();
    let outcome = scan_file("lies.tar", &archive);
    assert_eq!(outcome.found_in(), ["lies.json"]);
    assert_eq!(outcome.problems(), [("damaged", "lies.json")]);
    assert_eq!(outcome.status, Some(2));
}

#[test]
fn bombs_are_stopped_and_the_rest_goes_on() {
    let bomb = Entry::deflated(b"bomb.json", &vec![0; 18 << 20]);
    let entries = [bomb, entry("env.json", "gT7!mq-Wz5e")];
    let packed = zip(&entries);
    assert!(packed.len() < 64 << 10);
    let outcome = scan_file("bomb.zip", &packed);
    assert_eq!(outcome.problems().first(), Some(&("archive-limit", "bomb.json")));
    assert_eq!(outcome.found_in(), ["env.json"], "the member behind the bomb");
    assert_eq!(outcome.status, Some(2));

    let nested = zip(&[Entry::new(b"bomb.zip", packed), entry("env.json", "gT7!mq-Wz5e")]);
    let outcome = scan_file("nested.zip", &nested);
    assert_eq!(outcome.problems().first(), Some(&("archive-limit", "bomb.zip!bomb.json")));
    assert_eq!(outcome.found_in(), ["bomb.zip!env.json", "env.json"]);
    let outcome = scan_file("bomb.json.gz", &gzip(&vec![0; 18 << 20]));
    assert_eq!(outcome.problems(), [("archive-limit", "bomb.json")]);
}

#[test]
fn encrypted_and_unknown_members_are_told() {
    let encrypted = Entry { flags: 1, ..entry("locked.json", "gT7!mq-Wz5e") };
    let picture = Entry { flags: 1, ..Entry::new(b"logo.png", vec![0x89; 64]) };
    let unknown = Entry { method: 14, ..entry("lzma.json", "gT7!mq-Wz5e") };
    let open = entry("open.json", "gT7!mq-Wz5e");
    let outcome = scan_file("mixed.zip", &zip(&[encrypted, picture, unknown, open]));
    assert_eq!(outcome.problems(), [("encrypted", "locked.json"), ("damaged", "lzma.json")]);
    assert_eq!(outcome.found_in(), ["open.json"]);
    assert_eq!(outcome.status, Some(2));
}

#[test]
fn the_third_level_is_not_opened() {
    let inner = zip(&[entry("a.json", "gT7!mq-Wz5e")]);
    let middle = zip(&[Entry::new(b"inner.zip", inner), entry("b.json", "Ln4!vs-Qe8d")]);
    let outer = zip(&[Entry::new(b"middle.zip", middle)]);
    let outcome = scan_file("outer.zip", &outer);
    assert_eq!(outcome.found_in(), ["middle.zip!b.json"]);
    assert_eq!(outcome.problems(), [("archive-limit", "middle.zip!inner.zip")]);
    assert_eq!(outcome.status, Some(2));
}

#[test]
fn what_is_no_archive_any_more_is_told() {
    let packed = zip(&[entry("a.json", "gT7!mq-Wz5e")]);
    let outcome = scan_file("cut.zip", &packed[..packed.len() - 30]);
    assert_eq!((outcome.status, outcome.problems()), (Some(2), vec![("damaged", "-")]));
    let outcome = scan_file("bad.gz", b"\x1f\x8b\x08\x00garbage that is no deflate stream");
    assert_eq!((outcome.status, outcome.problems()), (Some(2), vec![("damaged", "-")]));
    let outcome = scan_file("bad.zst", b"\x28\xb5\x2f\xfdgarbage that is no frame");
    assert_eq!((outcome.status, outcome.problems()), (Some(2), vec![("damaged", "-")]));
}

/// Feeds `pieces` to a scan of standard input; also its peak memory in KiB while it ran.
fn scan_stdin(pieces: impl Iterator<Item = Vec<u8>>) -> (Outcome, u64) {
    let mut child = postseal()
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("its input is piped");
    for piece in pieces {
        stdin.write_all(&piece).expect("it reads to the end");
    }
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    drop(stdin);
    (outcome(&child.wait_with_output().expect("it ends")), peak.unwrap_or(0))
}

#[test]
fn standard_input_may_be_an_archive() {
    for bytes in [zip(&[entry("a.json", "gT7!mq-Wz5e")]), gzip(&environment("gT7!mq-Wz5e"))] {
        let (outcome, _) = scan_stdin(std::iter::once(bytes));
        assert_eq!(outcome.found_in().len(), 1);
        assert_eq!(outcome.status, Some(1));
    }
    let frames = [&b"\x50\x2a\x4d\x18\x04\x00\x00\x00skip"[..], &deflated(b"")].concat();
    let (outcome, _) = scan_stdin(std::iter::once(frames));
    assert_eq!(outcome.status, Some(2), "what follows a skippable frame is no frame");
}

#[test]
fn a_long_stream_takes_little_memory() {
    // A debug build reads some 7 MB a second.
    let megabytes = if cfg!(debug_assertions) { 48 } else { 300 };
    let filler = format!("{{\"event\": \"{}\", \"n\": [1, 2]}}\n", "lorem ipsum ".repeat(80));
    let piece = filler.repeat((1 << 20) / filler.len()).into_bytes();
    let lines = (piece.len() / filler.len() * megabytes) as u64;
    let offset = (piece.len() * megabytes) as u64;
    let pieces = std::iter::repeat_n(piece, megabytes);
    let (outcome, peak) = scan_stdin(pieces.chain([environment("gT7!mq-Wz5e")]));
    assert!(peak < 40 << 10, "{peak} KiB");
    let [finding] =
        outcome.records.iter().filter(|r| r["type"] == "finding").collect::<Vec<_>>()[..]
    else {
        panic!("one finding")
    };
    assert_eq!(finding["document"], lines);
    assert_eq!(finding["start"]["line"], lines + 1);
    assert_eq!(finding["start"]["column"], 58);
    assert_eq!(finding["spans"][0]["start"], offset + 57);
}
