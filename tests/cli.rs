//! The command line: `tests/cmd/` holds calls and what they print; here is what needs files of its own.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Found in it: one credential of confidence medium or more.
const EXPORT: &str = "fixtures/globals/wrapped.json";

#[test]
fn every_call_prints_what_its_case_says() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd").case("tests/cmd/*.toml");
}

/// The walk-through of the documentation, in a folder with what it speaks of.
#[test]
fn every_command_of_the_walk_through_prints_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("patterns.md");
    fs::copy("docs/patterns.md", &page).unwrap();
    let inside = folder.path().join("patterns.in");
    fs::create_dir_all(inside.join("exports")).unwrap();
    let export = "exports/shop.postman_environment.json";
    for name in ["token.txt", "broken.toml", "gitleaks.toml", export] {
        fs::copy(Path::new("tests/walkthrough").join(name), inside.join(name)).unwrap();
    }
    fs::create_dir(folder.path().join("patterns.out")).unwrap();
    trycmd::TestCases::new().case(&page);
}

/// The pages on accepting findings, each in a folder with what it speaks of.
#[test]
fn every_command_of_the_pages_on_accepting_prints_what_it_says() {
    for (page, files) in
        [("baseline", &[][..]), ("configuration", &["postseal.toml", "typo.toml", "allow.toml"])]
    {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join(format!("{page}.md"));
        fs::copy(format!("docs/{page}.md"), &copy).unwrap();
        let inside = folder.path().join(format!("{page}.in"));
        fs::create_dir_all(inside.join("exports")).unwrap();
        let exports = ["shop.postman_collection.json", "dev.postman_environment.json"];
        let exports = exports.map(|name| format!("exports/{name}"));
        for name in files.iter().copied().chain(exports.iter().map(String::as_str)) {
            let from = Path::new("tests/walkthrough/accepting").join(name);
            fs::copy(from, inside.join(name)).unwrap();
        }
        fs::create_dir(folder.path().join(format!("{page}.out"))).unwrap();
        trycmd::TestCases::new().case(&copy).run();
        // Where the case was rewritten on request.
        if std::env::var_os("TRYCMD").is_some_and(|mode| mode == "overwrite") {
            fs::copy(&copy, format!("docs/{page}.md")).unwrap();
        }
    }
}

#[test]
fn a_report_in_a_file_has_the_bytes_of_one_on_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.jsonl");
    let printed = postseal(&["scan", EXPORT, "--format", "jsonl"]);
    let written = postseal(&["scan", EXPORT, "--format", "jsonl", "-o", file.to_str().unwrap()]);
    assert_eq!((printed.status.code(), written.status.code()), (Some(1), Some(1)));
    assert!(printed.stdout.starts_with(b"{\"type\":\"finding\""));
    assert!(written.stdout.is_empty());
    assert_eq!(fs::read(file).unwrap(), printed.stdout);
}

#[test]
fn a_report_that_cannot_be_written_is_trouble() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("missing").join("report.jsonl");
    let outcome = postseal(&["scan", EXPORT, "-o", file.to_str().unwrap()]);
    assert_eq!(outcome.status.code(), Some(2));
    let message = String::from_utf8(outcome.stderr).unwrap();
    assert!(message.contains("report.jsonl"), "{message}");
}

#[test]
#[expect(clippy::print_stdout, reason = "what is skipped is said")]
fn lists_of_paths_end_in_line_feeds_or_nul() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("odd\nname.json");
    let plain = folder.path().join("plain name.json");
    if fs::copy(EXPORT, &odd).is_err() {
        println!("skipped: no line feeds in file names here");
        return;
    }
    fs::copy(EXPORT, &plain).unwrap();
    let (odd, plain) = (odd.to_str().unwrap(), plain.to_str().unwrap());
    let list = folder.path().join("list");
    let cases = [
        (format!("{plain}\r\n\n{plain}\n"), vec![], 2),
        (format!("{odd}\0{plain}\0"), vec!["-0"], 2),
        (plain.to_owned(), vec!["--", EXPORT], 2),
    ];
    for (text, more, files) in cases {
        fs::write(&list, &text).unwrap();
        let mut args = vec!["scan", "-f", "jsonl", "--files-from", list.to_str().unwrap()];
        args.extend(more);
        let outcome = postseal(&args);
        let report = String::from_utf8(outcome.stdout).unwrap();
        assert_eq!(outcome.status.code(), Some(1), "{text:?}");
        let summary = report.lines().last().unwrap();
        assert!(summary.contains(&format!("\"files\":{files},")), "{text:?}: {summary}");
    }
}

#[test]
fn thresholds_take_findings_away_and_add_none() {
    let findings = |level: &str, flag: &str| {
        let outcome = postseal(&["scan", "-f", "jsonl", flag, level, "fixtures/workspace"]);
        let report = String::from_utf8(outcome.stdout).unwrap();
        report.lines().filter(|line| line.contains("\"type\":\"finding\"")).count()
    };
    for (flag, levels) in [
        ("--confidence", &["low", "medium", "high"][..]),
        ("--severity", &["low", "medium", "high", "critical"]),
    ] {
        let counts: Vec<usize> = levels.iter().map(|level| findings(level, flag)).collect();
        assert!(counts.is_sorted_by(|more, less| more >= less), "{flag}: {counts:?}");
        assert!(counts.first() > counts.last(), "{flag}: {counts:?}");
        assert!(counts.last() > Some(&0), "{flag}: {counts:?}");
    }
}

#[test]
fn json_formats_print_nothing_else_on_any_stream() {
    for format in ["json", "jsonl"] {
        let outcome = postseal(&["scan", EXPORT, "--format", format]);
        assert_eq!(String::from_utf8(outcome.stderr).unwrap(), "", "{format}");
    }
}

#[test]
fn progress_is_json_and_nothing_else() {
    let args = ["scan", "--progress", "json", EXPORT, "missing.json", "fixtures/malformed"];
    let outcome = postseal(&args);
    let lines = String::from_utf8(outcome.stderr).unwrap();
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let (last, problems) = lines.split_last().unwrap();
    assert!(problems.iter().all(|line| line["type"] == "problem" && line["place"].is_string()));
    assert_eq!(problems[0]["code"], "not-found");
    assert_eq!((&last["type"], &last["done"]), (&"progress".into(), &true.into()));
    assert_eq!(last["problems"], problems.len());
    assert_eq!((&last["inputs_in_all"], &last["seconds_left"]), (&last["inputs"], &0.0.into()));
    assert_eq!(last["bytes_read"], last["bytes"]);
    let outcome = postseal(&["scan", "--progress", "json", EXPORT, "missing.json"]);
    let lines = String::from_utf8(outcome.stderr).unwrap();
    let last: serde_json::Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!((&last["inputs"], &last["inputs_in_all"]), (&2.into(), &2.into()));
}

#[test]
fn statistics_are_told_only_when_asked_for() {
    let without = postseal(&["scan", "-f", "jsonl", EXPORT]);
    let with = postseal(&["scan", "-f", "jsonl", "--stats", EXPORT]);
    assert_eq!(without.stdout, with.stdout);
    assert!(without.stderr.is_empty());
    let stats = String::from_utf8(with.stderr).unwrap();
    assert!(
        ["1 inputs", "search", "judge", "patterns by cost", "1 kept"]
            .iter()
            .all(|word| stats.contains(word)),
        "{stats}"
    );
    assert!(stats.lines().last().unwrap().ends_with(EXPORT), "{stats}");
}

/// The bound is on address space, of which a process takes more than it ever touches.
#[test]
#[cfg(target_os = "linux")]
fn a_stream_longer_than_memory_is_scanned() {
    use std::io::Write;
    use std::process::Stdio;
    let script = "ulimit -v 300000 && exec \"$0\" scan -j 1 -f jsonl -";
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_postseal")]);
    let mut scan = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stream = scan.stdin.take().unwrap();
    let answer = format!("{{\"answer\": \"{}\"}}\n", "nothing to see here, ".repeat(50_000));
    for _ in 0..400 {
        stream.write_all(answer.as_bytes()).unwrap();
    }
    drop(stream);
    let outcome = scan.wait_with_output().unwrap();
    assert_eq!(outcome.status.code(), Some(0));
    let report = String::from_utf8(outcome.stdout).unwrap();
    assert!(report.contains(&format!("\"bytes\":{}", answer.len() * 400)), "{report}");
}

/// A large file on standard input is mapped, from a place in its midst it is not.
#[test]
fn standard_input_may_be_a_file_or_a_pipe() {
    use std::io::{Seek, SeekFrom, Write};
    use std::process::Stdio;
    let secret = fs::read_to_string(EXPORT).unwrap();
    let filler = "{\"a\": \"nothing to see here\"}\n".repeat(200_000);
    let text = format!("{filler}{}\n", secret.replace('\n', " "));
    assert!(text.len() > 4 << 20);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let scan = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_postseal"));
        command.args(["scan", "-f", "jsonl", "-"]).stdout(Stdio::piped());
        command
    };
    let piped = |text: &str| {
        let mut scan = scan().stdin(Stdio::piped()).spawn().unwrap();
        scan.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        scan.wait_with_output().unwrap().stdout
    };
    let mut from = |at: usize| {
        file.seek(SeekFrom::Start(at as u64)).unwrap();
        scan().stdin(file.try_clone().unwrap()).output().unwrap().stdout
    };
    let whole = from(0);
    assert!(String::from_utf8_lossy(&whole).contains("\"type\":\"finding\""));
    assert!(whole == piped(&text));
    let line = filler.lines().next().unwrap().len() + 1;
    assert!(from(line) == piped(&text[line..]));
}

fn postseal(args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_postseal");
    Command::new(program).args(args).output().expect("the program can be started")
}
