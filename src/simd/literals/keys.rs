//! Which literals have a given key.

use std::borrow::Cow;

use super::SHORTEST;

/// A hash table of keys.
#[derive(Debug)]
pub(crate) struct Keys {
    /// A bit for each hash, small enough to stay near the processor: nearly all that is looked up in
    /// vain ends here.
    pub(crate) seen: Cow<'static, [u64]>,
    /// A power of two; an empty slot has no literals.
    pub(crate) slots: Cow<'static, [Slot]>,
    /// The literals of all slots, one slot behind the other, ascending in each.
    pub(crate) indices: Cow<'static, [u16]>,
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Slot {
    pub(crate) key: [u8; SHORTEST],
    pub(crate) start: u16,
    pub(crate) count: u16,
}

/// Bits of the hash that choose a bit of `seen`: 4 KiB.
const SEEN: u32 = 15;
const WORDS: usize = 1 << (SEEN - 6);

/// Tells of most keys that no literal has them.
#[derive(Clone, Copy)]
pub(super) struct Seen<'k>(&'k [u64; WORDS]);

impl Seen<'_> {
    /// Whether there may be literals with `key`.
    #[inline]
    pub(super) fn may_hold(self, key: [u8; SHORTEST]) -> bool {
        let (word, bit) = Keys::bit(key);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

impl Keys {
    /// The keys of literals in their order; `None` where there are more than an index counts.
    pub(super) fn new(keys: &[[u8; SHORTEST]]) -> Option<Self> {
        let mut order: Vec<u16> = (0..u16::try_from(keys.len()).ok()?).collect();
        let key = |index: u16| keys.get(usize::from(index));
        order.sort_by_key(|&index| (key(index), index));
        let size = (keys.len() * 2).next_power_of_two();
        let mut seen = vec![0; WORDS];
        let mut slots = vec![Slot::default(); size];
        let mut start = 0;
        for run in order.chunk_by(|&a, &b| key(a) == key(b)) {
            let key = *run.first().and_then(|&index| key(index))?;
            let count = u16::try_from(run.len()).ok()?;
            let (word, bit) = Self::bit(key);
            *seen.get_mut(word)? |= bit;
            let mut at = hash(key) & (size - 1);
            while slots.get(at)?.count > 0 {
                at = (at + 1) & (size - 1);
            }
            *slots.get_mut(at)? = Slot { key, start, count };
            start = start.checked_add(count)?;
        }
        Some(Self { seen: seen.into(), slots: slots.into(), indices: order.into() })
    }

    /// A bit for each hash of a key.
    pub(super) fn seen(&self) -> Seen<'_> {
        Seen(self.seen.first_chunk().unwrap_or(&[0; WORDS]))
    }

    /// The literals with `key`, ascending.
    pub(super) fn with(&self, key: [u8; SHORTEST]) -> &[u16] {
        let (slots, indices): (&[Slot], &[u16]) = (&self.slots, &self.indices);
        let last = slots.len().wrapping_sub(1);
        let mut at = hash(key) & last;
        while let Some(slot) = slots.get(at).filter(|slot| slot.count > 0) {
            if slot.key == key {
                let start = usize::from(slot.start);
                return indices.get(start..start + usize::from(slot.count)).unwrap_or_default();
            }
            at = (at + 1) & last;
        }
        &[]
    }

    /// The word of `seen`, and the bit in it, for `key`.
    #[inline]
    fn bit(key: [u8; SHORTEST]) -> (usize, u64) {
        let bit = hash(key) >> (u32::BITS - SEEN);
        (bit / 64, 1 << (bit % 64))
    }
}

/// 32 bits that depend on all bytes of the key, the high ones most.
#[inline]
fn hash(key: [u8; SHORTEST]) -> usize {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let product = u64::from(u32::from_le_bytes(key)).wrapping_mul(ODD);
    usize::try_from(product >> 32).unwrap_or(0)
}
