//! Options of a command line: `--token value`, `-u user:password`.

use std::ops::Range;

use memchr::memchr;

use super::super::token::{is_quote, skip_blanks, trim};
use super::super::{MAX_LABEL, Pair};
use super::{Scan, Step, Stretch, value};
use crate::document::codec::Codec;

/// Options whose value is itself text with pairs in it.
const OF_TEXT: [&[u8]; 7] = [b"header", b"data", b"form", b"cookie", b"json", b"url", b"body"];

/// Options whose value is a user with a password.
const OF_USER: [&[u8]; 2] = [b"user", b"proxy-user"];

impl Scan<'_> {
    /// What the dash at `place` begins, if it begins an option.
    pub(super) fn option(&mut self, place: usize, stretch: Stretch) -> Step {
        let rest = &self.text[place..stretch.end];
        let opens = place == stretch.floor
            || self
                .text
                .get(place.wrapping_sub(1))
                .is_none_or(|&byte| byte.is_ascii_whitespace() || is_quote(byte) || byte == b'(');
        match *rest {
            [b'-', b'-', letter, ..] if opens && letter.is_ascii_alphabetic() => {
                self.long_option(place + 2, stretch)
            }
            [b'-', b'u' | b'U', b' ', ..] if opens => self.user(place + 1..place + 2, stretch),
            _ => Step::On(place + rest.iter().take_while(|&&byte| byte == b'-').count()),
        }
    }

    fn long_option(&mut self, start: usize, stretch: Stretch) -> Step {
        let name = &self.text[start..stretch.end];
        let length =
            name.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_.".contains(b)).count();
        let name = &name[..length];
        let label = start..start + length;
        if OF_USER.contains(&name) {
            return self.user(label, stretch);
        }
        let at = skip_blanks(self.text, label.end, stretch.end);
        let other = match self.text[at..stretch.end] {
            [] | [b'-' | b'=' | b':' | b'{' | b'[' | b'|' | b'>' | b'<' | b'\\', ..] => true,
            _ => at == label.end,
        };
        let variable = self.text[at..stretch.end].starts_with(b"{{");
        if other && !variable || OF_TEXT.iter().any(|of| name.starts_with(of)) {
            return Step::On(label.end);
        }
        if is_quote(self.text[at]) {
            let Some(close) = self.quotes.close(self.text, at, stretch.end) else {
                return Step::On(at);
            };
            self.quoted(label, at + 1..close, stretch.depth);
            return Step::Past(close + 1);
        }
        let end = value::bare_end(self.text, at, stretch.end);
        if memchr(b'=', &self.text[at..end]).is_some_and(|hit| at + hit + 1 < end) {
            return Step::On(at);
        }
        self.settle(Pair { label, value: at..end, codec: Codec::Plain }, stretch.depth);
        Step::Past(end)
    }

    /// The value `user:password` of an option; with no password (`-u token:`) the user is the secret, and
    /// the option names it.
    fn user(&mut self, option: Range<usize>, stretch: Stretch) -> Step {
        let behind = option.end + usize::from(self.text.get(option.end) == Some(&b'='));
        let mut at = skip_blanks(self.text, behind, stretch.end);
        if at == option.end || at >= stretch.end {
            return Step::On(at);
        }
        let close = match self.text[at] {
            quote if is_quote(quote) => self.quotes.close(self.text, at, stretch.end),
            _ => None,
        };
        at += usize::from(close.is_some());
        let end = close.unwrap_or_else(|| value::bare_end(self.text, at, stretch.end));
        let colon = match memchr(b':', &self.text[at..end]) {
            Some(hit) if !self.text[at + hit..end].starts_with(b"://") => at + hit,
            _ => return Step::Past(end),
        };
        let user = at..colon;
        let password = trim(self.text, colon + 1..end);
        let (label, value) = match password.is_empty() {
            true => (option, trim(self.text, user)),
            false if user.len() > MAX_LABEL => (option, password),
            false => (user, password),
        };
        self.give(Pair { label, value, codec: Codec::Plain });
        Step::Past(end + usize::from(close.is_some()))
    }
}
