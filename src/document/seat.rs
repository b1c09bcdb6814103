//! What fields stand in together, so that what belongs together can be told without remembering places.

use super::item::ItemId;
use super::path::{Pin, Place};

/// What a field stands in: two that share one stand beside each other. Numbers that tell one container
/// of a file from the others; 0 where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Seat {
    /// The object that it is a member of.
    pub object: u64,
    /// The list that it is a row of, where its row has a name and a value.
    pub list: u64,
    /// The string that it is, or stands in.
    pub text: u64,
}

impl Seat {
    /// A number that stands for `inner` inside what `outer` stands for.
    #[must_use]
    pub fn inside(outer: u64, inner: usize) -> u64 {
        // FxHash: numbers of one file that differ stay apart, but for chance.
        (outer.rotate_left(5) ^ (inner as u64 + 1)).wrapping_mul(0x517c_c1b7_2722_0a95)
    }
}

/// The place of what stands inside the text of a field, beside all else in it.
pub(super) struct Within<'p>(pub(super) &'p dyn Place);

impl Place for Within<'_> {
    fn pin(&self) -> Pin {
        self.0.pin()
    }

    fn seat(&self) -> Seat {
        Seat { text: self.0.seat().text, ..Seat::default() }
    }

    fn document(&self) -> u32 {
        self.0.document()
    }

    fn item(&self) -> Option<ItemId> {
        self.0.item()
    }
}
