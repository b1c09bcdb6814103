//! Files that are replaced as a whole or not at all.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A new content for a file, written beside it until it takes its place. Dropped before, it is removed, and the file
/// stays as it was.
#[derive(Debug)]
pub struct Replacement {
    file: File,
    draft: Draft,
    target: PathBuf,
}

impl Replacement {
    /// Begins one of the file at `target`, which need not be there yet. A symbolic link would be replaced, not what
    /// it leads to. While it is written, only its owner can read what takes the place of another file.
    ///
    /// # Errors
    /// If nothing can be written beside the file.
    pub fn begin(target: PathBuf) -> io::Result<Self> {
        const TRIES: u32 = 100;
        const MOST_CHARACTERS: usize = 48;
        let options = if target.exists() { private() } else { new() };
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        // Long names leave no room for more.
        let name: String = name.chars().take(MOST_CHARACTERS).collect();
        let mut tries = 0..TRIES;
        loop {
            // What a process of the same number has left behind is in the way.
            let again = match tries.next().ok_or(io::ErrorKind::AlreadyExists)? {
                0 => String::new(),
                number => format!("-{number}"),
            };
            // Hidden from a scan of the same folder.
            let hidden = format!(".{name}.{}{again}.part", process::id());
            let path = target.with_file_name(hidden);
            match options.open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                file => {
                    let file = file?;
                    unfinished().insert(path.clone());
                    return Ok(Self { file, draft: Draft(path), target });
                }
            }
        }
    }

    /// What the new content is written to.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Puts it in its place, with the permissions of what was there, and flushes it to the disk.
    ///
    /// # Errors
    /// If that cannot be done; the file is as it was.
    pub fn keep(self) -> io::Result<()> {
        let Self { file, draft, target } = self;
        if let Ok(old) = fs::metadata(&target) {
            file.set_permissions(old.permissions())?;
        }
        file.sync_all()?;
        drop(file);
        fs::rename(&draft.0, &target)?;
        unfinished().remove(&draft.0);
        sync_folder(&target);
        Ok(())
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file that is of no use unless it takes its place.
#[derive(Debug)]
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        if unfinished().remove(&self.0) {
            let _ = fs::remove_file(&self.0);
        }
    }
}

/// Removes what is being written: for a process that ends at once.
pub fn remove_unfinished() {
    for path in &*unfinished() {
        let _ = fs::remove_file(path);
    }
}

/// Files that are being written.
fn unfinished() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn new() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    options
}

/// Opens a file that must not be there yet, for its owner alone.
pub fn private() -> OpenOptions {
    let mut options = new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes sure that a new name is on the disk, where the system can.
pub fn sync_folder(target: &Path) {
    if let Some(folder) = target.parent().filter(|_| cfg!(unix)) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_the_old_one_until_it_is_the_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("report.json");
        for (keeps, before, after) in
            [(true, None, "1"), (false, Some("1"), "1"), (true, Some("1"), "3")]
        {
            let mut replacement = Replacement::begin(target.clone()).unwrap();
            replacement.write_all(if keeps { after } else { "2" }.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&target).ok().as_deref(), before);
            if keeps {
                replacement.keep().unwrap();
            } else {
                drop(replacement);
            }
            assert_eq!(fs::read_to_string(&target).unwrap(), after);
            assert_eq!(names(folder.path()), ["report.json"]);
        }
    }
}
