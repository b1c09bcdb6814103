//! Text that stands in a string as a whole in base64, or with percent escapes in it though no URL or
//! form is around it: Kubernetes secrets, state of a login, a token that was encoded twice.
//!
//! Most strings are neither, and are told by their first bytes; what is decoded shrinks with each
//! level, and counts as one of the levels of text inside text.

use std::borrow::Cow;

use super::codec::Codec;
use super::path::Place;
use super::seat::Within;
use super::{Field, Reading, nested};
use crate::location::Role;

/// Shortest text that is decoded: one that may hold a token of 16 bytes.
const SHORTEST: usize = 22;

/// Longest text that is decoded: what is longer is a file and no token.
const LONGEST: usize = 64 << 10;

/// How a string is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Base64,
    Percent,
}

impl Encoding {
    /// The encoding of `raw`, a text in which JSON's escapes may still stand, as its bytes show it.
    fn of(raw: &[u8]) -> Option<Self> {
        if raw.len() < SHORTEST || raw.len() > LONGEST {
            return None;
        }
        // Most strings are told by their first bytes and one look.
        let may_be_base64 = raw.first().copied().is_some_and(begins_text) && is_text(raw);
        if !may_be_base64 && memchr::memchr(b'%', raw).is_none() {
            return None;
        }
        let is_base64 =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
        let other = raw.iter().position(|byte| !is_base64(byte)).unwrap_or(raw.len());
        let rest = raw.get(other..).unwrap_or_default();
        if matches!(rest, [] | [b'='] | [b'=', b'='] | [b'\\', b'/', ..]) {
            return may_be_base64.then_some(Self::Base64);
        }
        let escape = memchr::memchr(b'%', rest)?;
        let is_escape = rest.get(escape + 1..escape + 3)?.iter().all(u8::is_ascii_hexdigit);
        // What has separators of its own is a form or a URL, whose readers decode its parts.
        let is_one = |byte: &u8| byte.is_ascii_graphic() && !b"=&?\\\"".contains(byte);
        (is_escape && raw.iter().all(is_one)).then_some(Self::Percent)
    }
}

/// Whether base64 that begins with `first` may stand for text: no letter, digit or blank has other
/// high bits.
#[inline]
pub(super) const fn begins_text(first: u8) -> bool {
    matches!(first, b'C' | b'D' | b'I'..=b'Z' | b'a'..=b'f')
}

/// Whether `raw` is text in an encoding.
pub(super) fn is_encoded(raw: &[u8]) -> bool {
    Encoding::of(raw).is_some()
}

/// Whether the first bytes that base64 stands for are those of a text. It is asked of most ids and
/// hashes, and says no at their first character or soon.
fn is_text(base64: &[u8]) -> bool {
    const LOOKED_AT: usize = 12;
    let head = base64.get(..LOOKED_AT).unwrap_or_default();
    let head = head.split(|byte| *byte == b'\\').next().unwrap_or_default();
    let (quads, _) = head.as_chunks::<4>();
    !quads.is_empty()
        && quads.iter().all(|quad| {
            let bits = quad.iter().try_fold(0, |bits, &byte| Some(bits << 6 | sextet(byte)?));
            bits.is_some_and(|bits: u32| {
                let [_, bytes @ ..] = bits.to_be_bytes();
                bytes.into_iter().all(is_printable)
            })
        })
}

/// The six bits that a character of base64 stands for, in either alphabet.
fn sextet(byte: u8) -> Option<u32> {
    Some(u32::from(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    }))
}

fn is_printable(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'\t' | b' '..=b'~')
}

/// Reads what `field`, which stands at `place` below `depth` other texts, says once decoded. Whether
/// it is encoded.
pub(super) fn inside(
    field: &Field<'_>,
    place: &dyn Place,
    depth: u8,
    reading: &mut Reading<'_>,
) -> bool {
    if matches!(field.role, Role::Url | Role::Name) {
        return false;
    }
    let Some(encoding) = Encoding::of(field.raw()) else { return false };
    let view = field.view();
    let decoded = match encoding {
        Encoding::Percent => Some(view.decode(0..view.bytes().len(), Codec::Percent)),
        Encoding::Base64 => view.base64(0..view.bytes().len()),
    };
    let Some(text) = decoded.filter(|text| std::str::from_utf8(text.bytes()).is_ok()) else {
        return false;
    };
    let mut inner = Field::new(field.role, &text, 0..text.bytes().len(), Codec::Plain);
    inner.disabled = field.disabled;
    inner.outer = field.outer;
    inner.depth = depth + 1;
    if encoding == Encoding::Base64 && text.bytes().iter().all(u8::is_ascii_graphic) {
        inner.label = Cow::Borrowed(field.label.as_ref());
        // A user with a password is what the label speaks of. Any other text is the value of the label as it
        // stands.
        inner.is_wrapped = !text.bytes().contains(&b':');
    }
    let place = Within(place);
    reading.sink.field(&inner, &place);
    nested::inside(&inner, &place, depth + 1, reading);
    true
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

    use super::*;

    #[test]
    fn text_in_base64_is_told_by_its_first_bytes() {
        let texts =
            ["ghp_0123456789abcdefghij", "{\"token\": \"abcdefgh\"}", "ada@x.example:hunter22"];
        for text in texts {
            for encoded in [STANDARD.encode(text), URL_SAFE_NO_PAD.encode(text)] {
                assert_eq!(Encoding::of(encoded.as_bytes()), Some(Encoding::Base64), "{encoded}");
            }
        }
        let long = STANDARD.encode("x".repeat(LONGEST));
        let random = STANDARD.encode((100..=160).rev().collect::<Vec<u8>>());
        let binary = STANDARD.encode(b"\x89PNG\r\n\x1a\n0123456789abcdef");
        for text in [
            long.as_str(),
            &random,
            &binary,
            "Z2hwXzAxMjM0NTY3",
            "two words in this text here",
            "9f86d081884c7d659a2feaa0c55ad015",
            "5f2c7f0e-8d1b-4a57-9c3e-2f6d7b8a9c01",
            "applicationConfigurationServiceFactory",
            "https://api.brindle.example/v1",
        ] {
            assert_eq!(Encoding::of(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn percent_escapes_are_told_in_words_only() {
        let cases = [
            ("token%3Dghp_0123456789abcdefghij", Some(Encoding::Percent)),
            ("%7B%22token%22%3A%22abcdefgh%22%7D", Some(Encoding::Percent)),
            ("100% sure that this is text %3D", None),
            ("printf-format-%d-and-%s-of-words", None),
            ("xoxd-0123456789abcdefghij-no-escape", None),
            ("%3D", None),
            ("user=ada&password=hunter%40brindle", None),
            ("https://x.example/?next=%2Faccount", None),
        ];
        for (text, encoding) in cases {
            assert_eq!(Encoding::of(text.as_bytes()), encoding, "{text}");
        }
    }
}
