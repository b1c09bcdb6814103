//! Reading an input's bytes: into a reused buffer, or mapped where it is large.

use std::fs::File;
use std::io::{self, Read};

use memmap2::Mmap as Mapping;

use super::Input;

/// Whether large files are mapped instead of read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mmap {
    /// Regular files of at least 4 MiB: below, a read into a warm buffer is as fast or faster.
    #[default]
    Auto,
    /// Every regular file that is not empty.
    Always,
    /// None; for folders in which files may be cut short while they are scanned.
    Never,
}

/// Bytes from which a file is mapped.
const MAP_FROM: u64 = 4 << 20;

/// Bytes above which a buffer is given back after use instead of kept.
const KEEP: usize = 8 << 20;

/// The bytes of one input at a time. One a thread, reused.
#[derive(Debug, Default)]
pub struct Buffer {
    bytes: Vec<u8>,
    mapping: Option<Mapping>,
}

/// Why an input was not read.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// The operating system's word.
    Io(io::Error),
    /// Larger than the limit, in bytes.
    TooLarge(u64),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Buffer {
    /// Reads `input`, replacing what was read before. `limit` is the most bytes it may have.
    pub(crate) fn read(
        &mut self,
        input: &Input,
        mmap: Mmap,
        limit: Option<u64>,
    ) -> Result<&[u8], ReadError> {
        self.mapping = None;
        self.bytes.clear();
        self.bytes.shrink_to(KEEP);
        match input {
            Input::Stdin => self.read_all(io::stdin().lock(), limit)?,
            Input::File(path) => {
                let file = File::open(path)?;
                let data = file.metadata()?;
                if let Some(limit) = limit.filter(|&limit| data.len() > limit) {
                    return Err(ReadError::TooLarge(limit));
                }
                let least = match mmap {
                    Mmap::Auto => MAP_FROM,
                    Mmap::Always => 1,
                    Mmap::Never => u64::MAX,
                };
                if data.is_file() && data.len() >= least {
                    self.mapping = Some(map(&file)?);
                } else {
                    self.bytes.reserve(usize::try_from(data.len()).unwrap_or(0).min(KEEP));
                    self.read_all(file, limit)?;
                }
            }
        }
        Ok(self.mapping.as_deref().unwrap_or(&self.bytes))
    }

    fn read_all(&mut self, source: impl Read, limit: Option<u64>) -> Result<(), ReadError> {
        let most = limit.unwrap_or(u64::MAX);
        source.take(most.saturating_add(1)).read_to_end(&mut self.bytes)?;
        if self.bytes.len() as u64 > most { Err(ReadError::TooLarge(most)) } else { Ok(()) }
    }
}

/// Maps a file.
#[expect(unsafe_code, reason = "mapping is the one way to read a large file without copying it")]
fn map(file: &File) -> io::Result<Mapping> {
    // SAFETY: the mapping is private and read-only. If another process cuts the file short while it
    // is scanned, the access faults and the process ends: `--mmap never` is for such folders. Bytes
    // that change under the scan change what is found, nothing else: no invariant rests on them
    // staying equal between two reads beyond indices, which are all checked.
    unsafe { Mapping::map(file) }
}
