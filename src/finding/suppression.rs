//! Why a finding is reported as accepted instead of open.

use serde::{Deserialize, Serialize};

/// What a finding was accepted by. It stays in the report, but does not make the exit status 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// Where that is written down.
    pub by: SuppressedBy,
    /// Why, in the words of who accepted it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
    /// Who accepted it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub author: Option<String>,
    /// The last day on which it holds, `2027-03-31`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires: Option<String>,
}

/// Where it is written down that a finding is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuppressedBy {
    /// A rule of the configuration.
    Config,
    /// A line of a `.postsealignore`.
    IgnoreFile,
    /// A marker in the description of a Postman item.
    Marker,
    /// The baseline.
    Baseline,
}

impl SuppressedBy {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::IgnoreFile => "ignore-file",
            Self::Marker => "marker",
            Self::Baseline => "baseline",
        }
    }
}
