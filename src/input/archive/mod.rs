//! Archives and compressed files, unpacked in memory, a member at a time.
//!
//! What is inside is hostile: names are names for the report and never paths, sizes are counted
//! while unpacking and not believed, and [`Limits`] bound entries, bytes and levels. A member that
//! cannot be read is told as a problem, and the rest goes on.

mod budget;
mod open;
mod tar;
mod zip;
mod zstd;

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::finding::ProblemCode;
use budget::Excess;
pub use budget::Limits;
pub(crate) use open::unpack;

/// Something that holds files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Container {
    Zip,
    Tar,
    Gzip,
    Zstd,
}

/// Bytes at the start of a file that tell what it is.
pub(crate) const HEAD: usize = 4096;

impl Container {
    /// What a file that begins with `head` is; `name` counts only where the bytes say nothing.
    pub(crate) fn of(head: &[u8], name: &str) -> Option<Self> {
        match head {
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Self::Zip),
            [0x1F, 0x8B, 8, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            _ if tar::is_tar(head, has_ending(name, &[".tar"])) => Some(Self::Tar),
            _ => None,
        }
    }

    /// Whether a file of this name holds files, as far as a name can tell.
    pub(crate) fn is_named(name: &str) -> bool {
        has_ending(name, &[".zip", ".tar", ".tgz", ".tar.gz", ".tzst", ".tar.zst"])
    }

    /// The name of what a compressed file holds, if its own name says that it is one.
    pub(crate) fn compressed(name: &str) -> Option<&str> {
        [".gz", ".zst"].iter().find_map(|ending| {
            let start = name.len().checked_sub(ending.len())?;
            let (stem, end) = name.split_at_checked(start)?;
            end.eq_ignore_ascii_case(ending).then_some(stem)
        })
    }
}

/// Whether `name` ends in one of `endings`, whatever the case.
pub(crate) fn has_ending(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// The bytes of an input: at hand, or still to come.
pub(crate) enum Content<'c> {
    /// All of them, in memory or mapped.
    Bytes(&'c [u8]),
    /// A stream.
    Stream(Box<dyn Read + 'c>),
}

/// Takes what comes out of an archive.
pub(crate) trait Members {
    /// A file worth reading. Its name is not to be trusted.
    ///
    /// # Errors
    /// Whatever reading `content` gave: it becomes a problem of this member.
    fn member(&mut self, name: &str, content: &mut dyn Read) -> io::Result<ControlFlow<()>>;

    /// What could not be read: a member, or the archive itself.
    fn problem(&mut self, code: ProblemCode, entry: Option<&str>, message: String);
}

/// The problem that an error while unpacking is.
pub(crate) fn problem_of(error: &io::Error) -> (ProblemCode, String) {
    if let Some(excess) = Excess::of(error) {
        return (ProblemCode::ArchiveLimit, excess.to_string());
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            (ProblemCode::Damaged, "cut short: it ends before its data does".to_owned())
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other => {
            (ProblemCode::Damaged, format!("cannot be unpacked: {error}"))
        }
        _ => (ProblemCode::Unreadable, error.to_string()),
    }
}

/// A stream whose first bytes have been looked at. An error on the way there comes when they have
/// been read again.
pub(crate) struct Peeked<R> {
    head: io::Cursor<Vec<u8>>,
    error: Option<io::Error>,
    rest: R,
}

impl<R: Read> Peeked<R> {
    pub(crate) fn new(mut rest: R) -> Self {
        let mut head = Vec::with_capacity(HEAD);
        let error = rest.by_ref().take(HEAD as u64).read_to_end(&mut head).err();
        Self { head: io::Cursor::new(head), error, rest }
    }

    /// The first bytes, at most [`HEAD`].
    pub(crate) fn head(&self) -> &[u8] {
        self.head.get_ref()
    }

    /// The error in front of which there is nothing to read.
    pub(crate) fn take_error(&mut self) -> io::Result<()> {
        let error = self.error.take_if(|_| self.head.get_ref().is_empty());
        error.map_or(Ok(()), Err)
    }
}

impl<R: Read> Read for Peeked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 => self.error.take().map_or_else(|| self.rest.read(buffer), Err),
            read => Ok(read),
        }
    }
}

/// The first bytes of what a compressed file holds; none where it is damaged.
pub(crate) fn head_inside(file: impl Read) -> Vec<u8> {
    let mut head = Vec::with_capacity(HEAD);
    let mut file = io::BufReader::new(file);
    let mut begin = Vec::new();
    // What was decoded before an error is enough to tell.
    let _ = (&mut file).take(4).read_to_end(&mut begin).and_then(|_| {
        let whole = io::Cursor::new(&begin).chain(file);
        match Container::of(&begin, "") {
            Some(Container::Gzip) => {
                flate2::bufread::MultiGzDecoder::new(whole).take(HEAD as u64).read_to_end(&mut head)
            }
            Some(Container::Zstd) => {
                zstd::Decoder::new(whole).take(HEAD as u64).read_to_end(&mut head)
            }
            _ => Ok(0),
        }
    });
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_before_names() {
        assert_eq!(Container::of(b"PK\x03\x04", "a.tar"), Some(Container::Zip));
        assert_eq!(Container::of(b"{}", "a.zip"), None);
        assert_eq!(Container::of(&[0; 512], "a.tar"), Some(Container::Tar));
        assert_eq!(Container::of(&[0; 512], "a.json"), None);
        assert!(Container::is_named("A.TAR.GZ"));
        assert_eq!(Container::compressed("a.json.GZ"), Some("a.json"));
        assert_eq!(Container::compressed("é"), None);
    }
}
