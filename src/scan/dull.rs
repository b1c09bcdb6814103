//! What need not be looked into.

use std::ops::Range;

use smallvec::SmallVec;

use super::recorder::owner;
use super::{NOTHING, Scan, place};
use crate::document::Field;
use crate::document::glance::Glance;
use crate::document::view::View;
use crate::location::{Role, Span};

/// Bytes of a text that are searched or not, together.
const WINDOW: usize = 1024;

impl Scan<'_> {
    /// Whether a literal is marked in the string token `outer` of the file, and in what `near` tells of it more
    /// closely, if it does.
    #[inline]
    fn is_marked(&self, outer: &Span, near: impl FnOnce() -> Option<Span>) -> bool {
        self.marks.any_in(outer) && near().is_none_or(|near| self.marks.any_in(&near))
    }

    /// Whether a literal may begin in `field`: as little as can be said without looking into it.
    #[inline]
    pub(super) fn may_hold_literal(&self, field: &Field<'_>) -> bool {
        self.is_marked(&field.outer, || field.near())
            || field.is_rewritten()
            || field.begins_in_word()
    }

    /// The parts of the text of `view` in which a literal may begin: of a long one that was decoded only those
    /// that come from near a mark, and its start if it begins in a word.
    pub(super) fn windows(
        &self,
        view: &View<'_>,
        begins_in_word: bool,
    ) -> SmallVec<[Range<usize>; 4]> {
        let length = view.bytes().len();
        let mut windows = SmallVec::<[Range<usize>; 4]>::new();
        if length <= 2 * WINDOW {
            windows.push(0..length);
            return windows;
        }
        for start in (0..length).step_by(WINDOW) {
            let window = start..length.min(start + WINDOW);
            let near = view.near(window.clone());
            let may_begin = near.is_none_or(|near| self.marks.any_in(&Span::new(0, near)))
                || view.is_rewritten_in(window.clone())
                || start == 0 && begins_in_word;
            match windows.last_mut().filter(|last| last.end == start) {
                Some(last) if may_begin => last.end = window.end,
                _ if may_begin => windows.push(window),
                _ => {}
            }
        }
        windows
    }

    /// Whether nothing can come of a label but what stands beside a finding.
    pub(super) fn says_nothing(&mut self, label: &[u8]) -> bool {
        self.label(label).is_none_or(|facts| {
            facts.said == NOTHING.said && facts.patterns.is_none() && facts.service.is_none()
        })
    }

    /// Whether a text gives nothing by itself: it refers to no variable, and no scheme of a header stands in front.
    #[inline]
    pub(super) fn is_plain(role: Role, raw: &[u8]) -> bool {
        // What is sent may refer to a variable.
        (role == Role::Response || !raw.contains(&b'{')) && !place::begins_with_scheme(raw)
    }

    /// Whether a field of what `glance` shows would give nothing: neither a literal, nor its label, nor
    /// the value itself says anything.
    pub(super) fn passes_over(&mut self, glance: &Glance<'_>) -> bool {
        let may_hold_literal =
            self.is_marked(&glance.outer, || glance.near()) || glance.is_rewritten();
        if may_hold_literal
            || self.scanner.options.note_logs && glance.role == Role::Script
            || !Self::is_plain(glance.role, glance.raw())
            || owner::may_be(glance.role, glance.label)
            || self.label(glance.label).is_some()
        {
            return false;
        }
        if !glance.label.is_empty() {
            self.beside.pass(1);
        }
        true
    }
}
