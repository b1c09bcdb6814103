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

/// Blocks of a stretch.
const BLOCKS: usize = 16;
const STRETCH: usize = BLOCKS * BLOCK;

/// Bytes of a stretch with what its places ask for.
pub(super) const AROUND: usize = BEFORE + STRETCH + WINDOW - 1;

/// Places of a stretch, ascending, with room behind them for those of one more block.
pub(super) type Places = [u16; STRETCH + BLOCK];

/// What [`Literals::find`] gives, by an instruction set whose `places` notes at which places of each block a key
/// may stand.
pub(super) fn by_masks(
    literals: &Literals,
    text: &[u8],
    places: impl Fn(&[u8; AROUND], &mut [u64]),
    found: &mut dyn FnMut(Hit),
) {
    let seen = literals.keys.seen();
    let mut masks = [0; BLOCKS];
    let left = |around: &[u8; AROUND], blocks, left: &mut Places| {
        let masks = &mut masks[..blocks];
        places(around, masks);
        let mut count = 0;
        for (first, &mask) in (0_u16..).step_by(BLOCK).zip(&*masks) {
            let block = around.get(first.into()..).and_then(<[u8]>::first_chunk);
            let Some(block): Option<&Block> = block else { break };
            let mut mask = mask;
            while mask != 0 {
                let place = u16::try_from(mask.trailing_zeros()).unwrap_or(0);
                left[count % STRETCH] = first + place;
                count += usize::from(seen.may_hold(window(block, place % 64)));
                mask &= mask - 1;
            }
        }
        count
    };
    find(literals, text, left, found);
}

/// The same, by an instruction set whose `list` lists those places of so many blocks, and says how many they are.
pub(super) fn by_list(
    literals: &Literals,
    text: &[u8],
    list: impl Fn(&[u8; AROUND], usize, &mut Places) -> usize,
    found: &mut dyn FnMut(Hit),
) {
    let seen = literals.keys.seen();
    let left = |around: &[u8; AROUND], blocks, places: &mut Places| {
        let mut count = 0;
        for index in 0..list(around, blocks, places).min(STRETCH) {
            places[count] = places[index];
            count += usize::from(seen.may_hold(window(around, places[index])));
        }
        count
    };
    find(literals, text, left, found);
}

/// What is found where `left` leaves places, whose keys were seen. It counts them without a branch: whether a key
/// was seen cannot be foreseen.
fn find(
    literals: &Literals,
    text: &[u8],
    mut left: impl FnMut(&[u8; AROUND], usize, &mut Places) -> usize,
    found: &mut dyn FnMut(Hit),
) {
    let mut edge = [0; AROUND];
    let mut places = [0; STRETCH + BLOCK];
    for start in (0..text.len()).step_by(STRETCH) {
        let blocks = (text.len() - start).div_ceil(BLOCK).min(BLOCKS);
        let whole = start.checked_sub(BEFORE).and_then(|from| text.get(from..)?.first_chunk());
        let around = whole.unwrap_or_else(|| padded(text, start, &mut edge));
        let count = left(around, blocks, &mut places);
        for &place in &places[..count] {
            literals.compare(text, start + usize::from(place), window(around, place), found);
        }
    }
}

#[inline]
fn window(around: &[u8], place: u16) -> Window {
    let window = around.get(BEFORE + usize::from(place)..).and_then(<[u8]>::first_chunk);
    Window::new(*window.unwrap_or(&[0; WINDOW]))
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
