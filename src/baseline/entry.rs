//! One finding that is known: a line of a baseline.

use serde::{Deserialize, Serialize};

use crate::finding::{Date, Finding, Kin, Severity, State, file_name};
use crate::input::Folder;

/// A finding that is known, with what was decided on it.
///
/// Nothing in it gives the value away: fingerprint and kin take only 16 bits of a plain one, and a
/// strong one cannot be guessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// That of the finding.
    pub fingerprint: String,
    /// [`Kin::digest`].
    pub kin: String,
    /// [`Kin::is_plain`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub plain: bool,
    /// What became of it.
    pub state: State,
    /// The pattern that told it, for readers.
    pub pattern: String,
    /// How bad it was, for readers.
    pub severity: Severity,
    /// The file, from the folder of the baseline; behind `!` the member where it is an archive.
    pub path: String,
    /// Names from the collection down, then the label.
    pub name_path: Vec<String>,
    /// Why it was decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The last day on which that holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
}

impl Entry {
    /// A finding that nobody has decided on, in a baseline in `folder`.
    pub fn new(finding: &Finding, folder: &Folder) -> Self {
        let Kin { digest, is_plain } = finding.kin.clone();
        Self {
            fingerprint: finding.fingerprint.clone(),
            kin: digest,
            plain: is_plain,
            state: State::Active,
            pattern: finding.pattern.id.clone(),
            severity: finding.severity,
            path: path_of(finding, folder),
            name_path: finding.location.name_path.clone(),
            reason: None,
            author: None,
            expires: None,
        }
    }

    /// The same finding with what was decided on `other`.
    #[must_use]
    pub fn decided_as(self, other: &Self) -> Self {
        let (reason, author) = (other.reason.clone(), other.author.clone());
        Self { state: other.state, reason, author, expires: other.expires, ..self }
    }

    /// What is shown of where it stands.
    pub fn place(&self) -> String {
        format!("{} › {}", self.path, self.name_path.join(" > "))
    }
}

/// What the file of a finding is called in a baseline in `folder`.
pub(super) fn path_of(finding: &Finding, folder: &Folder) -> String {
    let path = folder.name(&finding.path);
    let path = path.as_deref().unwrap_or(&finding.path);
    file_name(path, finding.entry.as_deref()).into_owned()
}
