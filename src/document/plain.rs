//! Text that is no JSON: dotenv files, shell scripts, HTTP dumps, and what is left of a document
//! that broke off.

use std::ops::Range;

use super::codec::Codec;
use super::path::{Pin, Place};
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

    fn matches(&self, _head: &[u8]) -> bool {
        true
    }

    fn read(&self, piece: &Piece<'_>, reading: &mut Reading<'_>) -> Contents {
        let bytes = piece.bytes();
        if bytes.is_empty() {
            return Contents::default();
        }
        read(&piece.view(), 0..bytes.len(), 0, reading);
        let kinds = if piece.documents == 0 { vec![Kind::Text] } else { Vec::new() };
        Contents { kinds, flaw: None }
    }

    fn cut(&self, piece: &Piece<'_>) -> Option<Cut> {
        cut(piece.bytes(), 0)
    }
}

/// Where text from `from` on, which more text follows, may be cut: behind a line, but not inside a
/// block of lines that is one value.
pub(super) fn cut(text: &[u8], from: usize) -> Option<Cut> {
    let rest = text.get(from..)?;
    let end = memchr::memrchr(b'\n', rest)? + 1;
    let lines = rest.get(..end)?;
    let at = block_start(lines).unwrap_or(end);
    (at > 0).then_some(Cut { at: from + at, edge: Edge::Line })
}

/// Most bytes that a block of lines takes; what begins before is not waited for.
const LONGEST_BLOCK: usize = 32 << 10;

/// Where the line begins that opens a block (PEM, `PuTTY`) which `lines` do not close.
fn block_start(lines: &[u8]) -> Option<usize> {
    const BLOCKS: [(&[u8], &[u8]); 2] =
        [(b"-----BEGIN ", b"-----END "), (b"PuTTY-User-Key-File-", b"Private-MAC:")];
    let base = lines.len().saturating_sub(LONGEST_BLOCK);
    let tail = lines.get(base..)?;
    let open = |(begin, end): (&[u8], &[u8])| {
        let at = memchr::memmem::rfind(tail, begin)?;
        memchr::memmem::find(tail.get(at..)?, end).is_none().then_some(base + at)
    };
    let at = BLOCKS.into_iter().filter_map(open).min()?;
    Some(memchr::memrchr(b'\n', lines.get(..at)?).map_or(0, |newline| newline + 1))
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
