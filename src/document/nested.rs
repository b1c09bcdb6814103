//! Text inside text: a string that holds JSON, markup, a URL, a form, a script or lines.
//!
//! Most of what leaks from saved responses and bodies stands here. Each level is decoded once, read
//! by the reader of its format, and may itself hold text.

use std::borrow::Cow;
use std::ops::Range;

use super::codec::Codec;
use super::fields::{Context, Fields};
use super::json::tokenize;
use super::path::Place;
use super::postman::area::Area;
use super::seat::Within;
use super::skim::{self, Dull, Skimmed};
use super::text::{self, Pair};
use super::view::View;
use super::{Field, Reading, encoded};
use crate::location::Role;
use crate::simd::blocks::holds_any;

/// Most levels of text inside text; a seventh is scanned as part of the sixth.
const MAX_DEPTH: u8 = 6;

/// Shortest text that may hold something: `a=b` and the like are left to the field itself.
pub(super) const SHORTEST: usize = 6;

/// What a string holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Nothing,
    Json,
    /// A JSON string that holds JSON.
    Quoted,
    Markup,
    Url,
    Form,
    Script,
    Headers,
    Cookies,
    SetCookie,
    Lines,
}

/// Reads what stands inside `field`, which stands at `place` below `depth` other texts.
pub(super) fn inside(field: &Field<'_>, place: &dyn Place, depth: u8, reading: &mut Reading<'_>) {
    let is_over = depth >= MAX_DEPTH || field.raw().len() < SHORTEST;
    if is_over || encoded::inside(field, place, depth, reading) {
        return;
    }
    let holds = holds(field);
    let level = Level { field, place, depth: depth + 1, holds };
    match holds {
        Holds::Nothing => {}
        Holds::Json => level.json(reading),
        Holds::Quoted => level.quoted(reading),
        Holds::Markup => level.pairs(text::markup::pairs, reading),
        Holds::Url => level.pairs(text::url::pairs, reading),
        Holds::Form => level.pairs(text::form::pairs, reading),
        Holds::Script => level.pairs(text::script::pairs, reading),
        Holds::Headers => level.pairs(text::header::lines, reading),
        Holds::Cookies => level.pairs(text::header::cookies, reading),
        Holds::SetCookie => level.pairs(text::header::set_cookie, reading),
        Holds::Lines => level.pairs(text::lines::pairs, reading),
    }
}

/// Reads `field` as lines, whatever it begins with.
pub(super) fn lines(field: &Field<'_>, place: &dyn Place, reading: &mut Reading<'_>) {
    Level { field, place, depth: 1, holds: Holds::Lines }.pairs(text::lines::pairs, reading);
}

/// What `field` holds, told by its role first and its first bytes second.
fn holds(field: &Field<'_>) -> Holds {
    let label = field.label.as_ref();
    match field.role {
        Role::Script if label.is_empty() || is_code(label) => return Holds::Script,
        Role::Header | Role::ResponseHeader | Role::Cookie => return in_header(field, label),
        Role::Name => return Holds::Nothing,
        // A scope may read `password:reset keys:read`.
        Role::Auth if label == b"scope" => return Holds::Nothing,
        _ => {}
    }
    if label.eq_ignore_ascii_case(b"cookie") {
        return Holds::Cookies;
    }
    let start = start_of(field);
    match start {
        [b'{', b'{', ..] => {}
        [b'{' | b'[', ..] => return Holds::Json,
        [b'\\', b'"', b'{' | b'[', ..] | [b'"', b'{' | b'[', ..] => return Holds::Quoted,
        [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'?' | b'!') => {
            return Holds::Markup;
        }
        _ => {}
    }
    let raw = field.raw();
    // One look at all bytes that any of the following asks for: most strings have none of them.
    let says_something = holds_any(raw, *b"=:( ");
    if !says_something && field.role != Role::Url {
        return Holds::Nothing;
    }
    // `Email:somebody@host` in a list of path segments has neither user nor password.
    let is_segment = label == b"path" && memchr::memchr2(b'/', b'?', raw).is_none();
    if field.role == Role::Url && !is_segment || text::url::begins(start) {
        return Holds::Url;
    }
    if memchr::memchr2(b'=', b':', raw).is_none() && !text::lines::has_calls(raw) {
        return Holds::Nothing;
    }
    match field.role {
        Role::Description | Role::Text => Holds::Lines,
        _ if text::form::looks_like(raw) => Holds::Form,
        _ if has_lines(raw) || text::lines::has_calls(raw) => Holds::Lines,
        _ => Holds::Nothing,
    }
}

/// Whether a string under this label is a whole script and not a literal of one.
fn is_code(label: &[u8]) -> bool {
    matches!(
        label,
        b"exec"
            | b"script"
            | b"tests"
            | b"preRequestScript"
            | b"code"
            | b"beforeRequest"
            | b"afterResponse"
            | b"req"
            | b"res"
    )
}

fn in_header(field: &Field<'_>, label: &[u8]) -> Holds {
    let is = |name: &[u8]| label.eq_ignore_ascii_case(name);
    if is(b"set-cookie") {
        Holds::SetCookie
    } else if is(b"cookie") || is(b"cookies") {
        Holds::Cookies
    } else if label.is_empty() || is(b"header") || is(b"headers") {
        Holds::Headers
    } else {
        match start_of(field) {
            [b'{', b'{', ..] => Holds::Nothing,
            [b'{', ..] => Holds::Json,
            start if text::url::begins(start) => Holds::Url,
            _ => Holds::Nothing,
        }
    }
}

/// The text behind leading blanks, escaped ones included.
fn start_of<'a>(field: &Field<'a>) -> &'a [u8] {
    let mut raw = field.raw().trim_ascii_start();
    while let [b'\\', b'n' | b'r' | b't', rest @ ..] = raw {
        raw = rest.trim_ascii_start();
    }
    raw
}

/// Whether a text, still escaped, has blanks or line ends in it.
fn has_lines(raw: &[u8]) -> bool {
    memchr::memchr2(b'\n', b' ', raw).is_some()
        || memchr::memchr_iter(b'\\', raw).any(|at| raw.get(at + 1) == Some(&b'n'))
}

/// A text with the field that it is.
struct Level<'l, 'f> {
    field: &'l Field<'f>,
    place: &'l dyn Place,
    depth: u8,
    holds: Holds,
}

impl Level<'_, '_> {
    fn json(&self, reading: &mut Reading<'_>) {
        match skim::skim(self.field, reading) {
            Skimmed::Dull => {}
            Skimmed::Partly(dull) if dull.is_empty() => {
                self.read_json(self.field.view(), &dull, reading);
            }
            Skimmed::Partly(mut dull) => {
                let view = skim::without(self.field, &mut dull);
                self.read_json(&view, &dull, reading);
            }
        }
    }

    fn read_json(&self, view: &View<'_>, dull: &[Dull], reading: &mut Reading<'_>) {
        let bytes = view.bytes();
        let start = bytes.len() - bytes.trim_ascii_start().len();
        let context = Context {
            area: self.field.area.unwrap_or(match self.field.role {
                Role::Value => Area::Root,
                role => Area::Inside(role),
            }),
            helper: self.field.helper.as_deref(),
            disabled: self.field.disabled,
            outer: Some(self.field.outer),
            depth: self.depth,
            ..Context::default()
        };
        let mut fields = Fields::new(view, context, Some(self.place), reading).without(dull);
        let outcome = tokenize(bytes, start, &mut fields);
        fields.finish();
        if !outcome.complete {
            self.pairs_from(outcome.end, text::lines::pairs, reading);
        }
    }

    /// Reads a text that is a JSON string as what the string says.
    fn quoted(&self, reading: &mut Reading<'_>) {
        let view = self.field.view();
        let text = view.bytes();
        let start = text.len() - text.trim_ascii_start().len() + 1;
        let end = text.trim_ascii_end().len().saturating_sub(1);
        if text.get(end) != Some(&b'"') || end < start {
            return;
        }
        let mut inner = Field::new(self.field.role, view, start..end, Codec::Backslash);
        inner.label = Cow::Borrowed(self.field.label.as_ref());
        inner.helper = self.field.helper.as_deref().map(Cow::Borrowed);
        inner.area = self.field.area;
        inner.disabled = self.field.disabled;
        inner.outer = self.field.outer;
        inside(&inner, self.place, self.depth, reading);
    }

    fn pairs(&self, pairs: Pairs, reading: &mut Reading<'_>) {
        self.pairs_from(0, pairs, reading);
    }

    /// Pushes the pairs of the text from `start` on.
    fn pairs_from(&self, start: usize, pairs: Pairs, reading: &mut Reading<'_>) {
        let view = self.field.view();
        let text = view.bytes().get(start..).unwrap_or_default();
        let mut row = None;
        let place = &Within(self.place);
        pairs(text, &mut |pair| {
            let is_userinfo = pair.is_userinfo(text);
            let range = pair.value.start + start..pair.value.end + start;
            let mut inner = Field::new(self.role(is_userinfo), view, range, pair.codec);
            let is_off = self.holds == Holds::Headers && is_commented(text, pair.label.start);
            let label = text.get(beside(text, &pair, &mut row)).unwrap_or_default();
            inner.label = decoded(label, pair.codec);
            inner.is_userinfo = is_userinfo;
            inner.disabled = self.field.disabled || is_off;
            inner.depth = self.depth;
            inner.outer = self.field.outer;
            reading.sink.field(&inner, place);
            inside(&inner, place, self.depth, reading);
        });
    }

    /// The role of a pair of this text.
    fn role(&self, is_userinfo: bool) -> Role {
        let is = |name: &[u8]| self.field.label.eq_ignore_ascii_case(name);
        match self.field.role {
            Role::Url if !is_userinfo => Role::Query,
            _ if is(b"cookie") || is(b"set-cookie") => Role::Cookie,
            role => role,
        }
    }
}

/// Whether `//` stands at the start of the line before `at`: so a header is switched off.
fn is_commented(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = memchr::memrchr2(b'\n', b'\r', before).map_or(0, |end| end + 1);
    before.get(line..).unwrap_or_default().trim_ascii().starts_with(b"//")
}

/// Where the label of `pair` stands. Text may hold what is left of a broken document: there `value`
/// is labelled by the `key` or `name` that went before it, which `row` remembers.
fn beside(text: &[u8], pair: &Pair, row: &mut Option<Range<usize>>) -> Range<usize> {
    const FARTHEST: usize = 200;
    match text.get(pair.label.clone()) {
        Some(b"key" | b"name") => *row = Some(pair.value.clone()),
        Some(b"value") => {
            let near = |name: &Range<usize>| {
                name.end <= pair.label.start && pair.label.start - name.end <= FARTHEST
            };
            return row.take().filter(near).unwrap_or(pair.label.clone());
        }
        _ => {}
    }
    pair.label.clone()
}

/// Takes a text apart into pairs.
type Pairs = fn(&[u8], &mut dyn FnMut(Pair));

/// The name of a pair, decoded like its value.
fn decoded(label: &[u8], codec: Codec) -> Cow<'_, [u8]> {
    if codec.find(label).is_none() {
        return Cow::Borrowed(label);
    }
    Cow::Owned(View::file(label, 0).decode(0..label.len(), codec).bytes().to_vec())
}
