//! From a scalar that the parser tells of to the token in the file.

use std::ops::Range;

use saphyr_parser::ScalarStyle;

use crate::document::codec::Codec;
use crate::document::token::{Layout, Str};

/// A scalar as the parser tells it.
#[derive(Clone, Copy)]
pub(super) struct Scalar<'s> {
    pub(super) value: &'s str,
    pub(super) style: ScalarStyle,
    /// Whether a tag or an anchor goes before it.
    pub(super) has_properties: bool,
}

impl Scalar<'_> {
    /// The token, which the parser says is at `range` of `text`; `before` is where the token before
    /// it ends.
    pub(super) fn token(self, text: &[u8], range: Range<usize>, before: usize) -> Str {
        let start =
            if self.has_properties { after_properties(text, range.clone()) } else { range.start };
        match self.style {
            ScalarStyle::Plain => {
                let raw = text.get(start..range.end).unwrap_or_default();
                flow(text, start..start + raw.trim_ascii_end().len(), Codec::Plain)
            }
            ScalarStyle::SingleQuoted => quoted(text, start..range.end, (b'\'', Codec::YamlSingle)),
            ScalarStyle::DoubleQuoted => quoted(text, start..range.end, (b'"', Codec::YamlDouble)),
            ScalarStyle::Literal => self.block(text, before..range.end, Layout::Literal),
            ScalarStyle::Folded => self.block(text, before..range.end, Layout::Folded),
        }
    }

    pub(super) fn is_plain(self) -> bool {
        self.style == ScalarStyle::Plain
    }

    /// Whether it is a number, a truth value or null: what JSON has without quotes.
    pub(super) fn is_word(self) -> bool {
        let word = self.value;
        let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E');
        self.is_plain()
            && !self.has_properties
            && (matches!(word, "" | "~")
                || ["true", "false", "null"].iter().any(|known| word.eq_ignore_ascii_case(known))
                || word.starts_with(|c: char| c.is_ascii_digit() || c == '-')
                    && word.chars().all(number))
    }

    /// A block, whose header is to be found: the parser tells of its lines only.
    fn block(self, text: &[u8], range: Range<usize>, layout: Layout) -> Str {
        let start = header(text, range.clone());
        let behind = text.get(start..range.end).unwrap_or_default();
        let lines = memchr::memchr2(b'\n', b'\r', behind).unwrap_or(behind.len());
        let lines = behind.get(lines..).unwrap_or_default();
        let indent = leading_blanks(lines).saturating_sub(leading_blanks(self.value.as_bytes()));
        let indent = u16::try_from(indent).unwrap_or(u16::MAX);
        Str { escaped: false, layout, indent, ..Str::word(start..range.end) }
    }
}

/// Spaces in front of the first word of `text`, on its line.
fn leading_blanks(text: &[u8]) -> usize {
    let word = text.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r'));
    let before = text.get(..word.unwrap_or(text.len())).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == b' ').count()
}

fn quoted(text: &[u8], range: Range<usize>, (quote, codec): (u8, Codec)) -> Str {
    let raw = text.get(range.clone()).unwrap_or_default();
    let open = memchr::memchr(quote, raw).map_or(0, |at| at + 1);
    let close = memchr::memrchr(quote, raw).unwrap_or(raw.len()).max(open);
    flow(text, range.start + open..range.start + close, codec)
}

fn flow(text: &[u8], range: Range<usize>, codec: Codec) -> Str {
    let raw = text.get(range.clone()).unwrap_or_default();
    let is_line = memchr::memchr2(b'\n', b'\r', raw).is_none();
    let layout = if is_line { Layout::Line } else { Layout::Flow };
    let escaped = codec.find(raw).is_some();
    Str { escaped, codec, layout, ..Str::word(range) }
}

/// Where the scalar itself begins behind its tag and anchor.
fn after_properties(text: &[u8], Range { start, end }: Range<usize>) -> usize {
    let mut at = start;
    while let Some(byte) = text.get(at).filter(|_| at < end) {
        at += match byte {
            b' ' | b'\t' | b'\r' | b'\n' => 1,
            b'!' | b'&' => word_length(text, at..end),
            b'#' => line_length(text, at..end),
            _ => break,
        };
    }
    at
}

/// Where the `|` or `>` of a block stands, looked for behind the token before it.
fn header(text: &[u8], Range { start, end }: Range<usize>) -> usize {
    let mut at = start;
    while let Some(byte) = text.get(at).filter(|_| at < end) {
        at += match byte {
            b'|' | b'>' => break,
            b'#' => line_length(text, at..end),
            b'!' | b'&' => word_length(text, at..end),
            _ => 1,
        };
    }
    at.min(end)
}

fn word_length(text: &[u8], range: Range<usize>) -> usize {
    let rest = text.get(range).unwrap_or_default();
    rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len())
}

fn line_length(text: &[u8], range: Range<usize>) -> usize {
    let rest = text.get(range).unwrap_or_default();
    memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
}
