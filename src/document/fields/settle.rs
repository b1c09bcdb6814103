//! What is known of an object's strings once it closes.

use std::borrow::Cow;

use super::place::{Frame, Key};
use super::row::{Row, Tells, is_value, tells};
use super::{Fields, Waiting};
use crate::document::path::{Closed, Link};
use crate::document::postman::area::Area;
use crate::document::postman::folder::{is_around, is_id};
use crate::document::token::{Container, Str};
use crate::location::Role;

/// What the strings of an object have in common.
struct Beside<'v> {
    area: Area,
    /// The name of what stands under `value`.
    name: Option<Str>,
    /// Whether each is secret that stands there.
    secret: bool,
    kind: Kind,
    /// Whether something stands under `value` or the like.
    has_value: bool,
    disabled: bool,
    helper: Option<Cow<'v, [u8]>>,
}

/// An object that is told by its members.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A row of a vault, which may keep its value under `secret`.
    Vault,
    /// A comment of somebody.
    Comment,
    Other,
}

impl<'v> Fields<'v, '_, '_> {
    /// Emits the strings that wait for the innermost object.
    pub(super) fn settle(&mut self) {
        let Some(frame) = self.frames.last() else { return };
        let from = frame.waiting;
        if frame.area == Area::Later || from == self.waiting.len() {
            return;
        }
        let beside = self.beside(frame, from);
        if beside.kind == Kind::Vault && self.frames.len() <= 3 && self.context.outer.is_none() {
            self.shape.vault();
        }
        for index in from..self.waiting.len() {
            let Some(&waiting) = self.waiting.get(index) else { break };
            // What waited because it might tell about others has its own key for its label after all.
            let is_alone = !beside.has_value && beside.kind == Kind::Other;
            if is_alone
                && tells(self.text(waiting.key))
                && self.says_nothing(waiting.key, waiting.token)
            {
                continue;
            }
            let row = self.row(&beside, waiting);
            let label = row.label.as_deref().unwrap_or_default();
            if row.area.is_none() && self.is_plain(row.role, label, waiting.token) {
                continue;
            }
            self.emit(row, Key::Name(waiting.key), waiting.token);
        }
    }

    fn beside(&self, frame: &Frame, from: usize) -> Beside<'v> {
        let (mut has_value, mut has_secret, mut comment, mut id) = (false, false, false, None);
        let mut vault = frame.area == Area::Vault || frame.domains;
        for waiting in self.waiting.iter().skip(from) {
            match Tells::of(self.text(waiting.key)) {
                Tells::Value => has_value = true,
                Tells::Secret => has_secret = true,
                Tells::Domains => vault = true,
                Tells::Thread => comment = true,
                Tells::Id => id = Some(waiting.token),
                Tells::Nothing => {}
            }
        }
        let name = frame.name.or(frame.title).or(id);
        let name = name.filter(|_| has_value || vault && has_secret);
        vault &= name.is_some() && (has_value || has_secret);
        let is_map = frame.key.is_some() && !(name.is_some() && has_value);
        let (helper, inactive) = self.helper();
        Beside {
            area: match frame.area {
                Area::Rows(role) if is_map => Area::Inside(role),
                Area::Credentials if is_map => Area::Inside(Role::Auth),
                Area::Root if vault => Area::Vault,
                area if area.is_helper() && frame.key.is_none() => Area::Rows(Role::Auth),
                area => area,
            },
            name: name.or_else(|| self.name_of(frame)).filter(|_| {
                let is_map = frame.container == Container::Object && frame.key.is_some();
                !(frame.area.is_helper() && is_map)
            }),
            secret: frame.secret || vault,
            kind: if vault {
                Kind::Vault
            } else if comment {
                Kind::Comment
            } else {
                Kind::Other
            },
            has_value,
            disabled: frame.disabled || inactive,
            helper,
        }
    }

    /// The name of the one value that an object without a name holds: its own key, or what has the
    /// schema that it is, in `OpenAPI`.
    fn name_of(&self, frame: &Frame) -> Option<Str> {
        let key = frame.key?;
        if self.text(key) != b"schema" {
            return Some(key);
        }
        let around = self.frames.iter().rev().nth(1)?;
        around.name.or(around.title).or(around.key)
    }

    fn row(&self, beside: &Beside<'v>, waiting: Waiting) -> Row<'v> {
        let own = self.text(waiting.key);
        let is_value =
            beside.has_value && is_value(own) || beside.kind == Kind::Vault && own == b"secret";
        let area = beside.area.of_text(own);
        let mut row = Row {
            role: beside.area.role(own),
            label: Some(self.decoded(beside.name.filter(|_| is_value).unwrap_or(waiting.key))),
            secret: beside.secret && is_value,
            disabled: beside.disabled,
            helper: beside.helper.clone(),
            area,
        };
        if beside.kind == Kind::Comment && own == b"body" {
            row.role = Role::Description;
        }
        if area == Some(Area::Attributes) {
            let (helper, inactive) = self.current_helper(self.frames.len().saturating_sub(1));
            (row.helper, row.disabled) = (helper, row.disabled || inactive);
        }
        row
    }

    /// The auth helper whose parameters the innermost object holds, and whether none is active.
    fn helper(&self) -> (Option<Cow<'v, [u8]>>, bool) {
        let Some(frame) = self.frames.last() else { return (None, false) };
        let area = match frame.area {
            Area::Credentials => Area::Auth,
            area if area.is_helper() || area == Area::Auth => area,
            _ => return (None, false),
        };
        if area == Area::Auth {
            let auth = self.frames.iter().rposition(|around| around.area == area);
            let says = |key: &[u8]| self.sibling(auth?, key).map(|kind| self.decoded(kind));
            return (says(b"type").or_else(|| says(b"mode")), false);
        }
        let depth = self.frames.iter().rev().take_while(|around| around.area == area).count();
        let first = self.frames.len() - depth;
        match area {
            Area::Attributes if first > 0 => self.current_helper(first - 1),
            Area::Attributes => (self.context.helper.map(Cow::Borrowed), false),
            Area::Authentication => {
                (self.sibling(first, b"type").map(|kind| self.decoded(kind)), false)
            }
            _ => {
                let key = self.frames.get(first).and_then(|frame| frame.key).or(frame.key);
                (key.map(|key| self.decoded(key)), false)
            }
        }
    }

    /// What `currentHelper` of the object at `index` says, and whether it says that there is none.
    fn current_helper(&self, index: usize) -> (Option<Cow<'v, [u8]>>, bool) {
        let helper = self.sibling(index, b"currentHelper").map(|helper| self.decoded(helper));
        let helper = helper.filter(|helper| !matches!(helper.as_ref(), b"normal" | b"noauth"));
        let inactive = helper.is_none();
        (helper, inactive)
    }

    /// The string under `key` in the open object at `index`, if it has been read and still waits.
    pub(super) fn sibling(&self, index: usize, key: &[u8]) -> Option<Str> {
        let from = self.frames.get(index)?.waiting;
        let to = self.frames.get(index + 1).map_or(self.waiting.len(), |frame| frame.waiting);
        let found = self.waiting.get(from..to)?.iter().find(|w| self.text(w.key) == key)?;
        Some(found.token)
    }

    /// What is known of a container that has closed: its strings still wait, it stands no more in
    /// the stack.
    pub(super) fn closed(&self, frame: &Frame) -> Closed {
        let around = self.frames.last();
        let is_part = frame.area == Area::Request
            && around.is_some_and(|around| matches!(around.area, Area::Item | Area::Example));
        let is_named = frame.area.is_named() && !is_part;
        let list = around.and_then(|around| around.key).map(|key| self.text(key));
        let is_linked = matches!(list, Some(b"requests" | b"folders" | b"resources"));
        let (mut active, mut id, mut folder) = (None, None, None);
        let (mut url, mut is_row, mut refused) = (frame.item.url, false, false);
        let side = frame.area.side();
        for waiting in self.waiting.iter().skip(frame.waiting) {
            let key = self.text(waiting.key);
            is_row |= is_value(key);
            match (frame.area, key) {
                (Area::Item | Area::Request | Area::Resource, b"url" | b"request")
                | (Area::Example, b"originalRequest") => url = Some(waiting.token),
                (Area::Example, b"code") => refused = self.text(waiting.token) == b"401",
                _ => {}
            }
            if is_linked && is_id(key) {
                id = Some(self.shown(waiting.token));
            } else if is_linked && is_around(key) {
                folder = Some(self.shown(waiting.token));
            } else if active.is_none() {
                active = frame.area.active(key, || self.shown(waiting.token));
            }
        }
        let own = self.context.name.filter(|_| around.is_none()).map(str::to_owned);
        Closed {
            name: frame.title.filter(|_| is_named && !is_row).map(|t| self.shown(t)).or(own),
            disabled: frame.disabled,
            active,
            named_by: frame.named_by,
            link: id.map(|id| Link { id, folder }),
            url: url.map(|url| self.shown(url)),
            side,
            refused,
        }
    }

    /// Whether the object that is open may tell the document's kind: the outermost, or the one that
    /// a wrapper such as `{"collection": …}` holds.
    pub(super) fn tells_kind(&self) -> bool {
        let wrapped = |frame: &Frame| {
            let key = frame.key.map(|key| self.text(key));
            matches!(key, Some(b"collection" | b"environment" | b"globals" | b"data" | b"log"))
        };
        match self.frames.as_slice() {
            [_] => true,
            [_, inner] => wrapped(inner),
            _ => false,
        }
    }

    /// Gives what is around `frame`, which has closed, its name, where it says the name of both.
    pub(super) fn name_around(&mut self, frame: &Frame) {
        let is_top = self.frames.len() == 1;
        let Some(around) = self.frames.last_mut().filter(|around| around.title.is_none()) else {
            return;
        };
        let key = frame.key.map(|key| key.of(self.view.bytes()));
        let is_object = frame.container == Container::Object;
        match key {
            _ if frame.area == Area::Info => around.title = frame.title,
            Some(b"item") if is_object => {
                (around.title, around.named_by) = (frame.title, frame.node.get());
            }
            Some(b"collection") if is_object && is_top => {
                (around.title, around.named_by) = (frame.title, frame.node.get());
            }
            _ => {}
        }
    }
}
