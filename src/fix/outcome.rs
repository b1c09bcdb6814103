//! What becomes of findings and files.

use std::ops::Range;

use super::edit::{Edit, apply};
use super::refusal::Refusal;
use crate::finding::Finding;
use crate::secret::Secret;

/// What becomes of a finding.
#[derive(Debug)]
pub struct Outcome<'f> {
    /// The finding.
    pub finding: &'f Finding,
    /// What stands in for its secret, or why it is left as it is.
    pub done: Result<Replaced, Refusal>,
}

/// What stands in for a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The name of its credential.
    pub name: String,
    /// What was replaced: the secret, or the part of a URL that makes it one.
    pub value: Secret,
    /// The name of the credential, if a part of it is replaced.
    pub(super) whole: String,
    /// What stands there, decoded; empty for a variable that is left without a value.
    pub text: String,
    /// What the user should know of it beside.
    pub note: Option<String>,
}

/// What becomes of a file. Nothing is written yet.
#[derive(Debug)]
pub struct FilePlan<'f> {
    /// Its path as findings tell it.
    pub path: &'f str,
    /// What is in it now.
    pub before: Vec<u8>,
    /// What will be in it.
    pub after: Vec<u8>,
    /// What becomes of each finding, in the order of the file.
    pub outcomes: Vec<Outcome<'f>>,
    /// How many more strings held one of the values, where no scan reports it, and are replaced with it.
    pub repeated: u64,
    /// How many strings of the new file still hold a value that was replaced elsewhere in it: places that
    /// no scan reports.
    pub left: u64,
    pub(super) edits: Vec<Edit>,
    /// Findings that stay, and must not be shown.
    pub(super) hidden: Vec<&'f Finding>,
}

impl<'f> FilePlan<'f> {
    /// The plan of a file that there is nothing to do about.
    pub(super) fn nothing() -> Self {
        Self::refused("", Vec::new())
    }

    /// The plan of something that cannot be written.
    pub(super) fn refused(path: &'f str, findings: Vec<&'f Finding>) -> Self {
        let refusal = |finding: &Finding| {
            if finding.entry.is_some() { Refusal::Archive } else { Refusal::Stdin }
        };
        let outcome = |finding: &'f Finding| Outcome { finding, done: Err(refusal(finding)) };
        let outcomes = findings.into_iter().map(outcome).collect();
        let (before, after) = (Vec::new(), Vec::new());
        let (edits, hidden) = (Vec::new(), Vec::new());
        Self { path, before, after, outcomes, repeated: 0, left: 0, edits, hidden }
    }

    /// The bytes that change: where they are in the file as it is, and what stands in for them where in the
    /// file as it will be. Ascending.
    pub fn changed(&self) -> Vec<(Range<usize>, Range<usize>)> {
        let (_, after) = apply(&self.before, &self.edits);
        self.edits.iter().map(|edit| edit.range.range()).zip(after).collect()
    }

    /// Whether anything in the file changes.
    pub fn changes(&self) -> bool {
        !self.edits.is_empty()
    }
}
