//! Where the tokens of a JSON text stand that is still escaped in a string of JSON, and which of its
//! strings may say something: 64 bytes at a time.

/// Fills `$out` with what `$read` gives of each `$block` of `$text`, and gives their number. A macro, because a
/// function would not have the instruction set of the one around it.
macro_rules! each_block {
    ($text:expr, $out:expr, $block:ident => $read:expr) => {{
        let (blocks, rest) = $text.as_chunks();
        let mut count = 0;
        for ($block, slot) in blocks.iter().zip($out.iter_mut()) {
            *slot = $read;
            count += 1;
        }
        if count == blocks.len()
            && !rest.is_empty()
            && let Some(slot) = $out.get_mut(count)
        {
            let $block = &crate::simd::structure::padded(rest);
            *slot = $read;
            count += 1;
        }
        count
    }};
}

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod classes;

use super::blocks::{BLOCK, escaped};

/// Blocks that are read at once.
pub const BLOCKS: usize = 32;

/// The bytes of a block that matter, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Structure {
    /// Quotes that begin or end a string.
    pub quotes: u64,
    /// Those quotes, and outside of strings brackets, colons, commas, and the first bytes of words.
    pub tokens: u64,
    /// In strings: escaped bytes, controls, and what stands in a form, markup or a template.
    pub telling: u64,
    /// In strings: colons.
    pub colons: u64,
    /// In strings: what makes a colon tell something, in a URL or a line.
    pub spots: u64,
}

/// What is known of the bytes before a block.
#[derive(Debug, Clone, Default)]
pub struct Carry {
    /// Whether the first byte is escaped.
    escaped: u64,
    /// Whether the first character is escaped in the text itself too.
    escaped_twice: bool,
    /// All bits, if it begins inside of a string.
    inside: u64,
    /// Whether a word goes on.
    word: u64,
    /// Whether a quote was not escaped, so that this is no text of a string.
    is_bare: bool,
}

impl Carry {
    /// Whether what was read can't stand in a string.
    pub fn is_bare(&self) -> bool {
        self.is_bare
    }
}

/// Reads up to [`BLOCKS`] blocks of `text`, and returns how many; what is missing of the last one counts as
/// blank. Where `braces` is set, brackets in strings tell something too.
pub fn read(text: &[u8], braces: bool, carry: &mut Carry, out: &mut [Structure; BLOCKS]) -> usize {
    #[cfg(target_arch = "x86_64")]
    #[expect(unsafe_code, reason = "the compiler does not know what the processor has")]
    if super::has_avx512() {
        // SAFETY: it has the vectors of 64 bytes, and products without carries.
        return unsafe { avx512::read(text, braces, carry, out) };
    } else if super::has_avx2() {
        // SAFETY: it has the vectors of 32 bytes, and products without carries.
        return unsafe { avx2::read(text, braces, carry, out) };
    }
    read_scalar(text, braces, carry, out)
}

/// The reference.
pub fn read_scalar(
    text: &[u8],
    braces: bool,
    carry: &mut Carry,
    out: &mut [Structure; BLOCKS],
) -> usize {
    each_block!(text, out, block => {
        let bytes = Bytes::scalar(block, braces);
        let (quotes, hidden) = quotes(&bytes, carry);
        let letters = || mask(block, &|byte| matches!(byte, b'n' | b'r' | b't'));
        combine(&bytes, (quotes, hidden, between(quotes)), letters, carry)
    })
}

/// A block that begins with `rest`, and is blank behind it.
fn padded(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
}

/// The bytes of a block that are so.
fn mask(block: &[u8; BLOCK], is: &dyn Fn(u8) -> bool) -> u64 {
    block.iter().rev().fold(0, |mask, &byte| mask << 1 | u64::from(is(byte)))
}

/// What the bytes of a block are, whatever stands around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bytes {
    quotes: u64,
    backslashes: u64,
    /// Brackets, colons and commas.
    marks: u64,
    spaces: u64,
    /// What tells something in a string.
    telling: u64,
    colons: u64,
    /// What makes a colon tell something.
    spots: u64,
}

impl Bytes {
    fn scalar(block: &[u8; BLOCK], braces: bool) -> Self {
        let mask = |is: &dyn Fn(u8) -> bool| mask(block, is);
        let is_brace = |byte: u8| matches!(byte, b'{' | b'}' | b'[' | b']');
        Self {
            quotes: mask(&|byte| byte == b'"'),
            backslashes: mask(&|byte| byte == b'\\'),
            marks: mask(&|byte| is_brace(byte) || matches!(byte, b':' | b',')),
            spaces: mask(&|byte| byte == b' '),
            telling: mask(&|byte| {
                matches!(byte, b'=' | b'<' | b'%') || byte < b' ' || braces && is_brace(byte)
            }),
            colons: mask(&|byte| byte == b':'),
            // The two letters are of one class with the others.
            spots: mask(&|byte| matches!(byte, b' ' | b'(' | b'@' | b'?' | b'#' | b'C' | b'H')),
        }
    }
}

/// The quotes of a block that begin or end a string, and its bytes that are escaped but for those.
#[inline]
fn quotes(bytes: &Bytes, carry: &mut Carry) -> (u64, u64) {
    let hidden = escaped(bytes.backslashes, &mut carry.escaped);
    carry.is_bare |= bytes.quotes & !hidden != 0;
    let mut quotes = bytes.quotes & hidden;
    let backslashes = bytes.backslashes & hidden;
    if backslashes != 0 || carry.escaped_twice {
        let escapers = bytes.backslashes & !hidden;
        quotes &= !escaped_twice(backslashes, escapers, &mut carry.escaped_twice);
    }
    (quotes, hidden & !quotes)
}

/// Puts together what the bytes of a block are and what stood before it; `strings` has all bits from each first
/// of two quotes up to before the second, `letters` gives those that stand for white space behind a backslash.
#[inline]
fn combine(
    bytes: &Bytes,
    (quotes, hidden, strings): (u64, u64, u64),
    letters: impl FnOnce() -> u64,
    carry: &mut Carry,
) -> Structure {
    let inside = strings ^ carry.inside;
    carry.inside = 0_u64.wrapping_sub(inside >> 63);
    let outside = !inside & !quotes;
    let mut blanks = bytes.spaces | bytes.backslashes & !hidden;
    if hidden & outside != 0 {
        blanks |= hidden & letters();
    }
    let words = outside & !blanks & !bytes.marks;
    let begun = words & !(words << 1 | carry.word);
    carry.word = words >> 63;
    Structure {
        quotes,
        tokens: quotes | outside & bytes.marks | begun,
        telling: (bytes.telling | hidden) & inside,
        colons: bytes.colons & inside,
        spots: bytes.spots & inside,
    }
}

/// All bits from each first of two up to before the second.
fn between(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// The characters of a text that its own backslashes escape, each told by its last byte; `carry` says so of the
/// first, and is told of the one behind.
#[inline(never)]
fn escaped_twice(backslashes: u64, escapers: u64, carry: &mut bool) -> u64 {
    let mut hidden = 0;
    // Each character ends with a byte that escapes nothing.
    let mut ends = !escapers;
    while ends != 0 {
        let end = ends & ends.wrapping_neg();
        ends &= ends - 1;
        if *carry {
            hidden |= end;
            *carry = false;
        } else {
            *carry = backslashes & end != 0;
        }
    }
    hidden
}

#[cfg(test)]
mod tests;
