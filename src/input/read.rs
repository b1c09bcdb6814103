//! Reading an input's bytes: into a reused buffer, mapped where it is large, or as a stream where
//! its size is not known.

use std::fs::{File, Metadata};
use std::io::{self, Read};

use memmap2::Mmap as Mapping;

use super::Input;
use super::archive::Content;
use crate::git::{Blob, Opened};

/// Whether large files are mapped instead of read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mmap {
    /// Regular files of at least 4 MiB: below, a read into a warm buffer is as fast or faster.
    #[default]
    Auto,
    /// Every regular file that is not empty.
    Always,
    /// None: large files are read piece by piece. For folders in which files may be cut short while
    /// they are scanned.
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
    /// Opens `input`, replacing what was read before. `limit` is the most bytes that a file may
    /// have; a stream is not measured here.
    pub(crate) fn open(
        &mut self,
        input: &Input,
        mmap: Mmap,
        limit: Option<u64>,
    ) -> Result<Content<'_>, ReadError> {
        self.mapping = None;
        self.bytes.clear();
        self.bytes.shrink_to(KEEP);
        let path = match input {
            Input::Stdin => return Ok(self.standard_input(mmap, limit)),
            Input::Blob(blob) => return self.blob(blob, limit),
            Input::File(path) => path,
        };
        let mut file = File::open(path)?;
        let data = file.metadata()?;
        if let Some(limit) = limit.filter(|&limit| data.len() > limit) {
            return Err(ReadError::TooLarge(limit));
        }
        let map_from = if mmap == Mmap::Always { 1 } else { MAP_FROM };
        if !data.is_file() || (data.len() >= map_from && mmap == Mmap::Never) {
            return Ok(Content::Stream(Box::new(file)));
        }
        if data.len() >= map_from {
            return Ok(Content::Bytes(self.mapping.insert(map(&file)?)));
        }
        self.bytes.reserve(usize::try_from(data.len()).unwrap_or(0));
        file.read_to_end(&mut self.bytes)?;
        Ok(Content::Bytes(&self.bytes))
    }

    /// Standard input: a large file, from its beginning, is mapped, since a document of any length can be read so.
    fn standard_input(&mut self, mmap: Mmap, limit: Option<u64>) -> Content<'_> {
        let file = redirected().filter(|_| mmap != Mmap::Never);
        let mapping = file.and_then(|file| {
            let size = file.metadata().ok().filter(Metadata::is_file)?.len();
            let is_within = limit.is_none_or(|limit| size <= limit);
            if size >= MAP_FROM && is_within { map(&file).ok() } else { None }
        });
        match mapping {
            Some(mapping) => Content::Bytes(self.mapping.insert(mapping)),
            None => Content::Stream(Box::new(io::stdin().lock())),
        }
    }

    fn blob(&mut self, blob: &Blob, limit: Option<u64>) -> Result<Content<'_>, ReadError> {
        match blob.blobs.open(&blob.id, &mut self.bytes, (MAP_FROM, limit))? {
            Opened::Whole => Ok(Content::Bytes(&self.bytes)),
            Opened::Stream(stream) => Ok(Content::Stream(stream)),
            Opened::TooLarge => Err(ReadError::TooLarge(limit.unwrap_or_default())),
        }
    }
}

/// What standard input is, if that can be told and nothing of it has been read.
#[cfg(unix)]
fn redirected() -> Option<File> {
    use std::io::Seek;
    use std::os::fd::AsFd;

    let mut file = File::from(io::stdin().as_fd().try_clone_to_owned().ok()?);
    (file.stream_position().ok()? == 0).then_some(file)
}

#[cfg(not(unix))]
fn redirected() -> Option<File> {
    None
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
