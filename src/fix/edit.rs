//! The bytes of a file that are replaced, and by what.

use std::ops::Range;

use super::encode::{decode, encode, refusal, units};
use super::refusal::Refusal;
use super::repeats::Repeat;
use super::style::Place;
use super::surroundings::{Looked, Part, Surroundings};
use crate::finding::Finding;
use crate::location::charset::Charset;
use crate::location::{Role, Span, Via};
use crate::secret::Secret;

/// Bytes that stand in for others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    /// Bytes of the file.
    pub(super) range: Bytes,
    /// What they become.
    pub(super) bytes: Vec<u8>,
    /// What may be shown of what they are: the redacted secret; nothing where a quote is put in.
    pub(super) shown: String,
}

/// A range of bytes that can be sorted: by its start, then by its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bytes {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Bytes {
    pub(super) fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// The file that is edited.
pub(super) struct File<'f> {
    pub(super) bytes: &'f [u8],
    pub(super) looked: &'f Looked,
}

/// What replaces the secret of `finding` by `text`: the edit of the secret itself, and before it those
/// that quote the scalar of YAML that it stands in, or of strings that repeat a part of it.
pub(super) fn edits(
    file: &File<'_>,
    (finding, around): (&Finding, &Surroundings),
    (text, place): (&str, Place),
) -> Result<Vec<Edit>, Refusal> {
    let location = &finding.location;
    if let Some(refusal) = refusal(&location.via) {
        let is_basic = refusal == Refusal::Base64 && finding.pattern.id == "basic-auth-password";
        return Err(if is_basic { Refusal::Basic } else { refusal });
    }
    let [span] = location.spans.as_slice() else { return Err(Refusal::Lines) };
    let charset = file.looked.charset;
    let range = span.range();
    let raw = file.bytes.get(range.clone()).ok_or(Refusal::Changed)?;
    if decode(raw, &location.via, charset).as_deref() != Some(finding.secret.reveal()) {
        return Err(Refusal::Changed);
    }
    if let Some(part) = &around.part
        && let Some(edits) = parts(file, range.clone(), (part, text))
    {
        return Ok(edits);
    }
    let mut via = location.via.clone();
    if around.is_markup && !via.contains(&Via::Entities) {
        via.push(Via::Entities);
    }
    let is_string = around.string.is_some_and(|string| string == *span);
    let is_quoted =
        around.is_bare && if is_string { !file.looked.is_yaml } else { place != Place::Request };
    let text = if is_quoted { format!("\"{text}\"") } else { text.to_owned() };
    let bytes = encode(&text, &via, charset);
    let shown = format!("[{}]", finding.secret);
    let edit = Edit { range: Bytes { start: range.start, end: range.end }, bytes, shown };
    let mut edits = match around.string {
        _ if location.role == Role::Text => Vec::new(),
        Some(string) => quotes(file, string)?,
        None if file.looked.is_yaml => return Err(Refusal::Scalar),
        None => Vec::new(),
    };
    edits.push(edit);
    Ok(edits)
}

/// What replaces a secret that no finding tells of by `text`, if it can be.
pub(super) fn repeated(
    file: &File<'_>,
    repeat: &Repeat,
    (secret, text): (&Secret, &str),
) -> Vec<Edit> {
    let range = repeat.span.range();
    let charset = file.looked.charset;
    let raw = file.bytes.get(range.clone()).unwrap_or_default();
    let is_it = decode(raw, &repeat.via, charset).as_deref() == Some(secret.reveal());
    let quoted = quotes(file, repeat.string);
    let (true, None, Ok(mut edits)) = (is_it, refusal(&repeat.via), quoted) else {
        return Vec::new();
    };
    let bytes = encode(text, &repeat.via, charset);
    let range = Bytes { start: range.start, end: range.end };
    edits.push(Edit { range, bytes, shown: format!("[{secret}]") });
    edits
}

/// What replaces a part of the URL at `range`, and the strings that are this part alone; `None` where one of
/// them is written in another way.
fn parts(file: &File<'_>, range: Range<usize>, (part, text): (&Part, &str)) -> Option<Vec<Edit>> {
    let charset = file.looked.charset;
    let written = units(std::str::from_utf8(&part.value).ok()?, charset);
    let url = part.twins.iter().map(Span::range).chain([range]);
    url.map(|range| {
        let at = memchr::memmem::find(file.bytes.get(range.clone())?, &written)? + range.start;
        let range = Bytes { start: at, end: at + written.len() };
        let shown = format!("[{}]", Secret::new(&part.value, ""));
        Some(Edit { range, bytes: units(text, charset), shown })
    })
    .collect()
}

/// What quotes the scalar at `string`, if it is one of YAML without quotes: braces and angle brackets would
/// make something else of it.
fn quotes(file: &File<'_>, string: Span) -> Result<Vec<Edit>, Refusal> {
    if !file.looked.is_yaml {
        return Ok(Vec::new());
    }
    let string = string.range();
    let charset = file.looked.charset;
    let unit = if charset == Charset::Utf8 { 1 } else { 2 };
    let text = |range: Range<usize>| decoded(file.bytes, range, charset);
    let before = text(string.start.saturating_sub(unit)..string.start);
    let first = text(string.start..(string.start + unit).min(string.end));
    let is_quoted = matches!(before.as_slice(), b"\"" | b"'");
    if is_quoted || matches!(first.as_slice(), b"|" | b">" | b"#") {
        return Ok(Vec::new());
    }
    let scalar = text(string.clone());
    let quote = if !scalar.iter().any(|byte| matches!(byte, b'"' | b'\\')) {
        "\""
    } else if !scalar.contains(&b'\'') {
        "'"
    } else {
        return Err(Refusal::Scalar);
    };
    let at = |at| Edit {
        range: Bytes { start: at, end: at },
        bytes: units(quote, charset),
        shown: String::new(),
    };
    Ok(vec![at(string.start), at(string.end)])
}

fn decoded(bytes: &[u8], range: Range<usize>, charset: Charset) -> Vec<u8> {
    let raw = bytes.get(range).unwrap_or_default();
    let via: &[Via] = if charset == Charset::Utf8 { &[] } else { &[Via::Utf16] };
    decode(raw, via, charset).unwrap_or_default()
}

/// `bytes` with all `edits`, which are sorted and do not overlap, and where in it they are then.
pub(super) fn apply(bytes: &[u8], edits: &[Edit]) -> (Vec<u8>, Vec<Range<usize>>) {
    let mut out = Vec::with_capacity(bytes.len());
    let mut ranges = Vec::with_capacity(edits.len());
    let mut from = 0;
    for edit in edits {
        out.extend_from_slice(bytes.get(from..edit.range.start).unwrap_or_default());
        ranges.push(out.len()..out.len() + edit.bytes.len());
        out.extend_from_slice(&edit.bytes);
        from = edit.range.end;
    }
    out.extend_from_slice(bytes.get(from..).unwrap_or_default());
    (out, ranges)
}
