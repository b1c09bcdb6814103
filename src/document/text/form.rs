//! `application/x-www-form-urlencoded`: `name=value&name=value`.

use std::ops::Range;

use memchr::memchr;

use super::{Pair, token};
use crate::document::codec::Codec;

/// How many bytes [`looks_like`] reads at most.
const LOOKED_AT: usize = 4096;

/// Gives each parameter that has a name and a value.
pub fn pairs(text: &[u8], emit: &mut dyn FnMut(Pair)) {
    parameters(text, token::trim(text, 0..text.len()), emit);
}

/// Whether a text is a form: all of its `&`-separated parts are `name=…` and it is one line, as far as its
/// first 4 KiB show.
pub fn looks_like(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let near = &text[..text.len().min(LOOKED_AT)];
    let complete = near.len() == text.len();
    let mut parts = near.split(|&byte| byte == b'&').peekable();
    let mut any = false;
    while let Some(part) = parts.next() {
        let cut = parts.peek().is_none() && !complete;
        let name = match memchr(b'=', part) {
            Some(equals) => &part[..equals],
            None if cut && any => part,
            None => return false,
        };
        let named = (cut && any) || !name.is_empty();
        if !named || !name.iter().all(|&byte| is_name_byte(byte)) || part.contains(&b'\n') {
            return false;
        }
        any = true;
    }
    any
}

/// The parameters inside a range of a text, which may be a URL's query.
pub(super) fn parameters(text: &[u8], range: Range<usize>, emit: &mut dyn FnMut(Pair)) {
    let mut at = range.start;
    while at < range.end {
        let end = memchr(b'&', &text[at..range.end]).map_or(range.end, |hit| at + hit);
        if let Some(equals) = memchr(b'=', &text[at..end]) {
            let label = token::trim(text, at..at + equals);
            let value = token::trim(text, at + equals + 1..end);
            if !label.is_empty() && label.len() <= super::MAX_LABEL && !value.is_empty() {
                emit(Pair { label, value, codec: Codec::Percent });
            }
        }
        at = end + 1;
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_.%[]$-".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn a_form_gives_its_parameters() {
        check(
            pairs,
            &[
                ("a=b&c=d", &[("a", "b"), ("c", "d")]),
                (
                    "grant_type=password&password=a+b%26c\r\n",
                    &[("grant_type", "password"), ("password", "a+b%26c")],
                ),
                ("user[key]=v&\n x = y ", &[("user[key]", "v"), ("x", "y")]),
                ("sig=abc==&n=1", &[("sig", "abc=="), ("n", "1")]),
                ("=a&b=&&c", &[]),
                ("", &[]),
            ],
        );
    }

    #[test]
    fn only_a_form_looks_like_one() {
        let long = "a=".to_owned() + &"x".repeat(5000);
        let cut = "a=".to_owned() + &"x".repeat(4089) + "&token=y&{not looked at}";
        for text in ["a=b", "a=b&c=", " user[id]=1&x%5B%5D={{v}}\n", "a=b c&d=e", &long, &cut] {
            assert!(looks_like(text.as_bytes()), "{text:?}");
        }
        let cut = "a=".to_owned() + &"x".repeat(4089) + "&tok en=y";
        for text in [
            "",
            "a",
            "a=b&c",
            "=b",
            "a b=c",
            "{\"a\":\"b=c\"}",
            "a=b\nc=d",
            "<a b=\"c\">",
            "a=b&",
            &cut,
        ] {
            assert!(!looks_like(text.as_bytes()), "{text:?}");
        }
    }
}
