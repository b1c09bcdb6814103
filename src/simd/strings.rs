//! Where a string of JSON ends, in blocks of 64 bytes: most bytes of exports stand in long strings.

use super::blocks::{BLOCK, Masks, escaped};

/// A run of whole blocks in which no string ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// Its bytes.
    pub length: usize,
    /// Whether a backslash stands in it.
    pub has_backslash: bool,
}

/// The blocks at the start of `text` in which no double quote or line feed stands that is not escaped; `carry`
/// says whether the first byte is escaped, and is told of the byte behind the run.
pub fn inside_string(text: &[u8], carry: &mut u64) -> Run {
    #[cfg(target_arch = "x86_64")]
    #[expect(unsafe_code, reason = "the compiler does not know what the processor has")]
    if super::has_avx512() {
        // SAFETY: it has the vectors of 64 bytes.
        return unsafe { avx512::inside_string(text, carry) };
    } else if super::has_avx2() {
        // SAFETY: it has the vectors of 32 bytes.
        return unsafe { avx2::inside_string(text, carry) };
    }
    inside_string_scalar(text, carry)
}

/// The reference.
pub fn inside_string_scalar(text: &[u8], carry: &mut u64) -> Run {
    let ends = |block: &[u8; BLOCK]| {
        let Masks { ends, backslashes, .. } = Masks::of(block);
        (ends, backslashes)
    };
    let mut run = Run { length: 0, has_backslash: false };
    for block in text.as_chunks().0 {
        if !goes_on(ends(block), carry, &mut run) {
            break;
        }
    }
    run
}

/// Whether no string ends in a block with these ends and backslashes; then it is of the run.
#[inline]
fn goes_on((ends, backslashes): (u64, u64), carry: &mut u64, run: &mut Run) -> bool {
    let mut behind = *carry;
    let escaped = escaped(backslashes, &mut behind);
    if ends & !escaped != 0 {
        return false;
    }
    *carry = behind;
    run.length += BLOCK;
    run.has_backslash |= backslashes != 0;
    true
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{__m256i, _mm256_or_si256};

    use super::{BLOCK, Run, goes_on};
    use crate::simd::vectors::avx2::{equal, halves, mask};

    /// What [`super::inside_string`] gives.
    #[target_feature(enable = "avx2")]
    pub(super) fn inside_string(text: &[u8], carry: &mut u64) -> Run {
        let mut run = Run { length: 0, has_backslash: false };
        for block in text.as_chunks::<BLOCK>().0 {
            let [first, second] = halves(block);
            let ends = mask(ends(first), ends(second));
            let backslashes = mask(equal(first, b'\\'), equal(second, b'\\'));
            if !goes_on((ends, backslashes), carry, &mut run) {
                break;
            }
        }
        run
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn ends(bytes: __m256i) -> __m256i {
        _mm256_or_si256(equal(bytes, b'"'), equal(bytes, b'\n'))
    }
}

#[cfg(target_arch = "x86_64")]
mod avx512 {
    use super::{BLOCK, Run, goes_on};
    use crate::simd::vectors::avx512::{equal, load};

    /// What [`super::inside_string`] gives.
    #[target_feature(enable = "avx512f,avx512bw")]
    pub(super) fn inside_string(text: &[u8], carry: &mut u64) -> Run {
        let mut run = Run { length: 0, has_backslash: false };
        for block in text.as_chunks::<BLOCK>().0 {
            let bytes = load(block);
            let ends = equal(bytes, b'"') | equal(bytes, b'\n');
            if !goes_on((ends, equal(bytes, b'\\')), carry, &mut run) {
                break;
            }
        }
        run
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
        fn strings_go_on_until_a_quote_or_a_line_feed(
            text in proptest::collection::vec(
                prop_oneof![80 => Just(b'a'), 4 => Just(b'\\'), 1 => proptest::sample::select(b"\"\n".to_vec())],
                0..600
            ),
            carry in 0..2_u64,
        ) {
            let (mut one, mut other) = (carry, carry);
            let run = inside_string(&text, &mut one);
            prop_assert_eq!(run, inside_string_scalar(&text, &mut other));
            prop_assert_eq!(one, other);
            #[cfg(target_arch = "x86_64")]
            #[expect(unsafe_code, reason = "the best vectors that there are would hide the others")]
            if crate::simd::has_avx2() {
                other = carry;
                // SAFETY: it has the vectors of 32 bytes.
                prop_assert_eq!(run, unsafe { avx2::inside_string(&text, &mut other) });
                prop_assert_eq!(one, other);
            }
            let (mut is_escaped, mut end) = (carry == 1, None);
            let mut carries = vec![is_escaped];
            for (at, byte) in text.iter().enumerate() {
                if !is_escaped && matches!(byte, b'"' | b'\n') {
                    end = end.or(Some(at));
                }
                is_escaped = !is_escaped && *byte == b'\\';
                carries.push(is_escaped);
            }
            let length = end.unwrap_or(text.len()) / BLOCK * BLOCK;
            prop_assert_eq!(run.length, length);
            prop_assert_eq!(run.has_backslash, text[..length].contains(&b'\\'));
            prop_assert_eq!(one == 1, carries[length]);
        }
    }
}
