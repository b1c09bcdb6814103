//! Iteration data of a collection run: CSV with a header row that names the variables.

use std::ops::Range;

use super::codec::Codec;
use super::json::Flaw;
use super::path::{Pin, Place, push_key};
use super::seat::Seat;
use super::view::View;
use super::{Contents, Field, Format, Piece, Reading, nested, plain};
use crate::location::{Role, Span};
use crate::source::Kind;

/// Comma-separated values. Semicolons and tabs separate too, if the header row has more of them.
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn matches(&self, path: &str, head: &[u8]) -> bool {
        let extension = path.rsplit('.').next().unwrap_or_default();
        ["csv", "tsv"].iter().any(|known| extension.eq_ignore_ascii_case(known))
            && Table::of(head).is_some()
    }

    fn read(&self, piece: &Piece<'_>, reading: &mut Reading<'_>) -> Contents {
        let view = piece.view();
        let mut contents = Contents { kinds: vec![Kind::Csv], flaw: None };
        let Some(table) = Table::of(piece.bytes()) else { return contents };
        if let Some(at) = table.read(&view, reading) {
            contents.flaw = Some(Flaw { at, format: "CSV", what: "a quoted cell does not close" });
            plain::read(&view, at..piece.bytes().len(), 0, reading);
        }
        contents
    }
}

/// Most columns: a line with more is no header.
const MOST_COLUMNS: usize = 1024;

/// Longest header row in bytes.
const LONGEST_HEADER: usize = 16 << 10;

/// How a text is split into cells.
struct Table {
    separator: u8,
    /// Bytes of the header's cells.
    names: Vec<Cell>,
    /// First byte behind the header row.
    body: usize,
}

impl Table {
    /// The table that `text` is, if its first line can be a header: two names or more, none of them a
    /// number, all of them short.
    fn of(text: &[u8]) -> Option<Self> {
        let line = text.get(..text.len().min(LONGEST_HEADER))?;
        let line = line.get(..memchr::memchr2(b'\n', b'\r', line).unwrap_or(line.len()))?;
        let count = |separator: &u8| memchr::memchr_iter(*separator, line).count();
        let separator = *[b'\t', b';', b','].iter().max_by_key(|separator| count(separator))?;
        let mut cells = Cells { text, separator, at: 0 };
        let mut names = Vec::new();
        let end = loop {
            let (cell, end) = cells.next().ok()?;
            names.push(cell);
            match end {
                End::Cell if names.len() < MOST_COLUMNS => {}
                End::Cell => return None,
                End::Row | End::Text => break cells.at,
            }
        };
        let is_name = |cell: &Cell| {
            let name = text.get(cell.range.clone()).unwrap_or_default();
            !name.is_empty()
                && name.len() <= super::text::MAX_LABEL
                && !name.iter().any(u8::is_ascii_control)
                && !name.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
        };
        let is_header = names.len() > 1 && names.iter().all(is_name);
        is_header.then_some(Self { separator, names, body: end })
    }

    /// Pushes the cells of the rows below the header; the place of a quote that does not close.
    fn read(&self, view: &View<'_>, reading: &mut Reading<'_>) -> Option<usize> {
        let text = view.bytes();
        let names: Vec<View<'_>> =
            self.names.iter().map(|name| view.decode(name.range.clone(), name.codec)).collect();
        let mut cells = Cells { text, separator: self.separator, at: self.body };
        let (mut row, mut column) = (0, 0);
        while cells.at < text.len() {
            let Ok((cell, end)) = cells.next() else { return Some(cells.at) };
            let name = names.get(column).map(View::bytes).unwrap_or_default();
            let range = cell.range.clone();
            if !range.is_empty() {
                let mut field = Field::new(Role::Variable, view, range.clone(), cell.codec);
                field.label = name.into();
                field.outer = Span::new(0, range);
                let place = CellPlace { row, column, name };
                reading.sink.field(&field, &place);
                nested::inside(&field, &place, 0, reading);
            }
            (row, column) = match end {
                End::Cell => (row, column + 1),
                // A line without anything is no row.
                End::Row | End::Text if column == 0 && cell.range.is_empty() => (row, 0),
                End::Row | End::Text => (row + 1, 0),
            };
        }
        None
    }
}

/// A cell without its quotes and the blanks around it.
struct Cell {
    range: Range<usize>,
    codec: Codec,
}

/// What ends a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Cell,
    Row,
    Text,
}

/// A quoted cell does not close.
struct Open;

/// Splits a text into cells.
struct Cells<'t> {
    text: &'t [u8],
    separator: u8,
    at: usize,
}

impl Cells<'_> {
    /// The cell that begins here; stands behind it, then. Stays where a quoted one does not close.
    fn next(&mut self) -> Result<(Cell, End), Open> {
        let start = self.at;
        let rest = self.text.get(start..).unwrap_or_default();
        let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
        let mut cell = Cell { range: start..start, codec: Codec::Plain };
        let mut behind = start;
        let quoted = rest.get(blanks) == Some(&b'"');
        if quoted {
            let first = start + blanks + 1;
            let (length, doubled) = closing(self.text.get(first..).unwrap_or_default())?;
            cell.range = first..first + length;
            cell.codec = if doubled { Codec::Doubled } else { Codec::Plain };
            behind = first + length + 1;
        }
        let rest = self.text.get(behind..).unwrap_or_default();
        let length = memchr::memchr3(self.separator, b'\n', b'\r', rest).unwrap_or(rest.len());
        if !quoted {
            let value = rest.get(..length).unwrap_or_default();
            let from = behind + value.len() - value.trim_ascii_start().len();
            cell.range = from..from + value.trim_ascii().len();
        }
        let end = match rest.get(length..) {
            Some([b'\r', b'\n', ..]) => (2, End::Row),
            Some([b'\n' | b'\r', ..]) => (1, End::Row),
            Some([_, ..]) => (1, End::Cell),
            _ => (0, End::Text),
        };
        self.at = behind + length + end.0;
        Ok((cell, end.1))
    }
}

/// The length of what stands before the closing quote, and whether there are doubled ones in it.
fn closing(text: &[u8]) -> Result<(usize, bool), Open> {
    let mut quotes = memchr::memchr_iter(b'"', text).peekable();
    let mut doubled = false;
    while let Some(at) = quotes.next() {
        if quotes.next_if_eq(&(at + 1)).is_none() {
            return Ok((at, doubled));
        }
        doubled = true;
    }
    Err(Open)
}

/// Where a cell stands: as in the list of objects that a runner makes of the table.
struct CellPlace<'n> {
    row: usize,
    column: usize,
    name: &'n [u8],
}

impl Place for CellPlace<'_> {
    fn pin(&self) -> Pin {
        let mut pointer = String::new();
        push_key(&mut pointer, &self.row.to_string());
        if self.name.is_empty() {
            push_key(&mut pointer, &self.column.to_string());
        } else {
            push_key(&mut pointer, &String::from_utf8_lossy(self.name));
        }
        Pin { node: None, document: 0, pointer, variant: None }
    }

    fn seat(&self) -> Seat {
        let object = Seat::inside(2, self.row);
        Seat { object, list: 0, text: Seat::inside(object, self.column) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::path::Nodes;
    use crate::document::{FieldSink, read};
    use crate::source::Source;

    struct Log(Vec<String>);

    impl FieldSink for Log {
        fn field(&mut self, field: &Field<'_>, place: &dyn Place) {
            let value = String::from_utf8_lossy(field.view().bytes()).into_owned();
            self.0.push(format!("{} {value}|", place.pin().pointer));
        }
    }

    fn cells(path: &str, text: &str) -> (String, Contents) {
        let (mut log, nodes) = (Log(Vec::new()), Nodes::default());
        let source = Source::new(path, text.as_bytes());
        let contents = read(&source, &mut Reading { sink: &mut log, nodes: &nodes });
        (log.0.concat(), contents)
    }

    #[test]
    fn cells_are_named_by_the_header() {
        let (log, contents) = cells(
            "d.csv",
            "\u{feff}user,pass word\r\nanna, x y \r\n\r\n\"b\"\"c\",\"d,\ne\"\n,f,g",
        );
        assert_eq!(contents.kinds, [Kind::Csv]);
        assert_eq!(
            log,
            "/0/user anna|/0/pass word x y|/1/user b\"c|/1/pass word d,\ne|/2/pass word f|/2/2 g|"
        );
        assert_eq!(cells("d.tsv", "a\tb\tc,d\n1\t2").0, "/0/a 1|/0/b 2|");
    }

    #[test]
    fn what_has_no_header_is_text() {
        for text in ["one line", "1,2\n3,4", ",b\nc,d", "a,\"b\nc"] {
            assert_eq!(cells("d.csv", text).1.kinds, [Kind::Text], "{text}");
        }
        assert_eq!(cells("d.txt", "a,b\nc,d").1.kinds, [Kind::Text]);
    }

    #[test]
    fn a_quote_that_stays_open_is_a_flaw_and_the_rest_is_text() {
        let (log, contents) = cells("d.csv", "a,b\n1,2\n3,\"token=4\n");
        assert!(log.starts_with("/0/a 1|/0/b 2|/1/a 3| \"token=4"), "{log}");
        assert_eq!(contents.flaw.map(|flaw| flaw.at), Some(10));
    }
}
