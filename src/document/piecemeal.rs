//! A long text of which only what is near a few places is decoded.

use std::ops::Range;

use super::Field;
use super::codec::Codec;
use super::view::View;

/// A run of a field's text, with what stands around it.
#[derive(Debug)]
pub struct Passage<'a> {
    /// The text, decoded.
    pub view: View<'a>,
    /// Where in it the run stands.
    pub run: Range<usize>,
    /// Whether the field's text begins with it, and whether it ends with it.
    pub is_edge: (bool, bool),
}

impl<'a> Field<'a> {
    /// Whether a word in it stands so in the piece's text too, wherever decoding begins: then it may be decoded
    /// by [`passage`](Self::passage).
    pub fn is_piecemeal(&self) -> bool {
        self.codec == Codec::Backslash
            && !self.around.is_rewritten_in(self.range.clone())
            && !self.codec.may_rewrite(self.raw())
    }

    /// Bytes of the piece's text that hold those at `run` of the text as it stands.
    pub fn near_raw(&self, run: Range<usize>) -> Option<Range<usize>> {
        self.around.near(self.range.start + run.start..self.range.start + run.end)
    }

    /// What the bytes at `run` of the text as it stands decode to, with `before` of them in front and `behind`
    /// behind, or as many as there are; all ends are moved to the start of the escape that they stand in.
    pub fn passage(&self, run: Range<usize>, before: usize, behind: usize) -> Passage<'a> {
        let raw = self.raw();
        let bound = |at: usize| unit_start(raw, at.min(raw.len()));
        let (from, until) = (bound(run.start.saturating_sub(before)), bound(run.end + behind));
        let (start, end) = (bound(run.start), bound(run.end));
        let decoded = |range: Range<usize>| {
            let base = self.range.start;
            self.around.decode(base + range.start..base + range.end, self.codec)
        };
        let length = |range| decoded(range).bytes().len();
        let ahead = length(from..start);
        Passage {
            run: ahead..ahead + length(start..end),
            view: decoded(from..until),
            is_edge: (from == 0, until == raw.len()),
        }
    }
}

/// Where the escape begins that `at` stands in, or `at`.
fn unit_start(raw: &[u8], at: usize) -> usize {
    if at == raw.len() {
        return at;
    }
    let before = raw.get(..at).unwrap_or_default();
    at - before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2
}
