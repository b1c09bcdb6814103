//! The lines of a saved report.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::finding::{
    Confidence, Level, ProblemCode, RuleInfo, Severity, Suppression, Use, Violation,
};
use crate::location::{Location, Position};
use crate::source::Kind;

/// One line.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(super) enum Line {
    Finding(Box<SavedFinding>),
    Rejected(Box<SavedRejected>),
    Credential(SavedCredential),
    Policy(Box<SavedViolation>),
    Problem(SavedProblem),
    Notice {},
    Service {},
    Summary(Counts),
}

#[derive(Deserialize)]
pub(super) struct SavedFinding {
    pub(super) pattern: String,
    pub(super) service: Option<Arc<str>>,
    pub(super) severity: Severity,
    pub(super) confidence: Confidence,
    pub(super) secret: String,
    pub(super) secret_id: String,
    pub(super) secret_sha256: Option<String>,
    pub(super) fingerprint: String,
    pub(super) path: Arc<str>,
    pub(super) entry: Option<Arc<str>>,
    pub(super) kind: Kind,
    #[serde(flatten)]
    pub(super) location: Location,
    pub(super) parts: BTreeMap<String, String>,
    pub(super) notes: Vec<String>,
    pub(super) hosts: Vec<Arc<str>>,
    pub(super) uses: Vec<Use>,
    pub(super) used: u64,
    pub(super) suppression: Option<Suppression>,
}

#[derive(Deserialize)]
pub(super) struct SavedRejected {
    pub(super) pattern: String,
    pub(super) reason: String,
    pub(super) secret: String,
    pub(super) path: Arc<str>,
    pub(super) entry: Option<Arc<str>>,
    #[serde(flatten)]
    pub(super) location: Location,
}

#[derive(Deserialize)]
pub(super) struct SavedCredential {
    pub(super) secret_id: String,
    pub(super) pattern: String,
    pub(super) service: Option<Arc<str>>,
    pub(super) severity: Severity,
    pub(super) confidence: Confidence,
    pub(super) secret: String,
    pub(super) findings: Vec<String>,
    pub(super) files: Vec<Arc<str>>,
    pub(super) uses: Vec<Use>,
    pub(super) hosts: Vec<Arc<str>>,
}

#[derive(Deserialize)]
pub(super) struct SavedViolation {
    pub(super) rule: String,
    pub(super) title: String,
    pub(super) level: Level,
    pub(super) severity: Severity,
    pub(super) message: String,
    pub(super) remediation: String,
    pub(super) controls: BTreeMap<String, Vec<String>>,
    pub(super) fingerprint: String,
    pub(super) finding: Option<String>,
    pub(super) secret_id: Option<String>,
    pub(super) path: Arc<str>,
    pub(super) entry: Option<Arc<str>>,
    pub(super) kind: Kind,
    #[serde(flatten)]
    pub(super) location: Location,
    pub(super) suppression: Option<Suppression>,
}

#[derive(Deserialize)]
pub(super) struct SavedProblem {
    pub(super) code: ProblemCode,
    pub(super) path: Arc<str>,
    pub(super) entry: Option<Arc<str>>,
    pub(super) message: String,
    pub(super) start: Option<Position>,
}

/// What no other line tells.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Counts {
    pub(super) files: u64,
    pub(super) bytes: u64,
    pub(super) documents: u64,
    pub(super) rejected: u64,
}

impl From<SavedViolation> for Violation {
    fn from(saved: SavedViolation) -> Self {
        let rule = RuleInfo {
            id: saved.rule,
            title: saved.title,
            level: saved.level,
            severity: saved.severity,
            why: String::new(),
            remediation: saved.remediation,
            controls: saved.controls,
        };
        Self {
            rule: Arc::new(rule),
            message: saved.message,
            fingerprint: saved.fingerprint,
            finding: saved.finding,
            secret_id: saved.secret_id,
            path: saved.path,
            entry: saved.entry,
            kind: saved.kind,
            location: saved.location,
            suppression: saved.suppression,
        }
    }
}

impl Line {
    /// Its place in the order of the lines of a workspace.
    pub(super) fn rank(&self) -> u8 {
        match self {
            Self::Finding(_) => 0,
            Self::Rejected(_) => 1,
            Self::Credential(_) => 2,
            Self::Policy(_) => 3,
            Self::Problem(_) => 4,
            Self::Notice {} | Self::Service {} => 5,
            Self::Summary(_) => 6,
        }
    }
}

/// What is wrong with a line, without what stands in it.
pub(super) fn told(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text);
    match (text.find(" \""), text.rfind("\", expected")) {
        (Some(from), Some(to)) if from < to => {
            let (before, after) = (text.get(..from), text.get(to + 1..));
            format!("{}{}", before.unwrap_or_default(), after.unwrap_or_default())
        }
        _ => text.to_owned(),
    }
}
