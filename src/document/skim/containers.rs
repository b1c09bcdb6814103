//! Objects and lists of a text that is skimmed, and which of them are dull.

use std::ops::Range;

use super::walk::{Walk, Want};
use super::{Dull, WORTH_IT};

/// A container that is open.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) is_object: bool,
    /// Whether its elements have a label: it is a list under a key.
    pub(super) is_keyed: bool,
    /// Whether something was found that has to be read.
    pub(super) tells: bool,
    /// Where its bracket stands.
    at: usize,
    /// What was counted before it.
    before: (usize, u64, usize),
}

/// Deepest nesting that is skimmed.
const DEEPEST: usize = 64;

impl Walk<'_, '_> {
    pub(super) fn open(&mut self, at: usize, is_object: bool) -> Option<()> {
        if !matches!(self.want, Want::Value | Want::ValueOrEnd) || self.open.len() >= DEEPEST {
            return None;
        }
        let is_keyed = std::mem::take(&mut self.is_keyed) && !is_object;
        let tells = std::mem::take(&mut self.key_tells);
        let before = (self.dull.len(), self.strings, self.opened);
        self.open.push(Open { is_object, is_keyed, tells, at, before });
        self.want = if is_object { Want::KeyOrEnd } else { Want::ValueOrEnd };
        self.opened += 1;
        self.numbers = 0;
        Some(())
    }

    pub(super) fn close(&mut self, at: usize, is_object: bool) -> Option<bool> {
        let first = if is_object { Want::KeyOrEnd } else { Want::ValueOrEnd };
        let open = self.open.pop().filter(|open| open.is_object == is_object)?;
        if self.want != first && self.want != Want::CommaOrEnd {
            return None;
        }
        self.want = Want::CommaOrEnd;
        let range = open.at + 1..at;
        let tells = open.tells || self.is_marked && self.is_marked_in(&range);
        let is_root = self.open.is_empty();
        if let (true, Some(around)) = (tells, self.open.last_mut()) {
            around.tells = true;
        } else if !tells && (is_root || range.len() >= WORTH_IT) {
            let (dull, strings, opened) = open.before;
            let (strings, opened) = (self.strings - strings, self.opened - opened);
            let all = Dull { range, strings, opened };
            if is_root {
                self.root = Some(all);
            } else {
                self.dull.truncate(dull);
                self.dull.push(all);
            }
        }
        Some(is_root)
    }

    fn is_marked_in(&self, range: &Range<usize>) -> bool {
        let start = self.field.range.start;
        self.sink.is_marked(&self.field.around.near(start + range.start..start + range.end))
    }
}
