//! Tokens: what the readers of JSON and YAML tell of a text, so that one machine makes fields of both.

mod lines;

use std::ops::Range;

use super::codec::Codec;
use super::glue::Run;
use super::view::View;

/// A string token: the bytes that its value is written in, without quotes, still encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Str {
    /// First byte behind the opening quote; of a block of YAML, the byte that says what block it is.
    pub start: usize,
    /// The closing quote, or the first byte behind the token.
    pub end: usize,
    /// Whether there may be an escape in it.
    pub escaped: bool,
    /// How each line of it is written.
    pub codec: Codec,
    /// How its lines make up the value.
    pub layout: Layout,
    /// Blanks in front of each line of a block.
    pub indent: u16,
}

/// How the lines of a token make up its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// It stands on one line.
    Line,
    /// Line breaks and the blanks around them fold into a space: quoted and plain scalars of YAML.
    Flow,
    /// Lines stay lines: `|` of YAML.
    Literal,
    /// Lines fold into a space, those that are indented further do not: `>` of YAML.
    Folded,
}

impl Str {
    /// A string of JSON.
    pub fn json(start: usize, end: usize, escaped: bool) -> Self {
        Self { escaped, codec: Codec::Backslash, ..Self::word(start..end) }
    }

    /// Bytes that stand for themselves: a number, a word.
    pub fn word(Range { start, end }: Range<usize>) -> Self {
        let (codec, layout) = (Codec::Plain, Layout::Line);
        Self { start, end, escaped: false, codec, layout, indent: 0 }
    }

    /// The bytes of the token.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Those bytes of `text`.
    pub fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.range()).unwrap_or_default()
    }

    /// The value, with the way back.
    pub fn decode<'v>(self, view: &'v View<'v>) -> View<'v> {
        if self.layout == Layout::Line {
            view.decode(self.range(), self.codec)
        } else {
            view.join(&self.pieces(view.bytes()), self.codec)
        }
    }

    /// The pieces of `text` that the value is made of.
    pub(super) fn pieces(self, text: &[u8]) -> Vec<Run> {
        lines::pieces(text, self)
    }
}

/// What a container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// Names and values: `{` of JSON.
    Object,
    /// A list: `[` of JSON.
    Array,
}

/// Takes the tokens of one value, in the order of the text.
pub trait Events {
    /// Where the container that opens at `at` ends, if it need not be read.
    #[inline]
    fn skip(&mut self, _at: usize) -> Option<usize> {
        None
    }
    /// A container opens.
    fn open(&mut self, container: Container);
    /// The container that was opened last closes.
    fn close(&mut self);
    /// The key of the next value.
    fn key(&mut self, key: Str);
    /// A string value.
    fn string(&mut self, string: Str);
    /// Any other scalar: a number, a word, a template.
    fn scalar(&mut self, range: Range<usize>);
    /// Whether it has seen enough: then nothing more is read.
    #[inline]
    fn is_over(&self) -> bool {
        false
    }
    /// A comment, with its marks.
    fn comment(&mut self, _range: Range<usize>) {}
}
