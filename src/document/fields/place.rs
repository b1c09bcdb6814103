//! Where a reader of JSON or YAML stands: the containers that are open.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;

use super::item::Spoken;
use super::row::is_value;
use crate::document::item::ItemId;
use crate::document::path::{NodeId, Nodes, Pin, Place, push_key};
use crate::document::postman::area::Area;
use crate::document::seat::Seat;
use crate::document::token::{Container, Layout, Str};
use crate::document::view::View;

/// A container that is open.
pub(super) struct Frame {
    pub(super) container: Container,
    pub(super) area: Area,
    /// Its own key; `None` in an array and at the top.
    pub(super) key: Option<Str>,
    /// Its own index, where it stands in an array.
    pub(super) index: usize,
    /// Children so far.
    pub(super) children: usize,
    /// The key of the child that is being read.
    pub(super) child: Option<Str>,
    /// How many containers of the text opened before it.
    pub(super) number: usize,
    /// First of its strings that wait.
    pub(super) waiting: usize,
    /// The strings beside the others that tell about them.
    pub(super) name: Option<Str>,
    pub(super) title: Option<Str>,
    /// The container in it that it has its title from.
    pub(super) named_by: Option<NodeId>,
    pub(super) secret: bool,
    pub(super) disabled: bool,
    /// Whether it says for what hosts it is: then it is a row of a vault.
    pub(super) domains: bool,
    pub(super) node: Cell<Option<NodeId>>,
    pub(super) item: Spoken,
}

impl Frame {
    /// One that opens, with its key and index, while so many strings wait.
    pub(super) fn new(
        container: Container,
        area: Area,
        (key, index): (Option<Str>, usize),
        (number, waiting): (usize, usize),
    ) -> Self {
        Self {
            container,
            area,
            key,
            index,
            children: 0,
            child: None,
            number,
            waiting,
            name: None,
            title: None,
            named_by: None,
            secret: false,
            disabled: false,
            domains: false,
            node: Cell::new(None),
            item: Spoken::default(),
        }
    }
}

/// What leads from the innermost container to a field.
#[derive(Clone, Copy)]
pub(super) enum Key {
    /// A member of an object.
    Name(Str),
    /// An element of an array.
    Index(usize),
    /// The container itself.
    Own,
}

/// Where a field of such a text stands.
pub(super) struct FieldPlace<'p> {
    pub(super) view: &'p View<'p>,
    pub(super) frames: &'p [Frame],
    pub(super) around: Option<&'p dyn Place>,
    pub(super) document: u32,
    pub(super) node: Option<NodeId>,
    pub(super) nodes: &'p Nodes,
    pub(super) key: Key,
}

impl FieldPlace<'_> {
    fn text(&self, token: Str) -> Cow<'_, str> {
        if token.escaped || token.layout != Layout::Line {
            return String::from_utf8_lossy(token.decode(self.view).bytes()).into_owned().into();
        }
        String::from_utf8_lossy(token.of(self.view.bytes()))
    }

    /// What the member of `around` under `key` is called among alternatives.
    fn variant(&self, around: &Frame, key: Str, is_container: bool) -> Option<String> {
        let is_object = around.container == Container::Object;
        let key = self.text(key);
        around.area.alternative(&key, is_container).filter(|_| is_object).map(Into::into)
    }

    fn push(&self, pointer: &mut String, key: Key) {
        match key {
            Key::Name(key) => push_key(pointer, &self.text(key)),
            // Nothing fails to be written to a string.
            Key::Index(index) => write!(pointer, "/{index}").unwrap_or_default(),
            Key::Own => {}
        }
    }
}

/// Bytes that most pointers have room in.
const POINTER: usize = 64;

impl Place for FieldPlace<'_> {
    fn seat(&self) -> Seat {
        let around = self.around.map_or_else(
            || Seat::inside(0, usize::try_from(self.document).unwrap_or(0)),
            |around| around.seat().text,
        );
        let number =
            |frame: Option<&Frame>| frame.map_or(0, |frame| Seat::inside(around, frame.number));
        let mut frames = self.frames.iter().rev();
        let object = number(frames.next());
        let (own, is_row) = match self.key {
            Key::Name(key) => (key.start, is_value(key.of(self.view.bytes()))),
            Key::Index(index) => (index, false),
            Key::Own => (0, false),
        };
        let list = if is_row { number(frames.next()) } else { 0 };
        Seat { object, list, text: Seat::inside(object, own) }
    }

    fn pin(&self) -> Pin {
        let mut pin = self.around.map_or_else(
            || Pin {
                node: self.node,
                document: self.document,
                pointer: String::with_capacity(POINTER),
                variant: None,
            },
            |around| {
                let mut pin = around.pin();
                pin.pointer.push('#');
                pin
            },
        );
        let mut around: Option<&Frame> = None;
        for (depth, frame) in self.frames.iter().enumerate() {
            let key = frame.key.map_or(Key::Index(frame.index), Key::Name);
            if depth > 0 {
                self.push(&mut pin.pointer, key);
            }
            let node = frame.node.get().unwrap_or_else(|| {
                let variant = frame.key.and_then(|key| self.variant(around?, key, true));
                self.nodes.add(pin.node, variant.or(pin.variant.take()))
            });
            frame.node.set(Some(node));
            pin.node = Some(node);
            pin.variant = None;
            around = Some(frame);
        }
        self.push(&mut pin.pointer, self.key);
        if let (Key::Name(key), Some(around)) = (self.key, around) {
            pin.variant = self.variant(around, key, false);
        }
        pin
    }

    fn document(&self) -> u32 {
        self.around.map_or(self.document, Place::document)
    }

    fn item(&self) -> Option<ItemId> {
        let is_nested = self.around.is_some();
        let Some(frame) = self.frames.iter().rev().find(|frame| frame.is_item(is_nested)) else {
            return self.around?.item();
        };
        let id = frame.item.id.get().unwrap_or_else(|| self.nodes.next_item());
        frame.item.id.set(Some(id));
        Some(id)
    }
}
