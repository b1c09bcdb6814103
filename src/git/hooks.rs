//! Where git keeps hooks.

use std::path::{Path, PathBuf};

use super::{GitError, Repository, finish, first_line, plain_call};

/// The hooks of a repository.
#[derive(Debug)]
pub struct Hooks {
    /// The folder that they are in.
    pub folder: PathBuf,
    /// Whether other repositories may have the same: `core.hooksPath` is set beyond this one.
    pub is_shared: bool,
}

/// The hooks of the repository that `folder` is in, `core.hooksPath` respected.
///
/// # Errors
/// If there is none, or it has no work tree to commit from.
pub fn hooks(folder: &Path) -> Result<Hooks, GitError> {
    if !Repository::find(folder)?.has_work_tree {
        return Err(GitError::NoCommits);
    }
    // Without the options of other calls, which set another path; neither of these starts anything.
    let ask = |args: &[&str]| {
        let mut command = plain_call(folder);
        command.args(args);
        finish(command, "rev-parse").map(|output| first_line(&output))
    };
    let path = ask(&["rev-parse", "--git-path", "hooks"])?;
    let scope = ask(&["config", "--show-scope", "--get", "core.hooksPath"]).unwrap_or_default();
    let is_shared = ["global", "system"].iter().any(|wide| scope.starts_with(wide));
    Ok(Hooks { folder: folder.join(path), is_shared })
}
