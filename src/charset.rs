//! How the bytes of a file become text: UTF-8 as it stands, UTF-16 decoded, with the way back.

use std::borrow::Cow;
use std::ops::Range;

use crate::location::{BOM, Span};

/// The encoding of a file, told by its byte-order mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// UTF-8 or anything that is not marked otherwise.
    #[default]
    Utf8,
    /// UTF-16, the low byte of a unit first.
    Utf16Le,
    /// UTF-16, the high byte of a unit first.
    Utf16Be,
}

impl Charset {
    /// The encoding of a file that begins with `head`, and the bytes that its mark takes.
    pub fn of(head: &[u8]) -> (Self, usize) {
        match head {
            [0xFF, 0xFE, ..] => (Self::Utf16Le, 2),
            [0xFE, 0xFF, ..] => (Self::Utf16Be, 2),
            _ if head.starts_with(BOM) => (Self::Utf8, BOM.len()),
            _ => (Self::Utf8, 0),
        }
    }

    /// The 16-bit units of `bytes`; an odd byte at the end is left out. Not for UTF-8.
    pub(crate) fn units(self, bytes: &[u8]) -> impl Iterator<Item = u16> {
        let unit = if self == Self::Utf16Be { u16::from_be_bytes } else { u16::from_le_bytes };
        bytes.chunks_exact(2).filter_map(move |pair| pair.try_into().ok().map(unit))
    }
}

/// The text of a file, or of a piece of it, as UTF-8.
#[derive(Debug)]
pub struct Decoded<'b> {
    text: Cow<'b, [u8]>,
    charset: Charset,
    /// Offset in the file of the first byte.
    base: u64,
    /// For UTF-16: a place every [`STRIDE`] bytes of text, ascending.
    places: Vec<Place>,
}

/// Where a character begins.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// In the text.
    here: usize,
    /// In the bytes that were decoded.
    there: usize,
}

/// Bytes of text between two remembered places: bounds what is counted again for one offset.
const STRIDE: usize = 4096;

impl<'b> Decoded<'b> {
    /// The text of `bytes`, which stand at offset `base` of a file, behind its byte-order mark. What
    /// is no UTF-16 becomes the replacement character.
    pub fn new(bytes: &'b [u8], charset: Charset, base: u64) -> Self {
        if charset == Charset::Utf8 {
            return Self { text: Cow::Borrowed(bytes), charset, base, places: Vec::new() };
        }
        let mut text = String::with_capacity(bytes.len() / 2);
        let mut places = vec![Place::default()];
        let (mut there, mut next) = (0, STRIDE);
        for unit in char::decode_utf16(charset.units(bytes)) {
            if text.len() >= next {
                places.push(Place { here: text.len(), there });
                next = text.len() + STRIDE;
            }
            let c = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
            text.push(c);
            there += c.len_utf16() * 2;
        }
        Self { text: Cow::Owned(text.into_bytes()), charset, base, places }
    }

    /// Its first `length` bytes alone.
    #[must_use]
    pub fn head(mut self, length: usize) -> Self {
        match &mut self.text {
            Cow::Borrowed(text) => *text = text.get(..length).unwrap_or(text),
            Cow::Owned(text) => text.truncate(length),
        }
        self
    }

    /// The text.
    pub fn bytes(&self) -> &[u8] {
        &self.text
    }

    /// Whether the text is not the bytes of the file themselves.
    pub fn is_utf16(&self) -> bool {
        self.charset != Charset::Utf8
    }

    /// How many of the bytes that were decoded give the text before `here`. Inside a character it
    /// counts as a whole.
    pub fn raw_length(&self, here: usize) -> usize {
        if !self.is_utf16() {
            return here;
        }
        let next = self.places.partition_point(|place| place.here <= here);
        let place = self.places.get(next.saturating_sub(1)).copied().unwrap_or_default();
        let passed = self.text.get(place.here..here).unwrap_or_default();
        let units = passed.iter().map(|&byte| match byte {
            0x80..0xC0 => 0,
            0xF0.. => 2,
            _ => 1,
        });
        place.there + units.sum::<usize>() * 2
    }

    /// The bytes of the file that `range` of the text comes from, widened to whole characters.
    pub fn span(&self, mut range: Range<usize>) -> Span {
        let inside = |at: usize| self.text.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
        while self.is_utf16() && range.start > 0 && inside(range.start) {
            range.start -= 1;
        }
        Span::new(self.base, self.raw_length(range.start)..self.raw_length(range.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf16_leads_back_to_the_bytes_of_the_file() {
        let text = format!("{}é€😀 needle", "añ😀".repeat(3000));
        let end = text.find(" needle").unwrap() + 1;
        for charset in [Charset::Utf16Le, Charset::Utf16Be] {
            let bytes: Vec<u8> = text
                .encode_utf16()
                .flat_map(|unit| match charset {
                    Charset::Utf16Be => unit.to_be_bytes(),
                    _ => unit.to_le_bytes(),
                })
                .collect();
            let decoded = Decoded::new(&bytes, charset, 2);
            assert_eq!(decoded.bytes(), text.as_bytes());
            assert!(decoded.places.len() > 3);
            let span = decoded.span(end..end + 6);
            let range = span.range().start - 2..span.range().end - 2;
            let back: Vec<u16> = charset.units(&bytes[range]).collect();
            assert_eq!(String::from_utf16(&back).unwrap(), "needle");
        }
    }

    #[test]
    fn broken_utf16_keeps_its_offsets() {
        let bytes = [0xFF_u8, 0xD8, b'a', 0, 0x00, 0xDC, b'b', 0, b'c'];
        let decoded = Decoded::new(&bytes, Charset::Utf16Le, 0);
        assert_eq!(decoded.bytes(), "\u{fffd}a\u{fffd}b".as_bytes());
        assert_eq!(decoded.span(7..8), Span { start: 6, end: 8 });
        assert_eq!(decoded.span(1..2), Span { start: 0, end: 2 }, "widened to the character");
    }
}
