//! Calls with literals in lines of code: `setProperty("NAME", "value")`, `withApiKey("value")`.

use std::ops::Range;

use memchr::memchr;

use super::super::script::{names_its_argument, stores};
use super::super::token::{is_quote, skip_blanks, trim};
use super::super::{MAX_LABEL, Pair};
use super::Scan;
use crate::document::codec::Codec;

/// A call that gives a pair.
struct Call {
    /// The name of the function.
    name: Range<usize>,
    label: Range<usize>,
    /// What is between the quotes.
    value: Range<usize>,
}

impl Scan<'_> {
    /// Gives what calls in a line store, and what stands between the calls. Whether there was a call.
    pub(super) fn calls(&mut self, line: Range<usize>) -> bool {
        let mut floor = line.start;
        let mut at = line.start;
        while let Some(hit) = memchr(b'(', &self.text[at..line.end]) {
            let open = at + hit;
            at = open + 1;
            let Some(call) = self.call(open, floor..line.end) else { continue };
            let front = trim(self.text, floor..call.name.start);
            let new = usize::from(self.text[front.clone()].ends_with(b"new")) * b"new".len();
            self.inline(front.start..front.end - new, 0);
            at = call.value.end + 1;
            floor = at;
            self.quoted(call.label, call.value, 0);
        }
        if floor > line.start {
            self.inline(floor..line.end, 0);
        }
        floor > line.start
    }

    /// The call whose arguments begin behind the bracket at `open`.
    fn call(&mut self, open: usize, line: Range<usize>) -> Option<Call> {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let near = &self.text[line.start.max(open.saturating_sub(MAX_LABEL))..open];
        let name = open - near.iter().rev().take_while(|&byte| is_part(byte)).count()..open;
        let first = self.argument(open + 1, line.end)?;
        let behind = skip_blanks(self.text, first.end + 1, line.end);
        let function = &self.text[name.clone()];
        match self.text.get(behind)? {
            b')' if names_its_argument(function) => {
                Some(Call { label: name.clone(), name, value: first })
            }
            b',' if stores(function) && first.len() <= MAX_LABEL => {
                let value = self.argument(behind + 1, line.end)?;
                Some(Call { name, label: trim(self.text, first), value })
            }
            _ => None,
        }
    }

    /// What is between the quotes of the literal that begins at `at` or behind blanks.
    fn argument(&mut self, at: usize, end: usize) -> Option<Range<usize>> {
        let open = skip_blanks(self.text, at, end);
        self.text.get(open..end)?.first().filter(|&&byte| is_quote(byte))?;
        let close = self.quotes.close(self.text, open, end)?;
        Some(open + 1..close)
    }

    /// Gives the pair of a command that sets a variable without a sign: `setx NAME "value"`, `ENV NAME value`.
    /// Whether the line is one.
    pub(super) fn setting(&mut self, line: Range<usize>) -> bool {
        const COMMANDS: [&[u8]; 7] =
            [b"setx", b"setenv", b"ENV", b"set -x", b"set -gx", b"set -Ux", b"aws configure set"];
        let text = &self.text[line.clone()];
        let Some(command) = COMMANDS.iter().find(|command| {
            text.starts_with(command)
                && text.get(command.len()).is_some_and(u8::is_ascii_whitespace)
        }) else {
            return false;
        };
        let start = skip_blanks(self.text, line.start + command.len(), line.end);
        let length = self.text[start..line.end]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
            .count();
        let label = start..start + length;
        let value = skip_blanks(self.text, label.end, line.end);
        if label.is_empty() || label.len() > MAX_LABEL || value == label.end || value == line.end {
            return false;
        }
        if let Some(inside) = self.argument(value, line.end) {
            self.quoted(label, inside, 0);
        } else {
            let end = super::value::bare_end(self.text, value, line.end);
            self.settle(Pair { label, value: value..end, codec: Codec::Plain }, 0);
        }
        true
    }

    /// Gives the password that an SQL statement sets: `… WITH PASSWORD 'value'`, `IDENTIFIED BY 'value'`.
    /// Whether the line is one.
    pub(super) fn statement(&mut self, line: Range<usize>) -> bool {
        const VERBS: [&[u8]; 5] = [b"create ", b"alter ", b"grant ", b"set ", b"change "];
        const NAMES: [&[u8]; 3] = [b"password", b"identified by", b"master_password"];
        let text = &self.text[line.clone()];
        let begins =
            |verb: &&[u8]| text.len() > verb.len() && text[..verb.len()].eq_ignore_ascii_case(verb);
        let Some(quote) = memchr(b'\'', text).filter(|_| VERBS.iter().any(begins)) else {
            return false;
        };
        let front = text[..quote].trim_ascii_end();
        let ends = |name: &&&[u8]| {
            front.len() >= name.len()
                && front[front.len() - name.len()..].eq_ignore_ascii_case(name)
        };
        let Some(name) = NAMES.iter().find(ends) else { return false };
        let label = line.start + front.len() - name.len()..line.start + front.len();
        let Some(inside) = self.argument(line.start + quote, line.end) else { return false };
        self.quoted(label, inside, 0);
        true
    }
}
