//! The bounds on archives and streams, made small, and archives that are broken anywhere.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use postseal::credential::WorkspaceReport;
use postseal::finding::{ProblemCode, Threshold};
use postseal::input::{self, Limits, Mmap, WalkOptions};
use postseal::pattern::library::Library;
use postseal::report::{self, ReportOptions};
use postseal::run::{Observer, RunOptions, run};
use postseal::scan::{ScanOptions, Scanner};
use proptest::prelude::*;

use crate::archives::{Entry, gzip, zip};

/// Keeps what was found where, and what went wrong.
#[derive(Default)]
struct Told {
    found: Vec<String>,
    problems: Vec<(ProblemCode, String)>,
}

impl Observer for Told {
    fn done(&mut self, report: &WorkspaceReport) {
        let entry =
            |entry: &Option<std::sync::Arc<str>>| entry.as_deref().unwrap_or("-").to_owned();
        self.found.extend(report.findings.iter().map(|finding| entry(&finding.entry)));
        self.problems.extend(report.problems.iter().map(|p| (p.code, entry(&p.entry))));
    }
}

fn scanner() -> Scanner {
    let library = Library::built_in().expect("the built-in patterns are sound");
    Scanner::new(library, ScanOptions::default()).expect("they compile")
}

/// Scans a file of this name and content, mapped, or read as a stream where it is large enough.
fn scan(scanner: &Scanner, (name, bytes): (&str, &[u8]), limits: Limits, mmap: Mmap) -> Told {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    let inputs = input::collect(vec![path], WalkOptions::default()).expect("no globs");
    let options = RunOptions {
        jobs: 1,
        mmap,
        limits,
        threshold: Threshold::ALL,
        fail_on: Threshold::ALL,
        ..RunOptions::default()
    };
    let reporter = (report::FORMATS[0].make)(ReportOptions::default());
    let (mut told, mut out) = (Told::default(), Vec::new());
    let stop = AtomicBool::new(false);
    run(inputs, (scanner, &*reporter), &options, (&mut out, &mut told), &stop).expect("it runs");
    told
}

fn environment() -> Vec<u8> {
    b"{\"name\": \"Dev\", \"values\": [{\"key\": \"password\", \"value\": \"gT7!mq-Wz5e\", \"enabled\": true}]}\n"
        .to_vec()
}

fn entries(count: usize) -> Vec<Entry> {
    (0..count).map(|n| Entry::new(format!("{n}.json").as_bytes(), environment())).collect()
}

#[test]
fn members_beyond_the_limits_are_told_once() {
    let scanner = scanner();
    let bytes = zip(&entries(5));
    let size = environment().len() as u64;
    let scan = |limits| scan(&scanner, ("a.zip", &bytes), limits, Mmap::Auto);
    let few = scan(Limits { entries: 3, ..Limits::default() });
    assert_eq!(few.found, ["0.json", "1.json", "2.json"]);
    assert_eq!(few.problems, [(ProblemCode::ArchiveLimit, "-".to_owned())]);
    let short = scan(Limits { total: size * 2 + 10, ..Limits::default() });
    assert_eq!(short.found, ["0.json", "1.json"]);
    assert_eq!(short.problems, [(ProblemCode::ArchiveLimit, "2.json".to_owned())]);
    let small = scan(Limits { entry: size - 1, ..Limits::default() });
    assert_eq!(small.problems.len(), 5, "each is told, and the next is read");
}

#[test]
fn a_document_beyond_the_limit_is_text_and_the_next_is_read() {
    let scanner = scanner();
    let list = [b"{\"a\": [".to_vec(), b"1, \n".repeat(5000), b"1]}\n".to_vec()].concat();
    let text = [environment(), list, environment()].concat();
    let limits = Limits { document: 8 << 10, ..Limits::default() };
    let told = scan(&scanner, ("a.json.gz", &gzip(&text)), limits, Mmap::Auto);
    assert_eq!(told.found, ["a.json", "a.json"]);
    let codes: Vec<ProblemCode> = told.problems.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, [ProblemCode::Malformed, ProblemCode::TooLarge]);
}

#[test]
fn a_large_file_that_is_not_mapped_is_read_in_pieces() {
    let scanner = scanner();
    let filler = b"{\"event\": \"lorem ipsum dolor sit amet\"}\n".repeat(120_000);
    let text = [filler, environment()].concat();
    for mmap in [Mmap::Auto, Mmap::Never] {
        let told = scan(&scanner, ("a.json", &text), Limits::default(), mmap);
        assert_eq!((told.found.len(), told.problems.len()), (1, 0));
    }
}

/// Every archive among the fixtures.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("there are fixtures")
        .map(|entry| entry.expect("they can be listed").path())
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, std::fs::read(&path).expect("they can be read"))
        })
        .collect();
    files.sort();
    files
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_damage_makes_it_fail(
        pick in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        thread_local!(static SCANNER: Scanner = scanner());
        let fixtures = fixtures();
        let (name, bytes): &(String, Vec<u8>) = pick.get(&fixtures);
        let mut bytes = bytes.clone();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(bytes.len())));
        let told = SCANNER.with(|s| scan(s, (name, &bytes), Limits::default(), Mmap::Auto));
        prop_assert!(told.problems.iter().all(|(code, _)| *code != ProblemCode::Internal));
    }
}
