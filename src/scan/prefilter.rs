//! The prefilter: one pass over all bytes of a source that says where a literal of any pattern
//! stands, so that no pattern's regex ever reads what has none.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::location::Span;
use crate::pattern::{Pattern, PatternError};

/// All literals of all patterns, compiled.
#[derive(Debug)]
pub(super) struct Prefilter {
    matcher: AhoCorasick,
    literals: Vec<Trigger>,
}

/// A literal's pattern.
#[derive(Debug, Clone, Copy)]
pub(super) struct Trigger {
    /// Index of the pattern.
    pub(super) pattern: usize,
    /// Bytes at its start that may be shown.
    pub(super) public: usize,
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
    pub(super) fn new(patterns: &[Pattern]) -> Result<Self, PatternError> {
        let mut literals = Vec::new();
        let mut bytes = Vec::new();
        for (index, pattern) in patterns.iter().enumerate() {
            for literal in &pattern.literals {
                literals.push(Trigger { pattern: index, public: literal.public });
                bytes.push(literal.bytes.as_slice());
            }
        }
        // Forced: above some hundred literals the automatic choice is several times slower.
        let matcher = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::Standard)
            .build(bytes)
            .map_err(|_| PatternError::Literal {
                id: "library".into(),
                literal: String::new(),
                problem: "does not fit: all literals together are too many",
            })?;
        Ok(Self { matcher, literals })
    }

    /// Where in `bytes` any literal stands.
    pub(super) fn mark(&self, bytes: &[u8]) -> Marks {
        let mut blocks: Vec<usize> = Vec::new();
        for hit in self.matcher.find_iter(bytes) {
            let block = hit.start() / BLOCK;
            if blocks.last() != Some(&block) {
                blocks.push(block);
            }
        }
        Marks { blocks }
    }

    /// The literals in `text`, in order of their ends.
    pub(super) fn hits(&self, text: &[u8]) -> impl Iterator<Item = Hit> {
        self.matcher.find_overlapping_iter(text).filter_map(|hit| {
            let trigger = *self.literals.get(hit.pattern().as_usize())?;
            Some(Hit { start: hit.start(), trigger })
        })
    }
}

/// Bytes of a block: the resolution of [`Marks`], which bounds their memory to 1/32 of the source.
const BLOCK: usize = 256;

/// The blocks of a source that hold a literal's first byte, ascending.
#[derive(Debug, Default)]
pub(super) struct Marks {
    blocks: Vec<usize>,
}

impl Marks {
    /// Whether a literal may begin in `span`; never wrongly `false`.
    pub(super) fn any_in(&self, span: &Span) -> bool {
        let range = span.range();
        let next = self.blocks.partition_point(|&block| block < range.start / BLOCK);
        self.blocks.get(next).is_some_and(|&block| block * BLOCK < range.end)
    }
}
