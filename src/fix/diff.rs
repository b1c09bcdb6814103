//! A plan as a unified diff that shows no secret: to be looked at, not to be applied.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::outcome::FilePlan;
use crate::finding::Finding;
use crate::location::Span;
use crate::location::charset::{Charset, Decoded};
use crate::report::printable;

/// Lines longer than this are shown only around what changes, in bytes.
const LONG_LINE: usize = 160;

/// How much of a long line is shown on each side of what changes.
const NEAR: usize = 40;

/// Shortest value that is blotted out wherever it stands.
const SHORTEST: usize = 4;

/// The diff of `plan`, a line each with its line feed; empty where nothing changes. Removed and added
/// lines show `[ghp_…1a2b]` in place of each value, whether it is replaced or stays.
pub fn diff(plan: &FilePlan<'_>) -> String {
    let page = Page::new(plan);
    let mut out = String::new();
    if page.hunks.is_empty() {
        return out;
    }
    let path = printable(plan.path);
    put(&mut out, &format!("--- {path}\n+++ {path}\n"));
    let mut moved = 0;
    for hunk in &page.hunks {
        let old = page.lines(hunk, |mark| &mark.old);
        let new = page.lines(hunk, |mark| &mark.new);
        let first = 1 + memchr::memchr_iter(b'\n', page.head(hunk.lines.start)).count();
        let place = hunk.place.join(" › ");
        let (was, is) = page.counts(hunk);
        let (from, to) = (side(first, was), side(first.saturating_add_signed(moved), is));
        put(&mut out, &format!("@@ -{from} +{to} @@ {}\n", printable(&place)));
        for (sign, lines) in [('-', old), ('+', new)] {
            for line in lines {
                put(&mut out, &format!("{sign}{line}\n"));
            }
        }
        moved += is.cast_signed() - was.cast_signed();
    }
    out
}

/// A side of the head of a hunk: its first line, and how many there are if not one.
fn side(first: usize, count: usize) -> String {
    if count == 1 { first.to_string() } else { format!("{first},{count}") }
}

fn put(out: &mut String, text: &str) {
    out.write_str(text).expect("writing to a String cannot fail");
}

/// Where in the text of a file those of its bytes are that a diff speaks of.
struct Offsets(BTreeMap<usize, usize>);

impl Offsets {
    /// Those of the ends of `ranges`, in a file of this encoding and length of its mark.
    fn new(
        bytes: &[u8],
        (charset, mark): (Charset, usize),
        ranges: impl Iterator<Item = Range<usize>>,
    ) -> Self {
        let mut ends: Vec<usize> = ranges.flat_map(|range| [range.start, range.end]).collect();
        ends.sort_unstable();
        ends.dedup();
        let (mut from, mut here) = (mark, 0);
        let mut places = BTreeMap::new();
        for end in ends {
            let passed = bytes.get(from..end).unwrap_or_default();
            here += Decoded::new(passed, charset, 0).bytes().len();
            places.insert(end, here);
            from = end.max(from);
        }
        Self(places)
    }

    fn range(&self, bytes: &Range<usize>) -> Range<usize> {
        let place = |at| self.0.get(at).copied().unwrap_or(0);
        place(&bytes.start)..place(&bytes.end)
    }
}

/// A run of the text that is not shown as it stands.
struct Mark {
    range: Range<usize>,
    old: String,
    new: String,
}

impl Mark {
    fn is_inside(&self, lines: &Range<usize>) -> bool {
        lines.start <= self.range.start && self.range.end <= lines.end
    }
}

/// Lines that change.
struct Hunk {
    /// Bytes of the text, the last line feed left out.
    lines: Range<usize>,
    place: Vec<String>,
}

/// The text of a file with its marks.
struct Page {
    text: Vec<u8>,
    /// Ascending, without overlaps.
    marks: Vec<Mark>,
    hunks: Vec<Hunk>,
    values: Option<AhoCorasick>,
}

impl Page {
    fn new(plan: &FilePlan<'_>) -> Self {
        let (charset, mark) = Charset::of(&plan.before);
        let text = plan.before.get(mark..).unwrap_or_default();
        let text = Decoded::new(text, charset, 0).bytes().to_vec();
        let stays = plan.outcomes.iter().filter(|outcome| outcome.done.is_err());
        let stays = stays.map(|outcome| outcome.finding).chain(plan.hidden.iter().copied());
        let stays: Vec<&Finding> = stays.collect();
        let kept = stays.iter().flat_map(|f| f.location.spans.iter().map(Span::range));
        let ranges = plan.edits.iter().map(|edit| edit.range.range()).chain(kept);
        let offsets = Offsets::new(&plan.before, (charset, mark), ranges);
        let mut page = Self { text, marks: Vec::new(), hunks: Vec::new(), values: values(plan) };
        for edit in &plan.edits {
            let bytes = edit.range.range();
            let holds =
                |span: &Span| span.range().start <= bytes.start && bytes.end <= span.range().end;
            let mut findings = plan.outcomes.iter().map(|outcome| outcome.finding);
            let finding = findings.find(|finding| finding.location.spans.iter().any(holds));
            let (old, new) = (edit.shown.clone(), text_of(&edit.bytes, charset));
            page.mark(Mark { range: offsets.range(&bytes), old, new }, finding);
        }
        for finding in stays {
            for span in &finding.location.spans {
                page.hide(offsets.range(&span.range()), shown(finding));
            }
        }
        page.marks.sort_by_key(|mark| (mark.range.start, mark.range.end));
        page
    }

    /// Adds what changes, behind all that was added so far.
    fn mark(&mut self, mark: Mark, finding: Option<&Finding>) {
        let start = memchr::memrchr(b'\n', self.head(mark.range.start)).map_or(0, |at| at + 1);
        let behind = self.text.get(mark.range.end..).unwrap_or_default();
        let end = mark.range.end + memchr::memchr(b'\n', behind).unwrap_or(behind.len());
        self.marks.push(mark);
        let place = finding.map(|finding| finding.location.name_path.clone());
        match self.hunks.last_mut() {
            Some(last) if start <= last.lines.end + 1 => {
                last.lines.end = last.lines.end.max(end);
                if let Some(place) = place.filter(|_| last.place.is_empty()) {
                    last.place = place;
                }
            }
            _ => self.hunks.push(Hunk { lines: start..end, place: place.unwrap_or_default() }),
        }
    }

    /// Adds what stays and is not shown.
    fn hide(&mut self, range: Range<usize>, shown: String) {
        let overlaps = |mark: &Mark| mark.range.start < range.end && range.start < mark.range.end;
        if !range.is_empty() && !self.marks.iter().any(overlaps) {
            self.marks.push(Mark { range, old: shown.clone(), new: shown });
        }
    }

    fn head(&self, end: usize) -> &[u8] {
        self.text.get(..end).unwrap_or_default()
    }

    /// How many lines `hunk` has in the file as it is, and as it will be. A value that goes over lines
    /// is shown on one.
    fn counts(&self, hunk: &Hunk) -> (usize, usize) {
        let breaks = |text: &[u8]| memchr::memchr_iter(b'\n', text).count();
        let of = |range: &Range<usize>| breaks(self.text.get(range.clone()).unwrap_or_default());
        let inside = self.marks.iter().filter(|mark| mark.is_inside(&hunk.lines));
        let changed = inside.filter(|mark| mark.old != mark.new);
        let (gone, come) = changed.fold((0, 0), |(gone, come), mark| {
            (gone + of(&mark.range), come + breaks(mark.new.as_bytes()))
        });
        let was = 1 + of(&hunk.lines);
        (was, was - gone + come)
    }

    /// The lines of `hunk`, with what `say` says for each mark.
    fn lines(&self, hunk: &Hunk, say: impl Fn(&Mark) -> &String) -> Vec<String> {
        let Range { start, end } = hunk.lines;
        let all = self.text.get(start..end).unwrap_or_default();
        let is_long = all.split(|byte| *byte == b'\n').any(|line| line.len() > LONG_LINE);
        let mut text = String::new();
        let mut from = start;
        for mark in self.marks.iter().filter(|mark| mark.is_inside(&hunk.lines)) {
            let gap = self.text.get(from..mark.range.start).unwrap_or_default();
            text.push_str(&self.gap(gap, is_long, (from > start, true)));
            text.push_str(say(mark));
            from = mark.range.end;
        }
        let gap = self.text.get(from..end).unwrap_or_default();
        text.push_str(&self.gap(gap, is_long, (true, false)));
        let word = |word: &str| printable(word.strip_suffix('\r').unwrap_or(word));
        let line = |line: &str| line.split('\t').map(word).collect::<Vec<_>>().join("\t");
        text.split('\n').map(line).collect()
    }

    /// What is shown of the text between two marks, or between one and an end of the line.
    fn gap(&self, gap: &[u8], is_long: bool, (after, before): (bool, bool)) -> String {
        let text = String::from_utf8_lossy(gap).into_owned();
        let text = match &self.values {
            Some(values) => {
                let blots = vec!["[…]"; values.patterns_len()];
                values.replace_all(&text, &blots)
            }
            None => text,
        };
        let pieces: Vec<&str> = text.split('\n').collect();
        if !is_long {
            return text;
        }
        let last = pieces.len() - 1;
        let near = |(at, piece): (usize, &&str)| {
            let head = if at > 0 || after { NEAR } else { 0 };
            let tail = if at < last || before { NEAR } else { 0 };
            shortened(piece, head, tail)
        };
        pieces.iter().enumerate().map(near).collect::<Vec<_>>().join("\n")
    }
}

/// The first and the last characters of `text`.
fn shortened(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    if length <= head + tail {
        return text.to_owned();
    }
    let first: String = text.chars().take(head).collect();
    let last: String = text.chars().skip(length - tail).collect();
    format!("{first}…{last}")
}

/// What is shown in place of the value of `finding`.
fn shown(finding: &Finding) -> String {
    format!("[{}]", finding.secret)
}

fn text_of(bytes: &[u8], charset: Charset) -> String {
    String::from_utf8_lossy(Decoded::new(bytes, charset, 0).bytes()).into_owned()
}

/// Finds the values of a file wherever they stand.
fn values(plan: &FilePlan<'_>) -> Option<AhoCorasick> {
    let findings = plan.outcomes.iter().map(|outcome| outcome.finding);
    let secrets = findings.chain(plan.hidden.iter().copied()).map(|f| f.secret.reveal());
    let long: Vec<&[u8]> = secrets.filter(|secret| secret.len() >= SHORTEST).collect();
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(long).ok()
}
