//! A text in stretches, whose places are judged by vectors before any of them is looked up: what is looked up
//! would disturb what the vectors keep at hand.

use super::keys::{WINDOW, Window};
use super::{Hit, Literals};

/// Bytes before a place that tell whether a word begins there.
pub(super) const BEFORE: usize = 2;

/// Places whose answers are one number.
pub(super) const BLOCK: usize = 64;

/// A block with what its places ask for.
pub(super) type Block = [u8; BEFORE + BLOCK + WINDOW - 1];

const BLOCKS: usize = 16;
const STRETCH: usize = BLOCKS * BLOCK;

/// Bytes of a stretch with what its places ask for.
pub(super) const AROUND: usize = BEFORE + STRETCH + WINDOW - 1;

/// What [`Literals::find`] gives, by an instruction set whose `places` notes at which places of each block a key
/// may stand.
pub(super) fn find(
    literals: &Literals,
    text: &[u8],
    places: impl Fn(&[u8; AROUND], &mut [u64]),
    found: &mut dyn FnMut(Hit),
) {
    let seen = literals.keys.seen();
    let mut blocks = [0; BLOCKS];
    let mut edge = [0; AROUND];
    let mut left = [0_u16; STRETCH];
    for start in (0..text.len()).step_by(STRETCH) {
        let count = (text.len() - start).div_ceil(BLOCK).min(BLOCKS);
        let blocks = &mut blocks[..count];
        let whole = start.checked_sub(BEFORE).and_then(|from| text.get(from..)?.first_chunk());
        let around = whole.unwrap_or_else(|| padded(text, start, &mut edge));
        places(around, blocks);
        let mut count = 0;
        for (first, &places) in (0_u16..).step_by(BLOCK).zip(&*blocks) {
            let Some(block) = around.get(first.into()..).and_then(<[u8]>::first_chunk) else {
                break;
            };
            for_each(places, |place| {
                // Whether a key was seen cannot be foreseen: without a branch it costs less.
                left[count % STRETCH] = first + place;
                count += usize::from(seen.may_hold(window(block, place)));
            });
        }
        for &place in &left[..count] {
            let window = around.get(BEFORE + usize::from(place)..).and_then(<[u8]>::first_chunk);
            let window = Window::new(*window.unwrap_or(&[0; WINDOW]));
            literals.compare(text, start + usize::from(place), window, found);
        }
    }
}

/// Calls `each` with the places of a block that are noted.
#[inline]
fn for_each(mut places: u64, mut each: impl FnMut(u16)) {
    while places != 0 {
        each(u16::try_from(places.trailing_zeros()).unwrap_or(0));
        places &= places - 1;
    }
}

#[inline]
fn window(block: &Block, place: u16) -> Window {
    let at = BEFORE + usize::from(place) % BLOCK;
    Window::new(*block[at..].first_chunk().unwrap_or(&[0; WINDOW]))
}

/// The stretch at `start`, with zeros for what is missing around it: a word begins behind them, and what they let
/// through at the end is compared with the text.
fn padded<'e>(text: &[u8], start: usize, edge: &'e mut [u8; AROUND]) -> &'e [u8; AROUND] {
    let (missing, from) = (BEFORE.saturating_sub(start), start.saturating_sub(BEFORE));
    let rest = text.get(from..).unwrap_or_default();
    let rest = &rest[..rest.len().min(AROUND - missing)];
    edge.fill(0);
    edge[missing..][..rest.len()].copy_from_slice(rest);
    edge
}
