//! What is settled of a string by what stands beside it.

use std::borrow::Cow;

use crate::document::codec::Codec;
use crate::document::token::Str;
use crate::document::view::View;
use crate::location::Role;

/// What is settled of a field.
pub(super) struct Row<'v> {
    pub(super) role: Role,
    pub(super) label: Option<Cow<'v, [u8]>>,
    pub(super) secret: bool,
    pub(super) disabled: bool,
    pub(super) helper: Option<Cow<'v, [u8]>>,
}

impl Row<'_> {
    pub(super) fn of(role: Role) -> Self {
        Self { role, label: None, secret: false, disabled: false, helper: None }
    }
}

/// Whether a key says that the label of its value stands beside it.
pub(super) fn is_value(key: &[u8]) -> bool {
    matches!(
        key,
        b"value"
            | b"val"
            | b"currentValue"
            | b"initialValue"
            | b"defaultValue"
            | b"default"
            | b"sessionValue"
    )
}

/// An encoding that decodes the first of `lines` rightly, and how many of them: a list in YAML may
/// hold lines written in different ways, and mostly nothing in them shows it.
pub(super) fn fitting(view: &View<'_>, lines: &[Str]) -> (Codec, usize) {
    let mut codec = lines.first().map_or(Codec::Plain, |line| line.codec);
    let shows = |line: &Str, codec: Codec| {
        let escape = codec.escape();
        escape.is_some_and(|escape| memchr::memchr(escape, line.of(view.bytes())).is_some())
    };
    for (index, line) in lines.iter().enumerate() {
        if line.codec == codec || !shows(line, codec) && !shows(line, line.codec) {
            continue;
        }
        let free = lines.iter().take(index).all(|line| !shows(line, codec));
        let fits = lines.iter().take(index).all(|before| !shows(before, line.codec));
        if shows(line, codec) || !(free && fits) {
            return (codec, index);
        }
        codec = line.codec;
    }
    (codec, lines.len())
}
