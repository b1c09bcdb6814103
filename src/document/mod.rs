//! Reading: a source becomes fields, each a string with its place, pushed into a [`FieldSink`].
//!
//! One pass, no tree. What a field is called, and whether it is switched off, is settled when the
//! object that it stands in closes; what kind of document it was, at the end.

pub mod codec;
pub mod csv;
pub mod fields;
pub mod json;
pub mod nested;
pub mod path;
mod piece;
pub mod plain;
pub mod postman;
pub mod text;
pub mod token;
pub mod view;
pub mod yaml;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::location::{BOM, Role, Span};
use crate::source::{Kind, Source};
use codec::Codec;
use json::Flaw;
use path::{Nodes, Place};
use postman::area::Area;
use view::View;

/// One string of a document and what is known of its place. Lives for one call of a sink.
#[derive(Debug)]
pub struct Field<'a> {
    /// What part of a request it is.
    pub role: Role,
    /// The name beside the value, decoded; empty where there is none.
    pub label: Cow<'a, [u8]>,
    /// The auth helper whose parameter it is, as the document calls it.
    pub helper: Option<Cow<'a, [u8]>>,
    /// Whether it is the password of a `user:password`; the label is the user then.
    pub is_userinfo: bool,
    /// Whether its own row says that it is secret (a variable of type `secret`).
    pub is_secret: bool,
    /// Whether its own row says that it is switched off.
    pub disabled: bool,
    /// The string token of the file that holds it: the bytes that a prefilter has seen.
    pub outer: Span,
    /// The area of the JSON text that it holds, where its place says so.
    area: Option<Area>,
    around: &'a View<'a>,
    range: Range<usize>,
    codec: Codec,
    decoded: OnceCell<View<'a>>,
}

impl<'a> Field<'a> {
    /// A string that stands at `range` of `around`, encoded.
    fn new(role: Role, around: &'a View<'a>, range: Range<usize>, codec: Codec) -> Self {
        Self {
            role,
            label: Cow::Borrowed(&[]),
            helper: None,
            is_userinfo: false,
            is_secret: false,
            disabled: false,
            outer: Span { start: 0, end: 0 },
            area: None,
            around,
            range,
            codec,
            decoded: OnceCell::new(),
        }
    }

    /// The text as it stands, still encoded.
    pub fn raw(&self) -> &'a [u8] {
        self.around.bytes().get(self.range.clone()).unwrap_or_default()
    }

    /// The text, decoded on first use.
    pub fn view(&self) -> &View<'a> {
        self.decoded.get_or_init(|| self.around.decode(self.range.clone(), self.codec))
    }

    /// Whether words may stand in the text that do not stand so in the file.
    pub fn is_rewritten(&self) -> bool {
        self.around.is_rewritten() || self.codec.rewrites(self.raw())
    }
}

/// Takes fields as they are read.
pub trait FieldSink {
    /// One string, and where it stands.
    fn field(&mut self, field: &Field<'_>, place: &dyn Place);
}

/// What a source turned out to hold.
#[derive(Debug, Default)]
pub struct Contents {
    /// The kind of each document, in the order of the file.
    pub kinds: Vec<Kind>,
    /// The first place, if any, where it is not what it begins as.
    pub flaw: Option<Flaw>,
}

/// Where a reader puts what it reads.
pub struct Reading<'s> {
    /// Takes the fields.
    pub sink: &'s mut dyn FieldSink,
    /// Remembers the places that are pinned.
    pub nodes: &'s Nodes,
}

/// A format that sources may have.
pub trait Format: Sync {
    /// What it is called in help and documentation.
    fn name(&self) -> &'static str;
    /// Whether a source has it, told by its first bytes (behind a byte-order mark) or its path.
    fn matches(&self, source: &Source<'_>, head: &[u8]) -> bool;
    /// Reads the source from offset `start` on.
    fn read(&self, source: &Source<'_>, start: usize, reading: &mut Reading<'_>) -> Contents;
}

/// Every format, in the order in which they are tried; the last matches anything.
pub static FORMATS: &[&dyn Format] = &[&json::Json, &yaml::Yaml, &csv::Csv, &plain::Text];

/// Reads `source` and pushes its fields into `reading`.
pub fn read(source: &Source<'_>, reading: &mut Reading<'_>) -> Contents {
    let start = if source.bytes.starts_with(BOM) { BOM.len() } else { 0 };
    let head = source.bytes.get(start..).unwrap_or_default();
    let format = FORMATS.iter().find(|format| format.matches(source, head));
    format.map(|format| format.read(source, start, reading)).unwrap_or_default()
}
