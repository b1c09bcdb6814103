//! What must stay as it is when strings of a file are replaced: all other strings, and their roles.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use crate::document::path::{Nodes, Place};
use crate::document::{Edge, Field, FieldSink, Piece, Reading, format_of};
use crate::location::charset::{Charset, Decoded};

/// What a file says beside some strings.
#[derive(Debug, Default)]
pub(super) struct Skeleton {
    /// A hash of each string in its role, in the order of the file.
    strings: Vec<u64>,
    /// How often each of the values stands in one of them.
    pub(super) values: Vec<u64>,
}

impl PartialEq for Skeleton {
    fn eq(&self, other: &Self) -> bool {
        self.strings == other.strings
    }
}

/// Shortest value that is looked for: shorter ones stand anywhere by chance.
const SHORTEST: usize = 8;

/// What `bytes` of the file at `path` say beside the strings that touch one of `ranges`, which ascend, and
/// how often `values` stand in all of its strings.
pub(super) fn skeleton(
    path: &str,
    bytes: &[u8],
    ranges: &[Range<usize>],
    values: &[&[u8]],
) -> Skeleton {
    let (charset, mark) = Charset::of(bytes);
    let text = Decoded::new(bytes.get(mark..).unwrap_or_default(), charset, mark as u64);
    let piece = Piece { name: path, text: &text, documents: 0, begins: Edge::Outside };
    let numbers = values.iter().enumerate().filter(|(_, value)| value.len() >= SHORTEST);
    let (numbers, long): (Vec<usize>, Vec<&[u8]>) = numbers.map(|(at, value)| (at, *value)).unzip();
    let searcher = if long.is_empty() { None } else { AhoCorasick::new(&long).ok() };
    let skeleton = Skeleton { strings: Vec::new(), values: vec![0; values.len()] };
    let mut sink = Sink { text: &text, ranges, searcher, numbers, skeleton };
    let nodes = Nodes::default();
    format_of(path, text.bytes()).read(&piece, &mut Reading { sink: &mut sink, nodes: &nodes });
    sink.skeleton
}

struct Sink<'s> {
    text: &'s Decoded<'s>,
    ranges: &'s [Range<usize>],
    searcher: Option<AhoCorasick>,
    /// Which of the values the searcher's are.
    numbers: Vec<usize>,
    skeleton: Skeleton,
}

impl FieldSink for Sink<'_> {
    fn field(&mut self, field: &Field<'_>, _place: &dyn Place) {
        if field.depth > 0 {
            return;
        }
        let value = field.view().bytes();
        if let Some(searcher) = &self.searcher {
            for hit in searcher.find_iter(value) {
                let number = self.numbers.get(hit.pattern().as_usize());
                if let Some(count) = number.and_then(|&at| self.skeleton.values.get_mut(at)) {
                    *count += 1;
                }
            }
        }
        let outer = self.text.span(field.outer.range()).range();
        let next = self.ranges.partition_point(|range| range.end < outer.start);
        let touches = self.ranges.get(next).is_some_and(|range| range.start <= outer.end);
        if !touches {
            let mut hasher = DefaultHasher::new();
            (field.role, value).hash(&mut hasher);
            self.skeleton.strings.push(hasher.finish());
        }
    }
}
