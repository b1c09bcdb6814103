//! How well a build finds what was planted: credentials of every kind beside what only looks like
//! one, in every kind of document, the same for every run.
//!
//! This measures the program against what its authors thought of. What real exports hold is in
//! docs/accuracy.md.

mod plant;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use postseal::finding::Confidence;
use postseal::pattern::library::Library;
use postseal::scan::{Memory, ScanOptions, Scanner};
use postseal::source::Source;
use shape::SHAPES;

/// Of one kind of document, or of the samples of the patterns.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(crate) struct Score {
    /// Credentials that were planted, and how many of them were found.
    pub(crate) planted: usize,
    pub(crate) found: usize,
    /// What was found and is no credential.
    pub(crate) wrong: usize,
}

impl Score {
    /// Found, of what was planted.
    pub(crate) fn recall(self) -> f64 {
        share(self.found, self.planted)
    }

    /// Right, of what was found.
    pub(crate) fn precision(self) -> f64 {
        share(self.found, self.found + self.wrong)
    }

    fn add(&mut self, other: Self) {
        self.planted += other.planted;
        self.found += other.found;
        self.wrong += other.wrong;
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The scores by kind of document, at the default threshold; `report` takes what went wrong, a line
/// each.
pub(crate) fn scores(report: &mut dyn FnMut(String)) -> BTreeMap<String, Score> {
    let library = Library::built_in().expect("the built-in library is sound");
    let scanner = Scanner::new(library, ScanOptions::default()).expect("its literals fit");
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for shape in SHAPES {
        let plants = plant::plants(shape.admits);
        let document = (shape.write)(&plants);
        let found = found(&scanner, shape.file, &document);
        let score = scores.entry(shape.name.to_owned()).or_default();
        for plant in plants.iter().filter(|plant| plant.is_secret) {
            score.planted += 1;
            if found.contains(plant.secret.as_bytes()) {
                score.found += 1;
            } else {
                report(format!("{}: missed {} = {}", shape.name, plant.label, plant.value));
            }
        }
        let planted =
            |value: &[u8]| plants.iter().any(|p| p.is_secret && p.secret.as_bytes() == value);
        for value in found.iter().filter(|value| !planted(value)) {
            score.wrong += 1;
            report(format!("{}: wrong {}", shape.name, String::from_utf8_lossy(value)));
        }
    }
    samples(&scanner, &mut scores, report);
    scores
}

/// What is found in `document` at the default threshold.
fn found(scanner: &Scanner, name: &str, document: &str) -> BTreeSet<Vec<u8>> {
    let facts = scanner.scan(&Source::new(name, document.as_bytes()), &mut Memory::default());
    let shown = facts.findings.iter().filter(|finding| finding.confidence >= Confidence::Medium);
    shown.map(|finding| finding.secret.reveal().to_vec()).collect()
}

/// Scores every pattern on its samples and near misses, as text and in the places where people paste
/// what they have.
fn samples(
    scanner: &Scanner,
    scores: &mut BTreeMap<String, Score>,
    report: &mut dyn FnMut(String),
) {
    let mut memory = Memory::default();
    for (name, write) in shape::OF_SAMPLES {
        let mut score = Score::default();
        for pattern in &scanner.library().patterns {
            let mut is_told = |sample: &String| {
                let (document, id) = (write(sample), &pattern.info.id);
                let facts =
                    scanner.scan(&Source::new("sample.json", document.as_bytes()), &mut memory);
                let is_own = |id: &str| facts.findings.iter().any(|f| f.pattern.id == id);
                (is_own(id), !facts.findings.is_empty())
            };
            for sample in &pattern.samples.found {
                let (_, is_found) = is_told(sample);
                score.add(Score { planted: 1, found: usize::from(is_found), wrong: 0 });
                if !is_found {
                    report(format!("{name}: missed a sample of {}", pattern.info.id));
                }
            }
            for miss in &pattern.samples.quiet {
                let (is_own, _) = is_told(miss);
                score.wrong += usize::from(is_own);
            }
        }
        scores.insert((*name).to_owned(), score);
    }
}
