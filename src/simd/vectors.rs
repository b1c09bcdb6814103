//! What the kernels ask of vectors alike: a block loaded, its bytes compared, masks of them.

#[cfg(target_arch = "x86_64")]
pub(super) mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_set1_epi8,
    };

    use crate::simd::blocks::BLOCK;

    /// Both halves of a block.
    #[target_feature(enable = "avx2")]
    #[inline]
    #[expect(unsafe_code, reason = "there is no safe load of a vector")]
    pub(in crate::simd) fn halves(block: &[u8; BLOCK]) -> [__m256i; 2] {
        let at = block.as_ptr();
        // SAFETY: the array has two times the 32 bytes that are read, which need no alignment.
        unsafe { [_mm256_loadu_si256(at.cast()), _mm256_loadu_si256(at.add(32).cast())] }
    }

    /// All bits of each byte that is `byte`.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(in crate::simd) fn equal(bytes: __m256i, byte: u8) -> __m256i {
        _mm256_cmpeq_epi8(bytes, splat(byte))
    }

    /// `byte` in each place.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(in crate::simd) fn splat(byte: u8) -> __m256i {
        _mm256_set1_epi8(byte.cast_signed())
    }

    /// The first bits of the bytes of both halves of a block.
    #[target_feature(enable = "avx2")]
    #[inline]
    pub(in crate::simd) fn mask(first: __m256i, second: __m256i) -> u64 {
        let first = _mm256_movemask_epi8(first).cast_unsigned();
        let second = _mm256_movemask_epi8(second).cast_unsigned();
        u64::from(first) | u64::from(second) << 32
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) mod avx512 {
    use std::arch::x86_64::{
        __m512i, _mm512_cmpeq_epi8_mask, _mm512_loadu_si512, _mm512_set1_epi8,
    };

    use crate::simd::blocks::BLOCK;

    /// A block.
    #[target_feature(enable = "avx512f")]
    #[inline]
    #[expect(unsafe_code, reason = "there is no safe load of a vector")]
    pub(in crate::simd) fn load(block: &[u8; BLOCK]) -> __m512i {
        // SAFETY: the array has the 64 bytes that are read, which need no alignment.
        unsafe { _mm512_loadu_si512(block.as_ptr().cast()) }
    }

    /// A bit for each byte that is `byte`.
    #[target_feature(enable = "avx512f,avx512bw")]
    #[inline]
    pub(in crate::simd) fn equal(bytes: __m512i, byte: u8) -> u64 {
        _mm512_cmpeq_epi8_mask(bytes, splat(byte))
    }

    /// `byte` in each place.
    #[target_feature(enable = "avx512f")]
    #[inline]
    pub(in crate::simd) fn splat(byte: u8) -> __m512i {
        _mm512_set1_epi8(byte.cast_signed())
    }
}
