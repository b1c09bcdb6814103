//! What is settled of a string by what stands beside it.

use std::borrow::Cow;

use crate::document::codec::Codec;
use crate::document::postman::area::Area;
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
    /// The area of the JSON text that it holds, where the place says so.
    pub(super) area: Option<Area>,
}

impl Row<'_> {
    pub(super) fn of(role: Role) -> Self {
        Self { role, label: None, secret: false, disabled: false, helper: None, area: None }
    }
}

/// What the key of a string says of the strings beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tells {
    /// It is a value whose label stands beside it.
    Value,
    /// It is one in a row of a vault.
    Secret,
    /// The object is such a row.
    Domains,
    /// The object is a comment.
    Thread,
    /// It is called so, if it has no other name.
    Id,
    Nothing,
}

impl Tells {
    #[inline]
    pub(super) fn of(key: &[u8]) -> Self {
        match key {
            b"value" | b"val" | b"currentValue" | b"initialValue" | b"defaultValue"
            | b"default" | b"example" | b"sessionValue" => Self::Value,
            b"secret" => Self::Secret,
            b"domains" | b"allowedDomains" => Self::Domains,
            b"threadId" => Self::Thread,
            b"id" => Self::Id,
            _ => Self::Nothing,
        }
    }
}

/// Whether what stands under a key may tell about what stands beside it, or what is beside it about that.
pub(super) fn tells(key: &[u8]) -> bool {
    Tells::of(key) != Tells::Nothing
        || matches!(
            key,
            b"key"
                | b"name"
                | b"type"
                | b"mode"
                | b"dataMode"
                | b"currentHelper"
                | b"_id"
                | b"folder"
                | b"folderId"
                | b"parentId"
        )
}

/// Whether a key says that the label of its value stands beside it.
#[inline]
pub(super) fn is_value(key: &[u8]) -> bool {
    Tells::of(key) == Tells::Value
}

/// An encoding that decodes the first of `lines` rightly, and how many of them: a list in YAML may
/// hold lines written in different ways, and mostly nothing in them shows it.
pub(super) fn fitting(view: &View<'_>, lines: &[Str]) -> (Codec, usize) {
    let mut codec = lines.first().map_or(Codec::Plain, |line| line.codec);
    let shows = |line: &Str, codec: Codec| codec.find(line.of(view.bytes())).is_some();
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

/// Whether a key makes of what stands beside it something else than its own key says, wherever that stands in a text.
pub(in crate::document) fn relates(key: &[u8]) -> bool {
    !matches!(Tells::of(key), Tells::Nothing | Tells::Id)
}
