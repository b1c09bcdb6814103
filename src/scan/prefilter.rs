//! The prefilter: one pass over all bytes of a source that says where a literal of any pattern
//! stands, so that no pattern's regex ever reads what has none.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use super::Memory;
use super::meter::{Meter, Stage};
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

    /// Where in `text` literals stand. It is searched as far as is asked for.
    pub(super) fn marks<'t>(&'t self, text: &'t [u8], memory: &Memory) -> Marks<'t> {
        Marks {
            blocks: vec![Cell::new(0); text.len() / BLOCK / 64 + 1],
            until: Cell::new(0),
            search: Search { prefilter: self, text, step: STEP, meter: memory.meter.clone() },
        }
    }

    /// Gives the literals that begin in `windows` of `text`, in order of their starts.
    pub(super) fn hits(&self, text: &[u8], windows: &[Range<usize>], found: &mut dyn FnMut(Hit)) {
        for window in windows {
            self.starts(text, window, &mut |start, literal| {
                if let Some(trigger) = self.triggers.of(literal) {
                    found(Hit { start, trigger });
                }
            });
        }
    }

    /// Gives where literals begin in `window` of `text`, and their numbers.
    fn starts(&self, text: &[u8], window: &Range<usize>, found: &mut dyn FnMut(usize, usize)) {
        // What stands before tells whether a word begins.
        let from = window.start.saturating_sub(BEFORE);
        let to = text.len().min(window.end + self.longest);
        self.triggers.literals().find(text.get(from..to).unwrap_or_default(), &mut |hit| {
            let start = from + hit.start;
            if window.contains(&start) {
                found(start, hit.literal);
            }
        });
    }
}

/// Bytes before a literal that tell whether a word begins with it.
const BEFORE: usize = 2;

/// Bytes of a block: the resolution of [`Marks`], which take 1/512 of the source's memory.
const BLOCK: usize = 64;

/// Bytes that are searched at once, ahead of what is read: they stay near the processor until then.
const STEP: usize = 256 * 1024;

/// The blocks of a source that hold a literal's first byte, a bit each.
#[derive(Debug)]
pub(super) struct Marks<'t> {
    blocks: Vec<Cell<u64>>,
    /// Bytes that have been searched.
    until: Cell<usize>,
    search: Search<'t>,
}

/// What is searched.
#[derive(Debug)]
struct Search<'t> {
    prefilter: &'t Prefilter,
    text: &'t [u8],
    /// Bytes at once.
    step: usize,
    meter: Option<Arc<Meter>>,
}

impl Marks<'_> {
    /// Whether a literal may begin in `span`; never wrongly `false`.
    #[inline]
    pub(super) fn any_in(&self, span: &Span) -> bool {
        let range = span.range();
        if range.is_empty() {
            return false;
        }
        if range.end > self.until.get() {
            self.search_until(range.end);
        }
        let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
        let words = self.blocks.get(first / 64..).unwrap_or_default();
        let words = words.get(..=last / 64 - first / 64).unwrap_or(words);
        words.iter().enumerate().any(|(index, word)| {
            let from = if index == 0 { u64::MAX << (first % 64) } else { u64::MAX };
            let to = if index + 1 == words.len() { u64::MAX >> (63 - last % 64) } else { u64::MAX };
            word.get() & from & to != 0
        })
    }

    #[cold]
    fn search_until(&self, end: usize) {
        let Search { prefilter, text, step, meter } = &self.search;
        if let Some(meter) = meter {
            meter.lap(Stage::Fields);
        }
        while self.until.get() < end.min(text.len()) {
            let step = self.until.get()..text.len().min(self.until.get() + step);
            prefilter.starts(text, &step, &mut |start, _| {
                let block = start / BLOCK;
                if let Some(word) = self.blocks.get(block / 64) {
                    word.set(word.get() | 1 << (block % 64));
                }
            });
            self.until.set(step.end);
        }
        if let Some(meter) = meter {
            meter.lap(Stage::Search);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::library::Library;

    /// Which of `spans` of `text` have a mark, searched by so many bytes at once.
    fn marked(text: &[u8], step: usize, spans: &[Range<usize>]) -> Vec<bool> {
        let prefilter = Prefilter::new(&Library::built_in().unwrap().patterns).unwrap();
        let mut marks = prefilter.marks(text, &Memory::default());
        marks.search.step = step;
        spans.iter().map(|span| marks.any_in(&Span::new(0, span.clone()))).collect()
    }

    #[test]
    fn marks_tell_the_spans_in_which_a_literal_may_begin() {
        let mut text = vec![b'.'; 300 * BLOCK];
        // One that ends in the next block, and one at the end of a block.
        for start in [2 * BLOCK - 3, 63 * BLOCK + 7, 131 * BLOCK - 1] {
            text[start..start + 6].copy_from_slice(b"glpat-");
        }
        let (spans, expected): (Vec<Range<usize>>, Vec<bool>) = [
            (0..64, false),
            (0..126, true),
            (127..128, true),
            (128..63 * BLOCK, false),
            (128..64 * BLOCK, true),
            (64 * BLOCK..130 * BLOCK, false),
            (64 * BLOCK..255 * BLOCK, true),
            (70..70, false),
            (131 * BLOCK..300 * BLOCK, false),
            (900 * BLOCK..901 * BLOCK, false),
        ]
        .into_iter()
        .unzip();
        for step in [1, 3, BLOCK, 100, 4096, STEP] {
            assert_eq!(marked(&text, step, &spans), expected, "{step}");
        }
    }
}
