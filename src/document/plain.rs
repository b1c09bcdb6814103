//! Text that is no JSON: dotenv files, shell scripts, HTTP dumps, and what is left of a document
//! that broke off.

use std::ops::Range;

use super::codec::Codec;
use super::path::{Pin, Place};
use super::view::View;
use super::{Contents, Field, Format, Reading, nested};
use crate::location::{Role, Span};
use crate::source::{Kind, Source};

/// Anything, read as lines.
pub struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn matches(&self, _path: &str, _head: &[u8]) -> bool {
        true
    }

    fn read(&self, source: &Source<'_>, start: usize, reading: &mut Reading<'_>) -> Contents {
        if source.bytes.len() == start {
            return Contents::default();
        }
        read(&View::file(source.bytes, 0), start..source.bytes.len(), 0, reading);
        Contents { kinds: vec![Kind::Text], flaw: None }
    }
}

/// Reads `range` of a file as lines that belong to the document with this number.
pub(super) fn read(view: &View<'_>, range: Range<usize>, document: u32, reading: &mut Reading<'_>) {
    let mut field = Field::new(Role::Text, view, range.clone(), Codec::Plain);
    field.outer = Span::new(0, range);
    let place = TextPlace { document };
    reading.sink.field(&field, &place);
    nested::lines(&field, &place, reading);
}

/// Text has no pointers: its place is its lines.
struct TextPlace {
    document: u32,
}

impl Place for TextPlace {
    fn pin(&self) -> Pin {
        Pin { node: None, document: self.document, pointer: String::new(), variant: None }
    }
}
