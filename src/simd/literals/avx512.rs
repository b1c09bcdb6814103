//! The places for AVX-512 with VBMI, 64 at a time: a table of 128 bytes is looked up at once, so that groups
//! have bytes instead of halves, and let less through.

use std::arch::x86_64::{
    __m512i, _mm512_and_si512, _mm512_cmpeq_epi8_mask, _mm512_loadu_si512, _mm512_movepi8_mask,
    _mm512_or_si512, _mm512_permutex2var_epi8, _mm512_set1_epi8, _mm512_test_epi8_mask,
};

use super::groups::{ANYWHERE_BITS, Bytes};
use super::sweep::{AROUND, BEFORE, BLOCK, Block};
use super::{Literals, SHORTEST, makes_words};

/// Notes for each place of each block whether a key may stand there.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
pub(super) fn places(literals: &Literals, around: &[u8; AROUND], blocks: &mut [u64]) {
    let [first, last] = &literals.bytes_of_keys;
    let (first, last) = (Groups::of(first), Groups::of(last));
    let outside = Lookup::of(&OUTSIDE);
    for (index, places) in blocks.iter_mut().enumerate() {
        let Some(block) = around.get(index * BLOCK..).and_then(<[u8]>::first_chunk) else {
            break;
        };
        let (first, last) = (first.at(block), last.at(block));
        let either = _mm512_or_si512(first, last);
        let at_start = _mm512_test_epi8_mask(either, either) & words_begin(block, &outside);
        *places = at_start | _mm512_test_epi8_mask(last, splat(ANYWHERE_BITS));
    }
}

/// The sign bit for each byte of ASCII that makes no words.
const OUTSIDE: [u8; 128] = {
    let mut table = [0; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte as usize] = if makes_words(byte) { 0 } else { 0x80 };
        byte += 1;
    }
    table
};

/// A bit for each place at which a word may begin.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
#[inline]
fn words_begin(block: &Block, outside: &Lookup) -> u64 {
    let before = load(block, BEFORE - 1);
    // What is not ASCII has the sign bit itself.
    let outside = _mm512_movepi8_mask(_mm512_or_si512(before, outside.at(before)));
    outside | _mm512_cmpeq_epi8_mask(load(block, BEFORE - 2), splat(b'\\'))
}

/// The tables of eight groups.
///
/// Neither here nor below is an array mapped: what the library does between has no such instructions, and hands
/// vectors over in memory.
struct Groups([Lookup; SHORTEST]);

impl Groups {
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn of(Bytes([first, second, third, fourth]): &Bytes) -> Self {
        Self([Lookup::of(first), Lookup::of(second), Lookup::of(third), Lookup::of(fourth)])
    }

    /// The groups that let the four bytes at each place through.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    #[inline]
    fn at(&self, block: &Block) -> __m512i {
        let mut groups = splat(u8::MAX);
        for (place, table) in self.0.iter().enumerate() {
            groups = _mm512_and_si512(groups, table.at(load(block, BEFORE + place)));
        }
        groups
    }
}

/// A table of what stands for each byte, by its lower seven bits.
struct Lookup(__m512i, __m512i);

impl Lookup {
    #[target_feature(enable = "avx512f")]
    #[inline]
    fn of(table: &[u8; 128]) -> Self {
        Self(load(table, 0), load(table, BLOCK))
    }

    #[target_feature(enable = "avx512f,avx512vbmi")]
    #[inline]
    fn at(&self, bytes: __m512i) -> __m512i {
        _mm512_permutex2var_epi8(self.0, bytes, self.1)
    }
}

#[target_feature(enable = "avx512f")]
#[inline]
fn splat(byte: u8) -> __m512i {
    _mm512_set1_epi8(byte.cast_signed())
}

/// The vector that begins at `offset`.
#[target_feature(enable = "avx512f")]
#[inline]
#[expect(unsafe_code, reason = "there is no safe load of a vector")]
fn load(bytes: &[u8], offset: usize) -> __m512i {
    let bytes = &bytes[offset..offset + BLOCK];
    // SAFETY: the slice has the 64 bytes that are read, which need no alignment.
    unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
}
