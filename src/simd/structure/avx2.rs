//! The structure with AVX2: 32 bytes at a time.

use std::arch::x86_64::{
    __m256i, _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set_epi64x, _mm_set1_epi8,
    _mm256_and_si256, _mm256_loadu_si256, _mm256_shuffle_epi8, _mm256_srli_epi16,
};

use super::classes::{COLON, HIGH, LOW, MARKS, SPOTS, telling};
use super::{BLOCK, BLOCKS, Bytes, Carry, Structure, combine, quotes};
use crate::simd::vectors::avx2::{equal, halves, mask, splat};

/// What [`super::read`] gives.
#[target_feature(enable = "avx2,pclmulqdq")]
pub(super) fn read(
    text: &[u8],
    braces: bool,
    carry: &mut Carry,
    out: &mut [Structure; BLOCKS],
) -> usize {
    each_block!(text, out, block => structure(block, braces, carry))
}

#[target_feature(enable = "avx2,pclmulqdq")]
#[inline]
fn structure(block: &[u8; BLOCK], braces: bool, carry: &mut Carry) -> Structure {
    let bytes = bytes(block, braces);
    let (quotes, hidden) = quotes(&bytes, carry);
    combine(&bytes, (quotes, hidden, between(quotes)), || letters(block), carry)
}

/// What [`super::between`] gives: a product without carries by all ones.
#[target_feature(enable = "pclmulqdq")]
#[inline]
pub(super) fn between(bits: u64) -> u64 {
    let bits = _mm_set_epi64x(0, bits.cast_signed());
    _mm_cvtsi128_si64(_mm_clmulepi64_si128::<0>(bits, _mm_set1_epi8(-1))).cast_unsigned()
}

/// The letters that stand for white space behind a backslash.
#[target_feature(enable = "avx2")]
#[inline]
fn letters(block: &[u8; BLOCK]) -> u64 {
    let [first, second] = halves(block);
    let all = |letter| mask(equal(first, letter), equal(second, letter));
    all(b'n') | all(b't') | all(b'r')
}

#[target_feature(enable = "avx2")]
#[inline]
fn bytes(block: &[u8; BLOCK], braces: bool) -> Bytes {
    let [first, second] = halves(block);
    let telling = telling(braces);
    let (classes, others) = (classes(first), classes(second));
    Bytes {
        quotes: mask(equal(first, b'"'), equal(second, b'"')),
        backslashes: mask(equal(first, b'\\'), equal(second, b'\\')),
        marks: !mask(none(classes, MARKS), none(others, MARKS)),
        spaces: mask(equal(first, b' '), equal(second, b' ')),
        telling: !mask(none(classes, telling), none(others, telling)),
        colons: !mask(none(classes, COLON), none(others, COLON)),
        spots: !mask(none(classes, SPOTS), none(others, SPOTS)),
    }
}

#[target_feature(enable = "avx2")]
#[inline]
fn classes(bytes: __m256i) -> __m256i {
    let nibble = splat(15);
    let low = _mm256_shuffle_epi8(table(&LOW), _mm256_and_si256(bytes, nibble));
    let upper = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), nibble);
    _mm256_and_si256(low, _mm256_shuffle_epi8(table(&HIGH), upper))
}

#[target_feature(enable = "avx2")]
#[inline]
#[expect(unsafe_code, reason = "there is no safe load of a vector")]
fn table(table: &[u8; 64]) -> __m256i {
    // SAFETY: the array has the 32 bytes that are read, which need no alignment.
    unsafe { _mm256_loadu_si256(table.as_ptr().cast()) }
}

/// The bytes that are of none of the classes `wanted`.
#[target_feature(enable = "avx2")]
#[inline]
fn none(classes: __m256i, wanted: u8) -> __m256i {
    equal(_mm256_and_si256(classes, splat(wanted)), 0)
}
