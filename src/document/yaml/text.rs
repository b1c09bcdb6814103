//! YAML as the parser takes it: of the same length, so that offsets stay what they are.

use std::borrow::Cow;

/// Longest template (`{{name}}`) in bytes.
const LONGEST_TEMPLATE: usize = 512;

/// `bytes` with everything replaced that would stop a parser but does not change which bytes belong
/// to which scalar: what is not UTF-8, control characters, templates without quotes around them.
pub(super) fn readable(bytes: &[u8]) -> Cow<'_, str> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(repaired(bytes)),
    };
    let has_control = text.chars().any(is_control);
    if !has_control && memchr::memmem::find(text.as_bytes(), b"{{").is_none() {
        return text;
    }
    Cow::Owned(masked(&text))
}

fn repaired(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    text
}

/// Characters that YAML allows only escaped.
fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\x7f'..='\u{84}')
        || matches!(c, '\u{86}'..='\u{9f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = template(rest).unwrap_or(c.len_utf8());
        let (own, behind) = rest.split_at(length);
        match c {
            '{' if length > 1 => out.extend(own.bytes().map(|_| '_')),
            c if is_control(c) => out.extend(own.bytes().map(|_| '?')),
            _ => out.push_str(own),
        }
        rest = behind;
    }
    out
}

/// Bytes of the template that `text` begins with.
fn template(text: &str) -> Option<usize> {
    let body = text.strip_prefix("{{")?.as_bytes();
    let body = body.get(..body.len().min(LONGEST_TEMPLATE)).unwrap_or_default();
    let end = memchr::memchr2(b'}', b'\n', body)?;
    let name = body.get(..end)?;
    let closes = body.get(end..).is_some_and(|rest| rest.starts_with(b"}}"));
    let plain = name.iter().all(|byte| !matches!(byte, b'{' | b'"' | b'\'' | b'\r'));
    (closes && plain).then_some(end + 4)
}

/// Turns the parser's offsets, which count characters, into bytes.
pub(super) struct Offsets<'t> {
    text: &'t str,
    is_ascii: bool,
    chars: usize,
    bytes: usize,
}

impl<'t> Offsets<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, is_ascii: text.is_ascii(), chars: 0, bytes: 0 }
    }

    /// The byte at which character `index` begins; quick where calls are near each other.
    pub(super) fn byte(&mut self, index: usize) -> usize {
        if self.is_ascii {
            return index.min(self.text.len());
        }
        let bytes = self.text.as_bytes();
        let continues = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
        while self.chars < index && self.bytes < bytes.len() {
            self.bytes += 1;
            while continues(self.bytes) {
                self.bytes += 1;
            }
            self.chars += 1;
        }
        while self.chars > index {
            self.bytes -= 1;
            while continues(self.bytes) {
                self.bytes -= 1;
            }
            self.chars -= 1;
        }
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_stop_the_parser_is_replaced_at_equal_length() {
        let cases: [(&[u8], &str); 7] = [
            (b"a: {{x}}/y", "a: _____/y"),
            (b"a: {{b: c}: {d: e}}", "a: {{b: c}: {d: e}}"),
            (b"a: {{x\n}}", "a: {{x\n}}"),
            (b"a: {{{x}}}", "a: {_____}"),
            (b"a: \xff\xfeb", "a: ??b"),
            (b"a\0b\x07: \tc", "a?b?: \tc"),
            ("ä: \u{9f}{{ö}}".as_bytes(), "ä: ??______"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(readable(bytes), expected);
        }
    }

    #[test]
    fn characters_become_bytes_in_any_order() {
        let text = "aä😀b";
        let mut offsets = Offsets::new(text);
        let at = |offsets: &mut Offsets<'_>, index| offsets.byte(index);
        assert_eq!([0, 1, 2, 3, 4, 9].map(|index| at(&mut offsets, index)), [0, 1, 3, 7, 8, 8]);
        assert_eq!([3, 1, 2, 0].map(|index| at(&mut offsets, index)), [7, 1, 3, 0]);
    }
}
