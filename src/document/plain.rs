//! Text that is neither JSON nor YAML: scripts, dotenv files, HTTP dumps, and what is left of a
//! document that broke off.

use std::ops::Range;

use super::codec::Codec;
use super::path::{NodeId, Pin, Place};
use super::postman::tree::{Filed, Part};
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

    fn matches(&self, _source: &Source<'_>, _head: &[u8]) -> bool {
        true
    }

    fn read(&self, source: &Source<'_>, start: usize, reading: &mut Reading<'_>) -> Contents {
        if source.bytes.len() == start {
            return Contents::default();
        }
        let (view, range) = (View::file(source.bytes, 0), start..source.bytes.len());
        let filed = Filed::of(source.own_path());
        if filed.part == Part::Script {
            script(&view, range, &filed, reading);
        } else {
            read(&view, range, 0, reading);
        }
        Contents { kinds: vec![Kind::Text], flaw: None }
    }
}

/// Reads `range` of a file as lines that belong to the document with this number.
pub(super) fn read(view: &View<'_>, range: Range<usize>, document: u32, reading: &mut Reading<'_>) {
    let mut field = Field::new(Role::Text, view, range.clone(), Codec::Plain);
    field.outer = Span::new(0, range);
    let place = TextPlace { document, node: None };
    reading.sink.field(&field, &place);
    nested::lines(&field, &place, reading);
}

/// Reads `range` of a file that is a script as a whole.
fn script(view: &View<'_>, range: Range<usize>, filed: &Filed<'_>, reading: &mut Reading<'_>) {
    let mut field = Field::new(Role::Script, view, range.clone(), Codec::Plain);
    field.outer = Span::new(0, range);
    let place = TextPlace { document: 0, node: reading.nodes.folders(&filed.around) };
    reading.sink.field(&field, &place);
    nested::inside(&field, &place, 0, reading);
}

/// Text has no pointers: its place is its lines.
struct TextPlace {
    document: u32,
    /// The folder that it stands in.
    node: Option<NodeId>,
}

impl Place for TextPlace {
    fn pin(&self) -> Pin {
        Pin { node: self.node, document: self.document, pointer: String::new(), variant: None }
    }
}
