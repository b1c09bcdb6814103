//! Several reports at once, and files that are there as a whole or not at all.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::scan;

const EXPORT: &str = "fixtures/globals/wrapped.json";

fn postseal(args: &[&str]) -> Output {
    let mut command = Command::new(scan::program());
    command.env("SOURCE_DATE_EPOCH", "0").args(args);
    command.output().expect("the program can be started")
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.collect()
}

#[test]
fn several_reports_have_the_bytes_of_each_alone_for_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("t.txt");
    fs::write(&template, scan::TEMPLATE).unwrap();
    let template = ["--template", template.to_str().unwrap()];
    let names: Vec<&str> = postseal::report::FORMATS.iter().map(|format| format.name).collect();
    let wishes = |folder: &Path| -> Vec<String> {
        names.iter().map(|name| format!("{name}={}", folder.join(name).display())).collect()
    };
    let mut all = Vec::new();
    for jobs in ["1", "2"] {
        let out = tempfile::tempdir().unwrap();
        let wishes = wishes(out.path());
        let mut args = vec!["scan", "fixtures/workspace", "fixtures/malformed", "-j", jobs, "-q"];
        args.extend(template);
        args.extend(wishes.iter().flat_map(|wish| ["-f", wish]));
        let outcome = postseal(&args);
        assert_eq!(outcome.status.code(), Some(1), "{}", String::from_utf8_lossy(&outcome.stderr));
        assert!(outcome.stdout.is_empty());
        all.push(
            names.iter().map(|name| fs::read(out.path().join(name)).unwrap()).collect::<Vec<_>>(),
        );
    }
    assert!(all[0] == all[1]);
    for (name, written) in names.iter().zip(&all[0]) {
        let mut args = vec!["scan", "fixtures/workspace", "fixtures/malformed", "-q", "-f", name];
        if *name == "template" {
            args.extend(template);
        }
        assert!(postseal(&args).stdout == *written, "{name}");
    }
}

#[test]
fn a_report_takes_its_place_only_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.jsonl");
    let report = folder.path().join("report.csv");
    fs::write(&broken, "{\"type\":\"gossip\"}\n").unwrap();
    fs::write(&report, "as it was").unwrap();
    let wish = format!("csv={}", report.display());
    let outcome = postseal(&["report", broken.to_str().unwrap(), "-f", &wish]);
    assert_eq!(outcome.status.code(), Some(2));
    let message = String::from_utf8(outcome.stderr).unwrap();
    assert!(message.contains("broken.jsonl:1: unknown variant"), "{message}");
    assert_eq!(fs::read_to_string(&report).unwrap(), "as it was");
    assert_eq!(postseal(&["scan", EXPORT, "-f", &wish]).status.code(), Some(1));
    assert!(fs::read_to_string(&report).unwrap().starts_with("severity,confidence"));
    assert_eq!(names_in(folder.path()).len(), 2, "nothing else is left there");
}

/// A limit of the size of files is what a full disk is: writing fails in the midst.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_report_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.jsonl");
    fs::write(&report, "as it was").unwrap();
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
    let args = ["scan", "fixtures/workspace", "-q", "-f", "jsonl", "-o", report.to_str().unwrap()];
    let program = scan::program().to_str().unwrap();
    let outcome = Command::new("sh").args(["-c", script, program]).args(args).output().unwrap();
    let message = String::from_utf8(outcome.stderr).unwrap();
    assert_eq!(outcome.status.code(), Some(2), "{message}");
    assert!(
        message.contains("cannot write the report: ") && message.contains("report.jsonl"),
        "{message}"
    );
    assert_eq!(fs::read_to_string(&report).unwrap(), "as it was");
    assert_eq!(names_in(folder.path()), ["report.jsonl"]);
    if Path::new("/dev/full").exists() {
        let script = "exec \"$0\" scan fixtures/globals -q > /dev/full";
        let outcome = Command::new("sh").args(["-c", script, program]).output().unwrap();
        assert_eq!(outcome.status.code(), Some(2));
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_a_file_keeps_its_permissions() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("report.csv"), folder.path().join("latest.csv"));
    fs::write(&file, "as it was").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&file, &link).unwrap();
    let outcome = postseal(&["scan", EXPORT, "-f", "csv", "-o", link.to_str().unwrap()]);
    assert_eq!(outcome.status.code(), Some(1));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(fs::read_to_string(&file).unwrap().starts_with("severity"));
}

#[test]
fn what_cannot_go_together_is_said() {
    let cases: [(&[&str], &str); 7] = [
        (&["-f", "text", "-f", "sarif"], "only one report can go to standard output"),
        (&["-f", "csv=a.csv", "-f", "jsonl=a.csv"], "two reports cannot go to one file: a.csv"),
        (&["-f", "csv=a.csv", "-o", "b.csv"], "nothing goes to -o"),
        (&["-f", "csv="], "name a file behind `=`"),
        (&["-f", "gossip=a.txt"], "invalid value 'gossip'"),
        (&["-f", "template"], "the template format needs --template FILE"),
        (&["--template", "a.j2"], "--template needs -f template"),
    ];
    for (args, says) in cases {
        let outcome = postseal(&[&["scan", EXPORT], args].concat());
        let message = String::from_utf8(outcome.stderr).unwrap();
        assert_eq!(outcome.status.code(), Some(2), "{args:?}");
        assert!(message.contains(says), "{args:?}: {message}");
        assert!(!Path::new("a.csv").exists());
    }
}

#[test]
fn a_broken_template_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let template = folder.path().join("t.txt");
    let report = folder.path().join("out.txt");
    let cases = [("a\n{% for %}", "t.txt:2: "), ("a\n{{ findngs }}", "t.txt:2: ")];
    for (source, says) in cases {
        fs::write(&template, source).unwrap();
        let (template, report) = (template.to_str().unwrap(), report.to_str().unwrap());
        let args = ["scan", EXPORT, "-f", "template", "--template", template, "-o", report];
        let outcome = postseal(&args);
        let message = String::from_utf8(outcome.stderr).unwrap();
        assert_eq!(outcome.status.code(), Some(2), "{message}");
        assert!(message.contains(says), "{message}");
        assert!(!Path::new(report).exists());
    }
}
