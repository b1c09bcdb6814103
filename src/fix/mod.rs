//! Takes found credentials out of the files that they stand in.
//!
//! A finding tells the bytes that its secret comes from, and the decodings that lead from them to it. So a
//! fix replaces those bytes, and no others, by what says the same in Postman without the value: a
//! reference to a vault or a variable where Postman resolves one, a placeholder elsewhere.
//!
//! A [`Collector`](crate::run::Collector) keeps what a run finds; a [`Fixer`] names every credential, once for all its places, and
//! makes the [`FilePlan`] of one file after the other, so that one is in memory at a time. A plan is checked
//! before it is given: what would change any other string of the file is refused. Only [`write`](mod@write)
//! changes files.

pub mod diff;
mod edit;
mod encode;
pub mod keep;
mod name;
mod outcome;
mod plan;
mod refusal;
mod repeats;
mod skeleton;
mod style;
mod surroundings;
pub mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::finding::{Finding, Threshold};
use crate::secret::content_hash;
use name::Names;
pub use outcome::{FilePlan, Outcome, Replaced};
pub use refusal::Refusal;
pub use style::Style;
use surroundings::look;

/// What is fixed, and how.
#[derive(Debug, Clone)]
pub struct FixOptions {
    /// What secrets are replaced by.
    pub style: Style,
    /// Which findings are fixed.
    pub threshold: Threshold,
    /// Also those that were accepted.
    pub accepted: bool,
    /// Only those with one of these fingerprints, if there are any: accepted ones, too.
    pub fingerprints: BTreeSet<String>,
}

impl FixOptions {
    fn admits(&self, finding: &Finding) -> bool {
        if !self.fingerprints.is_empty() {
            return self.fingerprints.contains(&finding.fingerprint);
        }
        self.threshold.admits(finding) && (self.accepted || finding.suppression.is_none())
    }
}

/// A fix that cannot be planned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FixError {
    /// A file that was scanned cannot be read any more.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// A file is another one than it was when names were given.
    #[error("{0} has changed since it was scanned: nothing was written to it, try again")]
    Changed(String),
    /// A fingerprint that was asked for is of no finding.
    #[error("no finding has the fingerprint {0}; `postseal scan --format jsonl` tells them")]
    Fingerprint(String),
}

/// A finding that is to be fixed, with the name of its credential.
#[derive(Debug)]
struct Task<'f> {
    finding: &'f Finding,
    name: String,
    /// The name of its part, if it is a URL of which a part is replaced.
    part: Option<String>,
}

/// Plans the fix of all files in which something was found.
#[derive(Debug)]
pub struct Fixer {
    options: FixOptions,
    /// By file, in the order of each.
    findings: BTreeMap<String, Vec<Finding>>,
    /// The hash of each file when it was looked at.
    hashes: BTreeMap<String, [u8; 32]>,
    names: Names,
    /// The parts of URLs that are replaced, by URL.
    parts: BTreeMap<Vec<u8>, Vec<u8>>,
}

impl Fixer {
    /// One for `findings`, which a run gave with their values. Reads the files in which there is something to
    /// fix, to tell names that are taken.
    ///
    /// # Errors
    /// If one of the files cannot be read, or a fingerprint is of no finding.
    pub fn new(findings: Vec<Finding>, options: FixOptions) -> Result<Self, FixError> {
        let known: BTreeSet<&str> = findings.iter().map(|f| f.fingerprint.as_str()).collect();
        if let Some(unknown) = options.fingerprints.iter().find(|f| !known.contains(f.as_str())) {
            return Err(FixError::Fingerprint(unknown.clone()));
        }
        let mut files: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for finding in findings {
            files.entry(finding.path.to_string()).or_default().push(finding);
        }
        files.retain(|_, findings| findings.iter().any(|finding| options.admits(finding)));
        for findings in files.values_mut() {
            findings.sort_by(|a, b| order(a).cmp(&order(b)));
        }
        let mut hashes = BTreeMap::new();
        let mut taken = BTreeSet::new();
        let mut told = Vec::new();
        let mut parts = BTreeMap::new();
        for (path, findings) in &files {
            let admitted = findings.iter().filter(|finding| options.admits(finding));
            let admitted: Vec<&Finding> = admitted.collect();
            if !is_file(&admitted) {
                told.extend(admitted.into_iter().map(|finding| (finding, false)));
                continue;
            }
            let bytes = read(path)?;
            hashes.insert(path.clone(), content_hash(&bytes));
            let looked = look(path, &bytes, &admitted);
            taken.extend(looked.variables);
            for (finding, around) in admitted.iter().zip(&looked.around) {
                if let Some(part) = &around.part {
                    parts.insert(finding.secret.reveal().to_vec(), part.value.clone());
                }
            }
            let whole = looked.around.iter().map(|around| around.is_whole);
            told.extend(admitted.into_iter().zip(whole));
        }
        let pairs = parts.iter().map(|(url, part)| (part.as_slice(), url.as_slice()));
        let names = Names::new(&told, &taken).with_parts(pairs);
        drop(told);
        Ok(Self { options, findings: files, hashes, names, parts })
    }

    /// The files in which there is something to fix, sorted.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.findings.keys().map(String::as_str)
    }

    /// What replaces what.
    pub fn style(&self) -> Style {
        self.options.style
    }

    /// What is to become of the file at `path`, one of [`files`](Self::files).
    ///
    /// # Errors
    /// If the file cannot be read any more, or has changed.
    pub fn plan(&self, path: &str) -> Result<FilePlan<'_>, FixError> {
        let Some((path, findings)) = self.findings.get_key_value(path) else {
            return Ok(FilePlan::nothing());
        };
        let (fixed, hidden): (Vec<&Finding>, Vec<&Finding>) =
            findings.iter().partition(|finding| self.options.admits(finding));
        if !is_file(&fixed) {
            return Ok(FilePlan::refused(path, fixed));
        }
        let before = read(path)?;
        if self.hashes.get(path) != Some(&content_hash(&before)) {
            return Err(FixError::Changed(path.clone()));
        }
        let name = |finding: &Finding| self.names.of(finding.secret.reveal()).to_owned();
        let part = |finding: &Finding| {
            let part = self.parts.get(finding.secret.reveal())?;
            Some(self.names.of(part).to_owned())
        };
        let task = |finding| Task { finding, name: name(finding), part: part(finding) };
        let tasks: Vec<Task<'_>> = fixed.into_iter().map(task).collect();
        let alone = !self.options.fingerprints.is_empty();
        Ok(plan::plan(self.options.style, (path, before), &tasks, (hidden, alone)))
    }
}

/// Whether findings stand in a file itself, and not in a member of it or a stream.
fn is_file(findings: &[&Finding]) -> bool {
    let is_file =
        |finding: &&Finding| finding.entry.is_none() && &*finding.path != crate::input::STDIN;
    findings.first().is_some_and(is_file)
}

/// Findings of one file in the order of its bytes.
fn order(finding: &Finding) -> (Option<&str>, u64, u64) {
    let first = finding.location.spans.first();
    let start = first.map_or(0, |span| span.start);
    (finding.entry.as_deref(), start, first.map_or(0, |span| u64::MAX - span.end))
}

fn read(path: &str) -> Result<Vec<u8>, FixError> {
    fs::read(Path::new(path)).map_err(|source| FixError::Read { path: path.to_owned(), source })
}
