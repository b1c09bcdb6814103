//! What can be understood only later, and is read a second time then: each byte at most once again.
//!
//! - The parameters of an auth helper, where `currentHelper` stands behind them.
//! - The folders of a flat collection, where something was found in it.
//! - Bodies written as lists of numbers, once the list is known to hold nothing else.

use super::Fields;
use super::place::{Frame, Key};
use super::row::Row;
use crate::document::Field;
use crate::document::codec::Codec;
use crate::document::json::tokenize;
use crate::document::nested::SHORTEST;
use crate::document::path::NodeId;
use crate::document::postman::area::Area;
use crate::document::postman::folder::Folders;
use crate::document::token::{Container, Events as _, Str};
use crate::location::Role;

/// What is read again.
#[derive(Default)]
pub(super) struct Late {
    /// Objects that were skipped: how deep what is around them stands, and their keys.
    skipped: Vec<(usize, Str)>,
    /// Whether they are being read now.
    again: bool,
    /// The list of folders that was read last: how deep its collection stands, and its key.
    folders: Option<(usize, Str)>,
}

impl Late {
    /// Forgets what belongs to containers deeper than `depth`.
    pub(super) fn leave(&mut self, depth: usize) {
        if self.folders.is_some_and(|(at, _)| at > depth) {
            self.folders = None;
        }
    }
}

/// Most objects that are skipped at a time; more are read as they come.
const MOST_SKIPPED: usize = 1024;

/// Fewest numbers that are taken for text without being told so.
const FEWEST_NUMBERS: usize = 16;

/// Whether so many numbers in a list may be the bytes of a text that holds something: those of a buffer need not
/// be many.
pub(in crate::document) fn may_join_bytes(numbers: usize) -> bool {
    numbers >= SHORTEST.min(FEWEST_NUMBERS)
}

impl Fields<'_, '_, '_> {
    /// The area, key and index of a container that opens.
    pub(super) fn enter(&mut self, container: Container) -> (Area, Option<Str>, usize) {
        let depth = self.frames.len();
        let Some(around) = self.frames.last_mut() else {
            return (self.context.area, None, 0);
        };
        around.children += 1;
        let index = around.children - 1;
        let Some(key) = around.child else { return (around.area, None, index) };
        let text = key.of(self.view.bytes());
        let area = around.area.child(text);
        let is_top = around.area == Area::Root && container == Container::Array;
        match text {
            b"domains" | b"allowedDomains" => around.domains = true,
            b"auth" => around.item.has_auth = true,
            b"folders" | b"resources" if is_top && self.late.folders.is_none() => {
                self.late.folders = Some((depth, key));
            }
            _ if area == Area::Attributes && around.area != area => {
                return (self.skip(key).unwrap_or(area), Some(key), index);
            }
            _ => {}
        }
        (area, Some(key), index)
    }

    /// Puts off the helper's parameters under `key` where the helper is not known yet.
    fn skip(&mut self, key: Str) -> Option<Area> {
        let around = self.frames.len().checked_sub(1)?;
        let known = self.late.again || self.sibling(around, b"currentHelper").is_some();
        if known || self.late.skipped.len() >= MOST_SKIPPED || self.start_of(key).is_none() {
            return None;
        }
        self.late.skipped.push((self.frames.len(), key));
        Some(Area::Later)
    }

    /// Reads what was skipped in the innermost object.
    pub(super) fn read_again(&mut self) {
        if !self.late.skipped.is_empty() {
            self.read_skipped();
        }
    }

    fn read_skipped(&mut self) {
        let depth = self.frames.len();
        while let Some((_, key)) = self.late.skipped.pop_if(|(at, _)| *at == depth) {
            let Some(start) = self.start_of(key) else { continue };
            if let Some(frame) = self.frames.last_mut() {
                frame.child = Some(key);
            }
            self.late.again = true;
            tokenize(self.view.bytes(), start, self);
            while self.frames.len() > depth {
                self.close();
            }
            self.late.again = false;
        }
    }

    /// Where the container under `key` begins.
    pub(super) fn start_of(&self, key: Str) -> Option<usize> {
        let behind = self.view.bytes().get(key.end..)?;
        let value = behind.strip_prefix(b"\"").or(behind.strip_prefix(b"'")).unwrap_or(behind);
        let value = value.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start();
        let is_container = matches!(value.first(), Some(b'{' | b'['));
        is_container.then_some(self.view.bytes().len() - value.len())
    }

    /// Tells the nodes in the container that has closed as `node` what folders they are in.
    pub(super) fn link(&mut self, node: NodeId) {
        let depth = self.frames.len() + 1;
        let Some((_, key)) = self.late.folders.take_if(|(at, _)| *at == depth) else { return };
        let Some(start) = self.start_of(key) else { return };
        if self.reading.nodes.has_linked(node) {
            let folders = Folders::read(self.view.bytes(), start);
            self.reading.nodes.link(node, |link| folders.names(link, |name| self.shown(name)));
        }
    }

    /// Hands on what the innermost container decodes to, where it is a list of the numbers of bytes.
    pub(super) fn bytes(&mut self) {
        let is_list = |frame: &Frame| frame.container == Container::Array && frame.children > 0;
        if self.frames.last().is_some_and(is_list) {
            self.emit_bytes();
        }
    }

    fn emit_bytes(&mut self) {
        let depth = self.frames.len();
        let Some(frame) = self.frames.last().filter(|frame| self.may_be_bytes(frame)) else {
            return;
        };
        let Some(start) = frame.key.and_then(|key| self.start_of(key)) else { return };
        let rest = self.view.bytes().get(start + 1..).unwrap_or_default();
        let is_part =
            |byte: &u8| byte.is_ascii_digit() || *byte == b',' || byte.is_ascii_whitespace();
        let length = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
        let range = start + 1..start + 1 + length;
        let bytes = self.view.decode(range.clone(), Codec::Bytes);
        let around = depth.checked_sub(2);
        let kind = around.and_then(|around| self.sibling(around, b"type"));
        let is_told = kind.is_some_and(|kind| self.text(kind) == b"Buffer");
        let is_text = frame.children >= FEWEST_NUMBERS && is_text(bytes.bytes());
        if bytes.bytes().len() != frame.children || !(is_told || is_text) {
            return;
        }
        let role = match frame.area {
            Area::Inside(role) | Area::Rows(role) => role,
            _ => Role::Value,
        };
        let named = around.and_then(|around| self.frames.get(around)?.key).or(frame.key);
        let row = Row { label: named.map(|key| self.decoded(key)), ..Row::of(role) };
        let field = Field::new(role, &bytes, 0..bytes.bytes().len(), Codec::Plain);
        self.hand_on(field, row, Key::Own, range);
    }

    fn may_be_bytes(&self, frame: &Frame) -> bool {
        frame.area != Area::Later && frame.key.is_some_and(|key| self.text(key) == b"data")
    }
}

/// Whether bytes are those of a text.
fn is_text(bytes: &[u8]) -> bool {
    let is_control = |byte: &u8| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t');
    !bytes.iter().any(is_control) && std::str::from_utf8(bytes).is_ok()
}
