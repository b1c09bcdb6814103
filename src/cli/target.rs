//! Where a report goes: standard output, or a file that is there as a whole or not at all.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use postseal::run::ExitStatus;

/// Files that are being written, which an interrupt leaves behind.
static UNFINISHED: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes the files that are being written: for a process that ends at once.
pub(crate) fn remove_unfinished() {
    let unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
    for path in &*unfinished {
        let _ = fs::remove_file(path);
    }
}

/// Ends the process on Ctrl-C, and leaves no file behind that is not whole.
pub(crate) fn remove_on_interrupt() -> anyhow::Result<()> {
    ctrlc::set_handler(|| {
        remove_unfinished();
        #[expect(clippy::exit, clippy::disallowed_methods, reason = "the user asked for it")]
        process::exit(ExitStatus::Interrupted.code().into());
    })
    .context("cannot listen for Ctrl-C")
}

/// Where a report goes.
pub(crate) enum Target {
    /// Standard output.
    Stdout(BufWriter<StdoutLock<'static>>),
    /// What is no file of its own: a pipe, a device.
    Stream(BufWriter<File>, String),
    /// A file.
    Beside(Beside),
}

/// A file that is written beside its target and takes its place at the end.
pub(crate) struct Beside {
    file: BufWriter<File>,
    target: PathBuf,
    name: String,
    /// Removes the file unless it has taken its place.
    unfinished: Unfinished,
}

struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        let mut unfinished = UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner);
        if unfinished.remove(&self.0) {
            let _ = fs::remove_file(&self.0);
        }
    }
}

impl Target {
    /// Opens standard output.
    pub(crate) fn stdout() -> Self {
        Self::Stdout(BufWriter::new(io::stdout().lock()))
    }

    /// Opens a file. What is there stays until the report is whole.
    pub(crate) fn file(path: &Path) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let opened = match fs::metadata(path) {
            Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(there) if !there.is_file() => OpenOptions::new()
                .write(true)
                .open(path)
                .map(|file| Self::Stream(BufWriter::new(file), name.clone())),
            // A link stays a link.
            Ok(_) => fs::canonicalize(path).and_then(|path| beside(path, name.clone())),
            Err(_) => beside(path.to_owned(), name.clone()),
        };
        opened.with_context(|| format!("cannot write {name}"))
    }

    /// Puts a file in its place.
    pub(crate) fn keep(self) -> anyhow::Result<()> {
        let Self::Beside(Beside { file, target, name, unfinished }) = self else { return Ok(()) };
        let kept = file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| {
            if let Ok(old) = fs::metadata(&target) {
                file.set_permissions(old.permissions())?;
            }
            file.sync_all()?;
            drop(file);
            fs::rename(&unfinished.0, &target)
        });
        if kept.is_ok() {
            UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).remove(&unfinished.0);
        }
        kept.with_context(|| format!("cannot write {name}"))
    }
}

/// Begins a file beside `target`, hidden from a scan of the same folder.
fn beside(target: PathBuf, name: String) -> io::Result<Target> {
    let file_name = target.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let path = target.with_file_name(format!(".{file_name}.{}.part", process::id()));
    let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
    let (file, unfinished) = (BufWriter::new(file), Unfinished(path));
    Ok(Target::Beside(Beside { file, target, name, unfinished }))
}

impl Target {
    /// The stream, and what an error calls it.
    fn parts(&mut self) -> (&mut dyn Write, &str) {
        match self {
            Self::Stdout(out) => (out, "standard output"),
            Self::Stream(out, name) => (out, name),
            Self::Beside(beside) => (&mut beside.file, &beside.name),
        }
    }
}

/// An error that names what could not be written.
fn named<T>(outcome: io::Result<T>, name: &str) -> io::Result<T> {
    outcome.map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (out, name) = self.parts();
        named(out.write(bytes), name)
    }

    fn flush(&mut self) -> io::Result<()> {
        let (out, name) = self.parts();
        named(out.flush(), name)
    }
}
