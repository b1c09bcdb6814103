//! Requests, folders and collections among the containers: where each is sent is told once it has closed.

use std::borrow::Cow;
use std::cell::Cell;

use super::Fields;
use super::place::Frame;
use crate::document::item::{Item, ItemId};
use crate::document::postman::area::Area;
use crate::document::token::{Container, Str};
use crate::location::Role;

/// What a container says as an item, or as a part of one.
#[derive(Default)]
pub(super) struct Spoken {
    /// What says where it is sent.
    pub(super) url: Option<Str>,
    /// Whether it has an auth of its own.
    pub(super) has_auth: bool,
    pub(super) is_public: bool,
    /// How many requests had closed when it opened.
    pub(super) first: usize,
    /// Its number, once a place has asked for it.
    pub(super) id: Cell<Option<ItemId>>,
}

impl Frame {
    /// Whether it is a request or holds requests; in a text that is nested in another only what is told
    /// to be a request counts.
    pub(super) fn is_item(&self, is_nested: bool) -> bool {
        let may_be = match self.area {
            Area::Request => true,
            Area::Item | Area::Resource | Area::Root | Area::Served => !is_nested,
            _ => false,
        };
        may_be && self.container == Container::Object
    }

    /// Takes `token` under `key` for its URL, if it is one.
    pub(super) fn note_url(&mut self, key: &[u8], token: Str) {
        let is_url = match self.area {
            Area::Url => key == b"raw" || key == b"host" && self.item.url.is_none(),
            Area::Item => key == b"url" || key == b"request",
            Area::Request | Area::Resource | Area::Root => key == b"url",
            _ => false,
        };
        if is_url && token.start < token.end {
            self.item.url = Some(token);
        }
    }
}

/// Most bytes of a URL that are looked at for its host.
const LONGEST_URL: usize = 1024;

/// Levels of a document at which it may say that it is public.
pub(super) const PUBLIC_DEPTH: usize = 3;

impl<'v> Fields<'v, '_, '_> {
    /// Tells the sink of `frame`, which has closed, or the container around of its URL.
    pub(super) fn leave_item(&mut self, frame: &Frame) {
        match frame.area {
            Area::Url | Area::Inside(Role::Url) => self.url_around(frame),
            _ if frame.is_item(self.around.is_some()) => {
                self.tell_item(frame);
                self.url_around(frame);
            }
            Area::Info if frame.item.is_public => {
                if let Some(around) = self.frames.last_mut() {
                    around.item.is_public = true;
                }
            }
            _ => {}
        }
    }

    fn tell_item(&mut self, frame: &Frame) {
        let nodes = self.reading.nodes;
        let has_requests = nodes.requests() > frame.item.first;
        let url = frame.item.url.filter(|_| !has_requests).map(|token| self.url_text(token));
        let id = frame.item.id.get();
        // An auth of a folder takes the place of that of what is around it.
        let is_mute = url.is_none() && !frame.item.is_public && !frame.item.has_auth;
        if id.is_none() && is_mute {
            return;
        }
        if url.is_some() {
            nodes.count_request();
        }
        let (has_auth, is_public) = (frame.item.has_auth, frame.item.is_public);
        let document = self.context.document;
        let around = || self.frames.last().and_then(|around| around.key);
        let kept_under = frame.key.or_else(around).map(|key| self.text(key));
        let item =
            Item { id, document, kept_under, url, has_auth, first: frame.item.first, is_public };
        self.reading.sink.item(&item);
    }

    /// Gives the URL that `frame` is, or its list of host names, to what is around it.
    fn url_around(&mut self, frame: &Frame) {
        let is_list = frame.container == Container::Array;
        let list = frame.key.filter(|key| is_list && self.text(*key) == b"host");
        let list = list.and_then(|key| self.list_under(key));
        let Some(around) = self.frames.last_mut().filter(|around| around.item.url.is_none()) else {
            return;
        };
        around.item.url = match (around.area, frame.area) {
            (Area::Url, Area::Inside(_)) => list,
            (Area::Request | Area::Item | Area::Resource, Area::Url) | (_, Area::Request) => {
                frame.item.url
            }
            _ => None,
        };
    }

    /// The elements of the list of strings under `key`, written as they are.
    fn list_under(&self, key: Str) -> Option<Str> {
        let start = self.start_of(key)? + 1;
        let rest = self.view.bytes().get(start..)?;
        let length = memchr::memchr(b']', rest.get(..rest.len().min(LONGEST_URL))?)?;
        Some(Str::word(start..start + length))
    }

    /// The URL that `token` is; of a list of host names the host that they make.
    fn url_text(&self, token: Str) -> Cow<'v, [u8]> {
        let end = token.end.min(token.start.saturating_add(LONGEST_URL));
        let text = self.decoded(Str { end, ..token });
        if !text.contains(&b'"') {
            return text;
        }
        let names = text.split(|byte| *byte == b'"').skip(1).step_by(2);
        Cow::Owned(names.collect::<Vec<_>>().join(&b'.'))
    }
}
