//! Repositories of git: what is staged, what changed between commits, and every version of a history.
//!
//! `git` itself is called, as a child process, with everything off by which a repository could have it
//! start other programs or fetch something: see [`Repository`]. Paths are bytes, blobs are read by id, and
//! only plumbing commands are called, whose output does not depend on configuration.

mod blobs;
mod change;
mod error;
mod history;
mod hooks;
mod parents;

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

pub use blobs::{Blob, Blobs, Opened};
pub use change::{Change, Entry, Version};
pub use error::GitError;
pub use history::{Commit, History, Renames, Revisions, beginnings};
pub use hooks::{Hooks, hooks};
use parents::is_zeros;

/// A repository, seen from a folder in it.
#[derive(Debug, Clone)]
pub struct Repository {
    folder: PathBuf,
    git_dir: PathBuf,
    has_work_tree: bool,
    prefix: String,
}

/// Options of every call: nothing that a repository's configuration names is started.
const OPTIONS: [&str; 7] = [
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
];

/// The environment of every call: messages that can be told apart, and no fetch of what a partial clone
/// lacks, by whatever protocol.
const ENVIRONMENT: [(&str, &str); 5] = [
    ("LC_ALL", "C"),
    ("GIT_LITERAL_PATHSPECS", "0"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", ""),
];

impl Repository {
    /// The repository that `folder` is in.
    ///
    /// # Errors
    /// If there is none, git is not there, or refuses to read it.
    pub fn find(folder: &Path) -> Result<Self, GitError> {
        let asked = ["--is-inside-work-tree", "--show-prefix", "--absolute-git-dir"];
        let output = output(folder, &[&["rev-parse"], &asked[..]].concat()).map_err(|error| {
            let is_none = matches!(&error, GitError::Refused { message, .. } if message.contains("not a git repository"));
            if is_none { GitError::NotRepository(folder.display().to_string()) } else { error }
        })?;
        let lines = String::from_utf8_lossy(&output).into_owned();
        let mut lines = lines.splitn(3, '\n');
        let mut line = || lines.next().unwrap_or_default().to_owned();
        let (inside, prefix, git_dir) = (line(), line(), line());
        Ok(Self {
            folder: folder.to_owned(),
            git_dir: PathBuf::from(git_dir.trim_end_matches(['\r', '\n'])),
            has_work_tree: inside == "true",
            prefix,
        })
    }

    /// `path`, which begins at the folder or the root of the file system, from the top of the work tree.
    ///
    /// # Errors
    /// If it leads out of the work tree.
    pub fn from_top(&self, path: &Path) -> Result<PathBuf, GitError> {
        let prefix = Path::new(&self.prefix);
        let outside = || GitError::Outside(path.display().to_string());
        let path = if path.is_absolute() {
            let top = self.folder.ancestors().nth(prefix.components().count());
            path.strip_prefix(top.unwrap_or(&self.folder)).map_err(|_| outside())?.to_owned()
        } else {
            prefix.join(path)
        };
        normal(&path).ok_or_else(outside)
    }

    /// Whether older commits are missing here, because only the newest were cloned.
    pub fn is_shallow(&self) -> bool {
        self.git_dir.join("shallow").exists() || self.common_dir().join("shallow").exists()
    }

    /// Where the repository is, for a work tree that is linked to it.
    fn common_dir(&self) -> PathBuf {
        let named = std::fs::read_to_string(self.git_dir.join("commondir"));
        named.map_or_else(|_| self.git_dir.clone(), |name| self.git_dir.join(name.trim_end()))
    }

    /// The full id of the commit that `revision` names.
    ///
    /// # Errors
    /// If it names none.
    pub fn commit(&self, revision: &str) -> Result<String, GitError> {
        self.resolve(&format!("{revision}^{{commit}}"))
            .filter(|_| !revision.starts_with('-'))
            .ok_or_else(|| GitError::NoCommit(revision.to_owned()))
    }

    /// The last commit that `base` and `head` have in common; for a base of zeros, which hosts send for
    /// new branches, and for the empty tree itself, the empty tree.
    ///
    /// # Errors
    /// If one of them names no commit, or they have none in common.
    pub fn fork_point(&self, base: &str, head: &str) -> Result<String, GitError> {
        if is_zeros(base) {
            return self.empty_tree();
        }
        let (from, to) = (self.commit(base)?, self.commit(head)?);
        let found = self.output(&["merge-base", &from, &to]).map(|output| first_line(&output));
        match found {
            Ok(commit) if !commit.is_empty() => Ok(commit),
            _ => Err(GitError::NoForkPoint(base.to_owned(), head.to_owned())),
        }
    }

    /// The id that `name` stands for, if there is such an object.
    fn resolve(&self, name: &str) -> Option<String> {
        let output = self.output(&["rev-parse", "--verify", "--quiet", name]).ok()?;
        Some(first_line(&output)).filter(|id| !id.is_empty())
    }

    /// The id of the tree without files.
    fn empty_tree(&self) -> Result<String, GitError> {
        Ok(first_line(&self.output(&["hash-object", "-t", "tree", "--stdin"])?))
    }

    /// What a call of git prints.
    fn output(&self, args: &[&str]) -> Result<Vec<u8>, GitError> {
        output(&self.folder, args)
    }

    /// A call of git that is not started yet.
    fn call<A: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = A>) -> Command {
        call(&self.folder, args)
    }
}

/// `path` without `.` and `..`; none where it leads upward.
fn normal(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => normal.pop().then_some(())?,
            part => normal.push(part),
        }
    }
    Some(normal)
}

fn first_line(output: &[u8]) -> String {
    let text = String::from_utf8_lossy(output);
    text.lines().next().unwrap_or_default().to_owned()
}

fn plain_call(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).envs(ENVIRONMENT).stdin(Stdio::null());
    command
}

fn call<A: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = A>) -> Command {
    let mut command = plain_call(folder);
    command.args(OPTIONS).args(args);
    command
}

fn output(folder: &Path, args: &[&str]) -> Result<Vec<u8>, GitError> {
    finish(call(folder, args), args.first().copied().unwrap_or_default())
}

/// What `command` prints; an error if it ends in one.
fn finish(mut command: Command, name: &str) -> Result<Vec<u8>, GitError> {
    let output = command.output().map_err(GitError::started)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(GitError::refused(name, &output.stderr))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_brought_to_the_top() {
        let repository = Repository {
            folder: PathBuf::from("/srv/repo/a"),
            git_dir: PathBuf::new(),
            has_work_tree: true,
            prefix: "a/".to_owned(),
        };
        let cases = [
            ("b/./c/../d", Some("a/b/d")),
            (".", Some("a")),
            ("..", Some("")),
            ("../..", None),
            ("/srv/repo/x", Some("x")),
            ("/srv/other", None),
        ];
        for (path, expected) in cases {
            let found = repository.from_top(Path::new(path)).ok();
            assert_eq!(found.as_deref(), expected.map(Path::new), "{path}");
        }
    }
}
