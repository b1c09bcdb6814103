//! Where the literals begin that a search of a text has found, so that what stands in the text is skimmed only
//! between them.

use std::ops::Range;

use crate::document::Field;

/// Where literals begin in the text of the field that was taken last.
#[derive(Debug, Default)]
pub(super) struct Starts {
    pub(super) starts: Vec<usize>,
    /// Where in memory its encoded text stands.
    text: Range<usize>,
}

impl Starts {
    /// Forgets those of another field.
    pub(super) fn begin(&mut self, field: &Field<'_>) {
        self.starts.clear();
        self.text = Self::text(field);
    }

    /// Those of `field`, sorted, if it is the one that was taken last.
    pub(super) fn of(&self, field: &Field<'_>) -> Option<&[usize]> {
        (self.text == Self::text(field)).then_some(self.starts.as_slice())
    }

    fn text(field: &Field<'_>) -> Range<usize> {
        let range = field.raw().as_ptr_range();
        range.start.addr()..range.end.addr()
    }
}
