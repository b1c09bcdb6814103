//! HTTP headers and cookies written as text.

use std::ops::Range;

use memchr::{memchr, memchr2};

use super::{Pair, token};
use crate::document::codec::Codec;

/// Gives the headers of `Name: value` lines. A leading `//`, which disables a header, is no part of its
/// name.
pub fn lines(text: &[u8], emit: &mut dyn FnMut(Pair)) {
    let mut at = 0;
    while at < text.len() {
        let end = memchr2(b'\n', b'\r', &text[at..]).map_or(text.len(), |hit| at + hit);
        let mut line = token::trim(text, at..end);
        if text[line.clone()].starts_with(b"//") {
            line.start += 2;
        }
        if let Some(colon) = memchr(b':', &text[line.clone()]) {
            let colon = line.start + colon;
            give(text, line.start..colon, colon + 1..line.end, emit);
        }
        at = end + 1;
    }
}

/// Gives the cookies of a `Cookie` header's value: `name=value; name="value"`.
pub fn cookies(text: &[u8], emit: &mut dyn FnMut(Pair)) {
    let mut at = 0;
    while at < text.len() {
        let end = memchr(b';', &text[at..]).map_or(text.len(), |hit| at + hit);
        cookie(text, at..end, emit);
        at = end + 1;
    }
}

/// Gives the cookie of a `Set-Cookie` header's value, whose first pair it is; the others are attributes.
pub fn set_cookie(text: &[u8], emit: &mut dyn FnMut(Pair)) {
    cookie(text, 0..memchr(b';', text).unwrap_or(text.len()), emit);
}

fn cookie(text: &[u8], range: Range<usize>, emit: &mut dyn FnMut(Pair)) {
    let Some(equals) = memchr(b'=', &text[range.clone()]) else { return };
    let equals = range.start + equals;
    let mut value = token::trim(text, equals + 1..range.end);
    if let [b'"', inner @ .., b'"'] = &text[value.clone()] {
        value = value.start + 1..value.start + 1 + inner.len();
    }
    give(text, range.start..equals, value, emit);
}

fn give(text: &[u8], label: Range<usize>, value: Range<usize>, emit: &mut dyn FnMut(Pair)) {
    let label = token::trim(text, label);
    let value = token::trim(text, value);
    if !label.is_empty() && label.len() <= super::MAX_LABEL && !value.is_empty() {
        emit(Pair { label, value, codec: Codec::Plain });
    }
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use super::*;

    #[test]
    fn each_line_is_a_header() {
        check(
            lines,
            &[
                ("Accept: */*\r\nX-Key:  k3y \n", &[("Accept", "*/*"), ("X-Key", "k3y")]),
                (
                    "//Authorization: Bearer a:b\n// X: y",
                    &[("Authorization", "Bearer a:b"), ("X", "y")],
                ),
                ("Authorization:Basic Zm9v==\n", &[("Authorization", "Basic Zm9v==")]),
                ("no header\n: v\nEmpty:\n\n", &[]),
                ("", &[]),
            ],
        );
    }

    #[test]
    fn cookies_are_separated_by_semicolons() {
        check(
            cookies,
            &[
                ("a=b; c=\"d e\";f=g=h", &[("a", "b"), ("c", "d e"), ("f", "g=h")]),
                ("sid={{sid}}", &[("sid", "{{sid}}")]),
                ("a; =b; c=; d=\"\"; \"", &[]),
            ],
        );
    }

    #[test]
    fn only_the_first_pair_of_set_cookie_is_a_cookie() {
        check(
            set_cookie,
            &[
                ("sid=ab%20c; Path=/; HttpOnly; Expires=Mon, 01 Jan 2029", &[("sid", "ab%20c")]),
                ("sid=\"ab\"", &[("sid", "ab")]),
                ("HttpOnly; sid=ab", &[]),
                ("", &[]),
            ],
        );
    }
}
