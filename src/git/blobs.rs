//! Blobs, read by their ids from one process that stays.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Commit, GitError, Repository};

/// A blob under a name, not read yet.
#[derive(Clone)]
pub struct Blob {
    /// What it is called in reports: its path from the top of the work tree.
    pub name: Arc<str>,
    /// Its id.
    pub id: Arc<str>,
    /// The commit that brought it, where that is asked for.
    pub commit: Option<Arc<Commit>>,
    /// Where it is read from.
    pub blobs: Arc<Blobs>,
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blob({} at {:?})", self.id, self.name)
    }
}

impl PartialEq for Blob {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.id) == (&other.name, &other.id)
    }
}

impl Eq for Blob {}

/// The blobs of a repository. One process reads them in turn; a blob that is streamed keeps it to itself, and
/// whoever comes meanwhile starts another.
#[derive(Debug)]
pub struct Blobs {
    repository: Repository,
    batch: Mutex<Option<Batch>>,
}

/// A running `git cat-file --batch`.
#[derive(Debug)]
struct Batch {
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// A blob that is open.
pub enum Opened {
    /// All of it is in the buffer.
    Whole,
    /// Larger: still to be read.
    Stream(Box<dyn Read + Send>),
    /// More bytes than it may have.
    TooLarge,
}

/// Bytes of a blob nobody wants that are still read over; behind more, the process is started anew.
const MOST_SKIPPED: u64 = 16 << 20;

impl Blobs {
    /// Those of `repository`.
    pub fn new(repository: Repository) -> Self {
        Self { repository, batch: Mutex::new(None) }
    }

    /// Opens the blob `id`: reads it into `buffer` if it has at most `whole` bytes. `most` is what it may have
    /// at all.
    ///
    /// # Errors
    /// If there is no such blob here, or git fails.
    pub fn open(
        &self,
        id: &str,
        buffer: &mut Vec<u8>,
        (whole, most): (u64, Option<u64>),
    ) -> io::Result<Opened> {
        let mut slot = self.batch.lock().unwrap_or_else(PoisonError::into_inner);
        let mut batch = match slot.take() {
            Some(batch) => batch,
            None => Batch::start(&self.repository).map_err(io::Error::other)?,
        };
        let Some(size) = batch.ask(id)? else {
            *slot = Some(batch);
            let message = "this clone lacks the blob: fetch it, or take a full clone";
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        };
        if most.is_some_and(|most| size > most) {
            *slot = batch.skip(size);
            return Ok(Opened::TooLarge);
        }
        if size > whole {
            return Ok(Opened::Stream(Box::new(Streamed { batch, left: size })));
        }
        buffer.reserve(usize::try_from(size).unwrap_or(0));
        let read = batch.answers.by_ref().take(size).read_to_end(buffer)? as u64;
        if read < size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        batch.end()?;
        *slot = Some(batch);
        Ok(Opened::Whole)
    }

    /// The first bytes of the blob `id`, at least `wanted` of them if it has so many.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn head(&self, id: &str, wanted: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::new();
        if let Opened::Stream(stream) = self.open(id, &mut head, (MOST_SKIPPED, None))? {
            stream.take(wanted as u64).read_to_end(&mut head)?;
        }
        Ok(head)
    }
}

impl Batch {
    fn start(repository: &Repository) -> Result<Self, GitError> {
        let mut command = repository.call(["cat-file", "--batch"]);
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(GitError::started)?;
        let (asks, answers) = (child.stdin.take(), child.stdout.take());
        let (asks, answers) = asks.zip(answers).ok_or(GitError::Unexpected("cat-file"))?;
        Ok(Self { child, asks, answers: BufReader::with_capacity(64 << 10, answers) })
    }

    /// Asks for a blob: its size, or none if it is not there. Its bytes come next.
    fn ask(&mut self, id: &str) -> io::Result<Option<u64>> {
        writeln!(self.asks, "{id}")?;
        self.asks.flush()?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let mut words = line.split_ascii_whitespace().skip(1);
        match (words.next(), words.next().map(str::parse)) {
            (Some("blob"), Some(Ok(size))) => Ok(Some(size)),
            (Some("missing"), _) => Ok(None),
            _ => Err(io::Error::other("git cat-file answered something unexpected")),
        }
    }

    /// Reads the line feed behind a blob.
    fn end(&mut self) -> io::Result<()> {
        self.answers.read_exact(&mut [0])
    }

    /// Reads over a blob of `size` bytes; gives up the process if that is more than it is worth.
    fn skip(mut self, size: u64) -> Option<Self> {
        if size > MOST_SKIPPED {
            return None;
        }
        io::copy(&mut self.answers.by_ref().take(size), &mut io::sink()).ok()?;
        self.end().ok()?;
        Some(self)
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // It may hang on a pipe that nobody reads any more; it changes nothing, so it can be ended any time.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A blob that is read from a process of its own.
struct Streamed {
    batch: Batch,
    left: u64,
}

impl Read for Streamed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.batch.answers.by_ref().take(self.left).read(buffer)?;
        if read == 0 && self.left > 0 && !buffer.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= read as u64;
        Ok(read)
    }
}
