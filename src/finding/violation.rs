//! What a policy objects to: a class of its own beside findings.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Severity, Suppression};
use crate::location::Location;
use crate::source::Kind;

/// How strict a policy is; each level includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// What hardly anybody would let pass.
    L1,
    /// What most organisations ask for.
    L2,
    /// What is asked for where much depends on it.
    L3,
}

impl Level {
    /// All of them, the mildest first.
    pub const ALL: [Level; 3] = [Self::L1, Self::L2, Self::L3];

    /// The word for it in output, flags and the file of rules.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::L1 => "l1",
            Self::L2 => "l2",
            Self::L3 => "l3",
        }
    }
}

/// What a report says of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleInfo {
    /// Stable id, kebab-case: `sent-over-http`.
    pub id: String,
    /// What it objects to, a few words.
    pub title: String,
    /// The first level that has it.
    pub level: Level,
    /// How bad.
    pub severity: Severity,
    /// Why, a sentence or two.
    pub why: String,
    /// What to do.
    pub remediation: String,
    /// The controls that it speaks to, by framework: `SOC 2` → `CC6.1`.
    pub controls: BTreeMap<String, Vec<String>>,
}

/// One thing that a policy objects to, at one place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Violation {
    /// The rule.
    pub rule: Arc<RuleInfo>,
    /// What exactly, one sentence without any value.
    pub message: String,
    /// Identity of the violation that survives moves and re-exports.
    pub fingerprint: String,
    /// The fingerprint of the finding that it is about, where it is about one.
    pub finding: Option<String>,
    /// What stands for the value of that finding.
    pub secret_id: Option<String>,
    /// The file, as given on the command line.
    pub path: Arc<str>,
    /// The member, where `path` names an archive.
    pub entry: Option<Arc<str>>,
    /// The kind of the document.
    pub kind: Kind,
    /// Where exactly.
    pub location: Location,
    /// What it was accepted by, if it was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub suppression: Option<Suppression>,
}

/// A call in a script that writes a credential to the console; noted only for a policy.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LogCall {
    /// The file, as given on the command line.
    pub path: Arc<str>,
    /// The member, where `path` names an archive.
    pub entry: Option<Arc<str>>,
    /// The kind of the document.
    pub kind: Kind,
    /// Where its arguments stand; the label is the name of what is written, if it has one.
    pub location: Location,
}
