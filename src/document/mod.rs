//! Reading: a source becomes fields, each a string with its place, pushed into a [`FieldSink`].
//!
//! One pass, no tree. What a field is called, and whether it is switched off, is settled when the
//! object that it stands in closes; what kind of document it was, at the end.

pub mod codec;
pub mod csv;
mod decode;
mod encoded;
pub mod fields;
pub mod glance;
mod glue;
pub mod item;
pub mod json;
pub mod nested;
pub mod path;
pub mod piecemeal;
pub mod plain;
pub mod postman;
pub mod seat;
pub mod short;
mod skim;
pub mod text;
pub mod token;
pub mod view;
pub mod yaml;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use crate::location::charset::{Charset, Decoded};
use crate::location::{Role, Span};
use crate::source::{Kind, Source};
use codec::Codec;
use glance::Glance;
use item::Item;
use json::Flaw;
use path::{Nodes, Place};
use postman::area::Area;
use postman::tree::Filed;
use view::View;

/// One string of a document and what is known of its place. Lives for one call of a sink.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of its own")]
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
    /// Whether its label speaks of the text that it was decoded from, so that only a shape in it counts.
    pub is_wrapped: bool,
    /// Whether its own row says that it is switched off.
    pub disabled: bool,
    /// How many texts it stands in: 0 for a string of the document itself.
    pub depth: u8,
    /// The string token that holds it: bytes of the piece's text, where a prefilter has seen them.
    pub outer: Span,
    /// The area of the JSON text that it holds, where its place says so.
    area: Option<Area>,
    around: &'a View<'a>,
    range: Range<usize>,
    codec: Codec,
    /// Whether there may be an escape in it.
    escaped: bool,
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
            is_wrapped: false,
            disabled: false,
            depth: 0,
            outer: Span { start: 0, end: 0 },
            area: None,
            around,
            range,
            codec,
            escaped: true,
            decoded: OnceCell::new(),
        }
    }

    /// The text as it stands, still encoded.
    pub fn raw(&self) -> &'a [u8] {
        self.around.bytes().get(self.range.clone()).unwrap_or_default()
    }

    /// What stands in front of it in the text around, still encoded.
    pub fn before(&self) -> &'a [u8] {
        self.around.bytes().get(..self.range.start).unwrap_or_default()
    }

    /// What stands behind it in the text around, still encoded.
    pub fn behind(&self) -> &'a [u8] {
        self.around.bytes().get(self.range.end..).unwrap_or_default()
    }

    /// The text, decoded on first use.
    pub fn view(&self) -> &View<'a> {
        self.decoded.get_or_init(|| self.around.decode(self.range.clone(), self.codec))
    }

    /// Whether a word that stands around the text begins before it: what begins a word here does not
    /// begin one there.
    pub fn begins_in_word(&self) -> bool {
        let before = self.range.start.checked_sub(1).and_then(|at| self.around.bytes().get(at));
        before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    }

    /// Whether words may stand in the text that do not stand so in the piece's text.
    #[inline]
    pub fn is_rewritten(&self) -> bool {
        self.around.is_rewritten_in(self.range.clone())
            || self.escaped && self.codec.may_rewrite(self.raw()) && self.view().is_rewritten()
    }

    /// Bytes of the piece's text that hold those of the field, and not many more.
    pub fn near(&self) -> Option<Span> {
        Some(Span::new(0, self.around.near(self.range.clone())?))
    }
}

/// Takes fields as they are read.
pub trait FieldSink {
    /// One string, and where it stands.
    fn field(&mut self, field: &Field<'_>, place: &dyn Place);
    /// Whether nothing would come of a field of this string, so that it need not be made. To say so
    /// stands for taking it.
    fn is_dull(&mut self, _glance: &Glance<'_>) -> bool {
        false
    }

    /// Whether text inside text is to be skimmed before it is read.
    fn skims(&self) -> bool {
        false
    }

    /// Whether a word that is searched for may stand in these bytes of the piece's text; of others that is not
    /// known.
    fn is_marked(&self, _near: &Option<Range<usize>>) -> bool {
        true
    }

    /// Whether nothing would come of fields with this role and label, or of a field without a label, as long as
    /// nothing comes of their text.
    fn is_dull_label(&mut self, _label: &[u8]) -> bool {
        false
    }

    /// Whether nothing would come of a field with this role and text, whose label is dull.
    fn is_dull_text(&mut self, _role: Role, _raw: &[u8]) -> bool {
        false
    }

    /// Takes so many labelled strings of which nothing would come.
    fn pass_over(&mut self, _strings: u64) {}

    /// A request, or something that holds requests, after all that stands in it.
    fn item(&mut self, _item: &Item<'_>) {}
}

/// A run of a file's text that is read at once: all of it, or one piece of a stream.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'p> {
    /// The file's name, which may tell its kind.
    pub name: &'p str,
    /// The text, behind a byte-order mark.
    pub text: &'p Decoded<'p>,
    /// How many documents of the file stand in the pieces before.
    pub documents: u32,
    /// Where the reader stood at the end of the piece before.
    pub begins: Edge,
}

impl<'p> Piece<'p> {
    /// The text.
    pub fn bytes(&self) -> &'p [u8] {
        self.text.bytes()
    }

    /// The text as the outermost view.
    pub fn view(&self) -> View<'p> {
        View::of(self.text)
    }

    /// The number in the file of the document that comes after `here` documents of this piece.
    pub fn document(&self, here: usize) -> u32 {
        self.documents.saturating_add(u32::try_from(here).unwrap_or(u32::MAX))
    }
}

/// Where a reader stands at an end of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    /// Outside of any document, where the next may begin.
    #[default]
    Outside,
    /// In text that belongs to the document before, at the start of a line.
    Line,
    /// In such text, inside a line.
    InLine,
}

/// Where a piece may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Bytes of the text before it.
    pub at: usize,
    /// Where the reader stands there.
    pub edge: Edge,
}

/// What a piece turned out to hold.
#[derive(Debug, Default)]
pub struct Contents {
    /// The kind of each document that begins in it, in the order of the file.
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
    /// Whether a file whose text begins like this (behind a byte-order mark) has it; its path may tell.
    fn matches(&self, path: &str, head: &[u8]) -> bool;
    /// Reads a piece of a file.
    fn read(&self, piece: &Piece<'_>, reading: &mut Reading<'_>) -> Contents;
    /// The last place at which `piece`, which more text follows, may be cut so that reading what is
    /// before and then what is behind gives what reading all at once does. `None` asks for more.
    fn cut(&self, _piece: &Piece<'_>) -> Option<Cut> {
        None
    }
}

/// Every format, in the order in which they are tried; the last matches anything.
pub static FORMATS: &[&dyn Format] = &[&json::Json, &yaml::Yaml, &csv::Csv, &plain::Text];

/// The format of the file at `path` whose text begins with `head`.
pub fn format_of(path: &str, head: &[u8]) -> &'static dyn Format {
    *FORMATS.iter().find(|format| format.matches(path, head)).unwrap_or(&FORMATS[FORMATS.len() - 1])
}

/// What reading takes from the path of a file: of two files with equal bytes for whose paths this is the same,
/// the same is found.
pub fn told_by_name(path: &str) -> String {
    let filed = Filed::of(path);
    let lower = path.to_ascii_lowercase();
    let file = lower.rsplit(['/', '\\']).next().unwrap_or_default();
    let ending = file.rsplit('.').next().filter(|ending| matches!(*ending, "csv" | "tsv"));
    let words = (lower.contains("globals"), file.contains("vault"), ending);
    format!("{words:?} {:?} {:?} {:?}", filed.part, filed.around, filed.name)
}

/// Reads `source` all at once and pushes its fields into `reading`; places in the contents count from
/// behind its byte-order mark.
pub fn read(source: &Source<'_>, reading: &mut Reading<'_>) -> Contents {
    let (charset, mark) = Charset::of(source.bytes);
    let text = source.bytes.get(mark..).unwrap_or_default();
    let text = Decoded::new(text, charset, mark as u64);
    let name = source.entry.unwrap_or(source.path);
    let piece = Piece { name, text: &text, documents: 0, begins: Edge::Outside };
    format_of(name, text.bytes()).read(&piece, reading)
}
