//! Zip: the members that the central directory lists, every one of them.
//!
//! The directory is read as it goes, so that no number of entries takes memory; two entries of one
//! name are two members, and the count that the archive declares is not believed.

/// What is known of a zip file from its end.
pub(super) struct Directory<'z> {
    bytes: &'z [u8],
    /// Where the next entry of the directory stands.
    at: usize,
    /// Bytes that stand in front of the archive: a program that unpacks it, say.
    lead: usize,
}

/// A member, not unpacked yet.
#[derive(Debug)]
pub(super) struct Member<'z> {
    pub(super) name: String,
    pub(super) is_encrypted: bool,
    pub(super) method: u16,
    /// Bytes that it has unpacked, as the directory says.
    pub(super) size: u64,
    /// The packed bytes; none where they do not stand in the file.
    pub(super) packed: Option<&'z [u8]>,
}

/// What ends a value that does not fit: the zip64 record has it.
const LARGE: u64 = 0xFFFF_FFFF;

impl<'z> Directory<'z> {
    /// Finds the directory; `None` where there is none, as in a file that is cut short.
    pub(super) fn find(bytes: &'z [u8]) -> Option<Self> {
        /// The record at the end, and the longest comment behind it.
        const END: usize = 22;
        const LONGEST: usize = END + 0xFFFF;
        let tail = bytes.len().saturating_sub(LONGEST);
        let end = tail + memchr::memmem::rfind(bytes.get(tail..)?, b"PK\x05\x06")?;
        let record = bytes.get(end..)?;
        let (mut size, mut offset) = (number(record, 12, 4)?, number(record, 16, 4)?);
        let mut behind = end;
        if let Some((at, large_size, large_offset)) = large_end(bytes, end) {
            (behind, size, offset) = (at, large_size, large_offset);
        }
        let (size, offset) = (usize::try_from(size).ok()?, usize::try_from(offset).ok()?);
        let at = behind.checked_sub(size).unwrap_or(offset);
        let is_directory =
            |at: usize| bytes.get(at..).is_some_and(|b| b.starts_with(b"PK\x01\x02"));
        let at = if is_directory(at) || !is_directory(offset) { at } else { offset };
        Some(Self { bytes, at, lead: at.saturating_sub(offset) })
    }

    fn member(&mut self) -> Option<Member<'z>> {
        const HEADER: usize = 46;
        let header = self
            .bytes
            .get(self.at..)?
            .strip_prefix(b"PK\x01\x02")
            .and(self.bytes.get(self.at..))?;
        let (flags, method) = (number(header, 8, 2)?, number(header, 10, 2)?);
        let lengths = [number(header, 28, 2)?, number(header, 30, 2)?, number(header, 32, 2)?];
        let [name, extra, comment] = lengths.map(|length| usize::try_from(length).unwrap_or(0));
        let mut fields = [number(header, 24, 4)?, number(header, 20, 4)?, number(header, 42, 4)?];
        let extras = header.get(HEADER + name..HEADER + name + extra)?;
        widen(&mut fields, extras);
        let [size, packed, offset] = fields;
        let name = header.get(HEADER..HEADER + name)?;
        self.at += HEADER + name.len() + extra + comment;
        Some(Member {
            name: String::from_utf8_lossy(name).into_owned(),
            is_encrypted: flags & 1 != 0,
            method: u16::try_from(method).unwrap_or(u16::MAX),
            size,
            packed: self.packed(offset, packed),
        })
    }

    /// The packed bytes behind the local header at `offset`.
    fn packed(&self, offset: u64, length: u64) -> Option<&'z [u8]> {
        const HEADER: usize = 30;
        let start = usize::try_from(offset).ok()?.checked_add(self.lead)?;
        let header = self.bytes.get(start..)?;
        let names = number(header, 26, 2)? + number(header, 28, 2)?;
        let data = header.strip_prefix(b"PK\x03\x04").and(header.get(HEADER..))?;
        let data = data.get(usize::try_from(names).ok()?..)?;
        data.get(..usize::try_from(length).ok()?)
    }
}

impl<'z> Iterator for Directory<'z> {
    type Item = Member<'z>;

    fn next(&mut self) -> Option<Member<'z>> {
        self.member()
    }
}

/// Where the zip64 record in front of `end` begins, and what it says of the directory: its size and
/// its offset.
fn large_end(bytes: &[u8], end: usize) -> Option<(usize, u64, u64)> {
    const LOCATOR: usize = 20;
    let locator = bytes.get(end.checked_sub(LOCATOR)?..end)?;
    let offset = number(locator.strip_prefix(b"PK\x06\x07").and(Some(locator))?, 8, 8)?;
    let at = usize::try_from(offset).ok()?;
    let record = bytes.get(at..)?;
    let record = record.strip_prefix(b"PK\x06\x06").and(Some(record))?;
    Some((at, number(record, 40, 8)?, number(record, 48, 8)?))
}

/// Takes those of size, packed size and offset that do not fit from the zip64 record in `extras`.
fn widen(fields: &mut [u64; 3], mut extras: &[u8]) {
    const ZIP64: u64 = 1;
    while let (Some(id), Some(length)) = (number(extras, 0, 2), number(extras, 2, 2)) {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let rest = extras.get(4..).unwrap_or_default();
        if id == ZIP64 {
            let large = fields.iter_mut().filter(|field| **field == LARGE);
            for (index, field) in large.enumerate() {
                *field = number(rest, index * 8, 8).unwrap_or(LARGE);
            }
            return;
        }
        extras = rest.get(length..).unwrap_or_default();
    }
}

/// The number in `length` bytes at `at`, the low byte first.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<u64> {
    let field = bytes.get(at..at.checked_add(length)?)?;
    Some(field.iter().rev().fold(0, |value, &byte| value << 8 | u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn archive(lead: &[u8], large: bool) -> Vec<u8> {
        let mut file = Cursor::new(lead.to_vec());
        file.set_position(lead.len() as u64);
        let mut writer = ::zip::ZipWriter::new(file);
        let options = ::zip::write::SimpleFileOptions::default().large_file(large);
        for name in ["a.json", "b/", "b/c.json"] {
            writer.start_file(name, options).unwrap();
            writer.write_all(name.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn what_a_common_writer_writes_is_read() {
        for (lead, large) in [(&b""[..], false), (b"", true), (b"#!/bin/sh\n", false)] {
            let bytes = archive(lead, large);
            let names: Vec<String> =
                Directory::find(&bytes).unwrap().map(|member| member.name).collect();
            assert_eq!(names, ["a.json", "b/", "b/c.json"]);
            let first = Directory::find(&bytes).unwrap().next().unwrap();
            assert_eq!(first.size, 6);
            assert!(first.packed.is_some_and(|packed| !packed.is_empty()));
        }
    }

    #[test]
    fn no_cut_makes_it_fail() {
        let bytes = archive(b"", true);
        for end in 0..bytes.len() {
            let members = Directory::find(&bytes[..end]).into_iter().flatten();
            assert!(members.count() <= 3);
        }
    }
}
