//! The search for AVX2: 32 places at a time.

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_andnot_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256,
    _mm256_movemask_epi8, _mm256_or_si256, _mm256_set1_epi8, _mm256_setzero_si256,
    _mm256_shuffle_epi8, _mm256_srli_epi16,
};

use super::groups::{Groups, Table};
use super::{Hit, Literals, SHORTEST};

/// Places that are looked at together.
const LANES: usize = 32;

/// Bytes before a place that tell whether a word begins there.
const BEFORE: usize = 2;

/// Bytes that a step looks at.
const AROUND: usize = BEFORE + LANES + SHORTEST - 1;

/// What [`Literals::find`] gives.
#[target_feature(enable = "avx2")]
pub(super) fn find(literals: &Literals, text: &[u8], found: &mut dyn FnMut(Hit)) {
    let seen = literals.keys.seen();
    // The first places have too little before them.
    let mut at = BEFORE.min(text.len());
    for first in 0..at {
        literals.look_up(seen, (text, first), found);
    }
    if at < BEFORE {
        return;
    }
    while let Some(around) = text.get(at - BEFORE..).and_then(<[u8]>::first_chunk) {
        let mut places = places(literals, around);
        while places != 0 {
            literals.look_up(seen, (text, at + places.trailing_zeros() as usize), found);
            places &= places - 1;
        }
        at += LANES;
    }
    // Zeros stand in for what is missing behind the end: what they let through is looked up in the text.
    let rest = text.get(at - BEFORE..).unwrap_or_default();
    let mut around = [0; AROUND];
    around[..rest.len()].copy_from_slice(rest);
    let mut places = places(literals, &around);
    while places != 0 {
        literals.look_up(seen, (text, at + places.trailing_zeros() as usize), found);
        places &= places - 1;
    }
    literals.find_scalar(text, at + LANES, found);
}

/// A bit for each place at which a key may stand.
#[target_feature(enable = "avx2")]
#[inline]
fn places(literals: &Literals, around: &[u8; AROUND]) -> u32 {
    let [one, other] = &literals.at_start;
    let [anywhere] = &literals.anywhere;
    let start_here = _mm256_or_si256(groups(one, around), groups(other, around));
    let start_here = _mm256_andnot_si256(inside_words(around), start_here);
    let either = _mm256_or_si256(start_here, groups(anywhere, around));
    !mask(_mm256_cmpeq_epi8(either, _mm256_setzero_si256()))
}

/// The groups that let the four bytes at each place through.
#[target_feature(enable = "avx2")]
#[inline]
fn groups(Groups { low, high }: &Groups, around: &[u8; AROUND]) -> __m256i {
    const { assert!(SHORTEST == 4) };
    let first = classes(load(around, BEFORE), &low[0], &high[0]);
    let second = classes(load(around, BEFORE + 1), &low[1], &high[1]);
    let third = classes(load(around, BEFORE + 2), &low[2], &high[2]);
    let fourth = classes(load(around, BEFORE + 3), &low[3], &high[3]);
    _mm256_and_si256(_mm256_and_si256(first, second), _mm256_and_si256(third, fourth))
}

/// All bits at each place that goes on a word.
#[target_feature(enable = "avx2")]
#[inline]
fn inside_words(around: &[u8; AROUND]) -> __m256i {
    // Bytes that make words, by their nibbles: the classes of the low and of the high half of such a
    // byte have a bit in common. 1: digits, 2: A to O, 4: P to Z, 8: the underscore.
    const LOW: Table = twice([5, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 2, 2, 2, 2, 10]);
    const HIGH: Table = twice([0, 0, 0, 1, 2, 12, 2, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
    let words = classes(load(around, BEFORE - 1), &LOW, &HIGH);
    let outside = _mm256_cmpeq_epi8(words, _mm256_setzero_si256());
    let escaped = _mm256_cmpeq_epi8(load(around, BEFORE - 2), splat(b'\\'));
    _mm256_andnot_si256(_mm256_or_si256(outside, escaped), splat(0xFF))
}

const fn twice(table: [u8; 16]) -> Table {
    let mut both = [0; 32];
    let mut index = 0;
    while index < both.len() {
        both[index] = table[index % 16];
        index += 1;
    }
    both
}

/// What the tables say of each byte: the bits that its low and its high half have in common.
#[target_feature(enable = "avx2")]
#[inline]
fn classes(bytes: __m256i, low: &Table, high: &Table) -> __m256i {
    let nibble = splat(15);
    let lower = _mm256_shuffle_epi8(load(low, 0), _mm256_and_si256(bytes, nibble));
    let upper = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), nibble);
    _mm256_and_si256(lower, _mm256_shuffle_epi8(load(high, 0), upper))
}

#[target_feature(enable = "avx2")]
#[inline]
fn splat(byte: u8) -> __m256i {
    _mm256_set1_epi8(byte.cast_signed())
}

#[target_feature(enable = "avx2")]
#[inline]
fn mask(bytes: __m256i) -> u32 {
    _mm256_movemask_epi8(bytes).cast_unsigned()
}

/// The vector that begins at `offset`.
#[target_feature(enable = "avx2")]
#[inline]
#[expect(unsafe_code, reason = "there is no safe load of a vector")]
fn load(bytes: &[u8], offset: usize) -> __m256i {
    let bytes = &bytes[offset..offset + LANES];
    // SAFETY: the slice has the 32 bytes that are read, which need no alignment.
    unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
}
