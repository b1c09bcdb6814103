//! Literals in a long text that has not been decoded: of saved answers with a word that is searched for only
//! what stands near it is.

use std::ops::Range;

use super::Scan;
use super::insight::server;
use super::prefilter::Hit;
use crate::document::Field;
use crate::document::piecemeal::Passage;
use crate::location::Span;
use crate::pattern::Pattern;

/// Bytes from which a text is decoded in passages.
const LONG: usize = 2048;

/// Bytes that are asked for a mark at once, and of those with one again.
const STEPS: [usize; 2] = [1024, 64];

/// Bytes in front of a place that are decoded with it: what tells whether a word begins, and the most that any
/// pattern but a few may match ahead of its literal.
const BEFORE: usize = 160;

/// Bytes behind it: longer than nearly all tokens.
const BEHIND: usize = 768;

/// A piece of a text, and the literals in it.
pub(super) type Searched<'f> = (Passage<'f>, Vec<Hit>);

impl Scan<'_> {
    /// The pieces of the text of `field` in which literals stand, if those tell all that the whole text would;
    /// `None` where that has to be decoded.
    pub(super) fn passages<'f>(&self, field: &Field<'f>) -> Option<Vec<Searched<'f>>> {
        let length = field.raw().len();
        if length < LONG || field.begins_in_word() || !field.is_piecemeal() {
            return None;
        }
        let mut searched = Vec::new();
        for run in self.marked(field) {
            let passage = field.passage(run, BEFORE, BEHIND);
            let mut hits = Vec::new();
            let window = std::slice::from_ref(&passage.run);
            self.scanner.prefilter.hits(passage.view.bytes(), window, &mut |hit| hits.push(hit));
            let tells = |hit: &Hit| {
                let pattern = self.scanner.library.patterns.get(hit.trigger.pattern);
                pattern.is_none_or(|pattern| tells_all(pattern, field, (&passage, hit.start)))
            };
            if !hits.iter().all(tells) {
                return None;
            }
            if !hits.is_empty() {
                searched.push((passage, hits));
            }
        }
        Some(searched)
    }

    /// The runs of the text of `field`, as it stands, in which a literal may begin, those that are near each other as
    /// one.
    fn marked(&self, field: &Field<'_>) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        let length = field.raw().len();
        let [long, short] = STEPS;
        let is_marked = |run: &Range<usize>| {
            let near = field.near_raw(run.clone());
            near.is_none_or(|near| self.marks.any_in(&Span::new(0, near)))
        };
        let split = |run: Range<usize>, step: usize| {
            let end = run.end;
            run.step_by(step).map(move |start| start..end.min(start + step))
        };
        let marked = split(0..length, long).filter(is_marked);
        for run in marked.flat_map(|run| split(run, short)).filter(is_marked) {
            match runs.last_mut().filter(|last| last.end + BEHIND > run.start) {
                Some(last) => last.end = run.end,
                None => runs.push(run),
            }
        }
        runs
    }
}

/// Whether the passage tells of the literal at `hit` in it all that the whole text of `field` would.
fn tells_all(pattern: &Pattern, field: &Field<'_>, (passage, hit): (&Passage<'_>, usize)) -> bool {
    let (is_start, is_end) = passage.is_edge;
    let rest = passage.view.bytes().get(hit..).unwrap_or_default();
    !pattern.is_for(field.role)
        || !server::is_around(&pattern.info.id)
            && (is_start || pattern.lead < hit)
            && (is_end || pattern.is_settled_by(rest))
}
