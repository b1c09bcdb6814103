//! What can be wrong with a pattern file.

use super::excerpt::Excerpt;

/// Why a pattern file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// The embedded library does not have the shape that this version reads.
    #[error("the pattern library is not readable")]
    Library(#[from] serde_json::Error),
    /// A field holds a word that it cannot hold.
    #[error("pattern `{id}`: `{value}` is no {expected}")]
    Word {
        /// The pattern or place.
        id: String,
        /// The field.
        field: &'static str,
        /// What stands there.
        value: String,
        /// What may stand there.
        expected: &'static str,
    },
    /// A literal is too short to search for, or expands to too many.
    #[error("pattern `{id}`: literal `{literal}` {problem}")]
    Literal {
        /// The pattern.
        id: String,
        /// The literal as written.
        literal: String,
        /// What is wrong and what to do.
        problem: &'static str,
    },
    /// Nothing triggers it.
    #[error("pattern `{id}` has no trigger: give it `literals`, `labels`, `named` or `hosts`")]
    Trigger {
        /// The pattern.
        id: String,
    },
    /// A user's file has a mistake.
    #[error(transparent)]
    Written(#[from] Box<Excerpt>),
    /// A file or folder of patterns cannot be read.
    #[error("cannot read {path}")]
    Unreadable {
        /// As given.
        path: String,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// What was to select patterns does not.
    #[error("`{glob}` {problem}")]
    Selection {
        /// What was asked for.
        glob: String,
        /// What is wrong with it.
        problem: String,
    },
}
