//! Where values begin and end.

use std::ops::Range;

use memchr::{memchr2, memmem};

use super::super::token::{is_quote, is_scheme, reference_end, skip_blanks, trim};

/// Tags that only say how a text looks; a tag of another name may be a value: `<your token>`.
const TAGS: [&[u8]; 22] = [
    b"a", b"b", b"br", b"code", b"dd", b"div", b"dt", b"em", b"font", b"h1", b"h2", b"h3", b"i",
    b"li", b"p", b"pre", b"small", b"span", b"strong", b"td", b"th", b"u",
];

/// Longest tag that is passed over, in bytes.
const MAX_TAG: usize = 128;

/// Behind blanks, bold marks, tags and all but one of several backticks.
pub(super) fn skip_marks(text: &[u8], mut at: usize, end: usize) -> usize {
    loop {
        at = skip_blanks(text, at, end);
        if text[at..end].starts_with(b"**") {
            at += 2;
        } else if text[at..end].starts_with(b"``") {
            // Of the backticks that open a literal the last is its quote.
            at += 1;
        } else if let Some(behind) = skip_tag(text, at, end) {
            at = behind;
        } else {
            return at;
        }
    }
}

/// Behind the tag at `at`, if one of those that only say how a text looks stands there.
pub(super) fn skip_tag(text: &[u8], at: usize, end: usize) -> Option<usize> {
    let near = text.get(at..end.min(at + MAX_TAG))?;
    let name = near.strip_prefix(b"<")?;
    let name = name.strip_prefix(b"/").unwrap_or(name);
    let length = name.iter().take(7).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let known = TAGS.iter().any(|tag| name[..length].eq_ignore_ascii_case(tag));
    if !known || !matches!(name.get(length), Some(b'>' | b'/' | b' ')) {
        return None;
    }
    let close = memchr2(b'>', b'<', &near[1..])? + 1;
    (near[close] == b'>').then_some(at + close + 1)
}

/// Whether a line is an element of XML with its text: `<name>value</name>`. Tags that only say how a
/// text looks make none.
pub(super) fn is_element(line: &[u8]) -> bool {
    let name = line.get(1..).unwrap_or_default();
    let length =
        name.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.:".contains(byte));
    let name = &name[..length.count()];
    let closes = |at: usize| line.get(at + 2..).is_some_and(|rest| rest.starts_with(name));
    !name.is_empty()
        && !TAGS.iter().any(|tag| name.eq_ignore_ascii_case(tag))
        && memmem::find(line, b"</").is_some_and(closes)
}

/// Where the value ends that has the rest of its line to itself: in front of a comment or a tag.
pub(super) fn rest_end(text: &[u8], rest: Range<usize>) -> usize {
    let mut at = rest.start;
    while let Some(hit) = memchr2(b'#', b'<', &text[at..rest.end]) {
        let place = at + hit;
        let comment = place > rest.start
            && text[place - 1].is_ascii_whitespace()
            && text.get(place + 1).is_none_or(u8::is_ascii_whitespace);
        if text[place] == b'#' && comment || skip_tag(text, place, rest.end).is_some() {
            return place;
        }
        at = place + 1;
    }
    rest.end
}

/// The range without the bold mark or the comma that closes it.
pub(super) fn unmarked(text: &[u8], range: Range<usize>) -> Range<usize> {
    let mut range = trim(text, range);
    for mark in [&b","[..], b";", b"**"] {
        if text[range.clone()].ends_with(mark) {
            range = trim(text, range.start..range.end - mark.len());
        }
    }
    range
}

/// Where the one word in front of an inner label ends; where it begins if there are more words, or if the
/// word is the scheme of what follows.
pub(super) fn lead_end(text: &[u8], lead: Range<usize>) -> usize {
    let mark = |byte: &u8| {
        byte.is_ascii_whitespace() || is_quote(*byte) || b"*-({[<,;/|&?#".contains(byte)
    };
    let trimmed = |slice: &[u8]| slice.len() - slice.iter().rev().take_while(|b| mark(b)).count();
    let slice = &text[lead.clone()];
    let url = memmem::find(slice, b"://").is_some();
    let slice = &slice[..trimmed(slice)];
    let slice = slice.strip_suffix(b" and").map_or(slice, |front| &front[..trimmed(front)]);
    let several = slice.iter().any(u8::is_ascii_whitespace);
    if url || several || is_scheme(slice) { lead.start } else { lead.start + slice.len() }
}

/// Where the unquoted word that begins at `at` ends: in front of a blank, a separator, a quote, a tag or a
/// bracket that it did not open. References to variables belong to it as they stand.
pub(super) fn bare_end(text: &[u8], mut at: usize, end: usize) -> usize {
    let mut depth = 0_usize;
    while at < end {
        if let Some(behind) = reference_end(text, at, end) {
            at = behind;
            continue;
        }
        match text[at] {
            b'&' | b';' | b',' => break,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' if depth == 0 => break,
            b')' | b']' | b'}' => depth -= 1,
            b'<' if skip_tag(text, at, end).is_some() => break,
            b'\\' if text.get(at + 1).is_some_and(|&next| is_quote(next)) => break,
            byte if byte.is_ascii_whitespace() || is_quote(byte) => break,
            0xC2 if text.get(at + 1) == Some(&0xA0) => break,
            _ => {}
        }
        at += 1;
    }
    at
}

/// Longest type of a variable, in bytes.
const MAX_TYPE: usize = 40;

/// The equals sign behind the type that stands from `at` on, as in `key: &str = "…"`, if what it gives is a
/// literal.
pub(super) fn type_end(text: &[u8], at: usize, end: usize) -> Option<usize> {
    text.get(at.checked_sub(1)?).filter(|byte| byte.is_ascii_whitespace())?;
    let near = text.get(at..end.min(at + MAX_TYPE))?;
    let equals = near.iter().position(|&byte| byte == b'=')?;
    let (written, rest) = near.split_at(equals);
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b" &<>[].?_".contains(byte);
    let words = written.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()).count();
    let name = written.split(|byte| b" &".contains(byte)).find(|word| !word.is_empty())?;
    let known = [&b"string"[..], b"str", b"any", b"char", b"bytes"].contains(&name);
    let begins = known || name.first()?.is_ascii_uppercase();
    let literal = rest.get(1..)?.trim_ascii_start().first().is_some_and(|&byte| is_quote(byte));
    let typed = begins && words <= 2 && written.iter().all(is_part) && written.ends_with(b" ");
    (typed && literal).then_some(at + equals)
}
