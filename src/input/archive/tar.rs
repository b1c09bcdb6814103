//! Tar: members one after the other, behind a header each.
//!
//! Long names (GNU, PAX) are read up to a bound. A sparse member is read as it is stored, without
//! its holes.

use std::io::{self, Read};

/// Headers and data stand in blocks of this size.
const BLOCK: usize = 512;

/// Most bytes of an extension that are kept.
const MOST_EXTENSION: u64 = 64 << 10;

/// Whether a file that begins with `head` is a tar archive. Old ones and empty ones have no magic:
/// for them a name has to say so.
pub(super) fn is_tar(head: &[u8], by_name: bool) -> bool {
    let Some(block) = head.first_chunk::<BLOCK>() else { return false };
    let has_magic = block.get(257..262) == Some(b"ustar");
    (has_magic || by_name) && (is_sound(block) || (by_name && is_blank(block)))
}

/// A regular file of an archive.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) name: String,
    /// Bytes that follow, as the header says.
    pub(super) size: u64,
}

/// Reads the headers of an archive.
pub(super) struct Headers<R> {
    archive: R,
}

impl<R: Read> Headers<R> {
    pub(super) fn new(archive: R) -> Self {
        Self { archive }
    }

    /// The next regular file, whose bytes [`Self::data`] then gives; `None` at the end. Blocks of
    /// zeros do not end an archive: another may stand behind them.
    pub(super) fn next(&mut self) -> io::Result<Option<Member>> {
        let (mut name, mut size) = (None, None);
        while let Some(block) = self.block()? {
            if is_blank(&block) {
                continue;
            }
            if !is_sound(&block) {
                let message = "a header's checksum is wrong";
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
            let stored = number(block.get(124..136).unwrap_or_default());
            match block.get(156) {
                Some(b'L') => name = Some(until_nul(&self.extension(stored)?).to_vec()),
                Some(b'x') => {
                    let records = self.extension(stored)?;
                    name = pax(&records, b"path").map(<[u8]>::to_vec).or(name);
                    size = pax(&records, b"size").and_then(decimal).or(size);
                }
                Some(b'0' | 0 | b'7' | b'S') => {
                    let mut more_holes =
                        block.get(156) == Some(&b'S') && block.get(482) == Some(&1);
                    while more_holes {
                        let holes = self.block()?.ok_or(io::ErrorKind::UnexpectedEof)?;
                        more_holes = holes.get(504) == Some(&1);
                    }
                    let name = name.unwrap_or_else(|| own_name(&block));
                    let name = String::from_utf8_lossy(&name).into_owned();
                    return Ok(Some(Member { name, size: size.unwrap_or(stored) }));
                }
                _ => {
                    self.skip(size.unwrap_or(stored))?;
                    (name, size) = (None, None);
                }
            }
        }
        Ok(None)
    }

    /// The bytes of the member whose header was read last.
    pub(super) fn data(&mut self, member: &Member) -> io::Take<&mut R> {
        self.archive.by_ref().take(member.size)
    }

    /// Passes over what is left of `member`, `read` bytes of which were read.
    pub(super) fn finish(&mut self, member: &Member, read: u64) -> io::Result<()> {
        self.pass(padded(member.size).saturating_sub(read))
    }

    fn skip(&mut self, size: u64) -> io::Result<()> {
        self.pass(padded(size))
    }

    fn pass(&mut self, bytes: u64) -> io::Result<()> {
        let passed = io::copy(&mut self.archive.by_ref().take(bytes), &mut io::sink())?;
        if passed < bytes { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// The data of an extension header, as much of it as is kept.
    fn extension(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let mut data = Vec::new();
        self.archive.by_ref().take(size.min(MOST_EXTENSION)).read_to_end(&mut data)?;
        self.pass(padded(size).saturating_sub(data.len() as u64))?;
        Ok(data)
    }

    fn block(&mut self) -> io::Result<Option<[u8; BLOCK]>> {
        let mut block = [0; BLOCK];
        let mut filled = 0;
        while let Some(rest) = block.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.archive.read(rest) {
                Ok(0) if filled == 0 => return Ok(None),
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Some(block))
    }
}

/// `size` up to the end of its last block.
fn padded(size: u64) -> u64 {
    size.checked_next_multiple_of(BLOCK as u64).unwrap_or(u64::MAX)
}

fn is_blank(block: &[u8; BLOCK]) -> bool {
    block.iter().all(|&byte| byte == 0)
}

/// Whether the checksum of a header is right.
fn is_sound(block: &[u8; BLOCK]) -> bool {
    const SUM: std::ops::Range<usize> = 148..156;
    let bytes = block.iter().enumerate();
    let sum: u64 =
        bytes.map(|(at, &byte)| u64::from(if SUM.contains(&at) { b' ' } else { byte })).sum();
    !is_blank(block) && number(block.get(SUM).unwrap_or_default()) == sum
}

/// A number of a header: octal digits, or binary where the first bit is set.
fn number(field: &[u8]) -> u64 {
    match field.split_first() {
        Some((first, rest)) if first & 0x80 != 0 => {
            let high = u64::from(first & 0x3F);
            rest.iter().fold(high, |value, &byte| value.wrapping_shl(8) | u64::from(byte))
        }
        _ => {
            let digits = field.iter().skip_while(|byte| **byte == b' ');
            let digits = digits.take_while(|byte| matches!(byte, b'0'..=b'7'));
            digits.fold(0_u64, |value, &digit| value.wrapping_shl(3) | u64::from(digit - b'0'))
        }
    }
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    bytes.split(|&byte| byte == 0).next().unwrap_or_default()
}

/// The name that a header holds itself: prefix and name.
fn own_name(block: &[u8; BLOCK]) -> Vec<u8> {
    let name = until_nul(block.get(..100).unwrap_or_default());
    let has_prefix = block.get(257..263) == Some(b"ustar\0");
    let prefix = until_nul(block.get(345..500).filter(|_| has_prefix).unwrap_or_default());
    if prefix.is_empty() { name.to_vec() } else { [prefix, name].join(&b'/') }
}

/// The value of `key` in PAX records: `27 path=some/long/name\n` and so on.
fn pax<'r>(mut records: &'r [u8], key: &[u8]) -> Option<&'r [u8]> {
    let mut found = None;
    loop {
        let space = memchr::memchr(b' ', records)?;
        let length = usize::try_from(decimal(records.get(..space)?)?).ok()?;
        let record = records.get(space + 1..length)?.strip_suffix(b"\n")?;
        let equals = memchr::memchr(b'=', record)?;
        if record.get(..equals)? == key {
            found = record.get(equals + 1..);
        }
        records = records.get(length..)?;
        if records.is_empty() {
            return found;
        }
    }
}

fn decimal(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_octal_or_binary() {
        assert_eq!(number(b"0000644\0"), 0o644);
        assert_eq!(number(b"  17 \0"), 0o17);
        assert_eq!(number(&[0x80, 0, 0, 0, 0, 0, 0, 2, 0x54, 0x0B, 0xE4, 0]), 10_000_000_000);
        assert_eq!(number(b""), 0);
    }

    #[test]
    fn pax_records_are_found() {
        let records = b"12 path=a/b\n13 size=1234\n";
        assert_eq!(pax(records, b"path"), Some(&b"a/b"[..]));
        assert_eq!(pax(records, b"size"), Some(&b"1234"[..]));
        assert_eq!(pax(records, b"mtime"), None);
        assert_eq!(pax(b"9999 path=a", b"path"), None);
        assert_eq!(pax(b"0 path=a", b"path"), None);
    }
}
