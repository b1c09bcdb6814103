//! What need not be looked into.

use super::{Scan, place};
use crate::document::Field;
use crate::document::glance::Glance;
use crate::location::Role;

impl Scan<'_> {
    /// Whether a literal may begin in `field`: as little as can be said without looking into it.
    #[inline]
    pub(super) fn may_hold_literal(&self, field: &Field<'_>) -> bool {
        self.marks.any_in(&field.outer) && field.near().is_none_or(|near| self.marks.any_in(&near))
            || field.is_rewritten()
            || field.begins_in_word()
    }

    /// Whether a field of what `glance` shows would give nothing: neither a literal, nor its label, nor
    /// the value itself says anything.
    pub(super) fn passes_over(&mut self, glance: &Glance<'_>) -> bool {
        let may_hold_literal = self.marks.any_in(&glance.outer)
            && glance.near().is_none_or(|near| self.marks.any_in(&near))
            || glance.is_rewritten();
        // What is sent may refer to a variable.
        let refers = glance.role != Role::Response && glance.raw().contains(&b'{');
        if may_hold_literal
            || refers
            || self.scanner.options.note_logs && glance.role == Role::Script
            || place::begins_with_scheme(glance.raw())
            || self.label(glance.label).is_some()
        {
            return false;
        }
        if !glance.label.is_empty() {
            self.beside.pass();
        }
        true
    }
}
