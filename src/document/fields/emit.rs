//! Hands what is settled to the sink.

use std::ops::Range;

use super::Fields;
use super::place::{FieldPlace, Key};
use super::row::{self, Row};
use crate::document::codec::Codec;
use crate::document::glue::{Glue, Run};
use crate::document::token::{Layout, Str};
use crate::document::{Field, nested};
use crate::location::{Role, Span};

impl<'v> Fields<'v, '_, '_> {
    /// Hands a string to the sink, then what stands inside it.
    pub(super) fn emit(&mut self, row: Row<'v>, key: Key, token: Str) {
        let range = token.range();
        if token.layout == Layout::Line {
            let field = Field::new(row.role, self.view, range.clone(), token.codec);
            self.hand_on(field, row, key, range);
        } else {
            let value = token.decode(self.view);
            let whole = 0..value.bytes().len();
            let field = Field::new(row.role, &value, whole, Codec::Plain);
            self.hand_on(field, row, key, range);
        }
    }

    /// Hands the lines of a script to the sink as one text, as far as one decoding fits them all.
    pub(super) fn emit_lines(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let mut rest = lines.as_slice();
        while let (Some(first), (codec, fitting)) = (rest.first(), row::fitting(self.view, rest)) {
            let (together, others) = rest.split_at(fitting.clamp(1, rest.len()));
            let end = together.last().map_or(first.end, |last| last.end);
            let joined = self.view.join(&self.pieces(together), codec);
            let row = Row::of(Role::Script);
            let whole = 0..joined.bytes().len();
            let field = Field::new(row.role, &joined, whole, Codec::Plain);
            self.hand_on(field, row, Key::Own, first.start..end);
            rest = others;
        }
        self.lines = lines;
        self.lines.clear();
    }

    /// The pieces of these lines, a newline between each two.
    fn pieces(&self, lines: &[Str]) -> Vec<Run> {
        let mut pieces = Vec::with_capacity(lines.len());
        for line in lines {
            let from = pieces.len();
            match line.layout {
                Layout::Line => pieces.push(Run { range: line.range(), glue: Glue::None }),
                _ => pieces.extend(line.pieces(self.view.bytes())),
            }
            if let Some(first) = pieces.get_mut(from).filter(|_| from > 0) {
                first.glue = Glue::Lines(1);
            }
        }
        pieces
    }

    /// Hands a field to the sink, which comes from `range` of the text, then what stands inside it.
    pub(super) fn hand_on<'f>(
        &mut self,
        mut field: Field<'f>,
        row: Row<'f>,
        key: Key,
        range: Range<usize>,
    ) {
        field.outer = self.context.outer.unwrap_or(Span::new(0, range));
        field.label = row.label.unwrap_or_default();
        field.helper = row.helper;
        field.is_secret = row.secret;
        field.disabled = row.disabled || self.context.disabled;
        field.area = row.area;
        field.depth = self.context.depth;
        let nodes = self.reading.nodes;
        let place = FieldPlace {
            view: self.view,
            frames: &self.frames,
            around: self.around,
            document: self.context.document,
            node: self.context.node,
            nodes,
            key,
        };
        self.reading.sink.field(&field, &place);
        nested::inside(&field, &place, self.context.depth, self.reading);
    }
}
