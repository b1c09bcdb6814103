//! The prefilter: one pass over all bytes of a source that says where a literal of any pattern
//! stands, so that no pattern's regex ever reads what has none.

use std::ops::Range;

use super::{Memory, Stage};
use crate::location::Span;
use crate::pattern::PatternError;
use crate::pattern::patterns::Patterns;
use crate::pattern::triggers::{Trigger, Triggers};

/// All literals of all patterns, ready to be looked for.
#[derive(Debug)]
pub(super) struct Prefilter {
    triggers: Triggers,
    /// Bytes of the longest literal.
    longest: usize,
}

/// A literal in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Where it begins.
    pub(super) start: usize,
    /// Whose it is.
    pub(super) trigger: Trigger,
}

impl Prefilter {
    pub(super) fn new(patterns: &Patterns) -> Result<Self, PatternError> {
        let triggers = Triggers::new(patterns)?;
        Ok(Self { longest: triggers.literals().longest(), triggers })
    }

    /// The same as [`mark`](Self::mark), as a stage of its own where that is measured.
    pub(super) fn mark_in_time(&self, bytes: &[u8], memory: &Memory) -> Marks {
        memory.lap(Stage::Cut);
        let marks = self.mark(bytes);
        memory.lap(Stage::Search);
        marks
    }

    /// Where in `bytes` any literal stands.
    pub(super) fn mark(&self, bytes: &[u8]) -> Marks {
        let mut blocks = vec![0; bytes.len() / BLOCK / 64 + 1];
        self.triggers.literals().find(bytes, &mut |hit| {
            let block = hit.start / BLOCK;
            if let Some(word) = blocks.get_mut(block / 64) {
                *word |= 1 << (block % 64);
            }
        });
        Marks { blocks }
    }

    /// Gives the literals that begin in `windows` of `text`, in order of their starts.
    pub(super) fn hits(&self, text: &[u8], windows: &[Range<usize>], found: &mut dyn FnMut(Hit)) {
        for window in windows {
            // What stands before tells whether a word begins.
            let from = window.start.saturating_sub(BEFORE);
            let to = text.len().min(window.end + self.longest);
            self.triggers.literals().find(text.get(from..to).unwrap_or_default(), &mut |hit| {
                let start = from + hit.start;
                let trigger = self.triggers.of(hit.literal).filter(|_| window.contains(&start));
                if let Some(trigger) = trigger {
                    found(Hit { start, trigger });
                }
            });
        }
    }
}

/// Bytes before a literal that tell whether a word begins with it.
const BEFORE: usize = 2;

/// Bytes of a block: the resolution of [`Marks`], which take 1/512 of the source's memory.
const BLOCK: usize = 64;

/// The blocks of a source that hold a literal's first byte, a bit each.
#[derive(Debug, Default)]
pub(super) struct Marks {
    blocks: Vec<u64>,
}

impl Marks {
    /// Whether a literal may begin in `span`; never wrongly `false`.
    #[inline]
    pub(super) fn any_in(&self, span: &Span) -> bool {
        let range = span.range();
        if range.is_empty() {
            return false;
        }
        let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
        let words = self.blocks.get(first / 64..).unwrap_or_default();
        let words = words.get(..=last / 64 - first / 64).unwrap_or(words);
        words.iter().enumerate().any(|(index, word)| {
            let from = if index == 0 { u64::MAX << (first % 64) } else { u64::MAX };
            let to = if index + 1 == words.len() { u64::MAX >> (63 - last % 64) } else { u64::MAX };
            word & from & to != 0
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tell_the_spans_in_which_a_literal_may_begin() {
        let bits = |blocks: &[usize]| {
            let mut marks = Marks { blocks: vec![0; 4] };
            for block in blocks {
                marks.blocks[block / 64] |= 1 << (block % 64);
            }
            marks
        };
        let marks = bits(&[1, 63, 130]);
        for (range, expected) in [
            (0..64, false),
            (0..65, true),
            (127..128, true),
            (128..63 * BLOCK, false),
            (128..64 * BLOCK, true),
            (64 * BLOCK..130 * BLOCK, false),
            (64 * BLOCK..255 * BLOCK, true),
            (70..70, false),
            (900 * BLOCK..901 * BLOCK, false),
        ] {
            assert_eq!(marks.any_in(&Span::new(0, range.clone())), expected, "{range:?}");
        }
    }
}
