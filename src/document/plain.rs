//! Text that is neither JSON nor YAML: scripts, dotenv files, HTTP dumps, and what is left of a
//! document that broke off.

use std::ops::Range;

use super::codec::Codec;
use super::path::{NodeId, Pin, Place};
use super::postman::tree::{Filed, Part};
use super::seat::Seat;
use super::view::View;
use super::{Contents, Cut, Edge, Field, Format, Piece, Reading, nested};
use crate::location::{Role, Span};
use crate::source::Kind;

/// Anything, read as lines.
pub struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn matches(&self, _path: &str, _head: &[u8]) -> bool {
        true
    }

    fn read(&self, piece: &Piece<'_>, reading: &mut Reading<'_>) -> Contents {
        let bytes = piece.bytes();
        if bytes.is_empty() {
            return Contents::default();
        }
        let filed = Filed::of(piece.name);
        if filed.part == Part::Script {
            script(&piece.view(), 0..bytes.len(), &filed, reading);
        } else {
            read(&piece.view(), 0..bytes.len(), 0, reading);
        }
        let kinds = if piece.documents == 0 { vec![Kind::Text] } else { Vec::new() };
        Contents { kinds, flaw: None }
    }

    fn cut(&self, piece: &Piece<'_>) -> Option<Cut> {
        cut(piece.bytes(), 0)
    }
}

/// Where text from `from` on, which more text follows, may be cut: behind a line, but not inside
/// lines that belong together.
pub(super) fn cut(text: &[u8], from: usize) -> Option<Cut> {
    /// How often one group of lines may turn out to belong to another.
    const MOST_STEPS: usize = 16;
    let rest = text.get(from..)?;
    let mut at = memchr::memrchr(b'\n', rest)? + 1;
    for _ in 0..MOST_STEPS {
        let Some(lines) = rest.get(..at) else { break };
        let Some(open) = open_block(lines).into_iter().chain(open_row(lines)).min() else { break };
        at = memchr::memrchr(b'\n', lines.get(..open)?).map_or(0, |newline| newline + 1);
    }
    (at > 0).then_some(Cut { at: from + at, edge: Edge::Line })
}

/// Where a block (PEM, `PuTTY`) begins that `lines` do not close.
fn open_block(lines: &[u8]) -> Option<usize> {
    /// Most bytes that a block takes; what begins before is not waited for.
    const LONGEST: usize = 32 << 10;
    const BLOCKS: [(&[u8], &[u8]); 2] =
        [(b"-----BEGIN ", b"-----END "), (b"PuTTY-User-Key-File-", b"Private-MAC:")];
    let base = lines.len().saturating_sub(LONGEST);
    let tail = lines.get(base..)?;
    let open = |(begin, end): (&[u8], &[u8])| {
        let at = memchr::memmem::rfind(tail, begin)?;
        memchr::memmem::find(tail.get(at..)?, end).is_none().then_some(base + at)
    };
    BLOCKS.into_iter().filter_map(open).min()
}

/// Where the `key` or `name` stands whose `value` may still come.
fn open_row(lines: &[u8]) -> Option<usize> {
    /// Most bytes from the one to the other, and the text of the first.
    const LONGEST: usize = 512;
    let base = lines.len().saturating_sub(LONGEST);
    let tail = lines.get(base..)?;
    let last = |word: &[u8]| {
        let is_part = |at: usize| tail.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let is_word = |at: &usize| {
            !is_part(at + word.len()) && at.checked_sub(1).is_none_or(|before| !is_part(before))
        };
        memchr::memmem::find_iter(tail, word).filter(is_word).last()
    };
    let open = last(b"key").max(last(b"name"))?;
    (last(b"value") < Some(open)).then_some(base + open)
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

    fn seat(&self) -> Seat {
        let document = usize::try_from(self.document).unwrap_or(0);
        Seat { text: Seat::inside(1, document), ..Seat::default() }
    }
}
