//! Walking folders.

use std::path::{Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder};

use super::{Collected, Input, problem, sniff};
use crate::finding::{Problem, ProblemCode};

/// How folders are walked. The default takes no hidden files but Postman's own, `.gitignore` only inside a git work
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
    #[error("`{glob}` is not a glob")]
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
        let root = folder.to_owned();
        let walk = WalkBuilder::new(folder)
            .hidden(false)
            .filter_entry(self.shown())
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
        walk.filter_map(move |entry| match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                wanted(entry.into_path(), &root)
            }
            Ok(_) => None,
            Err(error) => Some(Err(walk_problem(&error))),
        })
    }

    /// Tells which entries are not hidden from the walk.
    fn shown(&self) -> impl Fn(&DirEntry) -> bool + Send + Sync + use<> {
        let (all, globs) = (self.options.hidden, self.globs.clone());
        move |entry| {
            let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            all || entry.depth() == 0 || is_shown(entry.path(), is_folder, &globs)
        }
    }

    /// Whether a walk of the folder that `path` begins in comes to the file there, `.gitignore` aside.
    pub(super) fn reaches(&self, path: &Path) -> bool {
        let folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        let mut ways = folders.map(|folder| (folder, true)).chain([(path, false)]);
        ways.all(|(way, is_folder)| {
            (self.options.hidden || is_shown(way, is_folder, &self.globs))
                && !self.globs.matched(way, is_folder).is_ignore()
        })
    }
}

/// Whether the last name of `path` is not hidden, is one of Postman's own, or is asked for.
fn is_shown(path: &Path, is_folder: bool, globs: &Override) -> bool {
    let name = path.file_name().unwrap_or_default();
    !name.as_encoded_bytes().starts_with(b".")
        || POSTMANS.iter().any(|own| name == *own)
        || globs.matched(path, is_folder).is_whitelist()
}

/// Hidden folders that Postman's own files lie in.
const POSTMANS: [&str; 2] = [".postman", ".resources"];

fn wanted(path: PathBuf, folder: &Path) -> Option<Collected> {
    match sniff::is_wanted(&path, folder) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_folders_of_postman_are_walked_and_others_are_not() {
        let root = tempfile::tempdir().unwrap();
        for path in [
            ".postman/resources.yaml",
            "postman/collections/a/.resources/definition.yaml",
            "postman/mocks/a.js",
            ".hidden/a.request.yaml",
            "postman/.hidden.request.yaml",
            "src/a.js",
            "src/deploy.yaml",
        ] {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "a: b\n").unwrap();
        }
        let walked = |options| -> Vec<String> {
            let walker = Walker::new(options).unwrap();
            let inputs = walker.walk(root.path()).map(Result::unwrap);
            let names = inputs.map(|input| input.name());
            let prefix = format!("{}/", Input::File(root.path().to_owned()).name());
            names.map(|name| name.strip_prefix(&prefix).unwrap().to_owned()).collect()
        };
        let known = [
            ".postman/resources.yaml",
            "postman/collections/a/.resources/definition.yaml",
            "postman/mocks/a.js",
        ];
        assert_eq!(walked(WalkOptions::default()), known);
        let hidden = walked(WalkOptions { hidden: true, ..WalkOptions::default() });
        assert_eq!(hidden.len(), known.len() + 2);
    }
}
