//! What a fix promises: what it takes out is gone, and nothing else is touched.

mod calls;
#[path = "../corpus/mod.rs"]
mod corpus;
#[path = "../files/mod.rs"]
mod files;
mod trees;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use postseal::credential::WorkspaceReport;
use postseal::finding::{Confidence, Finding, Severity, SuppressedBy, Suppression, Threshold};
use postseal::fix::{FilePlan, FixOptions, Fixer, Style, diff, write};
use postseal::input::{Mmap, WalkOptions, collect};
use postseal::pattern::library::Library;
use postseal::report::Silent;
use postseal::run::{Collector, Observer, RunOptions, run};
use postseal::scan::{ScanOptions, Scanner};
use tempfile::TempDir;

struct Nobody;

impl Observer for Nobody {
    fn done(&mut self, _report: &WorkspaceReport) {}
}

fn scanner() -> Scanner {
    let library = Library::built_in().expect("the built-in library is sound");
    Scanner::new(library, ScanOptions::default()).expect("its literals fit")
}

/// All that is found below `folder`.
fn found(scanner: &Scanner, folder: &Path) -> Vec<Finding> {
    let options = RunOptions {
        jobs: 2,
        mmap: Mmap::Never,
        threshold: Threshold::ALL,
        fail_on: Threshold::ALL,
        ..RunOptions::default()
    };
    let walk = WalkOptions { hidden: true, no_ignore: true, ..WalkOptions::default() };
    let inputs = collect(vec![folder.to_owned()], walk).expect("there are no globs");
    let mut nobody = Nobody;
    let mut collector = Collector::new(&mut nobody);
    let out = (&mut std::io::sink() as &mut dyn std::io::Write, &mut collector as _);
    run(inputs, (scanner, &Silent), &options, out, &AtomicBool::new(false)).expect("it runs");
    collector.collected().0
}

fn options(style: Style) -> FixOptions {
    let threshold = Threshold { severity: Severity::Low, confidence: Confidence::Medium };
    FixOptions { style, threshold, accepted: false, fingerprints: [].into() }
}

/// Copies of all fixtures and, for the default style, of the corpus where it is set.
fn copies(style: Style) -> TempDir {
    let folder = tempfile::tempdir().expect("there is room");
    let is_default = style == Style::default();
    let files = if is_default { corpus::fixtures_and_corpus() } else { files::fixtures() };
    for (number, file) in files.iter().enumerate() {
        // Names of the corpus may be the same in two folders.
        let name = file.name.trim_start_matches('/').replace("../", "");
        let path = folder.path().join(if name.starts_with("fixtures/") {
            name
        } else {
            format!(
                "corpus/{number}/{}",
                Path::new(&name).file_name().expect("it has a name").to_string_lossy()
            )
        });
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("there is room");
        fs::write(path, &file.bytes).expect("there is room");
    }
    folder
}

/// Findings by where they are: what is left of a fixed one would be at the same string.
type Counts = BTreeMap<(String, Vec<u8>), u64>;

fn count(counts: &mut Counts, finding: &Finding) {
    let key = (finding.path.to_string(), finding.secret.reveal().to_vec());
    *counts.entry(key).or_default() += 1;
}

/// What one fix of a folder came to.
#[derive(Default)]
struct Came {
    fixed: Counts,
    left: Counts,
    refused: BTreeMap<&'static str, u64>,
}

/// Fixes everything below `folder`, checking each plan.
fn fix(scanner: &Scanner, folder: &Path, style: Style) -> Came {
    let fixer = Fixer::new(found(scanner, folder), options(style)).expect("all can be read");
    let mut came = Came::default();
    for path in fixer.files() {
        let plan = fixer.plan(path).expect("nobody else writes here");
        assert_other_bytes_are_equal(&plan);
        assert_no_value_is_shown(&plan);
        trees::assert_equal_but_for_strings(&plan);
        for outcome in &plan.outcomes {
            if let Err(refusal) = &outcome.done {
                *came.refused.entry(refusal.as_str()).or_default() += 1;
                count(&mut came.left, outcome.finding);
            } else {
                count(&mut came.fixed, outcome.finding);
            }
        }
        if plan.changes() {
            write::write(&plan).expect("it can be written");
            assert_eq!(fs::read(path).expect("it is there"), plan.after, "{path}");
        }
    }
    came
}

#[test]
#[expect(clippy::print_stdout, reason = "what is left is said")]
fn what_is_fixed_is_gone_and_nothing_else_is_touched() {
    let scanner = scanner();
    for style in Style::ALL {
        let folder = copies(style);
        let came = fix(&scanner, folder.path(), style);
        let fixed: u64 = came.fixed.values().sum();
        let again = again(&scanner, folder.path());
        for key in came.fixed.keys().filter(|key| !came.left.contains_key(*key)) {
            assert!(!again.contains_key(key), "{}: a value is found again", key.0);
        }
        // What was harmless beside a secret, as the public half of a pair, may not be so alone.
        let new: u64 =
            again.iter().filter(|(key, _)| !came.left.contains_key(*key)).map(|(_, n)| n).sum();
        println!("{}: {fixed} fixed, {:?} left, {new} new", style.as_str(), came.refused);
        assert!(fixed > 100 && new * 50 < fixed, "{new} new of {fixed}");
        let second = fix(&scanner, folder.path(), style);
        assert_eq!(second.fixed.values().sum::<u64>(), new);
        assert_eq!(self::again(&scanner, folder.path()), second.left);
    }
}

/// What is found at the default threshold.
fn again(scanner: &Scanner, folder: &Path) -> Counts {
    let mut again = Counts::new();
    let medium = |finding: &&Finding| finding.confidence >= Confidence::Medium;
    found(scanner, folder).iter().filter(medium).for_each(|f| count(&mut again, f));
    again
}

/// A diff shows no value that a scan tells, fixed or not. Plain ones may stand in it by chance.
fn assert_no_value_is_shown(plan: &FilePlan<'_>) {
    let diff = diff::diff(plan);
    for outcome in &plan.outcomes {
        let value = outcome.finding.secret.reveal_text();
        let is_shown = outcome.finding.secret.is_strong() && diff.contains(&value);
        assert!(!is_shown, "{}: {}", plan.path, outcome.finding.pattern.id);
    }
}

#[test]
fn accepted_findings_stay_unless_they_are_asked_for() {
    let folder = tempfile::tempdir().expect("there is room");
    let values = "[{\"key\": \"password\", \"value\": \"Tr4vel!ng-light\"}, {\"key\": \"db_password\", \"value\": \"Gr4vel!ng-night\"}]";
    fs::write(folder.path().join("a.json"), format!("{{\"name\": \"Dev\", \"values\": {values}}}"))
        .expect("there is room");
    let mut findings = found(&scanner(), folder.path());
    assert_eq!(findings.len(), 2);
    let by = SuppressedBy::Baseline;
    findings[0].suppression =
        Some(Suppression { by, state: None, reason: None, author: None, expires: None });
    let fixed = |options: FixOptions| {
        let fixer = Fixer::new(findings.clone(), options).expect("it can be read");
        let path = fixer.files().next().expect("there is a finding");
        let after = fixer.plan(path).expect("nobody else writes here").after;
        let after = String::from_utf8(after).expect("it is text");
        (!after.contains("Tr4vel"), !after.contains("Gr4vel"))
    };
    let plain = options(Style::Vault);
    let named = [findings[0].fingerprint.clone()].into();
    assert_eq!(fixed(plain.clone()), (false, true));
    assert_eq!(fixed(FixOptions { accepted: true, ..plain.clone() }), (true, true));
    assert_eq!(fixed(FixOptions { fingerprints: named, ..plain }), (true, false));
}

#[test]
fn a_file_that_changes_in_between_is_left_alone() {
    let folder = tempfile::tempdir().expect("there is room");
    let path = folder.path().join("a.json");
    let text = "{\"name\": \"Dev\", \"values\": [{\"key\": \"password\", \"value\": \"Tr4vel!ng-light\"}]}";
    fs::write(&path, text).expect("there is room");
    let scanner = scanner();
    let fixer =
        Fixer::new(found(&scanner, folder.path()), options(Style::Vault)).expect("it is read");
    let name = fixer.files().next().expect("there is a finding").to_owned();
    let plan = fixer.plan(&name).expect("it is as it was");
    assert!(plan.changes());
    fs::write(&path, format!("{text} ")).expect("there is room");
    let error = write::write(&plan).expect_err("it is another file").to_string();
    assert!(error.contains("has changed since it was scanned"), "{error}");
    let error = fixer.plan(&name).expect_err("it is another file").to_string();
    assert!(error.contains("has changed since it was scanned"), "{error}");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), format!("{text} "));
    assert_eq!(fs::read_dir(folder.path()).expect("it is a folder").count(), 1);
}

/// What stands between the changed ranges is the same before and after.
fn assert_other_bytes_are_equal(plan: &FilePlan<'_>) {
    let (mut before, mut after) = (0, 0);
    let ends = (plan.before.len()..plan.before.len(), plan.after.len()..plan.after.len());
    for (old, new) in plan.changed().into_iter().chain([ends]) {
        assert_eq!(plan.before[before..old.start], plan.after[after..new.start], "{}", plan.path);
        (before, after) = (old.end, new.end);
    }
}
