//! Reads a JSON document, or several one after the other.

use super::{Flaw, comment_length, tokenize};
use crate::document::fields::{Context, Fields};
use crate::document::view::View;
use crate::document::{Contents, Format, Reading, plain};
use crate::source::Source;

/// Any JSON document, Postman's first of all.
pub struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn matches(&self, _source: &Source<'_>, head: &[u8]) -> bool {
        let start = skip_comments(head, 0);
        let rest = head.get(start..).unwrap_or_default();
        match rest.split_first() {
            Some((b'{', _)) => true,
            // `[section]` begins a file of settings, not a list.
            Some((b'[', list)) => {
                let list = list.trim_ascii_start();
                let word = |word: &[u8]| list.starts_with(word);
                matches!(list.first(), None | Some(b'{' | b'[' | b']' | b'"' | b'\'' | b'-' | b'/'))
                    || list.first().is_some_and(u8::is_ascii_digit)
                    || word(b"true")
                    || word(b"false")
                    || word(b"null")
            }
            _ => false,
        }
    }

    fn read(&self, source: &Source<'_>, start: usize, reading: &mut Reading<'_>) -> Contents {
        let view = View::file(source.bytes, 0);
        let mut contents = Contents::default();
        let mut at = skip_comments(source.bytes, start);
        if at > skip_space(source.bytes, start) {
            let what = "comments are not JSON";
            contents.flaw = Some(Flaw { at: start, format: "JSON", what });
        }
        while matches!(source.bytes.get(at), Some(b'{' | b'[')) {
            let context = Context { document: count(contents.kinds.len()), ..Context::default() };
            let mut fields = Fields::new(&view, context, None, reading);
            let outcome = tokenize(source.bytes, at, &mut fields);
            let shape = fields.finish();
            contents.kinds.push(shape.kind(source.path));
            contents.flaw = contents.flaw.or(outcome.flaw);
            at = outcome.end;
            if !outcome.complete {
                break;
            }
            at = skip_space(source.bytes, at);
        }
        if at < source.bytes.len() {
            contents.flaw.get_or_insert(Flaw {
                at,
                format: "JSON",
                what: "text stands behind the document",
            });
            let document = count(contents.kinds.len().saturating_sub(1));
            plain::read(&view, at..source.bytes.len(), document, reading);
        }
        contents
    }
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    bytes.len() - rest.trim_ascii_start().len()
}

/// Offset of the first byte from `at` on that is neither blank nor part of a comment.
fn skip_comments(bytes: &[u8], at: usize) -> usize {
    let mut at = skip_space(bytes, at);
    while let Some(end) = bytes.get(at..).and_then(comment_length) {
        at = skip_space(bytes, at + end);
    }
    at
}

fn count(documents: usize) -> u32 {
    u32::try_from(documents).unwrap_or(u32::MAX)
}
