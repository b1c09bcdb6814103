//! A flaw: what is wrong with a pattern, where, and what to do.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::pattern::excerpt::Excerpt;

/// One thing that is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Name of the check that found it.
    pub check: &'static str,
    /// The pattern.
    pub pattern: String,
    /// What is wrong where, with the remedy.
    pub excerpt: Excerpt,
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.excerpt)
    }
}

impl Serialize for Flaw {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Excerpt { path, line, column, problem, remedy, .. } = &self.excerpt;
        serde_json::json!({
            "check": self.check,
            "pattern": self.pattern,
            "path": path,
            "line": line,
            "column": column,
            "problem": problem,
            "remedy": remedy,
        })
        .serialize(serializer)
    }
}
