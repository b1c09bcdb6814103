//! Pairs around a separator: `name: value`, `name=value`, `'name' => 'value'`, and URLs.

use std::ops::Range;

use memchr::memchr;

use super::super::token::{is_quote, is_scheme, skip_blanks};
use super::super::{MAX_LABEL, Pair, url};
use super::label::{self, Behind};
use super::{Scan, Step, Stretch, value};
use crate::document::codec::Codec;

impl Scan<'_> {
    /// The pair around the colon at `place`.
    pub(super) fn colon(&mut self, place: usize, stretch: Stretch) -> Step {
        let rest = &self.text[place..stretch.end];
        if rest.starts_with(b"://") {
            return self.url(place, stretch);
        }
        if matches!(rest.get(1), Some(b':' | b'=')) {
            return Step::On(place + rest.iter().take_while(|&&byte| byte == b':').count());
        }
        let Some(behind) = label::before(self.text, place, stretch.floor) else {
            return Step::On(place + 1);
        };
        // What begins with a digit is a time or a date.
        if !behind.quoted && self.text[behind.label.start].is_ascii_digit() {
            return Step::On(place + 1);
        }
        if let Some(open) = behind.opened
            && let Some(close) = self.quotes.close(self.text, open, stretch.end)
            && close > place
        {
            self.quoted_from(open, behind.label, place + 1..close, stretch.depth);
            return Step::Past(close + 1);
        }
        let start = value::skip_marks(self.text, place + 1, stretch.end);
        if let Some(step) = self.literal(&behind, start, stretch) {
            return step;
        }
        if let Some(equals) = value::type_end(self.text, start, stretch.end) {
            return self.value(&behind, (equals, equals + 1), stretch);
        }
        let end = self.word_end(start, stretch.end);
        let word = &self.text[start..end];
        if let Some(hit) = memchr(b'=', word).filter(|hit| hit + 1 < word.len()) {
            return Step::On(start + hit);
        }
        let next = skip_blanks(self.text, end, stretch.end);
        if matches!(self.text[next..stretch.end], [b'=', other, ..] if other != b'=') {
            return Step::On(end);
        }
        let tight = start == place + 1 && !behind.quoted;
        let other = word.starts_with(b"\\") && behind.label.len() == 1
            || tight && word.iter().all(u8::is_ascii_digit)
            || word.ends_with(b"(");
        if !other {
            let pair = Pair { label: behind.label, value: start..end, codec: Codec::Plain };
            self.settle(pair, stretch.depth);
        }
        Step::Past(end)
    }

    /// The pair around the equals sign at `place`.
    pub(super) fn equals(&mut self, place: usize, stretch: Stretch) -> Step {
        let rest = &self.text[place..stretch.end];
        let signs = rest.iter().take_while(|&&byte| byte == b'=').count();
        let front = self.text[stretch.floor..place].last();
        let arrow = rest.starts_with(b"=>");
        if signs > 1 || rest.starts_with(b"=~") || matches!(front, Some(b'!' | b'<' | b'>')) {
            return Step::On(place + signs);
        }
        let operator = usize::from(matches!(front, Some(b':' | b'+' | b'?')));
        let Some(behind) = label::before(self.text, place - operator, stretch.floor) else {
            return Step::On(place + 1);
        };
        self.value(&behind, (place, place + 1 + usize::from(arrow)), stretch)
    }

    /// The value behind the equals sign or arrow that stands from `sign.0` to `sign.1`.
    fn value(&mut self, behind: &Behind, sign: (usize, usize), stretch: Stretch) -> Step {
        let arrow = sign.1 - sign.0 > 1;
        let start = value::skip_marks(self.text, sign.1, stretch.end);
        if let Some(step) = self.literal(behind, start, stretch) {
            return step;
        }
        let end = value::bare_end(self.text, start, stretch.end);
        // Of a call that stops at a literal, the arguments are read: `f(key="…")`.
        let word = &self.text[start..end];
        if let Some(open) = memchr(b'(', word).filter(|_| memchr(b')', word).is_none()) {
            return Step::On(start + open);
        }
        // What another is the default of: `get("key") || "…"`.
        let next = skip_blanks(self.text, end, stretch.end);
        if let [b'|', b'|', ..] | [b'?', b'?', ..] = self.text[next..stretch.end] {
            let literal = skip_blanks(self.text, next + 2, stretch.end);
            if self.text.get(literal).is_some_and(|&byte| is_quote(byte)) {
                return self.literal(behind, literal, stretch).unwrap_or(Step::On(literal));
            }
        }
        // An arrow without quotes is a function, a word that stops at its bracket is a call.
        if !arrow && !self.text[start..end].ends_with(b"(") {
            let before = self.text.get(behind.label.start.wrapping_sub(1));
            let parameter = matches!(before, Some(b'&' | b'?'));
            let codec = match self.text.get(end) {
                Some(b'&') => Codec::Percent,
                _ if parameter => Codec::Percent,
                _ => Codec::Plain,
            };
            let pair = Pair { label: behind.label.clone(), value: start..end, codec };
            self.settle(pair, stretch.depth);
        }
        Step::Past(end)
    }

    /// The value at `start` if it is quoted, if it opens an object, or if there is none.
    fn literal(&mut self, behind: &Behind, start: usize, stretch: Stretch) -> Option<Step> {
        match self.text[start..stretch.end] {
            [] => Some(Step::On(start)),
            [quote, ..] if is_quote(quote) => {
                let Some(close) = self.quotes.close(self.text, start, stretch.end) else {
                    return Some(Step::On(start + 1));
                };
                self.quoted(behind.label.clone(), start + 1..close, stretch.depth);
                Some(Step::Past(close + 1))
            }
            [b'\\', quote, ..] if is_quote(quote) => Some(self.escaped(behind, start, stretch)),
            [b'{', b'{', ..] => None,
            [b'{' | b'[' | b'(', ..] => Some(Step::On(start + 1)),
            _ => None,
        }
    }

    /// A value between escaped quotes, as JSON inside a double-quoted argument has them.
    fn escaped(&mut self, behind: &Behind, start: usize, stretch: Stretch) -> Step {
        let inside = start + 2;
        let end =
            memchr(b'\\', &self.text[inside..stretch.end]).map_or(stretch.end, |hit| inside + hit);
        let closes = self.text[start..inside] == self.text[end..stretch.end.min(end + 2)];
        if closes {
            let pair =
                Pair { label: behind.label.clone(), value: inside..end, codec: Codec::Plain };
            self.settle(pair, stretch.depth);
        }
        Step::Past(if closes { end + 2 } else { end })
    }

    /// The value of a header that is quoted together with its name.
    fn quoted_from(&mut self, open: usize, label: Range<usize>, value: Range<usize>, depth: u8) {
        let double = self.text[open] == b'"';
        let codec = if double { Codec::Backslash } else { Codec::Plain };
        let value = super::trim(self.text, value);
        self.settle(Pair { label, value, codec }, depth);
    }

    /// Where an unquoted value behind a colon ends: after one word, two if the first is a scheme.
    fn word_end(&self, start: usize, end: usize) -> usize {
        let first = value::bare_end(self.text, start, end);
        if !is_scheme(&self.text[start..first]) {
            return first;
        }
        let second = skip_blanks(self.text, first, end);
        let behind = value::bare_end(self.text, second, end);
        if behind > second { behind } else { first }
    }

    /// The URL whose scheme ends at `place`.
    fn url(&mut self, place: usize, stretch: Stretch) -> Step {
        let near = &self.text[stretch.floor.max(place.saturating_sub(MAX_LABEL))..place];
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"+.-{}".contains(byte);
        let start = place - near.iter().rev().take_while(|&byte| is_part(byte)).count();
        let rest = &self.text[place..stretch.end];
        let stops =
            |byte: &u8| byte.is_ascii_whitespace() || is_quote(*byte) || b"<>()|\\".contains(byte);
        let end = rest.iter().position(stops).map_or(stretch.end, |hit| place + hit);
        let mut inside = start..end;
        while inside.end > place && b".,;".contains(&self.text[inside.end - 1]) {
            inside.end -= 1;
        }
        url::pairs(&self.text[inside], &mut |pair| self.give(pair.shifted(start)));
        Step::Past(end)
    }
}
