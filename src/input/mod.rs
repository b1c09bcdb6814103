//! What is to be scanned: paths, folders, standard input, lists of paths, files in git repositories.
//!
//! What [`collect`] gives is lazy and in a stable order, so that a scan can begin before a walk ends and its
//! output is the same every time.

pub(crate) mod archive;
mod folder;
mod list;
mod read;
mod sniff;
mod tracked;
mod walk;

use std::path::{Path, PathBuf};

use crate::finding::{Problem, ProblemCode};
use crate::git::{Blob, Commit};
pub use archive::Limits;
pub use folder::Folder;
pub use list::{Separator, read_list};
pub(crate) use read::ReadError;
pub use read::{Buffer, Mmap};
pub use tracked::Tracked;
pub use walk::{WalkError, WalkOptions};

/// Something to read, not read yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input, to its end.
    Stdin,
    /// A version of a file in a git repository.
    Blob(Blob),
}

/// The name of standard input in reports.
pub const STDIN: &str = "<stdin>";

impl Input {
    /// Its name in reports: the path as given, with `/` between its parts.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => name_of(path),
            Self::Stdin => STDIN.to_owned(),
            Self::Blob(blob) => blob.name.to_string(),
        }
    }

    /// The commit that brought it, where that is to be told.
    pub(crate) fn commit(&self) -> Option<&Commit> {
        match self {
            Self::Blob(blob) => blob.commit.as_deref(),
            Self::File(_) | Self::Stdin => None,
        }
    }

    /// Its bytes on disk, where that can be told without reading it.
    pub fn size(&self) -> Option<u64> {
        match self {
            Self::File(path) => {
                path.metadata().ok().filter(std::fs::Metadata::is_file).map(|data| data.len())
            }
            Self::Stdin | Self::Blob(_) => None,
        }
    }
}

/// A path as reports show it: with `/` between its parts.
pub fn name_of(path: &Path) -> String {
    let name = path.to_string_lossy();
    match std::path::MAIN_SEPARATOR {
        '/' => name.into_owned(),
        separator => name.replace(separator, "/"),
    }
}

/// An input, or why there is none: a missing path is reported like a finding, and the rest goes on.
pub type Collected = Result<Input, Problem>;

/// All inputs that `paths` lead to, in order.
///
/// # Errors
/// If a glob of the options is not one.
pub fn collect(
    paths: Vec<PathBuf>,
    options: WalkOptions,
) -> Result<impl Iterator<Item = Collected> + Send, WalkError> {
    let walker = walk::Walker::new(options)?;
    Ok(paths.into_iter().flat_map(move |path| -> Box<dyn Iterator<Item = Collected> + Send> {
        if path.as_os_str() == "-" {
            return Box::new(std::iter::once(Ok(Input::Stdin)));
        }
        match std::fs::metadata(&path) {
            Ok(data) if data.is_dir() => Box::new(walker.walk(&path)),
            Ok(_) => Box::new(std::iter::once(Ok(Input::File(path)))),
            Err(error) => Box::new(std::iter::once(Err(problem(&path, &error)))),
        }
    }))
}

/// The problem that an input's error from the operating system is.
fn problem(path: &Path, error: &std::io::Error) -> Problem {
    let code = match error.kind() {
        std::io::ErrorKind::NotFound => ProblemCode::NotFound,
        _ => ProblemCode::Unreadable,
    };
    Problem::with_file(code, &Input::File(path.to_owned()).name(), error.to_string())
}
