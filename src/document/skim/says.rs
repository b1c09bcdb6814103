//! What names and strings say, told without a field.

use std::ops::Range;

use crate::document::fields::relates;
use crate::document::glance::{begins_text, holds_text, is_cookie};
use crate::document::short::Short;
use crate::document::{FieldSink, encoded};
use crate::location::Role;
use crate::simd::structure::Structure;

/// Names that say nothing, each at the place that its bytes give it: those of one answer recur.
pub(super) struct Names([Short; 1 << NAMES]);

/// Names that are remembered, as bits.
const NAMES: u32 = 6;

impl Default for Names {
    fn default() -> Self {
        Self([Short::default(); 1 << NAMES])
    }
}

impl Names {
    /// Whether the name at `range` of `text` is known to say nothing.
    #[inline]
    pub(super) fn holds(&self, text: &[u8], range: &Range<usize>) -> bool {
        Short::within(text, range.start, range.len())
            .is_some_and(|short| self.0.get(short.place(NAMES)) == Some(&short))
    }

    /// Whether nothing comes of the name at `range` of `text` by itself; an escaped byte tells something.
    pub(super) fn is_dull(
        &mut self,
        (text, range): (&[u8], Range<usize>),
        sink: &mut dyn FieldSink,
    ) -> Option<bool> {
        let name = text.get(range.clone())?;
        let tells =
            name.contains(&b'\\') || relates(name) || is_cookie(name) || !sink.is_dull_label(name);
        let short = Short::within(text, range.start, range.len()).filter(|_| !tells);
        if let Some((short, known)) = short.and_then(|s| Some((s, self.0.get_mut(s.place(NAMES))?)))
        {
            *known = short;
        }
        Some(!tells)
    }
}

/// Whether something may come of a string's text, still escaped. An escaped byte tells something too.
pub(super) fn tells(raw: &[u8], role: Role, sink: &mut dyn FieldSink) -> bool {
    raw.contains(&b'\\') || holds_text(raw) || !sink.is_dull_text(role, raw)
}

/// Bytes of the number, or the word that JSON has, at the start of `text`; `None` where something else stands there.
pub(super) fn word_length(text: &[u8]) -> Option<usize> {
    let length = match text.first()? {
        b't' if text.starts_with(b"true") => 4,
        b'f' if text.starts_with(b"false") => 5,
        b'n' if text.starts_with(b"null") => 4,
        b'-' | b'0'..=b'9' => {
            let is_part =
                |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
            text.iter().position(|byte| !is_part(byte))?
        }
        _ => return None,
    };
    // A byte that ends no word would be a token of its own.
    matches!(text.get(length)?, b' ' | b',' | b']' | b'}' | b'\\').then_some(length)
}

/// A string that goes on in the next block.
pub(super) struct Begun {
    /// Its first byte.
    pub(super) at: usize,
    /// What it says in the blocks before.
    pub(super) says: Says,
}

/// What the bytes of a string say.
#[derive(Clone, Copy, Default)]
pub(super) struct Says {
    telling: u64,
    colons: u64,
    spots: u64,
}

impl Says {
    /// The same with the bytes `of` a block.
    #[inline]
    pub(super) fn or(self, block: &Structure, of: u64) -> Self {
        Self {
            telling: self.telling | block.telling & of,
            colons: self.colons | block.colons & of,
            spots: self.spots | block.spots & of,
        }
    }

    /// Whether what has no telling byte in front may be a text.
    #[inline]
    pub(super) fn may_be_text(self) -> bool {
        self.telling != 0 || self.colons != 0 && self.spots != 0
    }
}

/// The length from which a string has to be looked at for its first byte, with which a text, base64 of one, or
/// a scheme of a header may begin.
pub(super) const TELLS_FROM: [u8; 256] = {
    let mut table = [u8::MAX; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        table[byte as usize] = match byte {
            _ if begins_text(byte) => 1,
            b'b' | b'B' => 6,
            _ if encoded::begins_text(byte) => 22,
            _ => u8::MAX,
        };
        byte += 1;
    }
    table
};
