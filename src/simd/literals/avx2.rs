//! The places for AVX2, 32 at a time.

use std::arch::x86_64::{
    __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8,
    _mm256_or_si256, _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_srli_epi16,
};

use super::groups::{ANYWHERE_BITS, Halves, Table};
use super::sweep::{AROUND, BEFORE, BLOCK, Block};
use super::{Literals, SHORTEST};

/// Places that are looked at together.
const LANES: usize = 32;

/// Notes for each place of each block whether a key may stand there.
#[target_feature(enable = "avx2")]
pub(super) fn places(literals: &Literals, around: &[u8; AROUND], blocks: &mut [u64]) {
    for (index, places) in blocks.iter_mut().enumerate() {
        let Some(block) = around.get(index * BLOCK..).and_then(<[u8]>::first_chunk) else {
            break;
        };
        // Both halves of a block at once, so that each table is loaded once for them.
        let [first, last] = groups(&literals.halves, block);
        *places = u64::from(keys(first, block, 0)) | u64::from(keys(last, block, LANES)) << LANES;
    }
}

/// The groups that let the four bytes at each place through, of the two tables, in both halves of a block.
#[target_feature(enable = "avx2")]
#[inline]
fn groups(tables: &[Halves; 2], block: &Block) -> [[__m256i; 2]; 2] {
    let mut groups = [[splat(u8::MAX); 2]; 2];
    for place in 0..SHORTEST {
        let first = Split::of(load(block, BEFORE + place));
        let last = Split::of(load(block, BEFORE + place + LANES));
        for (table, Halves { low, high }) in tables.iter().enumerate() {
            let tables = [load(&low[place], 0), load(&high[place], 0)];
            groups[0][table] = _mm256_and_si256(groups[0][table], first.classes(tables));
            groups[1][table] = _mm256_and_si256(groups[1][table], last.classes(tables));
        }
    }
    groups
}

/// The places from `from` on at which a key may stand.
#[target_feature(enable = "avx2")]
#[inline]
fn keys([first, last]: [__m256i; 2], block: &Block, from: usize) -> u32 {
    let at_start = _mm256_and_si256(_mm256_or_si256(first, last), words_begin(block, from));
    let anywhere = _mm256_and_si256(last, splat(ANYWHERE_BITS));
    let either = _mm256_or_si256(at_start, anywhere);
    !mask(_mm256_cmpeq_epi8(either, _mm256_setzero_si256()))
}

/// All bits at each place at which a word may begin.
#[target_feature(enable = "avx2")]
#[inline]
fn words_begin(block: &Block, from: usize) -> __m256i {
    let before = load(block, BEFORE - 1 + from);
    let outside = _mm256_cmpeq_epi8(word_classes(before), _mm256_setzero_si256());
    let escaped = _mm256_cmpeq_epi8(load(block, BEFORE - 2 + from), splat(b'\\'));
    _mm256_or_si256(outside, escaped)
}

/// Some bit for each byte that makes words.
#[target_feature(enable = "avx2")]
#[inline]
fn word_classes(bytes: __m256i) -> __m256i {
    // By the halves of such bytes, which have a bit in common. 1: digits, 2: A to O, 4: P to Z, 8: the
    // underscore.
    const LOW: Table = twice([5, 7, 7, 7, 7, 7, 7, 7, 7, 7, 6, 2, 2, 2, 2, 10]);
    const HIGH: Table = twice([0, 0, 0, 1, 2, 12, 2, 4, 0, 0, 0, 0, 0, 0, 0, 0]);
    let low = _mm256_shuffle_epi8(load(&LOW, 0), _mm256_and_si256(bytes, splat(15)));
    let upper = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), splat(15));
    _mm256_and_si256(low, _mm256_shuffle_epi8(load(&HIGH, 0), upper))
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

/// Bytes by their halves, as [`Halves`] has them.
#[derive(Clone, Copy)]
struct Split {
    low: __m256i,
    high: __m256i,
}

impl Split {
    #[target_feature(enable = "avx2")]
    #[inline]
    fn of(bytes: __m256i) -> Self {
        let half = splat(15);
        let high = _mm256_and_si256(_mm256_srli_epi16::<3>(bytes), half);
        Self { low: _mm256_and_si256(bytes, half), high }
    }

    /// What the tables say of each byte: the bits that its halves have in common.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn classes(self, [low, high]: [__m256i; 2]) -> __m256i {
        let low = _mm256_shuffle_epi8(low, self.low);
        _mm256_and_si256(low, _mm256_shuffle_epi8(high, self.high))
    }
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
