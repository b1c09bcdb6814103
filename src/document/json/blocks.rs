//! A text in blocks of 64 bytes: where the next token begins and where a string ends, without looking
//! at each byte.

use crate::simd::blocks::{BLOCK, Masks, escaped};
use crate::simd::strings::inside_string;

/// A place in a text that moves forward, with what is known of the block around it.
pub(super) struct Blocks<'t> {
    text: &'t [u8],
    /// Where the block begins.
    start: usize,
    /// What may end a string: quotes and line feeds that are not escaped.
    ends: u64,
    /// Backslashes.
    backslashes: u64,
    /// What is no white space.
    solid: u64,
    /// Whether the first byte behind the block is escaped.
    escaped: u64,
}

impl<'t> Blocks<'t> {
    /// The blocks of `text` from `at` on, which must not be escaped.
    pub(super) fn new(text: &'t [u8], at: usize) -> Self {
        let (ends, backslashes, solid, escaped) = (0, 0, 0, 0);
        let mut blocks = Self { text, start: at, ends, backslashes, solid, escaped };
        blocks.read();
        blocks
    }

    /// The first byte from `at` on that is no white space.
    #[inline]
    pub(super) fn solid(&mut self, at: usize) -> Option<usize> {
        self.reach(at);
        let mut bits = from(self.solid, at - self.start);
        while bits == 0 {
            if self.start + BLOCK >= self.text.len() {
                return None;
            }
            self.next();
            bits = self.solid;
        }
        Some(self.start + bits.trailing_zeros() as usize)
    }

    /// Where the string whose first byte stands at `at` may end: at a quote or a line feed that is not
    /// escaped. Also whether a backslash stands before.
    #[inline]
    pub(super) fn end(&mut self, at: usize) -> Option<(usize, bool)> {
        self.reach(at);
        let mut bits = from(self.ends, at - self.start);
        let mut backslashes = from(self.backslashes, at - self.start);
        let mut escapes = false;
        while bits == 0 {
            if self.start + BLOCK >= self.text.len() {
                return None;
            }
            escapes |= self.leap() || backslashes != 0;
            (bits, backslashes) = (self.ends, self.backslashes);
        }
        // All bits below the one that was found.
        let before = (bits & bits.wrapping_neg()) - 1;
        escapes |= backslashes & before != 0;
        Some((self.start + bits.trailing_zeros() as usize, escapes))
    }

    /// Goes on at `at`, past something that is no JSON and in which a backslash escapes nothing.
    pub(super) fn restart(&mut self, at: usize) {
        *self = Self::new(self.text, at);
    }

    /// Moves to the block that holds `at`.
    #[inline]
    fn reach(&mut self, at: usize) {
        while at - self.start >= BLOCK {
            self.next();
        }
    }

    /// Moves to the next block in which a string may end; whether a backslash stands in those between.
    #[inline]
    fn leap(&mut self) -> bool {
        self.start += BLOCK;
        let rest = self.text.get(self.start..).unwrap_or_default();
        let run = inside_string(rest, &mut self.escaped);
        self.start += run.length;
        self.read();
        run.has_backslash
    }

    #[inline]
    fn next(&mut self) {
        self.start += BLOCK;
        self.read();
    }

    #[inline]
    fn read(&mut self) {
        let rest = self.text.get(self.start..).unwrap_or_default();
        let masks = if let Some(block) = rest.first_chunk() {
            Masks::of(block)
        } else {
            let mut block = [b' '; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            Masks::of(&block)
        };
        let escaped = escaped(masks.backslashes, &mut self.escaped);
        self.ends = masks.ends & !escaped;
        self.backslashes = masks.backslashes;
        self.solid = !masks.blanks;
    }
}

/// The bits from `index` on, which is below 64.
#[inline]
fn from(bits: u64, index: usize) -> u64 {
    bits & u64::MAX << (index % BLOCK)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn blocks_find_what_a_look_at_each_byte_finds(
            text in proptest::collection::vec(
                proptest::sample::select(b"a\"\\\\\\ \n".to_vec()), 0..300
            ),
            start in 0..8_usize,
        ) {
            let start = start.min(text.len());
            let mut end = None;
            let mut at = start;
            while end.is_none() && at < text.len() {
                match text[at] {
                    b'\\' => at += 2,
                    b'"' | b'\n' => end = Some((at, text[start..at].contains(&b'\\'))),
                    _ => at += 1,
                }
            }
            prop_assert_eq!(Blocks::new(&text, start).end(start), end);
            let solid = (start..text.len()).find(|&at| !text[at].is_ascii_whitespace());
            prop_assert_eq!(Blocks::new(&text, start).solid(start), solid);
        }
    }
}
