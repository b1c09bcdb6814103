//! What a commit of the index would come from.

use std::fs;

use super::{Change, GitError, Repository};

impl Repository {
    /// The commits that a commit made now would have as parents: `HEAD`, in a merge also what is merged. The
    /// empty tree where there is no commit yet.
    ///
    /// # Errors
    /// If git cannot be called.
    pub fn parents(&self) -> Result<Vec<String>, GitError> {
        let Some(head) = self.resolve("HEAD^{commit}") else {
            return Ok(vec![self.empty_tree()?]);
        };
        let merged = fs::read_to_string(self.git_dir.join("MERGE_HEAD")).unwrap_or_default();
        Ok(std::iter::once(head).chain(merged.lines().map(str::to_owned)).collect())
    }

    /// What a commit made now would change against each of its parents.
    ///
    /// # Errors
    /// If there is no work tree, or git cannot be called.
    pub fn staged(&self, parents: &[String]) -> Result<Vec<Vec<Change>>, GitError> {
        parents.iter().map(|parent| self.staged_since(parent)).collect()
    }
}

/// Whether this is what hosts send for "no commit".
pub(super) fn is_zeros(revision: &str) -> bool {
    revision.len() >= 40 && revision.bytes().all(|byte| byte == b'0')
}
