//! Why a finding is reported as accepted instead of open.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::State;

/// What a finding was accepted by. It stays in the report, but does not make the exit status 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// Where that is written down.
    pub by: SuppressedBy,
    /// What the baseline says became of it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub state: Option<State>,
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

impl fmt::Display for Suppression {
    /// `accepted by the configuration: account of the sandbox (Ada, until 2027-03-31)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "accepted by {}", self.by.as_words())?;
        if let Some(state) = self.state.filter(|state| *state != State::Active) {
            write!(f, " as {}", state.as_str().replace('-', " "))?;
        }
        if let Some(reason) = &self.reason {
            write!(f, ": {reason}")?;
        }
        let until = self.expires.as_ref().map(|day| format!("until {day}"));
        let beside: Vec<&str> = self.author.iter().chain(&until).map(String::as_str).collect();
        if beside.is_empty() { Ok(()) } else { write!(f, " ({})", beside.join(", ")) }
    }
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
    /// All of them, in the order of the documentation.
    pub const ALL: [SuppressedBy; 4] =
        [Self::Config, Self::IgnoreFile, Self::Marker, Self::Baseline];

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::IgnoreFile => "ignore-file",
            Self::Marker => "marker",
            Self::Baseline => "baseline",
        }
    }

    /// What people read for it.
    fn as_words(self) -> &'static str {
        match self {
            Self::Config => "the configuration",
            Self::IgnoreFile => "an ignore file",
            Self::Marker => "a marker in its description",
            Self::Baseline => "the baseline",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_as_much_as_is_known() {
        let known = Suppression {
            by: SuppressedBy::Baseline,
            state: Some(State::Active),
            reason: None,
            author: None,
            expires: None,
        };
        assert_eq!(known.to_string(), "accepted by the baseline");
        let known = Suppression {
            state: Some(State::FalsePositive),
            reason: Some("a sample".to_owned()),
            ..known
        };
        assert_eq!(known.to_string(), "accepted by the baseline as false positive: a sample");
        let by = SuppressedBy::Config;
        let reason = Some("account of the sandbox".to_owned());
        let (author, expires) = (Some("Ada".to_owned()), Some("2027-03-31".to_owned()));
        assert_eq!(
            Suppression { by, state: None, reason, author, expires }.to_string(),
            "accepted by the configuration: account of the sandbox (Ada, until 2027-03-31)"
        );
        for by in SuppressedBy::ALL {
            assert_eq!(serde_json::to_value(by).unwrap(), by.as_str());
        }
    }
}
