//! How the lines of a scalar make its value, by the rules of YAML 1.2 (chapters 7.3 and 8.1).

use std::ops::Range;

use super::{Layout, Str};
use crate::document::codec::Codec;
use crate::document::glue::{Glue, Run};

/// The pieces that the value of `token` is made of; at least one.
pub(super) fn pieces(text: &[u8], token: Str) -> Vec<Run> {
    let range = token.start.min(text.len())..token.end.min(text.len());
    match token.layout {
        Layout::Line => vec![Run { range, glue: Glue::None }],
        Layout::Flow => flow(text, range, token.codec),
        Layout::Literal | Layout::Folded => block(text, range, token),
    }
}

/// A line: its bytes without the break, and where the next begins; `None` in place of the latter
/// where no break ends it.
fn line(text: &[u8], start: usize, end: usize) -> (Range<usize>, Option<usize>) {
    let rest = text.get(start..end).unwrap_or_default();
    let Some(length) = memchr::memchr2(b'\n', b'\r', rest) else { return (start..end, None) };
    let is_pair = rest.get(length..).is_some_and(|rest| rest.starts_with(b"\r\n"));
    (start..start + length, Some(start + length + if is_pair { 2 } else { 1 }))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Bytes at the start of `text` that are blanks.
fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| is_blank(**byte)).count()
}

/// A quoted or plain scalar: breaks and the blanks around them are folded.
fn flow(text: &[u8], Range { start, end }: Range<usize>, codec: Codec) -> Vec<Run> {
    let mut pieces = Vec::new();
    let (mut from, mut glue, mut at) = (start, Glue::None, start);
    loop {
        let (line, next) = line(text, at, end);
        let Some(next) = next else {
            pieces.push(Run { range: from..end, glue });
            return pieces;
        };
        let mut begin = next;
        let mut breaks = 1;
        let content = loop {
            let content = begin + blanks(text.get(begin..end).unwrap_or_default());
            match self::line(text, content, end) {
                (rest, Some(next)) if rest.is_empty() => (begin, breaks) = (next, breaks + 1),
                _ => break content,
            }
        };
        at = content;
        let raw = text.get(from..line.end).unwrap_or_default();
        let escaped = codec == Codec::YamlDouble && ends_escaped(raw);
        if escaped && breaks == 1 {
            continue;
        }
        let last = if escaped { line.end - 1 } else { from + trimmed(raw, codec) };
        pieces.push(Run { range: from..last, glue });
        glue = if breaks == 1 { Glue::Space } else { Glue::Lines(breaks - 1) };
        from = content;
    }
}

/// Whether a backslash that is not itself escaped stands at the end.
fn ends_escaped(raw: &[u8]) -> bool {
    raw.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Bytes of `raw` without the blanks at its end, those that are escaped kept.
fn trimmed(raw: &[u8], codec: Codec) -> usize {
    let blanks = raw.iter().rev().take_while(|byte| is_blank(**byte)).count();
    let length = raw.len() - blanks;
    let escaped = codec == Codec::YamlDouble
        && blanks > 0
        && ends_escaped(raw.get(..length).unwrap_or_default());
    length + usize::from(escaped)
}

/// A block scalar: its header, then lines behind a common indentation.
fn block(text: &[u8], range: Range<usize>, token: Str) -> Vec<Run> {
    let (header, mut next) = line(text, range.start, range.end);
    let mut block = Block { folds: token.layout == Layout::Folded, ..Block::default() };
    while let Some(at) = next.filter(|at| *at < range.end) {
        let (line, behind) = line(text, at, range.end);
        next = behind;
        let raw = text.get(line.clone()).unwrap_or_default();
        let indent = raw.iter().take(token.indent.into()).take_while(|byte| **byte == b' ');
        let line = line.start + indent.count()..line.end;
        if let Some(first) = text.get(line.clone()).and_then(<[u8]>::first) {
            block.line(line, is_blank(*first));
        }
        block.breaks += usize::from(behind.is_some());
    }
    let header = text.get(header).unwrap_or_default();
    let header = header.split(|byte| is_blank(*byte)).next().unwrap_or_default();
    let kept = match block.breaks {
        _ if header.contains(&b'-') => 0,
        breaks if header.contains(&b'+') => breaks,
        breaks => breaks.min(usize::from(!block.pieces.is_empty())),
    };
    block.end(range.start, kept)
}

/// The lines of a block so far.
#[derive(Default)]
struct Block {
    folds: bool,
    pieces: Vec<Run>,
    /// Line breaks since the last line that was not empty.
    breaks: usize,
    /// Whether that line is indented further.
    further: bool,
}

impl Block {
    /// Takes a line that is not empty.
    fn line(&mut self, range: Range<usize>, further: bool) {
        let leads = self.pieces.is_empty();
        if leads && self.breaks > 0 {
            self.pieces.push(Run { range: range.start..range.start, glue: Glue::None });
        }
        let glue = match self.breaks {
            0 => Glue::None,
            breaks if leads || !self.folds || further || self.further => Glue::Lines(breaks),
            1 => Glue::Space,
            breaks => Glue::Lines(breaks - 1),
        };
        self.pieces.push(Run { range, glue });
        (self.breaks, self.further) = (0, further);
    }

    /// The pieces, with the newlines that are kept at the end; at least one.
    fn end(mut self, start: usize, kept: usize) -> Vec<Run> {
        let end = self.pieces.last().map_or(start, |piece| piece.range.end);
        if self.pieces.is_empty() {
            self.pieces.push(Run { range: end..end, glue: Glue::None });
        }
        if kept > 0 {
            self.pieces.push(Run { range: end..end, glue: Glue::Lines(kept) });
        }
        self.pieces
    }
}
