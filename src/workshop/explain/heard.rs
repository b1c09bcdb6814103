//! The strings of a file that an explanation is asked for.

use std::fmt::Write as _;

use super::Target;
use crate::document::path::Place;
use crate::document::{Field, FieldSink};
use crate::location::{Positions, Role, Span, Via};

/// One string, kept.
pub(super) struct Heard {
    pub(super) role: Role,
    pub(super) label: Vec<u8>,
    helper: Option<String>,
    pointer: String,
    pub(super) text: Vec<u8>,
    pub(super) hull: Span,
    via: Vec<Via>,
}

/// Takes the strings that are meant.
pub(super) struct Listener<'t> {
    target: &'t Target,
    /// The byte that is meant, where one is.
    offset: Option<u64>,
    /// What a scan looked at.
    spans: &'t [Span],
    pub(super) strings: Vec<Heard>,
}

/// Most strings that are explained: a value may stand in a file a thousand times.
const MOST: usize = 100;

impl<'t> Listener<'t> {
    pub(super) fn new(target: &'t Target, offset: Option<u64>, spans: &'t [Span]) -> Self {
        Self { target, offset, spans, strings: Vec::new() }
    }
}

impl FieldSink for Listener<'_> {
    fn field(&mut self, field: &Field<'_>, place: &dyn Place) {
        let text = field.view().bytes();
        let holds = |value: &[u8]| !value.is_empty() && memchr::memmem::find(text, value).is_some();
        if self.strings.len() >= MOST || matches!(self.target, Target::Value(v) if !holds(v)) {
            return;
        }
        let (spans, via) = field.view().locate(0..text.len());
        let start = spans.first().map_or(0, |span| span.start);
        let hull = Span { start, end: spans.last().map_or(start, |span| span.end) };
        let pointer = place.pin().pointer;
        let is_meant = match self.target {
            Target::Pointer(wanted) => *wanted == pointer,
            Target::At { .. } => self.offset.is_some_and(|at| (hull.start..hull.end).contains(&at)),
            Target::Value(_) => true,
            Target::Candidates => self.spans.iter().any(|span| span.overlaps(&hull)),
        };
        if is_meant {
            self.strings.push(Heard {
                role: field.role,
                label: field.label.to_vec(),
                helper: field.helper.as_ref().map(|h| String::from_utf8_lossy(h).into_owned()),
                pointer,
                text: text.to_vec(),
                hull,
                via,
            });
        }
    }
}

impl Heard {
    /// What the string is, without its text.
    pub(super) fn describe(&self, positions: &mut Positions<'_>) -> String {
        let start = positions.at(self.hull.start);
        let pointer = if self.pointer.is_empty() { "the document" } else { &self.pointer };
        let mut out = format!("{}:{} {pointer}: a {}", start.line, start.column, self.role);
        if !self.label.is_empty() {
            let _ = write!(out, " called `{}`", String::from_utf8_lossy(&self.label));
        }
        if let Some(helper) = &self.helper {
            let _ = write!(out, " of the auth helper `{helper}`");
        }
        let via: Vec<String> = self.via.iter().map(ToString::to_string).collect();
        let via = if via.is_empty() { String::new() } else { format!(", via {}", via.join(" ")) };
        let _ = writeln!(out, ", {} bytes{via}", self.text.len());
        out
    }
}
