//! The structure with AVX-512: a block at a time.

use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_shuffle_epi8, _mm512_srli_epi16, _mm512_test_epi8_mask,
};

use super::avx2::between;
use super::classes::{COLON, HIGH, LOW, MARKS, SPOTS, telling};
use super::{BLOCK, BLOCKS, Bytes, Carry, Structure, combine, quotes};
use crate::simd::vectors::avx512::{equal, load, splat};

/// What [`super::read`] gives.
#[target_feature(enable = "avx512f,avx512bw,pclmulqdq")]
pub(super) fn read(
    text: &[u8],
    braces: bool,
    carry: &mut Carry,
    out: &mut [Structure; BLOCKS],
) -> usize {
    each_block!(text, out, block => structure(block, braces, carry))
}

#[target_feature(enable = "avx512f,avx512bw,pclmulqdq")]
#[inline]
fn structure(block: &[u8; BLOCK], braces: bool, carry: &mut Carry) -> Structure {
    let text = load(block);
    let bytes = bytes(text, braces);
    let (quotes, hidden) = quotes(&bytes, carry);
    let letters = || equal(text, b'n') | equal(text, b't') | equal(text, b'r');
    combine(&bytes, (quotes, hidden, between(quotes)), letters, carry)
}

#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
fn bytes(text: __m512i, braces: bool) -> Bytes {
    let nibble = splat(15);
    let low = _mm512_shuffle_epi8(load(&LOW), _mm512_and_si512(text, nibble));
    let upper = _mm512_and_si512(_mm512_srli_epi16::<4>(text), nibble);
    let classes = _mm512_and_si512(low, _mm512_shuffle_epi8(load(&HIGH), upper));
    Bytes {
        quotes: equal(text, b'"'),
        backslashes: equal(text, b'\\'),
        marks: _mm512_test_epi8_mask(classes, splat(MARKS)),
        spaces: equal(text, b' '),
        telling: _mm512_test_epi8_mask(classes, splat(telling(braces))),
        colons: _mm512_test_epi8_mask(classes, splat(COLON)),
        spots: _mm512_test_epi8_mask(classes, splat(SPOTS)),
    }
}
