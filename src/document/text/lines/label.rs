//! The names in front of values.

use std::ops::Range;

use memchr::memrchr;

use super::super::MAX_LABEL;
use super::super::token::{is_name_byte, is_name_start, is_quote, skip_blanks, trim};
use super::value::{skip_marks, skip_tag};

/// Most words that a label at the start of a line may have.
const MAX_WORDS: usize = 4;

/// Longest remark between a label and its colon, as in `Password (test):`, in bytes.
const MAX_REMARK: usize = 40;

/// The full-width colon of Chinese and Japanese texts.
const WIDE_COLON: &[u8] = "：".as_bytes();

/// A label that has the rest of its line to itself.
pub(super) struct Entry {
    pub(super) label: Range<usize>,
    /// Where the value can begin: behind the colon.
    pub(super) value: usize,
}

/// A label that is found by looking back from a separator.
pub(super) struct Behind {
    pub(super) label: Range<usize>,
    /// The quote in front of the label that the label does not close: `"Name: value"`.
    pub(super) opened: Option<usize>,
    /// Whether the label is itself between quotes.
    pub(super) quoted: bool,
}

/// Whether a header of this name holds pairs even if its value is one word.
pub(super) fn is_cookie(label: &[u8]) -> bool {
    label.eq_ignore_ascii_case(b"cookie") || label.eq_ignore_ascii_case(b"set-cookie")
}

/// Where the content of a line begins: behind bullets, numbers, quotation and comment marks, prompts.
pub(super) fn skip_decoration(text: &[u8], line: Range<usize>) -> usize {
    let mut at = line.start;
    loop {
        at = skip_blanks(text, at, line.end);
        let rest = &text[at..line.end];
        let width = match *rest {
            [b'#' | b'>', ..] | [b'-' | b'*' | b'+' | b'$' | b'%', b' ' | b'\t', ..] => 1,
            [b'/', b'/' | b'*', ..] | [b'-', b'-', b' ', ..] => 2,
            [0xE2, 0x80, 0xA2, ..] => 3, // the bullet, U+2022
            [b'0'..=b'9', ..] => number_width(rest),
            _ => 0,
        };
        if width == 0 {
            return at;
        }
        at += width;
    }
}

/// The width of a list number with its mark, as in `12. `; 0 if there is none.
fn number_width(rest: &[u8]) -> usize {
    let digits = rest.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    match rest.get(digits..) {
        Some([b'.' | b')', b' ', ..]) => digits + 1,
        _ => 0,
    }
}

/// The label of a line that reads `Some Label: value`; marks and remarks around it are passed over.
pub(super) fn entry(text: &[u8], line: Range<usize>) -> Option<Entry> {
    let start = skip_marks(text, line.start, line.end);
    let label = words(text, start..line.end)?;
    let at = remark_end(text, skip_marks(text, label.end, line.end), line.end);
    let rest = text.get(at..line.end)?;
    let value = if rest.starts_with(WIDE_COLON) { at + WIDE_COLON.len() } else { at + 1 };
    let colon = rest.starts_with(b":") || rest.starts_with(WIDE_COLON);
    let other = match rest.get(1..) {
        // A scope, an assignment, a URL, the drive of a path.
        Some([b':' | b'=', ..] | [b'/', b'/', ..]) => true,
        Some([b'\\', ..]) => {
            text[label.clone()].rsplit(|&b| b == b' ').next().is_some_and(|w| w.len() == 1)
        }
        // Several words are a label only with a blank behind the colon.
        Some([b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9', ..]) => text[label.clone()].contains(&b' '),
        _ => false,
    };
    (colon && !other).then_some(Entry { label, value })
}

/// The label that a table cell consists of; it may be written as a literal or as a reference.
pub(super) fn cell(text: &[u8], cell: Range<usize>) -> Option<Range<usize>> {
    let mut start = skip_marks(text, cell.start, cell.end);
    while start < cell.end && (is_quote(text[start]) || text[start] == b'{') {
        start = skip_blanks(text, start + 1, cell.end);
    }
    let label = words(text, start..cell.end)?;
    let behind = remark_end(text, skip_marks(text, label.end, cell.end), cell.end);
    let rest = &text[behind..cell.end];
    let ends = rest
        .iter()
        .all(|&byte| byte.is_ascii_whitespace() || b":}".contains(&byte) || is_quote(byte));
    ends.then_some(label)
}

/// Up to four words with single blanks between them.
fn words(text: &[u8], range: Range<usize>) -> Option<Range<usize>> {
    let near = &text[range.start..range.end.min(range.start + MAX_LABEL + 1)];
    let mut end = 0;
    for word in 0..MAX_WORDS {
        let start = if word == 0 { 0 } else { end + 1 };
        let length = word_length(near.get(start..).unwrap_or_default());
        let joined = word == 0 || near.get(end) == Some(&b' ');
        let begins = |byte: u8| is_name_start(byte) || (word > 0 && byte.is_ascii_digit());
        if length == 0 || !joined || !begins(near[start]) {
            break;
        }
        end = start + length;
    }
    (end > 0 && end <= MAX_LABEL).then_some(range.start..range.start + end)
}

fn word_length(text: &[u8]) -> usize {
    let mut length = 0;
    while length < text.len() && is_name_byte(text[length]) {
        if text[length..].starts_with(WIDE_COLON) || text[length..].starts_with(b"\xC2\xA0") {
            break;
        }
        length += 1;
    }
    length
}

/// Behind a remark in parentheses, if one stands at `at`.
fn remark_end(text: &[u8], at: usize, end: usize) -> usize {
    let near = &text[at..end.min(at + MAX_REMARK)];
    match near.iter().position(|&byte| byte == b')') {
        Some(close) if near[0] == b'(' => skip_marks(text, at + close + 1, end),
        _ => at,
    }
}

/// The label that ends in front of the separator at `separator` and begins at `floor` or behind it.
pub(super) fn before(text: &[u8], separator: usize, floor: usize) -> Option<Behind> {
    let floor = floor.max(separator.saturating_sub(MAX_LABEL + 8));
    let near = text.get(floor..separator)?;
    let near = without_tag(near.trim_ascii_end());
    let near = near.strip_suffix(b"**").unwrap_or(near);
    let near = near.strip_suffix(b"]").unwrap_or(near);
    if let Some((&quote, inside)) = near.split_last()
        && is_quote(quote)
    {
        let inside = inside.strip_suffix(b"\\").or(inside.strip_suffix(b"`")).unwrap_or(inside);
        let open = memrchr(quote, inside)?;
        let label = trim(text, floor + open + 1..floor + inside.len());
        let name = &text[label.clone()];
        let named = name.iter().all(|&byte| is_name_byte(byte) || b" []{}:/%+#".contains(&byte));
        let lettered = name.iter().any(|&byte| is_name_start(byte));
        return (named && lettered).then_some(Behind { label, opened: None, quoted: true });
    }
    let length = near.iter().rev().take_while(|&&byte| is_name_byte(byte)).count();
    let name = near.get(near.len() - length..)?;
    let dashes = name.iter().take_while(|&&byte| matches!(byte, b'-' | b'.')).count();
    let lettered = name.iter().any(|&byte| is_name_start(byte));
    let start = floor + near.len() - length;
    let label = start + dashes..start + length;
    if !lettered || label.len() > MAX_LABEL {
        return None;
    }
    let opened = near[..near.len() - length].split_last().and_then(|(&byte, front)| {
        // Behind a letter it is an apostrophe, or closes something.
        let opens = front.last().is_none_or(|last| !last.is_ascii_alphanumeric() && *last != b'\\');
        (is_quote(byte) && opens).then_some(start - 1)
    });
    Some(Behind { label, opened, quoted: false })
}

/// A text without the tag at its end, as in `<b>Password</b>`.
fn without_tag(text: &[u8]) -> &[u8] {
    match memrchr(b'<', text) {
        Some(open) if skip_tag(text, open, text.len()) == Some(text.len()) => &text[..open],
        _ => text,
    }
}
