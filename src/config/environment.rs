//! Settings from variables of the environment, for CI systems where neither the command line nor a file
//! can be changed.

use std::path::PathBuf;
use std::str::FromStr;

use super::Config;
use crate::finding::{Confidence, Severity};

/// A variable that sets something.
#[derive(Debug)]
pub struct Variable {
    /// What it is called.
    pub name: &'static str,
    /// The setting, as [`Config::origin`] knows it.
    pub setting: &'static str,
    /// What it sets, one line.
    pub about: &'static str,
}

/// Every variable.
pub static VARIABLES: &[Variable] = &[
    Variable {
        name: "POSTSEAL_CONFIG",
        setting: "config",
        about: "the configuration file, as `--config`",
    },
    Variable {
        name: "POSTSEAL_BASELINE",
        setting: "scan.baseline",
        about: "the baseline, as `--baseline`",
    },
    Variable {
        name: "POSTSEAL_CONFIDENCE",
        setting: "scan.confidence",
        about: "least confidence that is reported, as `--confidence`",
    },
    Variable {
        name: "POSTSEAL_SEVERITY",
        setting: "scan.severity",
        about: "least severity that is reported, as `--severity`",
    },
    Variable {
        name: "POSTSEAL_FAIL_ON",
        setting: "scan.fail-on",
        about: "least severity that makes the exit status 1, as `--fail-on`",
    },
    Variable { name: "POSTSEAL_JOBS", setting: "scan.jobs", about: "threads, as `--jobs`" },
];

/// A variable with a value that it cannot have.
#[derive(Debug, thiserror::Error)]
#[error("{name}: `{value}` is not {expected}")]
pub struct VariableError {
    name: &'static str,
    value: String,
    expected: String,
}

impl Config {
    /// Sets what variables of the environment set, which `look_up` gives. An empty one sets nothing.
    ///
    /// # Errors
    /// If one has a value that its setting cannot have.
    pub fn set_by(
        &mut self,
        look_up: impl Fn(&str) -> Option<String>,
    ) -> Result<(), VariableError> {
        for &Variable { name, setting, .. } in VARIABLES {
            let Some(value) = look_up(name).filter(|value| !value.is_empty()) else { continue };
            let wrong = |expected: String| VariableError { name, value: value.clone(), expected };
            match setting {
                "scan.baseline" => self.scan.baseline = Some(PathBuf::from(&value)),
                "scan.confidence" => {
                    let words = Confidence::ALL.map(|level| (level.as_str(), level));
                    self.scan.confidence = Some(one_of(&words, &value).map_err(wrong)?);
                }
                "scan.severity" | "scan.fail-on" => {
                    let words = Severity::ALL.map(|level| (level.as_str(), level));
                    let level = Some(one_of(&words, &value).map_err(wrong)?);
                    let is_bar = setting == "scan.fail-on";
                    *(if is_bar { &mut self.scan.fail_on } else { &mut self.scan.severity }) =
                        level;
                }
                "scan.jobs" => {
                    let jobs = usize::from_str(&value);
                    let jobs = jobs.map_err(|_| wrong("a number of threads".to_owned()))?;
                    self.scan.jobs = Some(jobs);
                }
                _ => {}
            }
            self.environment.push((setting, name));
        }
        Ok(())
    }
}

fn one_of<T: Copy>(words: &[(&str, T)], text: &str) -> Result<T, String> {
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
    let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    found.ok_or_else(|| format!("one of {}", all.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Origin;

    #[test]
    fn variables_go_before_the_file_and_say_so() {
        let mut config = Config {
            text: "[scan]\nseverity = \"low\"\njobs = 2".to_owned(),
            path: "c.toml".to_owned(),
            ..Config::default()
        };
        let look_up = |name: &str| match name {
            "POSTSEAL_SEVERITY" => Some("high".to_owned()),
            "POSTSEAL_JOBS" => Some(String::new()),
            _ => None,
        };
        config.set_by(look_up).unwrap();
        assert_eq!(config.scan.severity, Some(Severity::High));
        let origins = ["scan.severity", "scan.jobs", "scan.confidence"];
        let origins = origins.map(|key| config.origin(key, None));
        let file = Origin::File { path: "c.toml".into(), line: 3 };
        assert_eq!(origins, [Origin::Environment("POSTSEAL_SEVERITY"), file, Origin::Default]);
    }

    #[test]
    fn a_value_that_a_variable_cannot_have_is_said() {
        let error =
            Config::default().set_by(|name| (name == "POSTSEAL_FAIL_ON").then(|| "hihg".into()));
        assert_eq!(
            error.unwrap_err().to_string(),
            "POSTSEAL_FAIL_ON: `hihg` is not one of low, medium, high, critical"
        );
    }
}
