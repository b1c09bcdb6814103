//! The built-in rules, read from their file when a policy asks for them.

use std::sync::Arc;

use serde::Deserialize;

use super::{CHECKS, Check};
use crate::finding::RuleInfo;

/// The file of rules.
const FILE: &str = include_str!("rules.toml");

/// Built-in rules that cannot be used; a test holds that there are none.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RulesError {
    /// Not what a file of rules looks like.
    #[error("the rules of policies are broken")]
    File(#[from] toml::de::Error),
    /// A rule without a check.
    #[error("the rule `{0}` has no check")]
    Unchecked(String),
}

/// A rule with its check.
#[derive(Clone)]
pub struct Rule {
    /// What reports say of it.
    pub info: Arc<RuleInfo>,
    pub(super) check: Check,
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.info.fmt(f)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(rename = "rule")]
    rules: Vec<RuleInfo>,
}

/// Every rule, in the order of the file: the mildest level first.
pub fn rules() -> Result<Vec<Rule>, RulesError> {
    let file: RuleFile = toml::from_str(FILE)?;
    let with_check = |info: RuleInfo| {
        let check = CHECKS.iter().find(|(id, _)| *id == info.id).map(|(_, check)| *check);
        let check = check.ok_or_else(|| RulesError::Unchecked(info.id.clone()))?;
        Ok(Rule { info: Arc::new(info), check })
    };
    file.rules.into_iter().map(with_check).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_rule_has_a_check_and_controls_of_each_framework() {
        let rules = rules().unwrap();
        let ids: Vec<&str> = rules.iter().map(|rule| rule.info.id.as_str()).collect();
        assert_eq!(ids, CHECKS.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        assert!(rules.is_sorted_by_key(|rule| rule.info.level));
        let frameworks: BTreeSet<&String> =
            rules.iter().flat_map(|rule| rule.info.controls.keys()).collect();
        assert_eq!(frameworks.into_iter().collect::<Vec<_>>(), ["CIS v8", "NIST 800-53", "SOC 2"]);
        for rule in &rules {
            let controls = &rule.info.controls;
            assert!(controls.len() == 3 && controls.values().all(|ids| !ids.is_empty()));
        }
    }
}
