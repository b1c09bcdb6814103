//! The pieces that a text is put together from, and how a part of it is told by spans.
//!
//! A script is a list of lines in JSON; a scalar of YAML goes over several lines. Between two pieces
//! stands what no byte of the file spells: the newline of a list, the space that a line break folds
//! into.

use std::ops::Range;

use crate::location::Via;

/// What stands between a piece and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glue {
    /// Nothing: it goes on, or it is the first.
    None,
    /// A space.
    Space,
    /// This many newlines.
    Lines(usize),
}

impl Glue {
    /// Bytes of it.
    pub(super) fn len(self) -> usize {
        match self {
            Self::None => 0,
            Self::Space => 1,
            Self::Lines(count) => count,
        }
    }

    /// Appends it.
    pub(super) fn write(self, bytes: &mut Vec<u8>) {
        match self {
            Self::None => {}
            Self::Space => bytes.push(b' '),
            Self::Lines(count) => bytes.resize(bytes.len() + count, b'\n'),
        }
    }
}

/// A run of the text around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) range: Range<usize>,
    /// What goes before it.
    pub(super) glue: Glue,
}

/// The ranges that tell `pieces`, and the step that puts them together; none for a single piece.
///
/// Where all glue is newlines, each range is a line. Where some is a space, ranges are folded: a
/// space stands between two, and an empty one stands for each newline.
pub(super) fn told(pieces: Vec<Run>) -> (Vec<Range<usize>>, Option<Via>) {
    if pieces.len() < 2 {
        return (pieces.into_iter().map(|piece| piece.range).collect(), None);
    }
    let folds = pieces.iter().any(|piece| piece.glue == Glue::Space);
    let mut ranges: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let end = ranges.last().map_or(piece.range.start, |range| range.end);
        if let Glue::Lines(count) = piece.glue {
            let empty = if folds { count } else { count - 1 };
            ranges.resize(ranges.len() + empty, end..end);
        }
        if !folds || ranges.is_empty() || !piece.range.is_empty() {
            ranges.push(piece.range);
        }
    }
    (ranges, Some(if folds { Via::Fold } else { Via::Join }))
}
