//! A text as it is looked at, with the way back to the bytes of the file.
//!
//! Text stands inside text: JSON in a string of JSON in a saved response. Each level is a [`View`]
//! of the level around it. A view keeps no position for each byte: it remembers where every few
//! KiB of decoded text began, and decodes again from there for the few places that are reported.

use std::borrow::Cow;
use std::ops::Range;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use smallvec::SmallVec;

use super::codec::Codec;
use super::decode::{Part, decode_into};
use super::glue::{Glue, Run, told};
use crate::location::charset::Decoded;
use crate::location::{Span, Via};

/// A text and where it comes from.
#[derive(Debug)]
pub struct View<'a> {
    bytes: Cow<'a, [u8]>,
    /// Whether a word may stand here that does not stand so in the file.
    rewritten: bool,
    origin: Origin<'a>,
}

#[derive(Debug)]
enum Origin<'a> {
    /// The bytes stand in the file, from this offset on.
    File(u64),
    /// The text of a file.
    Decoded(&'a Decoded<'a>),
    /// Decoded from parts of the text around it.
    Parts { around: &'a View<'a>, codec: Codec, parts: SmallVec<[Part; 1]> },
    /// Base64 of this range of the text around it.
    Base64 { around: &'a View<'a>, range: Range<usize> },
}

impl<'a> View<'a> {
    /// Bytes of the file that begin at offset `base`.
    pub fn file(bytes: &'a [u8], base: u64) -> Self {
        Self { bytes: Cow::Borrowed(bytes), rewritten: false, origin: Origin::File(base) }
    }

    /// The text of a file.
    pub fn of(text: &'a Decoded<'a>) -> Self {
        Self { bytes: Cow::Borrowed(text.bytes()), rewritten: false, origin: Origin::Decoded(text) }
    }

    /// What `range` of this text decodes to. An empty view where the range is out of bounds.
    #[must_use]
    pub fn decode(&'a self, range: Range<usize>, codec: Codec) -> View<'a> {
        self.put_together(&[Run { range, glue: Glue::None }], codec)
    }

    /// What the pieces of this text decode to, with their glue between them.
    #[must_use]
    pub(super) fn join(&'a self, pieces: &[Run], codec: Codec) -> View<'a> {
        self.put_together(pieces, codec)
    }

    fn put_together(&'a self, pieces: &[Run], codec: Codec) -> View<'a> {
        let alone = pieces.len() == 1;
        let mut rewritten = self.rewritten;
        let mut parts = SmallVec::with_capacity(pieces.len());
        let mut bytes = Cow::Borrowed(&[][..]);
        if !alone {
            let length = |piece: &Run| piece.glue.len() + piece.range.len();
            bytes.to_mut().reserve(pieces.iter().map(length).sum());
        }
        for Run { range, glue } in pieces {
            let raw = self.bytes.get(range.clone()).unwrap_or_default();
            if *glue != Glue::None {
                glue.write(bytes.to_mut());
            }
            let (here, there, until) = (bytes.len(), range.start, range.end);
            let (glue, spaced) = (*glue, *glue == Glue::Space);
            parts.push(Part { here, there, until, glue, rewritten: spaced || self.rewritten });
            rewritten |= spaced;
            let is_plain = codec.find(raw).is_none();
            if is_plain && alone {
                bytes = Cow::Borrowed(raw);
            } else if is_plain {
                bytes.to_mut().extend_from_slice(raw);
            } else {
                rewritten |= decode_into(bytes.to_mut(), &mut parts, (raw, range.start), codec);
            }
        }
        View { bytes, rewritten, origin: Origin::Parts { around: self, codec, parts } }
    }

    /// What `range` of this text decodes to as base64, standard or URL-safe.
    pub fn base64(&'a self, range: Range<usize>) -> Option<View<'a>> {
        let raw = self.bytes.get(range.clone())?;
        let bytes = decode_base64(raw)?;
        let origin = Origin::Base64 { around: self, range };
        Some(View { bytes: Cow::Owned(bytes), rewritten: true, origin })
    }

    /// Where each of its pieces but the first begins.
    pub(super) fn seams(&self) -> impl Iterator<Item = usize> {
        let parts = match &self.origin {
            Origin::Parts { parts, .. } => parts.as_slice(),
            _ => &[],
        };
        let seams = parts.windows(2).filter(|pair| pair[0].until != pair[1].until);
        seams.map(|pair| pair[1].here)
    }

    /// The text.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether decoding may have made words that do not stand so in the file's text, and that a
    /// search of that text therefore misses.
    pub fn is_rewritten(&self) -> bool {
        self.rewritten
    }

    /// Whether decoding may have made words in `range`.
    pub fn is_rewritten_in(&self, range: Range<usize>) -> bool {
        self.rewritten
            && match &self.origin {
                Origin::Parts { parts, .. } => {
                    let parts = parts.get(Self::touched(parts, &range)).unwrap_or_default();
                    parts.iter().any(|part| part.rewritten)
                }
                _ => true,
            }
    }

    /// Bytes of the text of the file, or of a piece of it, that hold those that `range` comes from, and
    /// not many more; `None` where there is no such text.
    pub fn near(&self, range: Range<usize>) -> Option<Range<usize>> {
        match &self.origin {
            Origin::File(_) => None,
            Origin::Decoded(_) => Some(range),
            Origin::Parts { around, parts, .. } => {
                let touched = Self::touched(parts, &range);
                let last = parts.get(touched.end.checked_sub(1)?)?;
                let next = parts.get(touched.end).filter(|next| next.until == last.until);
                let until = next.map_or(last.until, |next| next.there);
                around.near(parts.get(touched.start)?.there..until)
            }
            Origin::Base64 { around, range } => around.near(range.clone()),
        }
    }

    /// The bytes of the file that `range` of this text comes from, and the decodings that lead from
    /// them to it. Ranges are widened to whole escapes.
    pub fn locate(&self, range: Range<usize>) -> (Vec<Span>, Vec<Via>) {
        let mut via = Vec::new();
        let spans = self.trace(vec![range], &mut via);
        (spans, via)
    }

    /// From the first to the last byte of the file that `range` of this text comes from.
    pub fn hull(&self, range: Range<usize>) -> Option<Span> {
        match &self.origin {
            Origin::File(base) => Some(Span::new(*base, range)),
            Origin::Decoded(text) => Some(text.span(range)),
            Origin::Parts { around, codec, parts }
                if matches!(around.origin, Origin::File(_) | Origin::Decoded(_)) =>
            {
                let (ranges, _) = told(Self::there(around.bytes(), parts, *codec, range));
                around.hull(ranges.first()?.start..ranges.last()?.end)
            }
            _ => {
                let (spans, _) = self.locate(range);
                Some(Span { start: spans.first()?.start, end: spans.last()?.end })
            }
        }
    }

    fn trace(&self, ranges: Vec<Range<usize>>, via: &mut Vec<Via>) -> Vec<Span> {
        match &self.origin {
            Origin::File(base) => ranges.into_iter().map(|range| Span::new(*base, range)).collect(),
            Origin::Decoded(text) => {
                via.extend(text.is_utf16().then_some(Via::Utf16));
                ranges.into_iter().map(|range| text.span(range)).collect()
            }
            Origin::Parts { around, codec, parts } => {
                let mut there = Vec::with_capacity(ranges.len());
                let mut step = None;
                for range in ranges {
                    let (more, putting) = told(Self::there(around.bytes(), parts, *codec, range));
                    there.extend(more);
                    step = step.or(putting);
                }
                let spans = around.trace(there, via);
                via.extend(codec.via());
                via.extend(step);
                spans
            }
            Origin::Base64 { around, range } => {
                let spans = around.trace(vec![range.clone()], via);
                via.push(Via::Base64);
                let whole = 0..self.bytes.len();
                if let Some(Range { start, end }) =
                    ranges.into_iter().next().filter(|r| *r != whole)
                {
                    via.push(Via::Slice { start, end });
                }
                spans
            }
        }
    }

    /// The parts that `range` stands in.
    fn touched(parts: &[Part], range: &Range<usize>) -> Range<usize> {
        let start = parts.partition_point(|part| part.here <= range.start).saturating_sub(1);
        let end = parts.partition_point(|part| part.here < range.end);
        start..end.max(start + 1)
    }

    /// The pieces of the text around that `range` comes from: one, or more where it crosses glue.
    fn there(around: &[u8], parts: &[Part], codec: Codec, range: Range<usize>) -> Vec<Run> {
        let first = parts.partition_point(|part| part.here <= range.start).saturating_sub(1);
        let gaps = parts.iter().enumerate().skip(first + 1);
        let mut pieces = Vec::new();
        let (mut start, mut glue) = (range.start, Glue::None);
        for (index, part) in gaps.filter(|(_, part)| part.glue != Glue::None) {
            let gap = part.here.saturating_sub(part.glue.len());
            if gap >= range.end {
                break;
            }
            let from = Self::walk(around, parts, codec, (start.min(gap), index)).start;
            let to = Self::walk(around, parts, codec, (gap, index)).end;
            pieces.push(Run { range: from.min(to)..to, glue });
            let crossed = range.end.min(part.here).saturating_sub(start.max(gap));
            glue = if part.glue == Glue::Space { Glue::Space } else { Glue::Lines(crossed) };
            start = part.here;
            if range.end <= start {
                pieces.push(Run { range: to..to, glue });
                return pieces;
            }
        }
        let from = Self::walk(around, parts, codec, (start, parts.len())).start;
        let to = Self::walk(around, parts, codec, (range.end, parts.len())).end;
        let gap = codec.gap(around.get(from..to).unwrap_or_default());
        pieces.push(Run { range: from..to - gap, glue });
        pieces
    }

    /// The unit of the text around that `here` falls into, looking at the parts before `limit`: its
    /// start, and as end the place behind the unit that ends at `here`.
    fn walk(
        around: &[u8],
        parts: &[Part],
        codec: Codec,
        (here, limit): (usize, usize),
    ) -> Range<usize> {
        let parts = parts.get(..limit).unwrap_or(parts);
        let index = parts.partition_point(|part| part.here <= here).saturating_sub(1);
        let Some(part) = parts.get(index) else { return 0..0 };
        let (mut at, mut there) = (part.here, part.there);
        while at < here {
            let rest = around.get(there..part.until).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            let near = rest.get(..here - at).unwrap_or(rest);
            let run = codec.find(near).unwrap_or(near.len());
            if run > 0 {
                (at, there) = (at + run, there + run);
                continue;
            }
            let unit = codec.unit(rest);
            if at + unit.decoded().len() > here {
                return there..there + unit.taken;
            }
            (at, there) = (at + unit.decoded().len(), there + unit.taken);
        }
        there..there
    }
}

/// The bytes that base64 text stands for; either alphabet, padded or not.
pub fn decode_base64(text: &[u8]) -> Option<Vec<u8>> {
    const CONFIG: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
    const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);
    STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of the file at what `needle` in `view` comes from, and the decodings.
    fn back<'f>(file: &'f str, view: &View<'_>, needle: &str) -> (Vec<&'f str>, String) {
        let text = String::from_utf8_lossy(view.bytes()).into_owned();
        let start = text.find(needle).unwrap();
        let (spans, via) = view.locate(start..start + needle.len());
        let via: Vec<String> = via.iter().map(ToString::to_string).collect();
        (spans.iter().map(|span| &file[span.range()]).collect(), via.join(" "))
    }

    #[test]
    fn nested_text_leads_back_to_the_file() {
        let file = r#"..{\"a\":\"x\\ny-\u00e9-z\"}.."#;
        let root = View::file(file.as_bytes(), 0);
        let outer = root.decode(2..file.len() - 2, Codec::Backslash);
        assert_eq!(outer.bytes(), "{\"a\":\"x\\ny-é-z\"}".as_bytes());
        let inner = outer.decode(6..15, Codec::Backslash);
        assert_eq!(inner.bytes(), "x\ny-é-z".as_bytes());
        assert_eq!(back(file, &inner, "x\ny"), (vec![r"x\\ny"], "json json".into()));
        assert_eq!(back(file, &inner, "-é-"), (vec![r"-\u00e9-"], "json json".into()));
    }

    #[test]
    fn joined_parts_lead_back_to_each_part() {
        let file = r#""one","two\t2","three""#;
        let root = View::file(file.as_bytes(), 0);
        let lines = |range| Run { range, glue: Glue::Lines(1) };
        let first = Run { range: 1..4, glue: Glue::None };
        let joined = root.join(&[first, lines(7..13), lines(16..21)], Codec::Backslash);
        assert_eq!(joined.bytes(), b"one\ntwo\t2\nthree");
        assert_eq!(
            back(file, &joined, "ne\ntwo\t2\nth"),
            (vec!["ne", r"two\t2", "th"], "json join".into())
        );
        assert_eq!(back(file, &joined, "two"), (vec!["two"], "json".into()));
        assert_eq!(back(file, &joined, "2"), (vec!["2"], "json".into()));
        assert_eq!(back(file, &joined, "one"), (vec!["one"], "json".into()));
    }

    #[test]
    fn base64_leads_back_to_the_whole_and_a_slice() {
        let file = "x dXNlcjpzM2NyM3Q y";
        let root = View::file(file.as_bytes(), 0);
        let decoded = root.base64(2..17).unwrap();
        assert_eq!(decoded.bytes(), b"user:s3cr3t");
        assert_eq!(
            back(file, &decoded, "s3cr3t"),
            (vec!["dXNlcjpzM2NyM3Q"], "base64 slice(5..11)".into())
        );
    }

    #[test]
    fn long_texts_lead_back_from_remembered_places() {
        let mut file = r"\n-".repeat(20_000);
        file.push_str("needle");
        let root = View::file(file.as_bytes(), 0);
        let view = root.decode(0..file.len(), Codec::Backslash);
        assert_eq!(back(&file, &view, "needle"), (vec!["needle"], "json".into()));
        assert!(matches!(&view.origin, Origin::Parts { parts, .. } if parts.len() < 48));
    }
}
