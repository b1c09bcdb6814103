//! The smallest parts that all texts share: blanks, names, quoted literals, variable references.

use std::ops::Range;

use memchr::{memchr, memchr3};

/// Longest quoted literal in bytes that is looked for; beyond it a quote is taken for a stray one.
const MAX_QUOTED: usize = 64 * 1024;

/// Schemes that stand before a credential, in lower case.
const SCHEMES: [&[u8]; 9] =
    [b"bearer", b"basic", b"token", b"digest", b"apikey", b"api-key", b"oauth", b"jwt", b"key"];

/// Whether a byte may stand in a name: letters (of any script), digits and `_ - . $ @`.
pub(super) fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'_' | b'-' | b'.' | b'$' | b'@')
}

/// Whether a name can begin with this byte.
pub(super) fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80 || matches!(byte, b'_' | b'$' | b'@')
}

/// Whether a byte opens and closes a literal.
pub(super) fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// Whether a word is the scheme of an `Authorization` header (`Bearer`, `Basic` …).
pub(super) fn is_scheme(word: &[u8]) -> bool {
    SCHEMES.iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// The range without blanks at its ends.
pub(super) fn trim(text: &[u8], range: Range<usize>) -> Range<usize> {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_ascii_start().len());
    start..start.max(range.start + slice.trim_ascii_end().len())
}

/// The first offset from `at` on that is no blank; `end` if there is none. The no-break space, its
/// entity and the zero-width space count as blanks, for mails and rendered pages are full of them.
pub(super) fn skip_blanks(text: &[u8], mut at: usize, end: usize) -> usize {
    while at < end {
        match text[at] {
            byte if byte.is_ascii_whitespace() => at += 1,
            0xC2 if text[at..end].starts_with(b"\xC2\xA0") => at += 2,
            0xE2 if text[at..end].starts_with(b"\xE2\x80\x8B") => at += 3,
            b'&' if text[at..end].starts_with(b"&nbsp;") => at += 6,
            _ => break,
        }
    }
    at
}

/// Where the variable reference (`{{name}}`, `${name}`) that begins at `at` ends, if one does.
pub(super) fn reference_end(text: &[u8], at: usize, end: usize) -> Option<usize> {
    let near = &text[at..end.min(at + super::MAX_LABEL)];
    if near.starts_with(b"{{") {
        let close = memchr(b'}', near)?;
        (near.get(close + 1) == Some(&b'}')).then_some(at + close + 2)
    } else if near.starts_with(b"${") {
        Some(at + memchr(b'}', near)? + 1)
    } else {
        None
    }
}

/// Finds where quoted literals close, in linear time over a whole text: what was once searched in vain is
/// not searched again.
#[derive(Default)]
pub(super) struct Quotes {
    /// For each kind of quote, the offset before which none closes any more.
    in_vain: [usize; 3],
}

impl Quotes {
    /// The offset of the quote that closes the literal opened by the quote at `open`; `None` if none
    /// does before `end` or within 64 KiB. A literal holds no line end unless its quote is a backtick.
    pub(super) fn close(&mut self, text: &[u8], open: usize, end: usize) -> Option<usize> {
        let quote = *text.get(open)?;
        let kind = match quote {
            b'"' => 0,
            b'\'' => 1,
            _ => 2,
        };
        if open < self.in_vain[kind] {
            return None;
        }
        let limit = end.min(open.saturating_add(MAX_QUOTED));
        let spans_lines = quote == b'`';
        let stop = if spans_lines { quote } else { b'\n' };
        let mut at = open + 1;
        while at < limit {
            let Some(hit) = memchr3(quote, b'\\', stop, &text[at..limit]) else { break };
            at += hit;
            if text[at] == quote {
                return Some(at);
            }
            if text[at] == b'\n' || (!spans_lines && text.get(at + 1) == Some(&b'\n')) {
                self.in_vain[kind] = at;
                return None;
            }
            at += 2;
        }
        self.in_vain[kind] = limit;
        None
    }
}
