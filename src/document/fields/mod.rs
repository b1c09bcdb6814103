//! Fields of a JSON text: what Postman's formats say of each string in it.
//!
//! The strings of an object wait until it closes: only then is it known what stands beside them
//! (`value` may come before `key`), and whether the row is switched off.

mod late;
mod place;
mod settle;

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use super::codec::Codec;
use super::json::{Container, Events, Str};
use super::path::Place;
use super::postman::area::Area;
use super::postman::kind::Shape;
use super::view::View;
use super::{Field, Reading, nested};
use crate::location::{Role, Span};
use place::{Frame, JsonPlace, Key};
use settle::Row;

/// What the text around says of a JSON text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context<'c> {
    /// Number of the document in its file.
    pub(super) document: u32,
    /// The area of the outermost container; `Root` for a document of its own.
    pub(super) area: Option<Area>,
    /// The auth helper whose parameters the text holds.
    pub(super) helper: Option<&'c [u8]>,
    /// Whether the row around is switched off.
    pub(super) disabled: bool,
    /// The string token of the file that holds the text; none for a document of its own.
    pub(super) outer: Option<Span>,
    /// How many texts stand around this one.
    pub(super) depth: u8,
}

/// A string that waits for its object to close.
#[derive(Clone, Copy)]
struct Waiting {
    key: Str,
    token: Str,
    codec: Codec,
}

/// Most strings of one object that wait; the others are settled with what is known by then.
const MOST_WAITING: usize = 1024;

/// Most bytes of a name that go into a name path.
const LONGEST_NAME: usize = 512;

/// Makes fields of tokens.
pub(super) struct Fields<'v, 'r, 's> {
    view: &'v View<'v>,
    context: Context<'v>,
    around: Option<&'v dyn Place>,
    reading: &'r mut Reading<'s>,
    frames: Vec<Frame>,
    waiting: Vec<Waiting>,
    /// The elements of a script that are to be joined.
    lines: Vec<Range<usize>>,
    /// What is read again, and whether it is being read again.
    late: late::Late,
    shape: Shape,
}

impl<'v, 'r, 's> Fields<'v, 'r, 's> {
    pub(super) fn new(
        view: &'v View<'v>,
        context: Context<'v>,
        around: Option<&'v dyn Place>,
        reading: &'r mut Reading<'s>,
    ) -> Self {
        Self {
            view,
            context,
            around,
            reading,
            frames: Vec::new(),
            waiting: Vec::new(),
            lines: Vec::new(),
            late: late::Late::default(),
            shape: Shape::default(),
        }
    }

    /// Settles what is still open where the text broke off.
    pub(super) fn finish(mut self) -> Shape {
        while !self.frames.is_empty() {
            self.close();
        }
        self.shape
    }

    fn text(&self, token: Str) -> &'v [u8] {
        token.of(self.view.bytes())
    }

    /// A key or a name, decoded if need be.
    fn decoded(&self, token: Str) -> Cow<'v, [u8]> {
        if token.escaped {
            let view = self.view.decode(token.range(), Codec::Backslash);
            Cow::Owned(view.bytes().to_vec())
        } else {
            Cow::Borrowed(self.text(token))
        }
    }

    /// A name or an id, for people: as much of it as one reads.
    fn shown(&self, token: Str) -> String {
        let end = token.end.min(token.start.saturating_add(LONGEST_NAME));
        String::from_utf8_lossy(&self.decoded(Str { end, ..token })).into_owned()
    }

    /// Takes a string or number into the object or array that is open.
    fn value(&mut self, token: Str, codec: Codec) {
        let Some(frame) = self.frames.last_mut() else { return };
        frame.children += 1;
        let Some(key) = frame.child else {
            if frame.area == Area::Inside(Role::Script) {
                self.lines.push(token.range());
            } else {
                self.element(token, codec);
            }
            return;
        };
        let bytes = self.view.bytes();
        match key.of(bytes) {
            b"key" => frame.name = Some(token),
            b"name" => (frame.title, frame.named_by) = (Some(token), None),
            b"type" if token.of(bytes) == b"secret" => frame.secret = true,
            b"method" if frame.area == Area::Root && is_method(token.of(bytes)) => {
                frame.area = Area::Request;
            }
            _ => {}
        }
        if self.frames.len() <= 3 && self.context.outer.is_none() {
            self.shape.string(key.of(bytes), token.of(bytes));
        }
        self.waiting.push(Waiting { key, token, codec });
        self.settle_early();
    }

    /// A string that stands in an array: nothing beside it can change what it is.
    fn element(&mut self, token: Str, codec: Codec) {
        let Some(frame) = self.frames.last() else { return };
        let role = match frame.area {
            Area::Inside(role) | Area::Rows(role) => role,
            Area::Later => return,
            area => area.role(b""),
        };
        let row = Row { label: frame.key.map(|key| self.decoded(key)), ..Row::of(role) };
        let key = Key::Index(frame.children.saturating_sub(1));
        self.emit(row, key, token, codec);
    }

    fn settle_early(&mut self) {
        let from = self.frames.last().map_or(0, |frame| frame.waiting);
        if self.waiting.len() - from >= MOST_WAITING {
            self.settle();
            self.waiting.truncate(from);
        }
    }

    /// Hands a string to the sink, then what stands inside it.
    fn emit(&mut self, row: Row<'v>, key: Key, token: Str, codec: Codec) {
        let mut field = Field::new(row.role, self.view, token.range(), codec);
        field.outer = self.context.outer.unwrap_or(Span::new(0, token.range()));
        self.hand_on(field, row, key);
    }

    /// Hands the lines of a script to the sink as one text.
    fn emit_lines(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let hull = first.start..last.end;
        let joined = self.view.join(&lines, Codec::Backslash);
        let row = Row::of(Role::Script);
        let mut field = Field::new(row.role, &joined, 0..joined.bytes().len(), Codec::Plain);
        field.outer = self.context.outer.unwrap_or(Span::new(0, hull));
        self.hand_on(field, row, Key::Own);
        self.lines = lines;
        self.lines.clear();
    }

    fn hand_on<'f>(&mut self, mut field: Field<'f>, row: Row<'f>, key: Key) {
        field.label = row.label.unwrap_or_default();
        field.helper = row.helper;
        field.is_secret = row.secret;
        field.disabled = row.disabled || self.context.disabled;
        field.area = row.area;
        let nodes = self.reading.nodes;
        let place = JsonPlace {
            view: self.view,
            frames: &self.frames,
            around: self.around,
            document: self.context.document,
            nodes,
            key,
        };
        self.reading.sink.field(&field, &place);
        nested::inside(&field, &place, self.context.depth, self.reading);
    }
}

/// Whether a string is the method of a request.
fn is_method(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_uppercase)
}

impl Events for Fields<'_, '_, '_> {
    fn open(&mut self, container: Container) {
        let (area, key, index) = self.enter(container);
        self.frames.push(Frame {
            container,
            area,
            key,
            index,
            children: 0,
            child: None,
            waiting: self.waiting.len(),
            name: None,
            title: None,
            named_by: None,
            secret: false,
            disabled: false,
            domains: false,
            node: Cell::new(None),
        });
    }

    fn close(&mut self) {
        self.read_again();
        if self.lines.is_empty() {
            self.settle();
        } else {
            self.emit_lines();
        }
        self.bytes();
        let Some(frame) = self.frames.pop() else { return };
        if let Some(node) = frame.node.get() {
            self.reading.nodes.close(node, self.closed(&frame));
            self.link(node);
        }
        self.waiting.truncate(frame.waiting);
        self.late.leave(self.frames.len());
        if frame.title.is_some() {
            self.name_around(&frame);
        }
        let is_row = self.frames.len() == 1 && frame.container == Container::Object;
        let in_list = self.frames.first().is_some_and(|top| top.container == Container::Array);
        if is_row && in_list && frame.name.is_some() && self.context.outer.is_none() {
            self.shape.rows();
        }
    }

    fn key(&mut self, key: Str) {
        let text = self.text(key);
        if self.context.outer.is_none() && self.frames.len() <= 2 && self.tells_kind() {
            self.shape.key(text);
        }
        let Some(frame) = self.frames.last_mut() else { return };
        frame.child = Some(key);
        if text.len() >= LONG_KEY && frame.area != Area::Later {
            let row = Row::of(Role::Name);
            self.emit(row, Key::Name(key), key, Codec::Backslash);
        }
    }

    fn string(&mut self, string: Str) {
        self.value(string, Codec::Backslash);
    }

    fn scalar(&mut self, range: Range<usize>) {
        let bytes = self.view.bytes();
        let word = bytes.get(range.clone()).unwrap_or_default();
        let Some(frame) = self.frames.last_mut() else { return };
        match (frame.child.map(|key| key.of(bytes)), word) {
            (Some(b"disabled"), b"true") | (Some(b"enabled"), b"false") => frame.disabled = true,
            (Some(b"secret"), b"true") => frame.secret = true,
            (Some(b"statusCode"), _) if frame.area == Area::Root => frame.area = Area::Served,
            _ => {}
        }
        if frame.child.is_some() && word.first().is_some_and(u8::is_ascii_digit) {
            self.value(Str { start: range.start, end: range.end, escaped: false }, Codec::Plain);
        } else {
            frame.children += 1;
        }
    }
}

/// Bytes from which a key is looked at like a value: somebody may have put a token there.
const LONG_KEY: usize = 16;
