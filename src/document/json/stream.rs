//! Files of JSON: one document, or one after the other, and the text that may stand between them.
//!
//! A document ends where its value does. Where one breaks off, or text stands behind it, that is
//! read as text up to the next line that begins with an opening brace, so that one broken line of
//! NDJSON does not take the lines after it along.

use std::ops::Range;

use super::{Flaw, comment_length, tokenize};
use crate::document::fields::{Context, Fields};
use crate::document::token::{Container, Events, Str};
use crate::document::{Contents, Cut, Edge, Format, Piece, Reading, plain};

/// Any JSON document, Postman's first of all.
pub struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn matches(&self, _path: &str, head: &[u8]) -> bool {
        let start = skip_comments(head);
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

    fn read(&self, piece: &Piece<'_>, reading: &mut Reading<'_>) -> Contents {
        let (bytes, view) = (piece.bytes(), piece.view());
        let mut contents = Contents::default();
        let (mut at, mut edge) = (lead(piece), piece.begins);
        if at > 0 {
            contents.flaw = Some(Flaw { at: 0, format: "JSON", what: "comments are not JSON" });
        }
        while let Some(run) = next(bytes, at, edge) {
            match run {
                Run::Value(start) => {
                    let document = piece.document(contents.kinds.len());
                    let context = Context { document, ..Context::default() };
                    let mut fields = Fields::new(&view, context, None, reading);
                    let outcome = tokenize(bytes, start, &mut fields);
                    contents.kinds.push(fields.finish().kind(piece.name));
                    contents.flaw = contents.flaw.or(outcome.flaw);
                    edge = if outcome.complete { Edge::Outside } else { Edge::InLine };
                    at = outcome.end;
                }
                Run::Text(range) => {
                    let what = "text stands behind the document";
                    contents.flaw.get_or_insert(Flaw { at: range.start, format: "JSON", what });
                    let document = piece.document(contents.kinds.len()).saturating_sub(1);
                    (at, edge) = (range.end, Edge::Line);
                    plain::read(&view, range, document, reading);
                }
            }
        }
        contents
    }

    fn cut(&self, piece: &Piece<'_>) -> Option<Cut> {
        let bytes = piece.bytes();
        let (mut at, mut edge) = (lead(piece), piece.begins);
        let mut cut = None;
        while let Some(run) = next(bytes, at, edge) {
            match run {
                Run::Value(start) => {
                    let outcome = tokenize(bytes, start, &mut Nothing);
                    if outcome.ran_out || outcome.end + LOOK_AHEAD > bytes.len() {
                        break;
                    }
                    edge = if outcome.complete { Edge::Outside } else { Edge::InLine };
                    at = outcome.end;
                    if outcome.complete {
                        cut = Some(Cut { at, edge });
                    }
                }
                Run::Text(range) if range.end < bytes.len() => {
                    (at, edge) = (range.end, Edge::Line);
                    cut = Some(Cut { at, edge });
                }
                Run::Text(range) => return plain::cut(bytes, range.start).or(cut),
            }
        }
        cut
    }
}

/// Bytes of comments that stand in front of the first document of a file.
fn lead(piece: &Piece<'_>) -> usize {
    if piece.documents > 0 || piece.begins != Edge::Outside {
        return 0;
    }
    let start = skip_comments(piece.bytes());
    if start > skip_space(piece.bytes(), 0) { start } else { 0 }
}

/// Offset of the first byte that is neither blank nor part of a comment.
fn skip_comments(bytes: &[u8]) -> usize {
    let mut at = skip_space(bytes, 0);
    while let Some(length) = bytes.get(at..).and_then(comment_length) {
        at = skip_space(bytes, at + length);
    }
    at
}

fn skip_space(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    bytes.len() - rest.trim_ascii_start().len()
}

/// Bytes behind a value that may still change how it is read: more than a template takes.
const LOOK_AHEAD: usize = 1024;

/// A stretch of a file.
enum Run {
    /// A value begins here.
    Value(usize),
    /// Text.
    Text(Range<usize>),
}

/// What comes at `at`, where the reader stands at `edge`; `None` at the end.
fn next(bytes: &[u8], at: usize, edge: Edge) -> Option<Run> {
    let rest = bytes.get(at..)?;
    let start = match edge {
        Edge::Outside => {
            let rest = rest.trim_ascii_start();
            let start = bytes.len() - rest.len();
            if matches!(rest.first()?, b'{' | b'[') {
                return Some(Run::Value(start));
            }
            start
        }
        Edge::Line if rest.first()? == &b'{' => return Some(Run::Value(at)),
        Edge::Line | Edge::InLine => at,
    };
    let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
    let length = memchr::memmem::find(rest, b"\n{").map_or(rest.len(), |newline| newline + 1);
    Some(Run::Text(start..start + length))
}

/// Hears nothing: for a pass that only looks where values end.
struct Nothing;

impl Events for Nothing {
    fn open(&mut self, _container: Container) {}
    fn close(&mut self) {}
    fn key(&mut self, _key: Str) {}
    fn string(&mut self, _string: Str) {}
    fn scalar(&mut self, _range: Range<usize>) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charset::{Charset, Decoded};

    /// The pieces that a text is cut into where ever more of it is known.
    fn pieces(text: &str, step: usize) -> Vec<&str> {
        let (mut pieces, mut from, mut edge) = (Vec::new(), 0, Edge::Outside);
        for known in (0..text.len()).step_by(step) {
            let bytes = text.as_bytes().get(from..known).unwrap_or_default();
            let decoded = Decoded::new(bytes, Charset::Utf8, 0);
            let piece = Piece { name: "", text: &decoded, documents: 0, begins: edge };
            if let Some(cut) = Json.cut(&piece) {
                pieces.push(&text[from..from + cut.at]);
                (from, edge) = (from + cut.at, cut.edge);
            }
        }
        pieces.push(&text[from..]);
        pieces
    }

    #[test]
    fn pieces_end_behind_values_and_lines() {
        let blank = " ".repeat(LOOK_AHEAD);
        let text =
            format!("{{\"a\": \"}}{{\"}}\n{{\"b\": [1\n{blank}\nx: y\n{{\"c\": {{}}}}{{}}{blank}");
        let pieces = pieces(&text, 7);
        assert_eq!(pieces.concat(), text);
        assert_eq!(pieces.first(), Some(&"{\"a\": \"}{\"}"));
        assert!(pieces.iter().all(|piece| piece.trim() != "{"));
    }

    #[test]
    fn a_broken_line_does_not_take_the_next_along() {
        let text = b"{\"a\": 1}\n{\"b\": \"\n{\"c\": 2}\n[no]\n{\"d\": 3}";
        let mut runs = Vec::new();
        let (mut at, mut edge) = (0, Edge::Outside);
        while let Some(run) = next(text, at, edge) {
            (at, edge) = match run {
                Run::Value(start) => {
                    let outcome = tokenize(text, start, &mut Nothing);
                    runs.push(String::from_utf8_lossy(&text[start..outcome.end]).into_owned());
                    (outcome.end, if outcome.complete { Edge::Outside } else { Edge::InLine })
                }
                Run::Text(range) => (range.end, Edge::Line),
            };
        }
        assert_eq!(runs, ["{\"a\": 1}", "{\"b\": ", "{\"c\": 2}", "[no]", "{\"d\": 3}"]);
    }
}
