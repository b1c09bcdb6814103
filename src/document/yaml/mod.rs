//! YAML, Postman's collection format 3 first of all.
//!
//! A parser tells the events; the fields are made by the same machine as those of JSON. Anchors and
//! aliases are not expanded, so that a document gives no more fields than it has scalars. Where a
//! document is no YAML any more, the rest is read as lines.

mod bound;
mod order;
mod reader;
mod scalar;
mod text;

use super::fields::{Context, Fields};
use super::postman::area::Area;
use super::postman::kind::Shape;
use super::postman::tree::Filed;
use super::{Contents, Format, Piece, Reading, plain};
use order::TypeFirst;
use reader::Reader;

/// Any YAML document, Postman's first of all.
pub struct Yaml;

impl Format for Yaml {
    fn name(&self) -> &'static str {
        "yaml"
    }

    fn matches(&self, path: &str, head: &[u8]) -> bool {
        Filed::of(path).is_yaml() || tells_kind(head)
    }

    fn read(&self, piece: &Piece<'_>, reading: &mut Reading<'_>) -> Contents {
        let filed = Filed::of(piece.name);
        let (bytes, view) = (piece.bytes(), piece.view());
        let is_v3 = filed.is_collection() || tells_kind(bytes);
        let context = Context {
            area: if is_v3 { Area::Request } else { Area::Root },
            node: reading.nodes.folders(&filed.around),
            name: filed.name,
            ..Context::default()
        };
        let readable = text::readable(bytes);
        let mut reader = Reader::new(bytes, &readable);
        let mut kinds = Vec::new();
        let mut outcome = reader.bounded();
        while let (Ok(()), true) = (&outcome, reader.has_document()) {
            let context = Context { document: piece.document(kinds.len()), ..context };
            let mut events = TypeFirst::new(bytes, Fields::new(&view, context, None, reading));
            outcome = reader.document(&mut events);
            kinds.push(events.finish().finish().kind_in(&filed));
        }
        if kinds.is_empty() {
            kinds.push(Shape::default().kind_in(&filed));
        }
        let document = piece.document(kinds.len() - 1);
        for range in reader.left() {
            plain::read(&view, range, document, reading);
        }
        Contents { kinds, flaw: reader.flaw() }
    }
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
