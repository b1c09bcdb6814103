//! What is worth knowing of what was written down to be accepted.

use std::fmt;

use serde::Serialize;

/// Something to look after: no trouble, and no finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// The file that it speaks of.
    pub path: String,
    /// The line in it, from 1, where there is one.
    pub line: Option<u64>,
    /// What it is about.
    pub code: NoticeCode,
    /// One sentence for people.
    pub message: String,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeCode {
    /// What accepts a finding has expired: the finding is open again.
    Expired,
    /// What would accept a finding accepts none.
    Unused,
    /// What was meant to accept findings cannot be read, and accepts none.
    Unread,
}

impl NoticeCode {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Unused => "unused",
            Self::Unread => "unread",
        }
    }
}

impl Notice {
    /// `path:line`, as much of it as there is.
    pub fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{}:{line}", self.path),
            None => self.path.clone(),
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.message)
    }
}
