//! The places for AVX-512 with VBMI, 64 at a time: a table of 128 bytes is looked up at once, so that groups
//! have bytes instead of halves, and let less through.

use std::arch::x86_64::{
    __m256i, __m512i, _mm512_add_epi16, _mm512_and_si512, _mm512_castsi512_si256,
    _mm512_cmpeq_epi8_mask, _mm512_cvtepu8_epi16, _mm512_extracti64x4_epi64, _mm512_loadu_si512,
    _mm512_maskz_compress_epi8, _mm512_movepi8_mask, _mm512_or_si512, _mm512_permutex2var_epi8,
    _mm512_set1_epi8, _mm512_set1_epi16, _mm512_storeu_si512, _mm512_test_epi8_mask,
};

use super::groups::{ANYWHERE_BITS, Bytes};
use super::sweep::{AROUND, BEFORE, BLOCK, Block, Places};
use super::{Literals, SHORTEST, makes_words};

/// Lists the places of so many blocks at which a key may stand, and gives their number.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,popcnt")]
pub(super) fn list(
    literals: &Literals,
    around: &[u8; AROUND],
    blocks: usize,
    list: &mut Places,
) -> usize {
    let [first, last] = &literals.bytes_of_keys;
    let (first, last) = (Groups::of(first), Groups::of(last));
    let (outside, numbers) = (Lookup::of(&OUTSIDE), load(&NUMBERS, 0));
    let mut count = 0;
    for from in (0..).step_by(BLOCK).take(blocks) {
        let Some(block) = around.get(usize::from(from)..).and_then(<[u8]>::first_chunk) else {
            break;
        };
        let Some(room) = list.get_mut(count..).and_then(<[u16]>::first_chunk_mut::<BLOCK>) else {
            break;
        };
        let (first, last) = (first.at(block), last.at(block));
        let either = _mm512_or_si512(first, last);
        let at_start = _mm512_test_epi8_mask(either, either) & words_begin(block, &outside);
        let places = at_start | _mm512_test_epi8_mask(last, splat(ANYWHERE_BITS));
        // Without a branch: how many there are cannot be foreseen, only that they are few.
        let listed = places.count_ones() as usize;
        let numbers = _mm512_maskz_compress_epi8(places, numbers);
        let [few, more] = room.as_chunks_mut::<LANES>().0 else { break };
        store(few, from, _mm512_castsi512_si256(numbers));
        if listed > LANES {
            store(more, from, _mm512_extracti64x4_epi64::<1>(numbers));
        }
        count += listed;
    }
    count
}

/// Numbers of 16 bits in a vector.
const LANES: usize = 32;

/// The places of a block.
const NUMBERS: [u8; BLOCK] = {
    let mut numbers = [0; BLOCK];
    let mut number = 0;
    while number < 64 {
        numbers[number as usize] = number;
        number += 1;
    }
    numbers
};

/// Writes the numbers, counted from `from`.
#[target_feature(enable = "avx512f,avx512bw")]
#[inline]
#[expect(unsafe_code, reason = "there is no safe store of a vector")]
fn store(room: &mut [u16; LANES], from: u16, numbers: __m256i) {
    let from = _mm512_set1_epi16(from.cast_signed());
    let places = _mm512_add_epi16(_mm512_cvtepu8_epi16(numbers), from);
    // SAFETY: the array has the 64 bytes that are written, which need no alignment.
    unsafe { _mm512_storeu_si512(room.as_mut_ptr().cast(), places) }
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
