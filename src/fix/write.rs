//! Changes files: whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::outcome::FilePlan;
use crate::replace::{Replacement, private, sync_folder};
use crate::secret::content_hash;

/// Why a file was not written. It is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// Nobody may write to it.
    #[error("{0} is read-only: nothing was written to it")]
    ReadOnly(String),
    /// It is a device, a pipe or the like.
    #[error("{0} is no regular file: nothing was written to it")]
    Irregular(String),
    /// It has other names, under which the old content would stay.
    #[error("{0} has {1} hard links: the others would keep the secret, nothing was written")]
    Linked(String, u64),
    /// Somebody else has written to it.
    #[error("{0} has changed since it was scanned: nothing was written to it, try again")]
    Changed(String),
    /// There is a file already where a new one is to be made.
    #[error("{0} is there already: name another file, or remove it")]
    Exists(String),
    /// The operating system did not let it.
    #[error("cannot write {path}: it is as it was")]
    Io {
        /// The file.
        path: String,
        /// What the operating system says.
        source: io::Error,
    },
}

/// Whether the file at `path` can be replaced.
///
/// # Errors
/// If it cannot, and why.
pub fn check(path: &str) -> Result<(), WriteError> {
    target(path).map(drop)
}

/// The file that `path` leads to, through symbolic links, if it may be replaced.
fn target(path: &str) -> Result<PathBuf, WriteError> {
    let io = |source| WriteError::Io { path: path.to_owned(), source };
    let target = fs::canonicalize(path).map_err(io)?;
    let data = fs::metadata(&target).map_err(io)?;
    if !data.is_file() {
        return Err(WriteError::Irregular(path.to_owned()));
    }
    if data.permissions().readonly() {
        return Err(WriteError::ReadOnly(path.to_owned()));
    }
    match links(&data) {
        0 | 1 => {}
        links => return Err(WriteError::Linked(path.to_owned(), links)),
    }
    match OpenOptions::new().write(true).open(&target) {
        Ok(_) => Ok(target),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            Err(WriteError::ReadOnly(path.to_owned()))
        }
        Err(error) => Err(io(error)),
    }
}

#[cfg(unix)]
fn links(data: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(data)
}

#[cfg(not(unix))]
fn links(_data: &fs::Metadata) -> u64 {
    1
}

/// Writes what `plan` says to its file. The new content is written beside it, flushed to the disk, and takes
/// the file's place in one step, so that at any time there is the old file or the new one. Permissions stay,
/// and a symbolic link leads where it led.
///
/// # Errors
/// If the file cannot be written or is not what was planned for.
pub fn write(plan: &FilePlan<'_>) -> Result<(), WriteError> {
    let path = plan.path;
    let io = |source| WriteError::Io { path: path.to_owned(), source };
    let target = target(path)?;
    let mut replacement = Replacement::begin(target.clone()).map_err(io)?;
    replacement.write_all(&plan.after).map_err(io)?;
    fs::metadata(&target).and_then(|data| keep_owner(replacement.file(), &data)).map_err(io)?;
    let now = fs::read(&target).map_err(io)?;
    if content_hash(&now) != content_hash(&plan.before) {
        return Err(WriteError::Changed(path.to_owned()));
    }
    replacement.keep().map_err(io)
}

/// Gives `file` the owner and the group that `data` tells.
#[cfg(unix)]
fn keep_owner(file: &File, data: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.metadata()?;
    if (own.uid(), own.gid()) == (data.uid(), data.gid()) {
        return Ok(());
    }
    fchown(file, Some(data.uid()), Some(data.gid()))
}

#[cfg(not(unix))]
fn keep_owner(_file: &File, _data: &fs::Metadata) -> io::Result<()> {
    Ok(())
}

/// Makes a file that only its owner can read, and that must not be there yet.
///
/// # Errors
/// If it is there, or cannot be written; what was made of it is removed then.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let name = path.display().to_string();
    let io = |source: io::Error| match source.kind() {
        io::ErrorKind::AlreadyExists => WriteError::Exists(name.clone()),
        _ => WriteError::Io { path: name.clone(), source },
    };
    let mut file = private().open(path).map_err(io)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(path);
    }
    written.map_err(io)?;
    sync_folder(path);
    Ok(())
}
