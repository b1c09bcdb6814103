//! A look at a string before anything is made of it.
//!
//! Most bytes of real exports are saved answers, text inside text, and nearly all strings in those are
//! titles, dates and numbers. To make a field of each, with its row and its place, costs more than to read
//! it. So a sink is asked first, on the grounds that can be had at once.

use std::ops::Range;

use super::encoded::is_encoded;
use super::text::url;
use super::view::View;
use crate::location::{Role, Span};
use crate::simd::blocks::holds_any;

/// A string that stands beside nothing that tells about it.
#[derive(Debug)]
pub struct Glance<'g> {
    /// The role of the field that it would be.
    pub role: Role,
    /// The name beside it.
    pub label: &'g [u8],
    /// The string token of the file that holds it.
    pub outer: Span,
    view: &'g View<'g>,
    range: Range<usize>,
}

impl<'g> Glance<'g> {
    /// A look at `range` of `view`; `None` where text may stand in it, which has to be read.
    #[inline]
    pub(super) fn at(
        (role, label): (Role, &'g [u8]),
        (view, range): (&'g View<'g>, Range<usize>),
        outer: Span,
    ) -> Option<Self> {
        let raw = view.bytes().get(range.clone())?;
        (!holds_text(raw) && !is_cookie(label)).then_some(Self { role, label, outer, view, range })
    }

    /// A look at `range` of `view`, of which it is known that no text stands in it.
    #[inline]
    pub(super) fn plain(
        (role, label): (Role, &'g [u8]),
        (view, range): (&'g View<'g>, Range<usize>),
        outer: Span,
    ) -> Self {
        Self { role, label, outer, view, range }
    }

    /// The text, which has no escapes.
    #[inline]
    pub fn raw(&self) -> &[u8] {
        self.view.bytes().get(self.range.clone()).unwrap_or_default()
    }

    /// What [`Field::is_rewritten`](super::Field::is_rewritten) says of a field.
    #[inline]
    pub fn is_rewritten(&self) -> bool {
        self.view.is_rewritten_in(self.range.clone())
    }

    /// What [`Field::near`](super::Field::near) says of a field.
    pub fn near(&self) -> Option<Span> {
        Some(Span::new(0, self.view.near(self.range.clone())?))
    }
}

/// Whether a label makes a text of any value.
#[inline]
pub(super) fn is_cookie(label: &[u8]) -> bool {
    label.eq_ignore_ascii_case(b"cookie")
}

/// Whether text may stand in `raw`, which has to be read.
#[inline]
pub(super) fn holds_text(raw: &[u8]) -> bool {
    // What may be a URL, a form, lines or calls has one of these.
    raw.first().copied().is_some_and(begins_text)
        || holds_any(raw, *b"=:\\<") && (holds_any(raw, *b"=\\<<") || colon_tells(raw))
        || is_encoded(raw)
}

/// Whether text that has to be read may begin with this byte.
pub(super) const fn begins_text(first: u8) -> bool {
    matches!(first, b'{' | b'[' | b'"' | b'<' | b'\\' | b'\'') || first.is_ascii_whitespace()
}

/// Whether text may be read of `raw`, which has a colon and no other separator: a URL says something only by a
/// user, a query or a fragment, other text only if it has words or calls. Most have none: links and dates.
fn colon_tells(raw: &[u8]) -> bool {
    holds_any(raw, if url::begins(raw) { *b"@?##" } else { *b" (\n\t" })
}
