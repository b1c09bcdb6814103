//! Lines and characters of a text, counted in one pass.

use super::blocks::BLOCK;

/// What a text adds to the position at its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Line feeds.
    pub feeds: u64,
    /// Bytes behind the last line feed; all where there is none.
    pub bytes: u64,
    /// Characters behind it, in UTF-8: bytes but for those that go on a character.
    pub chars: u64,
}

impl Tally {
    /// The same with `block` behind it, of which this many bytes count, these are line feeds and these begin a character.
    #[inline]
    fn add(&mut self, length: u32, feeds: u64, begins: u64) {
        if feeds == 0 {
            self.bytes += u64::from(length);
            self.chars += u64::from(begins.count_ones());
            return;
        }
        let last = feeds.ilog2();
        self.feeds += u64::from(feeds.count_ones());
        self.bytes = u64::from(length - 1 - last);
        self.chars = u64::from((begins >> last >> 1).count_ones());
    }
}

/// Counts `text`.
pub fn tally(text: &[u8]) -> Tally {
    #[cfg(target_arch = "x86_64")]
    #[expect(unsafe_code, reason = "the compiler does not know what the processor has")]
    if super::has_avx512() {
        // SAFETY: it has the vectors of 64 bytes.
        return unsafe { avx512::tally(text) };
    } else if super::has_avx2() {
        // SAFETY: it has the vectors of 32 bytes.
        return unsafe { avx2::tally(text) };
    }
    tally_scalar(text)
}

/// The reference.
pub fn tally_scalar(text: &[u8]) -> Tally {
    let mut tally = Tally::default();
    for byte in text {
        tally.add(1, u64::from(*byte == b'\n'), u64::from(byte & 0xC0 != 0x80));
    }
    tally
}

/// Counts `text` by blocks, of which `$masks` gives line feeds and first bytes of characters. A macro, because a
/// function would not have the instruction set of the one around it.
#[cfg(target_arch = "x86_64")]
macro_rules! by_blocks {
    ($text:expr, $block:ident => $masks:expr) => {{
        let (blocks, rest) = $text.as_chunks::<BLOCK>();
        let mut tally = Tally::default();
        for $block in blocks {
            let (feeds, begins) = $masks;
            tally.add(64, feeds, begins);
        }
        for byte in rest {
            tally.add(1, u64::from(*byte == b'\n'), u64::from(byte & 0xC0 != 0x80));
        }
        tally
    }};
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::_mm256_cmpgt_epi8;

    use super::{BLOCK, Tally};
    use crate::simd::vectors::avx2::{equal, halves, mask, splat};

    /// What [`super::tally`] gives.
    #[target_feature(enable = "avx2,popcnt,lzcnt")]
    pub(super) fn tally(text: &[u8]) -> Tally {
        by_blocks!(text, block => {
            let [first, second] = halves(block);
            let feeds = mask(equal(first, b'\n'), equal(second, b'\n'));
            // As signed numbers the bytes that go on a character are the least.
            let most = splat(0xBF);
            (feeds, mask(_mm256_cmpgt_epi8(first, most), _mm256_cmpgt_epi8(second, most)))
        })
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use std::arch::x86_64::_mm512_cmpgt_epi8_mask;

    use super::{BLOCK, Tally};
    use crate::simd::vectors::avx512::{equal, load, splat};

    /// What [`super::tally`] gives.
    #[target_feature(enable = "avx512f,avx512bw,popcnt,lzcnt")]
    pub(super) fn tally(text: &[u8]) -> Tally {
        by_blocks!(text, block => {
            let bytes = load(block);
            (equal(bytes, b'\n'), _mm512_cmpgt_epi8_mask(bytes, splat(0xBF)))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        // Miri is a thousand times slower.
        #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 512 }))]

        #[test]
        fn all_ways_count_the_same(
            text in proptest::collection::vec(
                prop_oneof![40 => any::<u8>(), 1 => Just(b'\n')],
                0..400
            ),
        ) {
            let tally = tally(&text);
            prop_assert_eq!(tally, tally_scalar(&text));
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "the best vectors that there are would hide the others")]
            if crate::simd::has_avx2() {
                // SAFETY: it has the vectors of 32 bytes.
                prop_assert_eq!(tally, unsafe { avx2::tally(&text) });
            }
            let last = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let rest = &text[last..];
            prop_assert_eq!(tally.feeds, memchr::memchr_iter(b'\n', &text).count() as u64);
            prop_assert_eq!(tally.bytes, rest.len() as u64);
            prop_assert_eq!(tally.chars, rest.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u64);
        }
    }
}
