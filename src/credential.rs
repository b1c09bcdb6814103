//! One secret value with all its findings, and everything that one workspace came to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::finding::{
    Confidence, Finding, LogCall, Marker, PatternInfo, Problem, Rejected, Severity, Use, Violation,
};
use crate::secret::Secret;

/// One secret value of a workspace, with every place that it stands in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Credential {
    /// The id that its findings carry.
    pub secret_id: String,
    /// The pattern of its surest finding.
    pub pattern: Arc<PatternInfo>,
    /// Who issued it, where one of its findings tells.
    pub service: Option<Arc<str>>,
    /// The worst severity among its findings.
    pub severity: Severity,
    /// The highest confidence among its findings.
    pub confidence: Confidence,
    /// The value; serialises redacted.
    pub secret: Secret,
    /// Fingerprints of its findings, in document order.
    pub findings: Vec<String>,
    /// The files it stands in, sorted.
    pub files: Vec<Arc<str>>,
    /// The hosts it is sent to, sorted.
    pub hosts: Vec<Arc<str>>,
    /// Where variables that hold it are used, the first of them, sorted.
    pub uses: Vec<Use>,
}

/// When the report of a workspace is written: what a run writes is sorted by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turn {
    /// In the turn of the input with this number, from 0.
    Input(u64),
    /// Behind all inputs: the folder of a workspace on disk.
    Folder(String),
    /// Behind all folders: the name of a lone export.
    Lone(Arc<str>),
}

impl Default for Turn {
    fn default() -> Self {
        Self::Input(0)
    }
}

/// What one workspace came to. Owned; serialised, it holds no secret value, and read again it gives the
/// same reports, but for values, their hashes, and the steps to a confidence.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct WorkspaceReport {
    /// When it is written.
    pub turn: Turn,
    /// In the order of inputs, then of the file.
    pub findings: Vec<Finding>,
    /// One a secret value, sorted by secret id.
    pub credentials: Vec<Credential>,
    /// Calls that write credentials to the console, where the scan noted them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub logged: Vec<LogCall>,
    /// What a policy objects to, where there is one; in the order of its rules, then as findings are.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub violations: Vec<Violation>,
    /// What could not be read as it should.
    pub problems: Vec<Problem>,
    /// Candidates that were rejected, where the scan kept them.
    pub rejected: Vec<Rejected>,
    /// Markers in descriptions that ask for findings to be accepted, where the scan noted them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub markers: Vec<Marker>,
    /// Sources that were read.
    pub files: u64,
    /// Bytes that were read.
    pub bytes: u64,
    /// Documents in those sources.
    pub documents: u64,
    /// How many candidates were rejected, by reason.
    pub rejections: BTreeMap<Cow<'static, str>, u64>,
}

impl WorkspaceReport {
    /// The SHA-256 of the value of each finding, which a report that is read again lacks.
    pub fn hashes(&self) -> Vec<String> {
        self.findings.iter().map(|finding| finding.secret.sha256()).collect()
    }

    /// The same with those [`hashes`](Self::hashes), if there are any.
    #[must_use]
    pub fn with_hashes(mut self, hashes: Vec<String>) -> Self {
        for (finding, sha256) in self.findings.iter_mut().zip(hashes) {
            finding.secret = finding.secret.clone().with_sha256(sha256);
        }
        self
    }
}
