//! What became of a credential that was found, in the words of Postman's own scanner.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

/// What became of a credential that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Known, and nobody has decided on it.
    Active,
    /// No longer of use to anybody, though it still stands there.
    Revoked,
    /// No credential.
    FalsePositive,
    /// A credential that may stand there.
    AcceptedRisk,
}

/// A word that is no state.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no state: active, revoked, false-positive or accepted-risk")]
pub struct StateError(String);

impl State {
    /// All of them, the undecided first.
    pub const ALL: [State; 4] =
        [Self::Active, Self::Revoked, Self::FalsePositive, Self::AcceptedRisk];

    /// The word for it in files, flags and output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Revoked => "revoked",
            Self::FalsePositive => "false-positive",
            Self::AcceptedRisk => "accepted-risk",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Also as Postman's API writes it: `FALSE_POSITIVE`.
impl FromStr for State {
    type Err = StateError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let word = text.to_ascii_lowercase().replace('_', "-");
        let state = Self::ALL.into_iter().find(|state| state.as_str() == word);
        state.ok_or_else(|| StateError(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_as_they_are_written_here_and_by_postman() {
        for state in State::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
            let theirs = state.as_str().to_ascii_uppercase().replace('-', "_");
            assert_eq!(state.as_str().parse::<State>().unwrap(), state);
            assert_eq!(theirs.parse::<State>().unwrap(), state);
        }
        assert!("unresolved".parse::<State>().is_err());
    }
}
