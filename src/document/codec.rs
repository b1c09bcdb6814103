//! The encodings in which text stands inside text, one unit at a time.
//!
//! A unit is the smallest piece of an encoding that can be decoded alone: a plain byte, or one
//! escape. All encodings here forget what went before, so that decoding may start at any unit.

use crate::location::Via;
use crate::simd::blocks::holds_pair;

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// Bytes stand for themselves.
    Plain,
    /// Backslash escapes, of JSON and JavaScript.
    Backslash,
    /// `%41`.
    Percent,
    /// `&amp;`, `&#65;`.
    Entities,
    /// Numbers of bytes, with commas and blanks between them: `80, 75, 3`.
    Bytes,
    /// A quote doubled, of CSV.
    Doubled,
    /// Backslash escapes of YAML's double-quoted scalars, an escaped line break included.
    YamlDouble,
    /// `''` in YAML's single-quoted scalars.
    YamlSingle,
}

/// One decoded unit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// Bytes that it takes in the encoded text, at least 1.
    pub(super) taken: usize,
    bytes: [u8; 4],
    len: usize,
}

impl Unit {
    fn byte(taken: usize, byte: u8) -> Self {
        Self { taken, bytes: [byte, 0, 0, 0], len: 1 }
    }

    fn char(taken: usize, c: char) -> Self {
        let mut bytes = [0; 4];
        let len = c.encode_utf8(&mut bytes).len();
        Self { taken, bytes, len }
    }

    /// What it decodes to: 0 to 4 bytes.
    pub(super) fn decoded(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl Codec {
    /// The step that this encoding is in a finding's `via`.
    pub(super) fn via(self) -> Option<Via> {
        match self {
            Self::Plain => None,
            Self::Backslash => Some(Via::Json),
            Self::Percent => Some(Via::Percent),
            Self::Entities => Some(Via::Entities),
            Self::Bytes => Some(Via::Bytes),
            Self::Doubled => Some(Via::Csv),
            Self::YamlDouble => Some(Via::Yaml),
            Self::YamlSingle => Some(Via::YamlSingle),
        }
    }

    /// Where in `raw` the first byte stands that does not stand for itself.
    pub(super) fn find(self, raw: &[u8]) -> Option<usize> {
        if self == Self::Bytes {
            return (!raw.is_empty()).then_some(0);
        }
        memchr::memchr(self.escape()?, raw)
    }

    /// The most bytes that so many of the encoded text stand for.
    pub(super) fn most(self, bytes: usize) -> usize {
        match self {
            // `\L` is a character of three bytes.
            Self::YamlDouble => bytes + bytes / 2,
            _ => bytes,
        }
    }

    /// Bytes at the end of whole units that belong to none of what they decode to.
    pub(super) fn gap(self, raw: &[u8]) -> usize {
        match self {
            Self::Bytes => raw.iter().rev().take_while(|byte| !byte.is_ascii_digit()).count(),
            _ => 0,
        }
    }

    /// The byte that begins an escape.
    fn escape(self) -> Option<u8> {
        match self {
            Self::Plain | Self::Bytes => None,
            Self::Backslash | Self::YamlDouble => Some(b'\\'),
            Self::Percent => Some(b'%'),
            Self::Entities => Some(b'&'),
            Self::YamlSingle => Some(b'\''),
            Self::Doubled => Some(b'"'),
        }
    }

    /// Whether the escape that `text` begins with may make a word that does not stand in it. Escaped
    /// quotes and line ends make none: no literal of a pattern holds them.
    pub(super) fn rewrites(self, text: &[u8]) -> bool {
        match (self, text.get(1)) {
            (Self::Plain | Self::Doubled | Self::YamlSingle, _) => false,
            (Self::Backslash, Some(next)) => matches!(next, b'u' | b'x' | b'/'),
            (Self::YamlDouble, Some(next)) => {
                matches!(next, b'u' | b'U' | b'x' | b'/' | b'\r' | b'\n')
            }
            _ => true,
        }
    }

    /// Whether an escape in `raw` may make a word that does not stand in it; never wrongly `false`.
    pub(super) fn may_rewrite(self, raw: &[u8]) -> bool {
        match self {
            Self::Plain => false,
            Self::Backslash => holds_pair(raw, b'\\', *b"ux/"),
            _ => self.find(raw).is_some(),
        }
    }

    /// The unit at the start of `text`, which must not be empty. An escape that is none stands for
    /// itself.
    pub(super) fn unit(self, text: &[u8]) -> Unit {
        let first = text.first().copied().unwrap_or_default();
        let escape = match self {
            Self::Bytes => Some(number(text)),
            _ if Some(first) != self.escape() => None,
            Self::Plain => None,
            Self::Doubled => text.starts_with(b"\"\"").then(|| Unit::byte(2, b'"')),
            Self::Backslash => backslash(text),
            Self::Percent => percent(text),
            Self::Entities => entity(text),
            Self::YamlDouble => yaml(text),
            Self::YamlSingle => text.starts_with(b"''").then(|| Unit::byte(2, b'\'')),
        };
        escape.unwrap_or(Unit::byte(1, first))
    }
}

fn backslash(text: &[u8]) -> Option<Unit> {
    let byte = match *text.get(1)? {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'b' => 8,
        b'f' => 12,
        b'u' => return unicode(text),
        b'x' => return Some(Unit::char(4, char::from_u32(hex(text.get(2..4)?)?)?)),
        other => other,
    };
    Some(Unit::byte(2, byte))
}

fn yaml(text: &[u8]) -> Option<Unit> {
    let c = match *text.get(1)? {
        b'0' => '\0',
        b'a' => '\x07',
        b'v' => '\x0b',
        b'e' => '\x1b',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'U' => return Some(Unit::char(10, char::from_u32(hex(text.get(2..10)?)?)?)),
        b'\r' | b'\n' => return Some(escaped_break(text)),
        _ => return backslash(text),
    };
    Some(Unit::char(2, c))
}

/// A backslash at the end of a line, which takes the break and the blanks behind it away.
fn escaped_break(text: &[u8]) -> Unit {
    let line = if text.get(1..).is_some_and(|rest| rest.starts_with(b"\r\n")) { 3 } else { 2 };
    let blanks = text.get(line..).unwrap_or_default().iter();
    let indent = blanks.take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    Unit { taken: line + indent, bytes: [0; 4], len: 0 }
}

/// `\u0041`, or a pair of surrogates; a lone surrogate becomes the replacement character.
fn unicode(text: &[u8]) -> Option<Unit> {
    let code = hex(text.get(2..6)?)?;
    if let Some(c) = char::from_u32(code) {
        return Some(Unit::char(6, c));
    }
    let pair = text.get(6..12).filter(|next| next.starts_with(b"\\u") && code < 0xDC00);
    let low =
        pair.and_then(|next| hex(next.get(2..)?)).filter(|low| (0xDC00..0xE000).contains(low));
    let joined =
        low.and_then(|low| char::from_u32(0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00)));
    Some(joined.map_or(Unit::char(6, char::REPLACEMENT_CHARACTER), |c| Unit::char(12, c)))
}

/// A number and what stands between it and the next; no byte where there is no number of one.
fn number(text: &[u8]) -> Unit {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let digits = text.iter().position(|byte| !is_digit(byte)).unwrap_or(text.len());
    let rest = text.get(digits..).unwrap_or_default();
    let gap = rest.iter().position(is_digit).unwrap_or(rest.len());
    let word = text.get(..digits).and_then(|word| std::str::from_utf8(word).ok());
    match word.and_then(|word| word.parse().ok()) {
        Some(byte) => Unit::byte(digits + gap, byte),
        None => Unit { taken: digits + gap, bytes: [0; 4], len: 0 },
    }
}

fn percent(text: &[u8]) -> Option<Unit> {
    let code = hex(text.get(1..3)?)?;
    Some(Unit::byte(3, u8::try_from(code).ok()?))
}

fn entity(text: &[u8]) -> Option<Unit> {
    let head = text.get(..text.len().min(12))?;
    let end = memchr::memchr(b';', head)?;
    let name = std::str::from_utf8(head.get(1..end)?).ok()?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let code = name.strip_prefix('#')?;
            let number = match code.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => code.parse(),
            };
            char::from_u32(number.ok()?)?
        }
    };
    Some(Unit::char(end + 1, c))
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, &digit| Some(value * 16 + char::from(digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::view::View;

    fn decode(codec: Codec, text: &str) -> String {
        let mut rest = text.as_bytes();
        let mut decoded = Vec::new();
        while !rest.is_empty() {
            let unit = codec.unit(rest);
            decoded.extend_from_slice(unit.decoded());
            rest = &rest[unit.taken..];
        }
        String::from_utf8_lossy(&decoded).into_owned()
    }

    #[test]
    fn escapes_decode_and_broken_ones_stand_for_themselves() {
        let cases = [
            (Codec::Plain, r"a\nb%41&amp;", r"a\nb%41&amp;"),
            (Codec::Backslash, r#"a\n\t\"\\\/\u0041\x41\q"#, "a\n\t\"\\/AAq"),
            (Codec::Backslash, r"\ud83d\ude00 \ud83d! \ude00", "😀 \u{fffd}! \u{fffd}"),
            (Codec::Backslash, r"\u00", r"\u00"),
            (Codec::Backslash, "a\\", "a\\"),
            (Codec::Percent, "a%20b%2", "a b%2"),
            (Codec::Percent, "100% %zz", "100% %zz"),
            (Codec::Bytes, "123,34, 97 ,\n34,256,x125", "{\"a\"}"),
            (Codec::Doubled, r#"say ""hi"" "now"#, r#"say "hi" "now"#),
            (Codec::YamlDouble, r#"\0\e\t\"\x41\u0041\U0001f600\_\/"#, "\0\x1b\t\"AA😀\u{a0}/"),
            (Codec::YamlDouble, "a \\\r\n \t b \\\n\\ c", "a b  c"),
            (Codec::YamlSingle, r"it''s '\n'", r"it's '\n'"),
            (Codec::Entities, "&lt;&amp;&#65;&#x41;&quot;&nope;&", "<&AA\"&nope;&"),
        ];
        for (codec, text, decoded) in cases {
            assert_eq!(decode(codec, text), decoded, "{codec:?} {text}");
        }
    }

    #[test]
    fn bytes_lead_back_to_their_numbers() {
        let back = |file: &str, needle: &str| {
            let root = View::file(file.as_bytes(), 0);
            let view = root.decode(0..file.len(), Codec::Bytes);
            assert!(view.is_rewritten());
            let at = String::from_utf8_lossy(view.bytes()).find(needle).unwrap();
            let (spans, via) = view.locate(at..at + needle.len());
            assert_eq!(via, [Via::Bytes]);
            spans.iter().map(|span| file[span.range()].to_owned()).collect::<Vec<_>>()
        };
        let file = "60, 63,\n\t115,101 ,116";
        assert_eq!(back(file, "?s"), ["63,\n\t115"]);
        assert_eq!(back(file, "set"), ["115,101 ,116"]);
        assert_eq!(back(file, "<?set"), [file]);
        assert_eq!(back(&("9, ".repeat(30_000) + "97,98"), "ab"), ["97,98"]);
    }
}
