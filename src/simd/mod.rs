//! The kernels of the passes that look at every byte: the search for literals, the masks of the JSON tokenizer
//! and of text inside text, lines and characters.
//!
//! Each has a scalar reference, which any processor runs, and forms for AVX2 and AVX-512, which are chosen when
//! the program finds that the processor has them. All give the same, byte for byte; tests hold it on hostile
//! input. This is the one module with `unsafe` beside the mapping of files: loads of vectors at places whose
//! bounds stand beside them, and calls of what needs an instruction set once it was found.

pub mod blocks;
pub mod lines;
pub mod literals;
pub mod strings;
pub mod structure;
mod vectors;

/// Whether this processor has AVX2, products without carries, and counts bits. The answer is kept by the standard library.
#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
        && std::arch::is_x86_feature_detected!("pclmulqdq")
        && std::arch::is_x86_feature_detected!("popcnt")
        && std::arch::is_x86_feature_detected!("lzcnt")
}

/// Whether this processor has AVX-512 for bytes, too.
#[cfg(target_arch = "x86_64")]
fn has_avx512() -> bool {
    std::arch::is_x86_feature_detected!("avx512bw") && has_avx2()
}
