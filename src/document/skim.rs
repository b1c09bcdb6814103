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
    let mut skim = Skim {
        text,
        role: field.role,
        sink: &mut *reading.sink,
        keyed: 0,
        depth: 0,
        key: None,
        strings: 0,
        numbers: 0,
        is_over: false,
        dull: [Short::default(); 1 << DULL],
    };
    let is_json = json::skim(text, field.range.start, &mut skim);
    let Skim { is_over, strings, .. } = skim;
    let is_dull = is_json && !is_over;
    if is_dull {
        reading.sink.pass_over(strings);
    }
    is_dull
}

/// Looks at the tokens of a text that is still escaped.
struct Skim<'t, 's> {
    text: &'t [u8],
    role: Role,
    sink: &'s mut dyn FieldSink,
    /// Whether each open container has a key, innermost first: its elements have that for their label.
    keyed: u64,
    depth: u32,
    /// The key of the next value.
    key: Option<Str>,
    /// Strings and numbers with a label.
    strings: u64,
    /// Numbers in a row of a list.
    numbers: usize,
    /// Whether something was found that has to be read.
    is_over: bool,
    /// Names that say nothing, each at the place that its bytes give it: those of one answer recur.
    dull: [Short; 1 << DULL],
}

/// Names that are remembered, as bits.
const DULL: u32 = 6;

/// Bytes from which a number is looked at like a string: a shorter one is no text.
const LONG_NUMBER: usize = 16;

impl Skim<'_, '_> {
    /// Whether nothing comes of a name by itself.
    #[inline]
    fn is_dull_name(&mut self, label: &[u8]) -> bool {
        let short = Short::of(label);
        let known = short.and_then(|short| self.dull.get_mut(short.place(DULL)));
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
