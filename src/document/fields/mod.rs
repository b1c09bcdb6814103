//! Fields of a JSON or YAML text: what Postman's formats say of each string in it.
//!
//! The strings of an object wait until it closes: only then is it known what stands beside them
//! (`value` may come before `key`), and whether the row is switched off.

mod emit;
mod item;
mod late;
mod place;
mod row;
mod settle;
mod skimming;

use std::borrow::Cow;
use std::ops::Range;

use super::Reading;
use super::path::{NodeId, Place};
use super::postman::area::Area;
use super::postman::kind::Shape;
use super::skim::Dull;
use super::token::{Container, Events, Layout, Str};
use super::view::View;
use crate::location::{Role, Span};
pub(in crate::document) use late::may_join_bytes;
use place::{Frame, Key};
use row::Row;
pub(in crate::document) use row::relates;

/// What the text or the file around says of a text.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::document) struct Context<'c> {
    /// Number of the document in its file.
    pub(in crate::document) document: u32,
    /// The area of the outermost container.
    pub(in crate::document) area: Area,
    /// What a document of its own stands in, by the path of its file.
    pub(in crate::document) node: Option<NodeId>,
    /// Its name, where the document does not say it itself.
    pub(in crate::document) name: Option<&'c str>,
    /// The auth helper whose parameters the text holds.
    pub(in crate::document) helper: Option<&'c [u8]>,
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
}

/// Most strings of one object that wait; the others are settled with what is known by then.
const MOST_WAITING: usize = 1024;

/// Most bytes of a name that go into a name path.
const LONGEST_NAME: usize = 512;

/// Makes fields of tokens.
pub(in crate::document) struct Fields<'v, 'r, 's> {
    view: &'v View<'v>,
    context: Context<'v>,
    around: Option<&'v dyn Place>,
    reading: &'r mut Reading<'s>,
    frames: Vec<Frame>,
    /// Containers that have opened.
    opened: usize,
    waiting: Vec<Waiting>,
    /// The elements of a script that are to be joined.
    lines: Vec<Str>,
    /// What is read again, and whether it is being read again.
    late: late::Late,
    shape: Shape,
    /// Containers that need not be read, in the order of the text.
    dull: &'v [Dull],
}

impl<'v, 'r, 's> Fields<'v, 'r, 's> {
    pub(in crate::document) fn new(
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
            opened: 0,
            waiting: Vec::new(),
            lines: Vec::new(),
            late: late::Late::default(),
            shape: Shape::default(),
            dull: &[],
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
        if token.escaped || token.layout != Layout::Line {
            Cow::Owned(token.decode(self.view).bytes().to_vec())
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
    fn value(&mut self, token: Str) {
        let Some(frame) = self.frames.last_mut() else { return };
        frame.children += 1;
        let Some(key) = frame.child else {
            if frame.area == Area::Inside(Role::Script) {
                self.lines.push(token);
            } else {
                self.element(token);
            }
            return;
        };
        let bytes = self.view.bytes();
        match key.of(bytes) {
            b"key" => frame.name = Some(token),
            b"name" => (frame.title, frame.named_by) = (Some(token), None),
            b"type" if token.of(bytes) == b"secret" => frame.secret = true,
            key @ (b"url" | b"raw" | b"host" | b"request") => frame.note_url(key, token),
            b"currentHelper" => frame.item.has_auth = true,
            b"visibility" if token.of(bytes) == b"public" => frame.item.is_public = true,
            b"method" if frame.area == Area::Root && is_method(token.of(bytes)) => {
                frame.area = Area::Request;
            }
            _ => {}
        }
        if self.frames.len() <= 3 && self.context.outer.is_none() {
            self.shape.string(key.of(bytes), token.of(bytes));
        }
        if !self.is_dull(key, token) {
            self.waiting.push(Waiting { key, token });
            self.settle_early();
        }
    }

    /// A string that stands in an array: nothing beside it can change what it is.
    fn element(&mut self, token: Str) {
        let Some(frame) = self.frames.last() else { return };
        let role = match frame.area {
            Area::Inside(role) | Area::Rows(role) => role,
            Area::Later => return,
            area => area.role(b""),
        };
        let key = Key::Index(frame.children.saturating_sub(1));
        let row = Row { label: frame.key.map(|key| self.decoded(key)), ..Row::of(role) };
        if self.is_plain(role, row.label.as_deref().unwrap_or_default(), token) {
            return;
        }
        self.emit(row, key, token);
    }

    fn settle_early(&mut self) {
        let from = self.frames.last().map_or(0, |frame| frame.waiting);
        if self.waiting.len() - from >= MOST_WAITING {
            self.settle();
            self.waiting.truncate(from);
        }
    }
}

/// Whether a string is the method of a request.
fn is_method(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_uppercase)
}

impl Events for Fields<'_, '_, '_> {
    fn skip(&mut self, at: usize) -> Option<usize> {
        self.skip_dull(at)
    }

    fn open(&mut self, container: Container) {
        let (area, key, index) = self.enter(container);
        let (waiting, at) = (self.waiting.len(), (key, index));
        let mut frame = Frame::new(container, area, at, (self.opened, waiting));
        frame.item.first = self.reading.nodes.requests();
        self.frames.push(frame);
        self.opened += 1;
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
        self.leave_item(&frame);
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
        let is_long = text.len() >= LONG_KEY && frame.area != Area::Later;
        if is_long && !self.is_plain(Role::Name, b"", key) {
            let row = Row::of(Role::Name);
            self.emit(row, Key::Name(key), key);
        }
    }

    fn string(&mut self, string: Str) {
        self.value(string);
    }

    fn comment(&mut self, range: Range<usize>) {
        self.emit(Row::of(Role::Description), Key::Own, Str::word(range));
    }

    fn scalar(&mut self, range: Range<usize>) {
        let bytes = self.view.bytes();
        let word = bytes.get(range.clone()).unwrap_or_default();
        let depth = self.frames.len();
        let Some(frame) = self.frames.last_mut() else { return };
        let is = |known: &[u8]| word.eq_ignore_ascii_case(known);
        match frame.child.map(|key| key.of(bytes)) {
            Some(b"disabled") if is(b"true") => frame.disabled = true,
            Some(b"enabled") if is(b"false") => frame.disabled = true,
            Some(b"secret") if is(b"true") => frame.secret = true,
            Some(b"isPublic" | b"public" | b"published") if is(b"true") => {
                frame.item.is_public = depth <= item::PUBLIC_DEPTH;
            }
            Some(b"statusCode") if frame.area == Area::Root => frame.area = Area::Served,
            _ => {}
        }
        if frame.child.is_some() && word.first().is_some_and(u8::is_ascii_digit) {
            self.value(Str::word(range));
        } else {
            frame.children += 1;
        }
    }
}

/// Bytes from which a key is looked at like a value: somebody may have put a token there.
const LONG_KEY: usize = 16;
