//! Fields of a JSON text: what Postman's formats say of each string in it.
//!
//! The strings of an object wait until it closes: only then is it known what stands beside them
//! (`value` may come before `key`), and whether the row is switched off.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use super::place::{Frame, JsonPlace, Key};
use super::{Container, Events, Str};
use crate::document::codec::Codec;
use crate::document::path::{Closed, Place};
use crate::document::postman::kind::Shape;
use crate::document::postman::role::Area;
use crate::document::view::View;
use crate::document::{Field, Reading, nested};
use crate::location::{Role, Span};

/// What the text around says of a JSON text.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::document) struct Context {
    /// Number of the document in its file.
    pub(in crate::document) document: u32,
    /// The area of the outermost container; `Root` for a document of its own.
    pub(in crate::document) area: Option<Role>,
    /// Whether the row around is switched off.
    pub(in crate::document) disabled: bool,
    /// The string token of the file that holds the text; none for a document of its own.
    pub(in crate::document) outer: Option<Span>,
    /// How many texts stand around this one.
    pub(in crate::document) depth: u8,
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

/// Makes fields of tokens.
pub(in crate::document) struct Fields<'v, 'r, 's> {
    view: &'v View<'v>,
    context: Context,
    around: Option<&'v dyn Place>,
    reading: &'r mut Reading<'s>,
    frames: Vec<Frame>,
    waiting: Vec<Waiting>,
    /// The elements of a script that are to be joined.
    lines: Vec<Range<usize>>,
    shape: Shape,
}

impl<'v, 'r, 's> Fields<'v, 'r, 's> {
    pub(in crate::document) fn new(
        view: &'v View<'v>,
        context: Context,
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
            shape: Shape::default(),
        }
    }

    /// Settles what is still open where the text broke off.
    pub(in crate::document) fn finish(mut self) -> Shape {
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
            b"name" => frame.title = Some(token),
            b"id" => frame.id = Some(token),
            b"type" | b"mode" if frame.area.has_alternatives() => frame.active = Some(token),
            b"type" if token.of(bytes) == b"secret" => frame.secret = true,
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
        }
    }

    /// Emits the strings that wait for the innermost object.
    fn settle(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let (from, area) = (frame.waiting, frame.area);
        let (disabled, secret) = (frame.disabled, frame.secret);
        let has_value = self.waiting.iter().skip(from).any(|w| is_value(self.text(w.key)));
        let is_helper = area == Area::Helper && frame.key.is_some();
        let name = frame.name.or(frame.title).or(frame.id).filter(|_| has_value && !is_helper);
        let helper = self.helper();
        for index in from..self.waiting.len() {
            let Some(&Waiting { key, token, codec }) = self.waiting.get(index) else { break };
            let own = self.text(key);
            let label = name.filter(|_| is_value(own)).unwrap_or(key);
            let row = Row {
                role: area.role(own),
                label: Some(self.decoded(label)),
                disabled,
                secret: secret && is_value(own),
                helper: helper.clone(),
            };
            self.emit(row, Key::Name(key), token, codec);
        }
        self.waiting.truncate(from);
    }

    /// The auth helper whose parameters the innermost object holds.
    fn helper(&self) -> Option<Cow<'v, [u8]>> {
        let frame = self.frames.last().filter(|frame| frame.area == Area::Helper)?;
        let keys = self.frames.iter().rev().take_while(|frame| frame.area == Area::Helper);
        let key = keys.filter_map(|frame| frame.key).last().or(frame.key)?;
        Some(self.decoded(key))
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

    /// What is known of the innermost container, now that it closes.
    fn closed(&self, frame: &Frame) -> Closed {
        let text = |token: Str| String::from_utf8_lossy(&self.decoded(token)).into_owned();
        Closed {
            name: frame.title.filter(|_| frame.area.is_named()).map(text),
            disabled: frame.disabled,
            active: frame.active.map(text),
        }
    }

    /// Whether the object that is open may tell the document's kind: the outermost, or the one that
    /// a wrapper such as `{"collection": …}` holds.
    fn tells_kind(&self) -> bool {
        let wrapped = |frame: &Frame| {
            let key = frame.key.map(|key| self.text(key));
            matches!(key, Some(b"collection" | b"environment" | b"globals" | b"data"))
        };
        match self.frames.as_slice() {
            [_] => true,
            [_, inner] => wrapped(inner),
            _ => false,
        }
    }
}

/// What is settled of a field.
struct Row<'v> {
    role: Role,
    label: Option<Cow<'v, [u8]>>,
    secret: bool,
    disabled: bool,
    helper: Option<Cow<'v, [u8]>>,
}

impl Row<'_> {
    fn of(role: Role) -> Self {
        Self { role, label: None, secret: false, disabled: false, helper: None }
    }
}

/// Whether a key says that the label of its value stands beside it.
fn is_value(key: &[u8]) -> bool {
    matches!(
        key,
        b"value"
            | b"val"
            | b"currentValue"
            | b"initialValue"
            | b"defaultValue"
            | b"default"
            | b"sessionValue"
    )
}

impl Events for Fields<'_, '_, '_> {
    fn open(&mut self, container: Container) {
        let top = self.context.area.map_or(Area::Root, Area::Inside);
        let (area, key, index) = match self.frames.last_mut() {
            None => (top, None, 0),
            Some(around) => {
                around.children += 1;
                let key = around.child;
                let bytes = self.view.bytes();
                let area = key.map_or(around.area, |key| around.area.child(key.of(bytes)));
                (area, key, around.children - 1)
            }
        };
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
            id: None,
            active: None,
            secret: false,
            disabled: false,
            node: Cell::new(None),
        });
    }

    fn close(&mut self) {
        if self.lines.is_empty() {
            self.settle();
        } else {
            self.emit_lines();
        }
        let Some(frame) = self.frames.pop() else { return };
        if let Some(node) = frame.node.get() {
            self.reading.nodes.close(node, self.closed(&frame));
        }
        if let (Area::Info, Some(around)) = (frame.area, self.frames.last_mut()) {
            around.title = around.title.or(frame.title);
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
        if let Some(frame) = self.frames.last_mut() {
            frame.child = Some(key);
        }
        if text.len() >= LONG_KEY {
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
