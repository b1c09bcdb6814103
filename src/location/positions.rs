//! From byte offsets to lines and columns.

use super::Position;
use crate::location::charset::Charset;
use crate::simd::lines::{Tally, tally};

/// A place between two bytes of a file, and what is counted so far: enough to go on from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Bytes of the file before it.
    pub offset: u64,
    /// Its line, from 1.
    pub line: u64,
    /// Bytes before it on its line.
    pub column: u64,
    /// Characters before it on its line.
    pub chars: u64,
}

impl Default for Cursor {
    fn default() -> Self {
        Self { offset: 0, line: 1, column: 0, chars: 0 }
    }
}

/// Turns byte offsets of one file into [`Position`]s.
///
/// Ask in ascending order: each call then only reads the bytes since the one before, so that all
/// positions of a file on one line cost one pass over it. Asking backwards is right, but slow.
#[derive(Debug)]
pub struct Positions<'a> {
    bytes: &'a [u8],
    charset: Charset,
    start: Cursor,
    now: Cursor,
}

impl<'a> Positions<'a> {
    /// Positions in a file of these bytes, its byte-order mark included.
    pub fn new(bytes: &'a [u8]) -> Self {
        let (charset, mark) = Charset::of(bytes);
        let start = Cursor { offset: mark as u64, ..Cursor::default() };
        Self::resume(bytes.get(mark..).unwrap_or_default(), charset, start)
    }

    /// Positions in a file of which these bytes stand at `start`.
    pub fn resume(bytes: &'a [u8], charset: Charset, start: Cursor) -> Self {
        Self { bytes, charset, start, now: start }
    }

    /// The position of the byte at `offset` of the file; an offset past the end counts as the end,
    /// one before the first byte as that byte.
    pub fn at(&mut self, offset: u64) -> Position {
        if offset < self.now.offset {
            self.now = self.start;
        }
        let index = |offset: u64| usize::try_from(offset - self.start.offset).unwrap_or(usize::MAX);
        let end = index(offset.max(self.start.offset)).min(self.bytes.len());
        let passed = self.bytes.get(index(self.now.offset)..end).unwrap_or_default();
        if self.charset == Charset::Utf8 {
            self.pass(passed);
        } else {
            self.pass_units(passed);
        }
        let Cursor { line, column, chars, .. } = self.now;
        Position { line, column: column + 1, char_column: chars + 1 }
    }

    /// The place behind the last byte, to go on from.
    pub fn end(mut self) -> Cursor {
        self.at(u64::MAX);
        self.now
    }

    fn pass(&mut self, passed: &[u8]) {
        let now = &mut self.now;
        let Tally { feeds, bytes, chars } = tally(passed);
        if feeds > 0 {
            now.line += feeds;
            (now.column, now.chars) = (0, 0);
        }
        now.offset += passed.len() as u64;
        now.column += bytes;
        now.chars += chars;
    }

    fn pass_units(&mut self, passed: &[u8]) {
        let now = &mut self.now;
        let mut after_high = false;
        for unit in self.charset.units(passed) {
            now.offset += 2;
            if unit == u16::from(b'\n') {
                now.line += 1;
                (now.column, now.chars) = (0, 0);
            } else {
                now.column += 2;
                let ends_pair = after_high && (0xDC00..0xE000).contains(&unit);
                now.chars += u64::from(!ends_pair);
            }
            after_high = (0xD800..0xDC00).contains(&unit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(positions: &mut Positions<'_>, offset: u64) -> (u64, u64, u64) {
        let Position { line, column, char_column } = positions.at(offset);
        (line, column, char_column)
    }

    #[test]
    fn positions_count_lines_bytes_and_characters() {
        let mut positions = Positions::new("\u{feff}añb\nçd\r\nx".as_bytes());
        assert_eq!(at(&mut positions, 0), (1, 1, 1));
        assert_eq!(at(&mut positions, 6), (1, 4, 3));
        assert_eq!(at(&mut positions, 8), (2, 1, 1));
        assert_eq!(at(&mut positions, 10), (2, 3, 2));
        assert_eq!(at(&mut positions, 13), (3, 1, 1));
        assert_eq!(at(&mut positions, 6), (1, 4, 3), "going back starts again");
        assert_eq!(at(&mut positions, 99), (3, 2, 2), "past the end is the end");
    }

    #[test]
    fn positions_of_utf16_count_its_bytes() {
        let text = "\u{feff}a😀b\r\nç\nx";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let mut positions = Positions::new(&bytes);
        assert_eq!(at(&mut positions, 8), (1, 7, 3), "behind the pair");
        assert_eq!(at(&mut positions, 14), (2, 1, 1));
        assert_eq!(at(&mut positions, 16), (2, 3, 2));
        assert_eq!(at(&mut positions, 18), (3, 1, 1));
    }

    #[test]
    fn counting_goes_on_where_it_stopped() {
        let text = "one\ntwo añ\nthree".as_bytes();
        let mut whole = Positions::new(text);
        for cut in 0..text.len() {
            let (head, tail) = text.split_at(cut);
            let start = Positions::resume(head, Charset::Utf8, Cursor::default()).end();
            let mut resumed = Positions::resume(tail, Charset::Utf8, start);
            for offset in cut as u64..=text.len() as u64 {
                assert_eq!(resumed.at(offset), whole.at(offset));
            }
        }
    }
}
