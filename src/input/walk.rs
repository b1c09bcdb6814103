//! Walking folders.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};

use super::{Collected, Input, problem, sniff};
use crate::finding::{Problem, ProblemCode};

/// How folders are walked. The default takes hidden files not, `.gitignore` only inside a git work
/// tree, and follows no symbolic link.
#[derive(Debug, Clone, Default)]
pub struct WalkOptions {
    /// Globs of paths to take; where there are any, no other path is taken.
    pub include: Vec<String>,
    /// Globs of paths to leave out.
    pub exclude: Vec<String>,
    /// Also hidden files and folders.
    pub hidden: bool,
    /// Also what `.gitignore` leaves out. No other ignore file counts: what is scanned may be hostile.
    pub no_ignore: bool,
    /// Follow symbolic links.
    pub follow: bool,
}

/// A walk that cannot begin.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WalkError {
    /// Not a glob.
    #[error("`{glob}` is not a glob: {source}")]
    Glob {
        /// The glob as given.
        glob: String,
        /// What is wrong with it.
        source: Box<ignore::Error>,
    },
}

/// Walks folders by the same options.
#[derive(Debug)]
pub(super) struct Walker {
    options: WalkOptions,
    globs: Override,
}

impl Walker {
    pub(super) fn new(options: WalkOptions) -> Result<Self, WalkError> {
        let mut globs = OverrideBuilder::new("");
        let negated: Vec<String> = options.exclude.iter().map(|glob| format!("!{glob}")).collect();
        for glob in options.include.iter().chain(&negated) {
            let error = |source| WalkError::Glob { glob: glob.clone(), source: Box::new(source) };
            globs.add(glob).map_err(error)?;
        }
        let error = |source| WalkError::Glob { glob: String::new(), source: Box::new(source) };
        Ok(Self { globs: globs.build().map_err(error)?, options })
    }

    /// The files below `folder` that are worth reading, sorted by name within each folder.
    pub(super) fn walk(&self, folder: &Path) -> impl Iterator<Item = Collected> + Send + use<> {
        let ignore_files = !self.options.no_ignore;
        let walk = WalkBuilder::new(folder)
            .hidden(!self.options.hidden)
            .parents(ignore_files)
            .ignore(false)
            .git_ignore(ignore_files)
            .git_exclude(ignore_files)
            .git_global(ignore_files)
            .require_git(true)
            .follow_links(self.options.follow)
            .overrides(self.globs.clone())
            .sort_by_file_name(Ord::cmp)
            .build();
        walk.filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                wanted(entry.into_path())
            }
            Ok(_) => None,
            Err(error) => Some(Err(walk_problem(&error))),
        })
    }
}

fn wanted(path: PathBuf) -> Option<Collected> {
    match sniff::is_wanted(&path) {
        Ok(true) => Some(Ok(Input::File(path))),
        Ok(false) => None,
        Err(error) => Some(Err(problem(&path, &error))),
    }
}

fn walk_problem(error: &ignore::Error) -> Problem {
    match error {
        ignore::Error::WithDepth { err, .. } => walk_problem(err),
        ignore::Error::WithPath { path, err } => match err.io_error() {
            Some(io) => problem(path, io),
            None => walk_problem(err),
        },
        ignore::Error::Loop { child, ancestor } => {
            let message = format!("leads back to {}", ancestor.display());
            Problem::with_file(ProblemCode::Loop, &Input::File(child.clone()).name(), message)
        }
        other => Problem::with_file(ProblemCode::Unreadable, "", other.to_string()),
    }
}
