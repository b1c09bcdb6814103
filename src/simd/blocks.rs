//! What a tokenizer of JSON asks of 64 bytes at a time.

/// Bytes of a block.
pub const BLOCK: usize = 64;

/// The bytes of a block that matter to a tokenizer, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Masks {
    /// Double quotes and line feeds: one of them ends a string.
    pub ends: u64,
    /// Backslashes.
    pub backslashes: u64,
    /// What JSON calls white space.
    pub blanks: u64,
}

impl Masks {
    /// The masks of `block`. Vectors of 16 bytes, which every processor of this kind has, do not lose to
    /// those of 32, since a function for the latter cannot become part of the loop around it.
    #[cfg(target_arch = "x86_64")]
    #[inline]
    pub fn of(block: &[u8; BLOCK]) -> Self {
        let mut masks = Self::default();
        for (index, sixteen) in block.as_chunks().0.iter().enumerate() {
            #[expect(unsafe_code, reason = "the compiler asks for it, though SSE2 is always there")]
            // SAFETY: every processor of this architecture has SSE2.
            let [ends, backslashes, blanks] = unsafe { sse2::masks(sixteen) };
            masks.ends |= u64::from(ends) << (16 * index);
            masks.backslashes |= u64::from(backslashes) << (16 * index);
            masks.blanks |= u64::from(blanks) << (16 * index);
        }
        masks
    }

    /// The masks of `block`.
    #[cfg(not(target_arch = "x86_64"))]
    #[inline]
    pub fn of(block: &[u8; BLOCK]) -> Self {
        Self::scalar(block)
    }

    /// The reference.
    pub fn scalar(block: &[u8; BLOCK]) -> Self {
        let mask = |is: fn(u8) -> bool| {
            block.iter().rev().fold(0, |mask, &byte| mask << 1 | u64::from(is(byte)))
        };
        Self {
            ends: mask(|byte| matches!(byte, b'"' | b'\n')),
            backslashes: mask(|byte| byte == b'\\'),
            blanks: mask(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')),
        }
    }
}

/// The bytes that backslashes escape, given whether the first is; `carry` is told of the byte behind.
///
/// A run of backslashes escapes every second of its own and, if their number is odd, the byte behind
/// it. Subtraction finds the ends of all runs at once (as in simdjson).
#[inline]
pub fn escaped(backslashes: u64, carry: &mut u64) -> u64 {
    const ODD: u64 = 0xAAAA_AAAA_AAAA_AAAA;
    if backslashes == 0 {
        return std::mem::take(carry);
    }
    let escaping = backslashes & !*carry;
    let ends = ((escaping << 1 | ODD).wrapping_sub(escaping)) ^ ODD;
    let escaped = ends ^ (backslashes | *carry);
    *carry = (ends & backslashes) >> 63;
    escaped
}

/// Where in sixteen bytes the first backslash stands; 16 where none does.
#[inline]
pub fn first_backslash(sixteen: &[u8; 16]) -> usize {
    #[cfg(target_arch = "x86_64")]
    #[expect(unsafe_code, reason = "the compiler asks for it, though SSE2 is always there")]
    // SAFETY: every processor of this architecture has SSE2.
    let found = unsafe { sse2::backslashes(sixteen) }.trailing_zeros().min(16) as usize;
    #[cfg(not(target_arch = "x86_64"))]
    let found = sixteen.iter().position(|byte| *byte == b'\\').unwrap_or(16);
    found
}

/// Whether any of four bytes stands in `text`.
#[inline]
pub fn holds_any(text: &[u8], bytes: [u8; 4]) -> bool {
    let (sixteens, rest) = text.as_chunks::<16>();
    sixteens.iter().any(|sixteen| meets(sixteen, bytes))
        || match text.last_chunk() {
            Some(sixteen) => !rest.is_empty() && meets(sixteen, bytes),
            None => rest.iter().any(|byte| bytes.contains(byte)),
        }
}

/// Whether one of three bytes follows `first` anywhere in `text`.
pub fn holds_pair(text: &[u8], first: u8, then: [u8; 3]) -> bool {
    #[cfg(target_arch = "x86_64")]
    if text.len() > BLOCK && super::has_avx2() {
        #[expect(unsafe_code, reason = "the compiler does not know what the processor has")]
        // SAFETY: it has AVX2.
        return unsafe { avx2::holds_pair(text, first, then) };
    }
    holds_pair_by_sixteen(text, first, then)
}

fn holds_pair_by_sixteen(text: &[u8], first: u8, then: [u8; 3]) -> bool {
    let (sixteens, rest) = text.as_chunks::<16>();
    let mut carry = 0;
    for sixteen in sixteens {
        let [firsts, thens] = pair_masks(sixteen, first, then);
        if (firsts << 1 | carry) & thens != 0 {
            return true;
        }
        carry = firsts >> 15;
    }
    let last = rest.first().filter(|byte| carry == 1 && then.contains(byte));
    last.is_some() || rest.windows(2).any(|pair| pair[0] == first && then.contains(&pair[1]))
}

/// Where `first` and any of three bytes stand.
#[inline]
fn pair_masks(sixteen: &[u8; 16], first: u8, then: [u8; 3]) -> [u32; 2] {
    #[cfg(target_arch = "x86_64")]
    #[expect(unsafe_code, reason = "the compiler asks for it, though SSE2 is always there")]
    // SAFETY: every processor of this architecture has SSE2.
    let masks = unsafe { sse2::pair_masks(sixteen, first, then) };
    #[cfg(not(target_arch = "x86_64"))]
    let masks = {
        let mask = |is: &dyn Fn(u8) -> bool| {
            sixteen.iter().rev().fold(0, |mask, &byte| mask << 1 | u32::from(is(byte)))
        };
        [mask(&|byte| byte == first), mask(&|byte| then.contains(&byte))]
    };
    masks
}

#[inline]
fn meets(sixteen: &[u8; 16], bytes: [u8; 4]) -> bool {
    #[cfg(target_arch = "x86_64")]
    #[expect(unsafe_code, reason = "the compiler asks for it, though SSE2 is always there")]
    // SAFETY: every processor of this architecture has SSE2.
    let found = unsafe { sse2::meets(sixteen, bytes) };
    #[cfg(not(target_arch = "x86_64"))]
    let found = sixteen.iter().any(|byte| bytes.contains(byte));
    found
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{__m256i, _mm256_and_si256, _mm256_or_si256};

    use super::{BLOCK, holds_pair_by_sixteen};
    use crate::simd::vectors::avx2::{equal, halves, mask};

    /// What [`super::holds_pair`] gives.
    #[target_feature(enable = "avx2")]
    pub(super) fn holds_pair(text: &[u8], first: u8, [a, b, c]: [u8; 3]) -> bool {
        let mut at = 0;
        // A block and the byte behind it.
        while let Some((block, next)) = text
            .get(at..)
            .and_then(|rest| Some((rest.first_chunk()?, rest.get(1..)?.first_chunk()?)))
        {
            let [one, other] = halves(block);
            let [behind_one, behind_other] = halves(next);
            let is_one = is_pair(equal(one, first), behind_one, [a, b, c]);
            let is_other = is_pair(equal(other, first), behind_other, [a, b, c]);
            if mask(is_one, is_other) != 0 {
                return true;
            }
            at += BLOCK;
        }
        holds_pair_by_sixteen(text.get(at..).unwrap_or_default(), first, [a, b, c])
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn is_pair(first: __m256i, behind: __m256i, [a, b, c]: [u8; 3]) -> __m256i {
        let any = _mm256_or_si256(equal(behind, a), equal(behind, b));
        _mm256_and_si256(first, _mm256_or_si256(any, equal(behind, c)))
    }
}

#[cfg(target_arch = "x86_64")]
mod sse2 {
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
    };

    /// Ends, backslashes and blanks. What nobody asks for costs nothing: the compiler leaves it out.
    #[inline]
    #[target_feature(enable = "sse2")]
    pub(super) fn masks(sixteen: &[u8; 16]) -> [u32; 3] {
        let bytes = load(sixteen);
        let feeds = equal(bytes, b'\n');
        let ends = either(feeds, equal(bytes, b'"'));
        let blanks = either(equal(bytes, b' '), either(equal(bytes, b'\t'), equal(bytes, b'\r')));
        let backslashes = mask(equal(bytes, b'\\'));
        [mask(ends), backslashes, mask(either(feeds, blanks))]
    }

    /// Whether any of four bytes is there.
    #[inline]
    #[target_feature(enable = "sse2")]
    pub(super) fn meets(sixteen: &[u8; 16], [a, b, c, d]: [u8; 4]) -> bool {
        let bytes = load(sixteen);
        let two = either(equal(bytes, a), equal(bytes, b));
        mask(either(two, either(equal(bytes, c), equal(bytes, d)))) != 0
    }

    /// Where `first` and any of three bytes stand.
    #[inline]
    #[target_feature(enable = "sse2")]
    pub(super) fn pair_masks(sixteen: &[u8; 16], first: u8, [a, b, c]: [u8; 3]) -> [u32; 2] {
        let bytes = load(sixteen);
        let any = either(equal(bytes, a), either(equal(bytes, b), equal(bytes, c)));
        [mask(equal(bytes, first)), mask(any)]
    }

    /// Backslashes.
    #[inline]
    #[target_feature(enable = "sse2")]
    pub(super) fn backslashes(sixteen: &[u8; 16]) -> u32 {
        mask(equal(load(sixteen), b'\\'))
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    #[expect(unsafe_code, reason = "there is no safe load of a vector")]
    fn load(bytes: &[u8; 16]) -> __m128i {
        // SAFETY: the array has the 16 bytes that are read, which need no alignment.
        unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn equal(bytes: __m128i, byte: u8) -> __m128i {
        _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte.cast_signed()))
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn either(one: __m128i, other: __m128i) -> __m128i {
        _mm_or_si128(one, other)
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn mask(bytes: __m128i) -> u32 {
        _mm_movemask_epi8(bytes).cast_unsigned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        // Miri is a thousand times slower.
        #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 256 }))]

        #[test]
        fn vectors_give_what_the_reference_does(
            bytes in proptest::collection::vec(
                prop_oneof![any::<u8>(), proptest::sample::select(b"\"\\ \t\r\nntr".to_vec())], BLOCK
            )
        ) {
            let block: &[u8; BLOCK] = bytes.as_slice().try_into().unwrap();
            prop_assert_eq!(Masks::of(block), Masks::scalar(block));
            let (first, _) = block.split_first_chunk().unwrap();
            let backslash = first.iter().position(|byte| *byte == b'\\').unwrap_or(16);
            prop_assert_eq!(first_backslash(first), backslash);
        }

        #[test]
        fn bytes_are_found_wherever_they_stand(
            text in proptest::collection::vec(proptest::sample::select(b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=:\\<".to_vec()), 0..300)
        ) {
            for bytes in [*b"=:\\<", *b"====", *b"<<<:"] {
                let expected = text.iter().any(|byte| bytes.contains(byte));
                prop_assert_eq!(holds_any(&text, bytes), expected);
            }
            for (first, then) in [(b'\\', *b"a<="), (b'=', *b":::"), (b':', *b"\\<=")] {
                let expected = text.windows(2).any(|pair| pair[0] == first && then.contains(&pair[1]));
                prop_assert_eq!(holds_pair(&text, first, then), expected);
            }
        }
    }
}
