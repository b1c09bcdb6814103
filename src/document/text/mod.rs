//! Text taken apart into labelled values.
//!
//! Credentials in free text, scripts, markup, URLs and bodies are told by the name beside them, so each
//! module here finds the names and the values that belong to them, in one kind of text. They are pure
//! functions over arbitrary bytes: they give byte ranges, know nothing of credentials, keep nothing, and
//! take linear time whatever the input.
//!
//! What every one of them promises: labels have at most [`MAX_LABEL`] bytes; values are never empty; no
//! two values of one text overlap; a place that could be read in two ways gives the inner pair (`Cookie:
//! a=b` gives `a`, not `Cookie`).

use std::ops::Range;

use crate::document::codec::Codec;

pub mod form;
pub mod header;
pub mod lines;
pub mod markup;
pub mod script;
mod token;
pub mod url;

#[cfg(test)]
mod properties;

/// Longest label in bytes; a name that goes on for longer is no name.
pub const MAX_LABEL: usize = 128;

/// A labelled value inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Byte range of the name; empty for a password without a user.
    pub label: Range<usize>,
    /// Byte range of the value, without its quotes and surrounding blanks.
    pub value: Range<usize>,
    /// How the bytes of `value` become the value (`+` in a form may stand for a blank).
    pub codec: Codec,
}

impl Pair {
    /// Whether the label is a user and the value that user's password, as in `https://user:password@host`
    /// and curl's `-u user:password`: then the label is a name that somebody chose, and says nothing of
    /// what the value is. `text` is the text that gave the pair.
    pub fn is_userinfo(&self, text: &[u8]) -> bool {
        if self.label.end + 1 != self.value.start || text.get(self.label.end) != Some(&b':') {
            return false;
        }
        let before = text.get(..self.label.start).unwrap_or_default();
        if before.ends_with(b"://")
            || (before.is_empty() && text.get(self.value.end) == Some(&b'@'))
        {
            return true;
        }
        let before = before.strip_suffix(b"\"").or(before.strip_suffix(b"'")).unwrap_or(before);
        let flag = before.strip_suffix(b"=").unwrap_or(before.trim_ascii_end());
        [&b"-u"[..], b"-U", b"--user", b"--proxy-user"].iter().any(|name| flag.ends_with(name))
    }

    /// The pair of a text as a pair of the text that holds it from `offset` on.
    fn shifted(self, offset: usize) -> Self {
        Self {
            label: self.label.start + offset..self.label.end + offset,
            value: self.value.start + offset..self.value.end + offset,
            codec: self.codec,
        }
    }
}

#[cfg(test)]
fn found(text: &str, pairs: fn(&[u8], &mut dyn FnMut(Pair))) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let show = |range: Range<usize>| String::from_utf8_lossy(&text.as_bytes()[range]).into_owned();
    pairs(text.as_bytes(), &mut |pair| out.push((show(pair.label), show(pair.value))));
    out
}

/// Checks a table of texts against the pairs that they should give.
#[cfg(test)]
fn check(pairs: fn(&[u8], &mut dyn FnMut(Pair)), table: &[(&str, &[(&str, &str)])]) {
    for (text, expected) in table {
        let found = found(text, pairs);
        let found: Vec<_> = found.iter().map(|(l, v)| (l.as_str(), v.as_str())).collect();
        assert_eq!(&found[..], *expected, "in {text:?}");
    }
}
