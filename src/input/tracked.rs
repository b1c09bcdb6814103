//! Versions of files in a git repository, taken by the rule of the walk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::archive::HEAD;
use super::list::to_path;
use super::walk::Walker;
use super::{Collected, Input, WalkError, WalkOptions, name_of, sniff};
use crate::finding::{Problem, ProblemCode};
use crate::git::{Blob, Blobs, Commit, Repository, Version};

/// Which versions of files are taken: those that a walk of the whole work tree would come to, whether or not
/// `.gitignore` names them, and at least below one of the paths that were given.
#[derive(Debug)]
pub struct Tracked {
    walker: Walker,
    blobs: Arc<Blobs>,
    /// From the top of the work tree; none for all of it.
    below: Vec<PathBuf>,
}

/// The folder that names begin in.
const TOP: &str = "";

impl Tracked {
    /// Those of `repository` that lie below one of the paths `below`, from the top of the work tree; all, if there
    /// are none.
    ///
    /// # Errors
    /// If a glob of the options is not one.
    pub fn new(
        repository: Repository,
        below: Vec<PathBuf>,
        options: WalkOptions,
    ) -> Result<Self, WalkError> {
        let blobs = Arc::new(Blobs::new(repository));
        Ok(Self { walker: Walker::new(options)?, blobs, below })
    }

    /// What the file at `path` is called in reports.
    pub fn name(path: &[u8]) -> String {
        name_of(&to_path(path))
    }

    /// Whether the file at `path` is taken whatever it holds.
    pub fn covers(&self, path: &[u8]) -> bool {
        let path = to_path(path);
        let is_wanted = || self.walker.reaches(&path) && sniff::is_wanted_path(&path, TOP.as_ref());
        self.below.contains(&path) || self.is_below(&path) && is_wanted()
    }

    /// The input that `version` is, if it is taken; `commit` is told with what is found in it.
    pub fn input(&self, version: &Version, commit: Option<&Arc<Commit>>) -> Option<Collected> {
        let path = to_path(&version.path);
        if self.below.contains(&path) {
            return Some(Ok(self.blob(version, commit)));
        }
        self.is_below(&path).then(|| self.any(version, commit)).flatten()
    }

    /// The input that `version` is, taken or not.
    pub fn whatever(&self, version: &Version) -> Input {
        self.blob(version, None)
    }

    /// The same, wherever it lies.
    pub fn any(&self, version: &Version, commit: Option<&Arc<Commit>>) -> Option<Collected> {
        let path = to_path(&version.path);
        if !self.walker.reaches(&path) {
            return None;
        }
        let input = self.blob(version, commit);
        if sniff::is_wanted_path(&path, TOP.as_ref()) {
            return Some(Ok(input));
        }
        match self.blobs.head(&version.id, HEAD) {
            Ok(head) => sniff::is_wanted_content(&input.name(), &*head).then_some(Ok(input)),
            Err(error) => {
                let (code, name) = (ProblemCode::Unreadable, input.name());
                Some(Err(Problem::with_file(code, &name, error.to_string())))
            }
        }
    }

    fn is_below(&self, path: &Path) -> bool {
        self.below.is_empty() || self.below.iter().any(|way| path.starts_with(way))
    }

    fn blob(&self, version: &Version, commit: Option<&Arc<Commit>>) -> Input {
        Input::Blob(Blob {
            name: Self::name(&version.path).into(),
            id: version.id.as_str().into(),
            commit: commit.cloned(),
            blobs: Arc::clone(&self.blobs),
        })
    }
}
