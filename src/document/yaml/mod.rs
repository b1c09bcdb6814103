//! YAML, Postman's collection format 3 first of all.
//!
//! A parser tells the events; the fields are made by the same machine as those of JSON. Anchors and
//! aliases are not expanded, so that a document gives no more fields than it has scalars. Where a
//! document is no YAML any more, the rest is read as lines.

mod order;
mod reader;
mod scalar;
mod text;

use super::fields::{Context, Fields};
use super::postman::area::Area;
use super::postman::kind::Shape;
use super::postman::tree::Filed;
use super::view::View;
use super::{Contents, Format, Reading, plain};
use crate::source::Source;
use order::TypeFirst;
use reader::Reader;

/// Any YAML document, Postman's first of all.
pub struct Yaml;

impl Format for Yaml {
    fn name(&self) -> &'static str {
        "yaml"
    }

    fn matches(&self, source: &Source<'_>, head: &[u8]) -> bool {
        Filed::of(source.own_path()).is_yaml() || tells_kind(head)
    }

    fn read(&self, source: &Source<'_>, start: usize, reading: &mut Reading<'_>) -> Contents {
        let filed = Filed::of(source.own_path());
        let head = source.bytes.get(start..).unwrap_or_default();
        let is_v3 = filed.is_collection() || tells_kind(head);
        let context = Context {
            area: if is_v3 { Area::Request } else { Area::Root },
            node: reading.nodes.folders(&filed.around),
            name: filed.name,
            ..Context::default()
        };
        let readable = text::readable(head);
        let view = View::file(source.bytes, 0);
        let mut reader = Reader::new(source.bytes, start, &readable);
        let mut kinds = Vec::new();
        let mut outcome = Ok(());
        while let (Ok(()), true) = (&outcome, reader.has_document()) {
            let context = Context { document: count(kinds.len()), ..context };
            let mut events =
                TypeFirst::new(source.bytes, Fields::new(&view, context, None, reading));
            outcome = reader.document(&mut events);
            kinds.push(events.finish().finish().kind_in(&filed));
        }
        if kinds.is_empty() {
            kinds.push(Shape::default().kind_in(&filed));
        }
        let document = count(kinds.len() - 1);
        for range in reader.left() {
            plain::read(&view, range, document, reading);
        }
        Contents { kinds, flaw: reader.flaw() }
    }
}

fn count(documents: usize) -> u32 {
    u32::try_from(documents).unwrap_or(u32::MAX)
}

/// Bytes at the start of a text in which it may tell its kind.
const HEAD: usize = 4096;

/// Whether a text says within its first 4 KiB what it is a file of, as those of Postman's do.
pub fn tells_kind(text: &[u8]) -> bool {
    let head = text.get(..text.len().min(HEAD)).unwrap_or_default();
    head.starts_with(b"$kind:") || memchr::memmem::find(head, b"\n$kind:").is_some()
}

#[cfg(test)]
mod tests;
