//! What went wrong with an input, as a value: the scan goes on.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::file_name;
use crate::location::Position;

/// Why an input, or a part of it, could not be read as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// The path does not exist.
    NotFound,
    /// The operating system refused to read it.
    Unreadable,
    /// Larger than `--max-file-size`, or a document larger than a stream may hold.
    TooLarge,
    /// A symbolic link leads back to a folder that is being walked.
    Loop,
    /// Not the JSON that it begins as: scanned as text from there on.
    Malformed,
    /// More findings than are kept of one file.
    TooManyFindings,
    /// More variables than are followed in one file.
    TooManyVariables,
    /// A member of an archive, or an archive, that cannot be unpacked: cut short, broken, or of a
    /// kind that is not known.
    Damaged,
    /// A member of an archive that only a password opens.
    Encrypted,
    /// More members, bytes or levels than are read of an archive.
    ArchiveLimit,
    /// A bug in this program stopped the scan of this input.
    Internal,
}

impl ProblemCode {
    /// Whether something was not scanned, which makes the exit status 2. A malformed document was, and
    /// so was one with more variables than are followed.
    pub fn is_trouble(self) -> bool {
        !matches!(self, Self::Malformed | Self::TooManyVariables)
    }

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too-large",
            Self::Loop => "loop",
            Self::Malformed => "malformed",
            Self::TooManyFindings => "too-many-findings",
            Self::TooManyVariables => "too-many-variables",
            Self::Damaged => "damaged",
            Self::Encrypted => "encrypted",
            Self::ArchiveLimit => "archive-limit",
            Self::Internal => "internal",
        }
    }
}

/// Something that went wrong with an input; the scan goes on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of trouble.
    pub code: ProblemCode,
    /// The file, as given on the command line.
    pub path: Arc<str>,
    /// The member, where `path` names an archive.
    pub entry: Option<Arc<str>>,
    /// One sentence for people.
    pub message: String,
    /// Where in the file, where that is known.
    pub start: Option<Position>,
}

impl Problem {
    /// A problem with a whole file.
    pub fn with_file(code: ProblemCode, path: &str, message: impl Into<String>) -> Self {
        Self { code, path: path.into(), entry: None, message: message.into(), start: None }
    }

    /// `path:line:column`, as much of it as is known; see [`file_name`].
    pub fn place(&self) -> String {
        let file = file_name(&self.path, self.entry.as_deref());
        match self.start {
            Some(start) => format!("{file}:{}:{}", start.line, start.column),
            None => file.into_owned(),
        }
    }
}
