//! A look through a text inside text before it is decoded and read.
//!
//! Saved answers are most of the bytes of real exports, and most of them say nothing: no name in them speaks of a
//! credential, no string holds text of its own. That can be told from the escaped text, without a place or a field
//! for any string of it. `docs/performance.md` has the gain.

use std::ops::Range;

use super::codec::Codec;
use super::fields::{may_join_bytes, relates};
use super::glance::{holds_text, is_cookie};
use super::json;
use super::short::Short;
use super::token::{Container, Events, Str};
use super::{Field, FieldSink, Reading};
use crate::location::Role;

/// Whether nothing comes of the JSON that `field` holds. To say so stands for reading it.
pub(super) fn is_dull(field: &Field<'_>, reading: &mut Reading<'_>) -> bool {
    let is_answer = matches!(field.role, Role::Response | Role::Body) && field.area.is_none();
    if !is_answer || field.codec != Codec::Backslash || !reading.sink.may_skim(field) {
        return false;
    }
    let Some(text) = field.around.bytes().get(..field.range.end) else { return false };
    let mut names = Names::default();
    let mut skim = Skim::new(text, (field.role, &mut names), &mut *reading.sink);
    let is_dull = json::skim::<true>(text, field.range.start, &mut skim).is_ok() && !skim.is_over;
    if is_dull {
        skim.pass_over();
    }
    is_dull
}

/// Where the container at `start` of `text` ends, if nothing comes of it: to say so stands for reading it. Also how
/// many containers it is, with those in it. `key` is its own.
///
/// # Errors
/// With the offset up to which it was read, if it has to be.
pub(super) fn container(
    (text, start): (&[u8], usize),
    (role, key, names): (Role, Option<Str>, &mut Names),
    sink: &mut dyn FieldSink,
) -> Result<(usize, usize), usize> {
    let mut skim = Skim::new(text, (role, names), sink);
    if let Some(key) = key {
        skim.key(key);
    }
    if skim.is_over {
        return Err(start);
    }
    let end = json::skim::<false>(text, start, &mut skim)?;
    if skim.is_over {
        return Err(end);
    }
    let opened = skim.opened;
    skim.pass_over();
    Ok((end, opened))
}

/// Looks at the tokens of a text that is still escaped.
struct Skim<'t, 's> {
    text: &'t [u8],
    role: Role,
    sink: &'s mut dyn FieldSink,
    /// Whether each open container has a key, innermost first: its elements have that for their label.
    keyed: u64,
    depth: u32,
    /// Containers that have opened.
    opened: usize,
    /// The key of the next value.
    key: Option<Str>,
    /// Strings and numbers with a label.
    strings: u64,
    /// Numbers in a row of a list.
    numbers: usize,
    /// Whether something was found that has to be read.
    is_over: bool,
    names: &'s mut Names,
}

/// Names that say nothing, each at the place that its bytes give it: those of one answer recur.
pub(super) struct Names([Short; 1 << NAMES]);

/// Names that are remembered, as bits.
const NAMES: u32 = 6;

impl Default for Names {
    fn default() -> Self {
        Self([Short::default(); 1 << NAMES])
    }
}

/// Bytes from which a number is looked at like a string: a shorter one is no text.
const LONG_NUMBER: usize = 16;

impl<'t, 's> Skim<'t, 's> {
    fn new(
        text: &'t [u8],
        (role, names): (Role, &'s mut Names),
        sink: &'s mut dyn FieldSink,
    ) -> Self {
        Self {
            text,
            role,
            sink,
            keyed: 0,
            depth: 0,
            opened: 0,
            key: None,
            strings: 0,
            numbers: 0,
            is_over: false,
            names,
        }
    }

    /// Counts what was looked at.
    fn pass_over(self) {
        self.sink.pass_over(self.strings);
    }

    /// Whether nothing comes of a name by itself.
    #[inline]
    fn is_dull_name(&mut self, label: &[u8]) -> bool {
        let short = Short::of(label);
        let known = short.and_then(|short| self.names.0.get_mut(short.place(NAMES)));
        if known.as_deref() == short.as_ref() && short.is_some() {
            return true;
        }
        let is_dull = !relates(label) && !is_cookie(label) && self.sink.is_dull_label(label);
        if let (true, Some(known), Some(short)) = (is_dull, known, short) {
            *known = short;
        }
        is_dull
    }

    fn value(&mut self, token: Str) {
        let raw = token.of(self.text);
        let is_labelled = self.key.take().is_some() || self.keyed & 1 == 1;
        self.strings += u64::from(is_labelled);
        self.is_over |= token.escaped || holds_text(raw) || !self.sink.is_dull_text(self.role, raw);
    }
}

impl Events for Skim<'_, '_> {
    fn open(&mut self, container: Container) {
        let is_list = container == Container::Array;
        self.keyed = self.keyed << 1 | u64::from(is_list && self.key.take().is_some());
        self.key = None;
        self.depth += 1;
        self.opened += 1;
        self.numbers = 0;
        self.is_over |= self.depth >= u64::BITS;
    }

    fn close(&mut self) {
        self.keyed >>= 1;
        self.depth = self.depth.saturating_sub(1);
    }

    fn key(&mut self, key: Str) {
        let label = key.of(self.text);
        self.key = Some(key);
        self.is_over |= key.escaped || !self.is_dull_name(label);
    }

    fn string(&mut self, string: Str) {
        self.value(string);
    }

    fn scalar(&mut self, range: Range<usize>) {
        let is_number = self.text.get(range.start).is_some_and(u8::is_ascii_digit);
        if self.key.is_none() {
            self.numbers += 1;
            self.is_over |= may_join_bytes(self.numbers);
        } else if is_number && range.len() < LONG_NUMBER {
            self.strings += 1;
        } else if is_number {
            self.value(Str::word(range));
        }
        self.key = None;
    }

    fn is_over(&self) -> bool {
        self.is_over
    }
}
