//! A reported secret at one location, and the scales by which it is reported.

mod date;
mod handling;
mod kin;
mod marker;
mod notice;
mod problem;
mod state;
mod suppression;
mod violation;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::location::{Location, Role};
use crate::secret::Secret;
use crate::source::Kind;
pub use date::{Date, DateError};
pub use handling::Handling;
pub use kin::Kin;
pub use marker::{MARKER, Marker};
pub use notice::{Notice, NoticeCode};
pub use problem::{Problem, ProblemCode};
pub use state::{State, StateError};
pub use suppression::{SuppressedBy, Suppression};
pub use violation::{Level, LogCall, RuleInfo, Violation};

/// How bad it is if the credential is live.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Little harm, or short-lived.
    Low,
    /// Access to one account or one service with limits.
    Medium,
    /// Access to data of others.
    High,
    /// Access that lets one take over a system.
    Critical,
}

impl Severity {
    /// All of them, mildest first.
    pub const ALL: [Severity; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// The word for it in output, flags and pattern files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

impl Severity {
    /// The next worse one, if there is one.
    #[must_use]
    pub fn raised(self) -> Self {
        match self {
            Self::Low => Self::Medium,
            Self::Medium => Self::High,
            Self::High | Self::Critical => Self::Critical,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How sure it is that the value is a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Looks like one, but as often is not: shown only on request.
    Low,
    /// More likely than not.
    Medium,
    /// Told by its shape or an unmistakable place.
    High,
}

impl Confidence {
    /// All of them, least sure first.
    pub const ALL: [Confidence; 3] = [Self::Low, Self::Medium, Self::High];

    /// The word for it in output, flags and pattern files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// One step on the way to how sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Why, in words: `its label says so and it looks random`.
    pub reason: &'static str,
    /// How sure it is from there on.
    pub confidence: Confidence,
}

/// What a report says of the pattern that told a credential.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatternInfo {
    /// Stable id, kebab-case: `github-pat`.
    pub id: String,
    /// What it is called: `GitHub personal access token (classic)`.
    pub name: String,
    /// Who issues such credentials, where the pattern tells.
    pub service: Option<Arc<str>>,
}

/// A reported secret at one location. Owns its data: it outlives the document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Finding {
    /// The pattern that told it.
    pub pattern: Arc<PatternInfo>,
    /// Who issued it, where its pattern or its place tells.
    pub service: Option<Arc<str>>,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub confidence: Confidence,
    /// How that came about, the first step first; the last one has `confidence`.
    #[serde(skip)]
    pub steps: Vec<Step>,
    /// The value; serialises redacted.
    pub secret: Secret,
    /// Stands for the value in reports, see [`Secret::id`].
    pub secret_id: String,
    /// Identity of the finding that survives moves and re-exports.
    pub fingerprint: String,
    /// What of it survives other names, too.
    pub kin: Kin,
    /// The file, as given on the command line.
    pub path: Arc<str>,
    /// The member, where `path` names an archive.
    pub entry: Option<Arc<str>>,
    /// The kind of the document it stands in.
    pub kind: Kind,
    /// Where exactly.
    pub location: Location,
    /// What stands near the secret and belongs to it: the user of a Basic header, the id of a key. A
    /// part that is a secret itself is redacted.
    pub parts: BTreeMap<String, String>,
    /// What a reader should know beside, one sentence each.
    pub notes: Vec<String>,
    /// The hosts that it is sent to, sorted; in the facts of a source, schemes and hosts as written.
    pub hosts: Vec<Arc<str>>,
    /// Where the variable that it stands in is used, the first of them.
    pub uses: Vec<Use>,
    /// How many uses there are in all.
    pub used: u64,
    /// How it is kept and sent.
    #[serde(default)]
    pub handling: Handling,
    /// What it was accepted by, if it was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub suppression: Option<Suppression>,
}

impl Finding {
    /// Sets how sure it is, and says why.
    pub fn settle(&mut self, confidence: Confidence, reason: &'static str) {
        if confidence != self.confidence || self.steps.is_empty() {
            self.confidence = confidence;
            self.steps.push(Step { reason, confidence });
        }
    }
}

/// Where a variable that holds a secret is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Use {
    /// The file, as given on the command line.
    pub path: Arc<str>,
    /// The member, where `path` names an archive.
    pub entry: Option<Arc<str>>,
    /// JSON pointer of the string that names the variable.
    pub pointer: String,
    /// Names from the collection down, then the label.
    pub name_path: Vec<String>,
    /// What part of a request it is used in.
    pub role: Role,
    /// The name beside the value.
    pub label: Option<Arc<str>>,
    /// Whether it is switched off there.
    pub disabled: bool,
}

/// What is worth reporting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threshold {
    /// Least severity.
    pub severity: Severity,
    /// Least confidence.
    pub confidence: Confidence,
}

impl Default for Threshold {
    /// What is reported where nobody says otherwise.
    fn default() -> Self {
        Self { severity: Severity::Low, confidence: Confidence::Medium }
    }
}

impl Threshold {
    /// Lets everything through.
    pub const ALL: Self = Self { severity: Severity::Low, confidence: Confidence::Low };

    /// Whether a finding is to be reported.
    pub fn admits(&self, finding: &Finding) -> bool {
        finding.severity >= self.severity && finding.confidence >= self.confidence
    }
}

/// A candidate that the judge did not take for a credential; kept only on request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Rejected {
    /// The pattern that proposed it.
    pub pattern: Arc<PatternInfo>,
    /// Why it is no finding: the check's stable name.
    pub reason: Cow<'static, str>,
    /// The value; serialises redacted.
    pub secret: Secret,
    /// The file, as given on the command line.
    pub path: Arc<str>,
    /// The member, where `path` names an archive.
    pub entry: Option<Arc<str>>,
    /// Where exactly.
    pub location: Location,
}

/// What people read for a file: its path, and behind `!` the member where it is an archive.
pub fn file_name<'n>(path: &'n str, entry: Option<&str>) -> Cow<'n, str> {
    entry.map_or(Cow::Borrowed(path), |entry| Cow::Owned(format!("{path}!{entry}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_in_serde_and_in_code() {
        for severity in Severity::ALL {
            assert_eq!(serde_json::to_value(severity).unwrap(), severity.as_str());
        }
        for confidence in Confidence::ALL {
            assert_eq!(serde_json::to_value(confidence).unwrap(), confidence.as_str());
        }
    }
}
