//! Where a report goes: standard output, or a file that is there as a whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::Path;
use std::process;

use anyhow::Context;
use postseal::replace::{Replacement, remove_unfinished};
use postseal::run::ExitStatus;

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
    /// A file, and what an error calls it.
    File(BufWriter<Replacement>, String),
}

impl Target {
    /// Opens standard output.
    pub(crate) fn stdout() -> Self {
        Self::Stdout(BufWriter::new(io::stdout().lock()))
    }

    /// Opens a file. What is there stays until the report is whole.
    pub(crate) fn file(path: &Path) -> anyhow::Result<Self> {
        let name = path.display().to_string();
        let beside = |path| {
            let replacement = Replacement::begin(path)?;
            Ok(Self::File(BufWriter::new(replacement), name.clone()))
        };
        let opened = match fs::metadata(path) {
            Ok(there) if there.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(there) if !there.is_file() => OpenOptions::new()
                .write(true)
                .open(path)
                .map(|file| Self::Stream(BufWriter::new(file), name.clone())),
            // A link stays a link.
            Ok(_) => fs::canonicalize(path).and_then(beside),
            Err(_) => beside(path.to_owned()),
        };
        opened.with_context(|| format!("cannot write {name}"))
    }

    /// Puts a file in its place.
    pub(crate) fn keep(self) -> anyhow::Result<()> {
        let Self::File(file, name) = self else { return Ok(()) };
        let kept = file.into_inner().map_err(io::IntoInnerError::into_error);
        kept.and_then(Replacement::keep).with_context(|| format!("cannot write {name}"))
    }

    /// The stream, and what an error calls it.
    fn parts(&mut self) -> (&mut dyn Write, &str) {
        match self {
            Self::Stdout(out) => (out, "standard output"),
            Self::Stream(out, name) => (out, name),
            Self::File(out, name) => (out, name),
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
