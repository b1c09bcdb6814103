//! Why a repository cannot be read.

use std::io;

/// Why a repository cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GitError {
    /// git cannot be started.
    #[error("git is needed for this, and is not on PATH")]
    Missing,
    /// git cannot be started or talked to.
    #[error("cannot call git")]
    Io(#[source] io::Error),
    /// There is no repository.
    #[error("{0} is not in a git repository")]
    NotRepository(String),
    /// There is no index.
    #[error(
        "nothing is staged in a bare repository or a .git folder: call this in a work tree, or give --range or --history"
    )]
    NoWorkTree,
    /// Nobody commits there.
    #[error("nothing is committed in a bare repository or a .git folder: call this in a work tree")]
    NoCommits,
    /// A path that is not in the work tree.
    #[error("{0} is outside the repository")]
    Outside(String),
    /// A revision that is no commit here.
    #[error(
        "`{0}` is no commit of this repository; a shallow clone lacks older ones (fetch them, in CI with a fetch depth of 0)"
    )]
    NoCommit(String),
    /// Two commits without a common one.
    #[error(
        "`{0}` and `{1}` have no commit in common; a shallow clone lacks older ones (fetch them, in CI with a fetch depth of 0)"
    )]
    NoForkPoint(String, String),
    /// No range.
    #[error("`{0}` is no range: give two revisions with two dots between them, `main..topic`")]
    NotRange(String),
    /// What git itself says.
    #[error("git {command} failed: {message}")]
    Refused {
        /// The command.
        command: String,
        /// The last lines that it wrote.
        message: String,
    },
    /// Output of git that cannot be read.
    #[error("git {0} answered something unexpected")]
    Unexpected(&'static str),
}

/// Most bytes of a message of git that are passed on.
const MOST_MESSAGE: usize = 1000;

impl GitError {
    /// git could not be started.
    pub(super) fn started(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Io(error),
        }
    }

    /// git ended with an error and wrote this.
    pub(super) fn refused(command: &str, written: &[u8]) -> Self {
        let text = String::from_utf8_lossy(written);
        let text = text.trim().strip_prefix("fatal: ").unwrap_or(text.trim());
        let message: String = text.chars().take(MOST_MESSAGE).collect();
        Self::Refused { command: command.to_owned(), message }
    }
}
