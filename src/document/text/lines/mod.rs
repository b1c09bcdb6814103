//! Any text: descriptions in Markdown, shell commands, `.env` and INI files, YAML, HTTP dumps, mails.
//!
//! A line is first looked at as a whole (a table row, or `Some Label: the rest is the value`), then from
//! separator to separator: `=` and `:` with a name in front of them, and command line options.
//! What is quoted or goes on to the end of the line may itself hold pairs (`-d 'a=b&c=d'`, `Cookie: a=b`);
//! then those are given instead.

use std::ops::Range;

use memchr::{memchr, memchr2_iter, memchr3, memmem};

use super::token::{Quotes, is_quote, skip_blanks, trim};
use super::{MAX_LABEL, Pair, markup};
use crate::document::codec::Codec;

mod call;
mod label;
mod option;
mod pair;
mod value;

#[cfg(test)]
mod tests;

/// How deep pairs are looked for inside values; each level reads the text once more.
const MAX_DEPTH: u8 = 2;

/// Gives the labelled values of each line.
pub fn pairs(text: &[u8], emit: &mut dyn FnMut(Pair)) {
    some((text, false), &mut |_| true, emit);
}

/// Whether a text without a sign between a name and a value, still escaped, has calls, elements, quoted
/// words or options: `setApiKey("…")`, `<key>…</key>`, `setx KEY "…"`, `--api-key …`.
pub fn has_calls(raw: &[u8]) -> bool {
    memchr3(b'\\', b'<', b'(', raw).is_some() && memchr3(b'"', b'\'', b'/', raw).is_some()
        || memchr(b' ', raw).is_some() && has_words_before_values(raw)
}

/// Whether options stand in a text, or a literal behind a blank: `PASSWORD '…'`.
fn has_words_before_values(raw: &[u8]) -> bool {
    let before = |at: usize| at.checked_sub(1).and_then(|before| raw.get(before));
    memchr2_iter(b'-', b'\'', raw).any(|at| match raw.get(at) {
        Some(b'-') => raw.get(at + 1) == Some(&b'-'),
        _ => before(at) == Some(&b' '),
    })
}

/// Gives the labelled values of the lines that `wanted` admits; it is told their ranges without
/// blanks and decoration. What ends as code does is passed over unasked, where `passes_code` says so.
pub(super) fn some(
    (text, passes_code): (&[u8], bool),
    wanted: &mut dyn FnMut(Range<usize>) -> bool,
    emit: &mut dyn FnMut(Pair),
) {
    let mut scan = Scan { text, emit, quotes: Quotes::default(), first: None };
    let mut start = 0;
    while start < text.len() {
        let end = memchr(b'\n', &text[start..]).map_or(text.len(), |hit| start + hit);
        let line = trim(text, start..end);
        start = end + 1;
        if passes_code
            && matches!(text[line.clone()].last(), None | Some(b'{' | b'}' | b'(' | b')' | b'['))
        {
            continue;
        }
        let content = label::skip_decoration(text, line.clone())..line.end;
        if wanted(content.clone()) {
            scan.line(content);
        }
    }
}

/// The pass over one text.
struct Scan<'a> {
    text: &'a [u8],
    emit: &'a mut dyn FnMut(Pair),
    quotes: Quotes,
    /// Where the first label of the value that is looked into begins.
    first: Option<usize>,
}

/// A stretch of a line that is read from separator to separator.
#[derive(Clone, Copy)]
struct Stretch {
    /// Where the next label can begin; what is in front is taken.
    floor: usize,
    end: usize,
    depth: u8,
}

/// How the reading goes on after a separator.
enum Step {
    /// From this offset on; what has been passed may still be part of a label.
    On(usize),
    /// From this offset on; what has been passed is taken.
    Past(usize),
}

impl Scan<'_> {
    fn line(&mut self, line: Range<usize>) {
        match self.text[line.clone()].first() {
            None => {}
            Some(b'|') => self.row(line.start + 1..line.end),
            Some(b'<') if value::is_element(&self.text[line.clone()]) => {
                markup::pairs(&self.text[line.clone()], &mut |pair| {
                    self.give(pair.shifted(line.start));
                });
            }
            Some(_)
                if self.calls(line.clone())
                    || self.setting(line.clone())
                    || self.statement(line.clone()) => {}
            Some(_) => match label::entry(self.text, line.clone()) {
                // A type stands between the name and its value.
                Some(entry) if self.is_typed(entry.value, line.end) => self.inline(line, 0),
                Some(entry) => {
                    let taken = Stretch { floor: entry.value, end: line.end, depth: 0 };
                    self.rest(entry.label, taken);
                }
                None => self.inline(line, 0),
            },
        }
    }

    fn is_typed(&self, at: usize, end: usize) -> bool {
        value::type_end(self.text, skip_blanks(self.text, at, end), end).is_some()
    }

    /// A table row: the first cell is the label of the second.
    fn row(&mut self, row: Range<usize>) {
        let mut label = None;
        let mut at = row.start;
        while at < row.end {
            let end = memchr(b'|', &self.text[at..row.end]).map_or(row.end, |hit| at + hit);
            let cell = Stretch { floor: at, end, depth: 0 };
            match label.take() {
                Some(label) => self.rest(label, cell),
                None if at == row.start && end < row.end => {
                    label = label::cell(self.text, at..end);
                    if label.is_none() {
                        self.inline(at..end, 0);
                    }
                }
                None => self.inline(at..end, 0),
            }
            at = end + 1;
        }
    }

    /// Reads a stretch from separator to separator.
    fn inline(&mut self, range: Range<usize>, depth: u8) {
        let mut at = range.start;
        let mut stretch = Stretch { floor: range.start, end: range.end, depth };
        while at < range.end {
            let Some(hit) = memchr3(b'=', b':', b'-', &self.text[at..range.end]) else { return };
            let place = at + hit;
            let step = match self.text[place] {
                b'-' => self.option(place, stretch),
                b':' => self.colon(place, stretch),
                _ => self.equals(place, stretch),
            };
            at = match step {
                Step::On(next) => next.max(place + 1),
                Step::Past(next) => {
                    stretch.floor = next.max(place + 1);
                    stretch.floor
                }
            };
        }
    }

    /// The value of a label that has the rest of a stretch to itself.
    fn rest(&mut self, label: Range<usize>, stretch: Stretch) {
        let start = value::skip_marks(self.text, stretch.floor, stretch.end);
        let rest = start..stretch.end;
        match self.text[rest.clone()] {
            [] => {}
            [quote, ..] if is_quote(quote) => {
                if let Some(close) = self.quotes.close(self.text, start, stretch.end) {
                    self.quoted(label, start + 1..close, stretch.depth);
                    self.inline(close + 1..stretch.end, stretch.depth);
                } else {
                    self.inline(rest, stretch.depth);
                }
            }
            [b'{', next, ..] if next != b'{' => self.inline(rest, stretch.depth),
            [b'[', ..] => self.inline(rest, stretch.depth),
            _ => {
                let end = value::rest_end(self.text, rest);
                let value = value::unmarked(self.text, start..end);
                self.settle(Pair { label, value, codec: Codec::Plain }, stretch.depth);
                self.inline(end..stretch.end, stretch.depth);
            }
        }
    }

    /// The value of a label between quotes.
    fn quoted(&mut self, label: Range<usize>, inside: Range<usize>, depth: u8) {
        let double = self.text.get(inside.start.wrapping_sub(1)) == Some(&b'"');
        let codec = if double { Codec::Backslash } else { Codec::Plain };
        self.settle(Pair { label, value: trim(self.text, inside), codec }, depth);
    }

    /// Gives the pairs inside a value, or the value itself where it holds none. In front of the first
    /// inner label may stand the value of this one: `user: joe, password: …`.
    fn settle(&mut self, mut pair: Pair, depth: u8) {
        if depth >= MAX_DEPTH || !self.may_hold_pairs(&pair) {
            self.give(pair);
            return;
        }
        let outer_first = self.first.take();
        self.inline(pair.value.clone(), depth + 1);
        let inner_first = self.first.take();
        self.first = outer_first;
        if let Some(inner) = inner_first {
            pair.value.end = value::lead_end(self.text, pair.value.start..inner);
            self.first.get_or_insert(inner);
        }
        self.give(pair);
    }

    fn may_hold_pairs(&self, pair: &Pair) -> bool {
        let value = &self.text[pair.value.clone()];
        memchr3(b' ', b'\t', b'&', value).is_some()
            || memmem::find(value, b"://").is_some()
            || matches!(value, [b'{' | b'[' | b'?', ..])
            || label::is_cookie(&self.text[pair.label.clone()])
    }

    fn give(&mut self, pair: Pair) {
        if pair.value.is_empty() || pair.label.len() > MAX_LABEL {
            return;
        }
        self.first.get_or_insert(pair.label.start);
        (self.emit)(pair);
    }
}
