//! A look through a text inside text before it is decoded and read.
//!
//! Saved answers are most of the bytes of real exports, and most of them say nothing: no name in them speaks of a
//! credential, no string holds text of its own. That can be told from the escaped text, without a place or a field
//! for any string of it: of most answers nothing is decoded, of the others only what may say something.
//! `docs/performance.md` has the gain.

mod containers;
mod says;
mod walk;

use std::ops::Range;

use super::codec::Codec;
use super::glue::{Glue, Run};
use super::view::View;
use super::{Field, Reading};
use crate::location::Role;
use walk::Walk;

/// What skimming a text tells.
pub(super) enum Skimmed {
    /// Nothing comes of it: to say so stands for reading it.
    Dull,
    /// Nothing comes of these containers of it, in the order of the text.
    Partly(Vec<Dull>),
}

/// A container of which nothing comes.
#[derive(Debug, Clone)]
pub(super) struct Dull {
    /// What stands between its brackets: bytes of the escaped text, or where the bracket opens in one that was
    /// decoded without.
    pub(super) range: Range<usize>,
    /// Labelled strings and numbers in it.
    pub(super) strings: u64,
    /// Containers that it is, with those in it.
    pub(super) opened: usize,
}

/// Bytes from which a container that says nothing is left out: to leave out a smaller one costs as much as
/// to read it.
const WORTH_IT: usize = 64;

/// Looks through the JSON that `field` holds. Without a flaw it must be; else it has to be read.
pub(super) fn skim(field: &Field<'_>, reading: &mut Reading<'_>) -> Skimmed {
    let read = Skimmed::Partly(Vec::new());
    let is_answer = matches!(field.role, Role::Response | Role::Body) && field.area.is_none();
    if !is_answer || field.codec != Codec::Backslash || !reading.sink.skims() {
        return read;
    }
    let mut walk = Walk::new(field, &mut *reading.sink);
    match (walk.run(), walk.root) {
        (None, _) => read,
        (Some(()), None) => Skimmed::Partly(walk.dull),
        (Some(()), Some(root)) => {
            reading.sink.pass_over(root.strings);
            Skimmed::Dull
        }
    }
}

/// What `field` says without `dull`, which is told then where each stands in it.
pub(super) fn without<'f>(field: &Field<'f>, dull: &mut [Dull]) -> View<'f> {
    let mut pieces = Vec::with_capacity(dull.len() + 1);
    let mut from = field.range.start;
    for Dull { range, .. } in &*dull {
        pieces.push(Run { range: from..field.range.start + range.start, glue: Glue::None });
        from = field.range.start + range.end;
    }
    pieces.push(Run { range: from..field.range.end, glue: Glue::None });
    let view = field.around.join(&pieces, field.codec);
    for (dull, seam) in dull.iter_mut().zip(view.seams()) {
        dull.range = seam - 1..seam + 1;
    }
    view
}
