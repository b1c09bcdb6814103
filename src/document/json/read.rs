//! Reads a JSON document, or several one after the other.

use super::{Flaw, tokenize};
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

    fn matches(&self, _path: &str, head: &[u8]) -> bool {
        matches!(head.trim_ascii_start().first(), Some(b'{' | b'['))
    }

    fn read(&self, source: &Source<'_>, start: usize, reading: &mut Reading<'_>) -> Contents {
        let view = View::file(source.bytes, 0);
        let mut contents = Contents::default();
        let mut at = skip_space(source.bytes, start);
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
            contents.flaw.get_or_insert(Flaw { at, what: "text stands behind the document" });
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

fn count(documents: usize) -> u32 {
    u32::try_from(documents).unwrap_or(u32::MAX)
}
