//! Where the tokens of a JSON text stand that is still escaped in a string of JSON, and which of its
//! strings may say something: 64 bytes at a time.

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
pub fn read(
    text: &[u8],
    braces: bool,
    carry: &mut Carry,
    out: &mut [Structure; BLOCKS],
) -> usize {
    #[cfg(target_arch = "x86_64")]
    if super::has_avx2() {
        #[expect(unsafe_code, reason = "the compiler does not know what the processor has")]
        // SAFETY: it has AVX2.
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
    let mut count = 0;
    for (slot, block) in out.iter_mut().zip(text.chunks(BLOCK)) {
        let block = padded(block);
        let bytes = Bytes::scalar(&block, braces);
        let (quotes, hidden) = quotes(&bytes, carry);
        *slot = combine(&bytes, (quotes, hidden, between(quotes)), &block, carry);
        count += 1;
    }
    count
}

/// A block that begins with `rest`, and is blank behind it.
fn padded(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
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
        let mask = |is: &dyn Fn(u8) -> bool| {
            block.iter().rev().fold(0, |mask, &byte| mask << 1 | u64::from(is(byte)))
        };
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
#[inline(always)]
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
/// of two quotes up to before the second.
#[inline(always)]
fn combine(
    bytes: &Bytes,
    (quotes, hidden, strings): (u64, u64, u64),
    block: &[u8; BLOCK],
    carry: &mut Carry,
) -> Structure {
    let inside = strings ^ carry.inside;
    carry.inside = 0_u64.wrapping_sub(inside >> 63);
    let outside = !inside & !quotes;
    let mut blanks = bytes.spaces | bytes.backslashes & !hidden;
    if hidden & outside != 0 {
        blanks |= hidden & line_ends(block);
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

/// The letters that stand for white space behind a backslash.
#[inline(never)]
fn line_ends(block: &[u8; BLOCK]) -> u64 {
    super::blocks::Masks::of(block).letters
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm256_and_si256, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_movemask_epi8,
        _mm256_set1_epi8, _mm256_setzero_si256, _mm256_shuffle_epi8, _mm256_srli_epi16,
        _mm_clmulepi64_si128, _mm_cvtsi128_si64, _mm_set1_epi8, _mm_set_epi64x,
    };

    use super::{BLOCK, BLOCKS, Bytes, Carry, Structure, combine, padded, quotes};

    /// What [`super::read`] gives.
    #[target_feature(enable = "avx2,pclmulqdq")]
    pub(super) fn read(
        text: &[u8],
        braces: bool,
        carry: &mut Carry,
        out: &mut [Structure; BLOCKS],
    ) -> usize {
        let (blocks, rest) = text.as_chunks();
        let mut count = 0;
        for (slot, block) in out.iter_mut().zip(blocks) {
            *slot = structure(block, braces, carry);
            count += 1;
        }
        if let Some(slot) = out.get_mut(count).filter(|_| count == blocks.len() && !rest.is_empty()) {
            let block = padded(rest);
            *slot = structure(&block, braces, carry);
            count += 1;
        }
        count
    }

    #[target_feature(enable = "avx2,pclmulqdq")]
    #[inline]
    fn structure(block: &[u8; BLOCK], braces: bool, carry: &mut Carry) -> Structure {
        let bytes = bytes(block, braces);
        let (quotes, hidden) = quotes(&bytes, carry);
        combine(&bytes, (quotes, hidden, between(quotes)), block, carry)
    }

    /// What [`super::between`] gives: a product without carries by all ones.
    #[target_feature(enable = "pclmulqdq")]
    #[inline]
    fn between(bits: u64) -> u64 {
        let bits = _mm_set_epi64x(0, bits.cast_signed());
        _mm_cvtsi128_si64(_mm_clmulepi64_si128::<0>(bits, _mm_set1_epi8(-1))).cast_unsigned()
    }

    /// Classes of bytes, told by their halves: a byte is of a class if both of its halves have the bit.
    const BRACKET: u8 = 1;
    const COLON: u8 = 2;
    const COMMA: u8 = 4;
    const EQUALS_OR_LESS: u8 = 8;
    const PERCENT: u8 = 16;
    const CONTROL: u8 = 32;
    const SPOT: u8 = 64;
    const QUESTION: u8 = 128;

    const LOW: [u8; 32] = twice({
        let mut table = [CONTROL; 16];
        table[0x0] |= SPOT;
        table[0x3] |= SPOT;
        table[0x5] |= PERCENT;
        table[0x8] |= SPOT;
        table[0xA] |= COLON;
        table[0xB] |= BRACKET;
        table[0xC] |= COMMA | EQUALS_OR_LESS;
        table[0xD] |= BRACKET | EQUALS_OR_LESS;
        table[0xF] |= QUESTION;
        table
    });

    const HIGH: [u8; 32] = twice({
        let mut table = [0; 16];
        table[0x0] = CONTROL;
        table[0x1] = CONTROL;
        table[0x2] = COMMA | PERCENT | SPOT;
        table[0x3] = COLON | EQUALS_OR_LESS | QUESTION;
        table[0x4] = SPOT;
        table[0x5] = BRACKET;
        table[0x7] = BRACKET;
        table
    });

    const fn twice(table: [u8; 16]) -> [u8; 32] {
        let mut both = [0; 32];
        let mut index = 0;
        while index < both.len() {
            both[index] = table[index % 16];
            index += 1;
        }
        both
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn bytes(block: &[u8; BLOCK], braces: bool) -> Bytes {
        let [first, second] = halves(block);
        let telling = EQUALS_OR_LESS | PERCENT | CONTROL | if braces { BRACKET } else { 0 };
        let (marks, spots) = (BRACKET | COLON | COMMA, SPOT | QUESTION);
        let (classes, others) = (classes(first), classes(second));
        Bytes {
            quotes: both(equal(first, b'"'), equal(second, b'"')),
            backslashes: both(equal(first, b'\\'), equal(second, b'\\')),
            marks: !both(none(classes, marks), none(others, marks)),
            spaces: both(equal(first, b' '), equal(second, b' ')),
            telling: !both(none(classes, telling), none(others, telling)),
            colons: !both(none(classes, COLON), none(others, COLON)),
            spots: !both(none(classes, spots), none(others, spots)),
        }
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    #[expect(unsafe_code, reason = "there is no safe load of a vector")]
    fn halves(block: &[u8; BLOCK]) -> [__m256i; 2] {
        let at = block.as_ptr();
        // SAFETY: the array has two times the 32 bytes that are read, which need no alignment.
        unsafe { [_mm256_loadu_si256(at.cast()), _mm256_loadu_si256(at.add(32).cast())] }
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
    fn table(table: &[u8; 32]) -> __m256i {
        // SAFETY: the array has the 32 bytes that are read, which need no alignment.
        unsafe { _mm256_loadu_si256(table.as_ptr().cast()) }
    }

    /// The bytes that are of none of the classes `wanted`.
    #[target_feature(enable = "avx2")]
    #[inline]
    fn none(classes: __m256i, wanted: u8) -> u32 {
        let some = _mm256_and_si256(classes, splat(wanted));
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(some, _mm256_setzero_si256())).cast_unsigned()
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn equal(bytes: __m256i, byte: u8) -> u32 {
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, splat(byte))).cast_unsigned()
    }

    #[target_feature(enable = "avx2")]
    #[inline]
    fn splat(byte: u8) -> __m256i {
        _mm256_set1_epi8(byte.cast_signed())
    }

    #[inline]
    fn both(first: u32, second: u32) -> u64 {
        u64::from(first) | u64::from(second) << 32
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
        fn vectors_give_what_the_reference_does(
            text in proptest::collection::vec(
                prop_oneof![
                    1 => any::<u8>(),
                    4 => proptest::sample::select(b"\"\\\\\\ {}[]:,=<%nrtab1".to_vec())
                ],
                0..3000
            ),
            braces in any::<bool>(),
        ) {
            let (mut carry, mut reference) = (Carry::default(), Carry::default());
            let mut rest = text.as_slice();
            while !rest.is_empty() {
                let (mut some, mut expected) = Default::default();
                let count = read(rest, braces, &mut carry, &mut some);
                prop_assert_eq!(count, read_scalar(rest, braces, &mut reference, &mut expected));
                prop_assert_eq!(some, expected);
                prop_assert_eq!(carry.is_bare(), reference.is_bare());
                rest = rest.get(count * BLOCK..).unwrap_or_default();
            }
        }

        /// What the masks say is what the text says once it is decoded.
        #[test]
        fn tokens_are_those_of_the_decoded_text(
            parts in proptest::collection::vec(
                proptest::sample::select(vec![
                    "\"", "\\\"", "\\\\", "a", "{", "]", ":", ",", " ", "\n", "12", "=", "x:y", "\t",
                ]),
                0..200
            ),
        ) {
            let text = parts.concat();
            let raw = serde_json::to_string(&text).unwrap();
            let raw = &raw.as_bytes()[1..raw.len() - 1];
            let (mut carry, mut at) = (Carry::default(), 0);
            let (mut quotes, mut tokens) = (Vec::new(), Vec::new());
            while at < raw.len() {
                let mut some = [Structure::default(); BLOCKS];
                let count = read(&raw[at..], false, &mut carry, &mut some);
                for block in &some[..count] {
                    let bits = |mask: u64| (0..BLOCK).filter(move |bit| mask >> bit & 1 == 1);
                    quotes.extend(bits(block.quotes).map(|bit| at + bit));
                    tokens.extend(bits(block.tokens).map(|bit| at + bit));
                    at += BLOCK;
                }
            }
            let (mut expected_quotes, mut expected) = (Vec::new(), Vec::new());
            let (mut here, mut inside, mut escaped, mut word) = (0, false, false, false);
            for char in text.chars() {
                let is_escaped = matches!(char, '"' | '\\' | '\n' | '\t');
                let last = here + usize::from(is_escaped);
                here = last + 1;
                if char == '"' && !escaped {
                    inside = !inside;
                    expected_quotes.push(last);
                    expected.push(last);
                    word = false;
                } else if inside {
                    escaped = char == '\\' && !escaped;
                    continue;
                } else if matches!(char, '{' | ']' | ':' | ',') {
                    expected.push(last);
                    word = false;
                } else if matches!(char, ' ' | '\n' | '\t') {
                    word = false;
                } else {
                    if !word || is_escaped {
                        expected.push(last);
                    }
                    word = true;
                }
                escaped = char == '\\' && !escaped;
            }
            prop_assert_eq!(quotes, expected_quotes);
            prop_assert_eq!(tokens, expected);
        }
    }
}
