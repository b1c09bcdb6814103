//! A run's report has the same bytes whether equal documents are scanned once or each time, and in whatever order
//! inputs are begun.

mod files;

use std::fs::{self, File};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use files::fixtures;
use postseal::credential::WorkspaceReport;
use postseal::document::told_by_name;
use postseal::finding::{MARKER, Threshold};
use postseal::input::{self, WalkOptions};
use postseal::pattern::library::Library;
use postseal::report::{self, ReportOptions};
use postseal::run::{Observer, Pace, RunOptions, run};
use postseal::scan::{Memory, ScanOptions, Scanner, SourceFacts};
use postseal::source::Source;

/// Least bytes of a fixture that is left out, to save time.
const MOST: usize = 8 << 10;

/// Keeps how far the run was in the end.
#[derive(Default)]
struct Watch(Pace);

impl Observer for Watch {
    fn done(&mut self, _: &WorkspaceReport) {}

    fn pace(&mut self, pace: &Pace) {
        self.0 = *pace;
    }
}

fn scanner() -> Scanner {
    let options = ScanOptions {
        keep_rejected: true,
        note_logs: true,
        markers: true,
        ..ScanOptions::default()
    };
    Scanner::new(Library::built_in().expect("it is sound"), options).expect("it compiles")
}

/// The report on `folder`, and how far the run was in the end.
fn report(scanner: &Scanner, folder: &Path, jobs: usize, twins: bool) -> (Vec<u8>, Pace) {
    let options = RunOptions {
        jobs,
        twins,
        threshold: Threshold::ALL,
        fail_on: Threshold::ALL,
        ..RunOptions::default()
    };
    let walk = WalkOptions { include: vec!["*".to_owned()], ..WalkOptions::default() };
    let inputs = input::collect(vec![folder.to_owned()], walk).expect("`*` is a glob");
    let format = report::FORMATS.iter().find(|format| format.name == "jsonl").expect("it exists");
    let reporter = (format.make)(ReportOptions { hash: true, ..ReportOptions::default() });
    let (mut out, mut watch) = (Vec::new(), Watch::default());
    let stop = AtomicBool::new(false);
    run(inputs, (scanner, &*reporter), &options, (&mut out, &mut watch), &stop).expect("it runs");
    (out, watch.0)
}

#[test]
fn what_is_found_in_one_is_reported_of_all_that_are_equal() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = |name: &str| folder.path().join(name);
    for fork in ["a", "c"] {
        for file in fixtures().into_iter().filter(|file| file.bytes.len() < MOST) {
            let name = file.name.trim_start_matches("fixtures/");
            // The names of exports differ from fork to fork; the paths of format 3 do not.
            let name = if fork == "c" { name.replace(".json", "-c.json") } else { name.to_owned() };
            let to = path(fork).join(name);
            fs::create_dir_all(to.parent().expect("it lies in a folder")).expect("it is made");
            fs::write(to, file.bytes).expect("it is written");
        }
    }
    let mut tar = tar::Builder::new(File::create(path("d.tar")).expect("it is made"));
    tar.append_dir_all("x", path("c")).expect("it is written");
    tar.finish().expect("it is written");
    let scanner = scanner();
    let (expected, pace) = report(&scanner, folder.path(), 1, false);
    assert_eq!(pace.twins, 0);
    for jobs in [1, 3] {
        let (report, pace) = report(&scanner, folder.path(), jobs, true);
        assert!(report == expected, "with {jobs} threads");
        let inputs = pace.inputs_found;
        assert!(
            pace.twins > inputs / 2,
            "{} twins of {inputs} files, half of them in an archive too",
            pace.twins
        );
    }
}

#[test]
fn big_inputs_are_begun_early_and_written_in_their_turn() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let filler = "lorem ipsum dolor sit amet ".repeat(2000);
    let sizes = [vec![1; 20], vec![30], vec![1; 20], vec![40, 25]].concat();
    for (number, lines) in sizes.iter().enumerate() {
        let line = format!("{{\"password\": \"gT7!mq-Wz5e{number}\", \"event\": \"{filler}\"}}\n");
        fs::write(folder.path().join(format!("{number:03}.json")), line.repeat(*lines))
            .expect("it is written");
    }
    let scanner = scanner();
    let (expected, _) = report(&scanner, folder.path(), 1, true);
    for jobs in [2, 8] {
        let (report, pace) = report(&scanner, folder.path(), jobs, true);
        assert!(report == expected, "with {jobs} threads");
        assert!(pace.is_all && pace.inputs_done == sizes.len() as u64);
        assert_eq!((pace.bytes_done, pace.bytes_read), (pace.bytes_found, pace.bytes_found));
    }
}

/// Names that say the same of a file give the same facts of it: else twins would be told wrongly.
#[test]
fn a_name_tells_nothing_else() {
    let scanner = scanner();
    let names = [
        "x.json",
        "y/z.txt",
        "globals.json",
        "my-globals/a.json",
        "vault.json",
        "a.vault/b.json",
        "t.csv",
        "t.tsv",
        "csv",
        "a.js",
        "b/a.js",
        "a.yaml",
        "b.yml",
        "x/environments/a.yaml",
        "x/postman/environments/a.yaml",
        "a.request.yaml",
        "postman/collections/Shop/a.request.yaml",
        "fork/postman/collections/Shop/a.request.yaml",
        "postman/collections/Shop/.resources/definition.yaml",
    ];
    let marked = format!(
        "{{\"info\": {{\"name\": \"a\", \"description\": \"{MARKER} jwt-token -- a sample\"}}, \"item\": []}}"
    );
    let is_text = |name: &str| {
        let ending = name.rsplit('.').next().unwrap_or_default();
        ["json", "yaml", "csv", "tsv", "js", "env", "txt"].contains(&ending)
    };
    let small = fixtures().into_iter().filter(|file| is_text(&file.name));
    let small = small.map(|file| file.bytes).filter(|bytes| bytes.len() < MOST / 4);
    for bytes in small.chain([marked.into_bytes()]) {
        let mut known: Vec<(String, SourceFacts)> = Vec::new();
        for name in names {
            let facts = scanner.scan(&Source::new(name, &bytes), &mut Memory::default());
            let says = told_by_name(name);
            match known.iter().find(|(told, _)| *told == says) {
                Some((_, other)) => {
                    let twin = format!("{:?}", other.at(name, None));
                    assert_eq!(twin, format!("{facts:?}"), "as {name}");
                }
                None => known.push((says, facts)),
            }
        }
    }
}
