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
    pub(crate) entries: Cow<'static, [Entry]>,
}

/// A literal with a key.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) literal: u16,
    pub(crate) next: Next,
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Slot {
    pub(crate) key: Key,
    pub(crate) next: Next,
    pub(crate) start: u16,
    pub(crate) count: u16,
}

/// What stands behind the key in a literal, or what all literals of a key have in common there. Most keys begin
/// ordinary words; with this, few of those are compared with literals.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Next {
    pub(crate) bits: u32,
    /// Which of the bits count.
    pub(crate) mask: u32,
}

impl Next {
    /// Of what stands behind the key of one literal.
    pub(super) fn of(behind: &[u8]) -> Self {
        let word = |byte: &dyn Fn(usize) -> Option<u8>| {
            u32::from_le_bytes(std::array::from_fn(|at| byte(at).unwrap_or(0)))
        };
        let at = |at: usize| behind.get(at).copied();
        Self { bits: word(&at), mask: word(&|place| at(place).map(|_| u8::MAX)) }
    }

    fn with(self, other: Self) -> Self {
        let mask = self.mask & other.mask & !(self.bits ^ other.bits);
        Self { bits: self.bits & mask, mask }
    }

    /// Whether a literal may go on so.
    #[inline]
    fn may_be(self, window: Window) -> bool {
        (window.behind() ^ self.bits) & self.mask == 0
    }
}

/// Bytes of a window.
pub(super) const WINDOW: usize = 2 * SHORTEST;

/// The bytes of a text that may be a key, and as many behind; zeros where the text has ended.
#[derive(Clone, Copy)]
pub(super) struct Window(u64);

impl Window {
    #[inline]
    pub(super) fn new(bytes: [u8; WINDOW]) -> Self {
        Self(u64::from_le_bytes(bytes))
    }

    #[inline]
    fn key(self) -> Key {
        Key(u32::try_from(self.0 & u64::from(u32::MAX)).unwrap_or(0))
    }

    #[inline]
    fn behind(self) -> u32 {
        u32::try_from(self.0 >> u32::BITS).unwrap_or(0)
    }
}

/// The bytes of a key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(pub(crate) u32);

impl Key {
    pub(super) fn new(bytes: [u8; SHORTEST]) -> Self {
        Self(u32::from_le_bytes(bytes))
    }

    /// 32 bits that depend on all bytes, the high ones most.
    #[inline]
    fn hash(self) -> usize {
        const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
        usize::try_from(u64::from(self.0).wrapping_mul(ODD) >> 32).unwrap_or(0)
    }

    /// The word of `seen`, and the number of the bit in it.
    #[inline]
    fn bit(self) -> (usize, usize) {
        let bit = self.hash() >> (u32::BITS - SEEN);
        (bit / 64, bit % 64)
    }
}

/// Bits of the hash that choose a bit of `seen`: 8 KiB.
const SEEN: u32 = 16;
const WORDS: usize = 1 << (SEEN - 6);

/// Tells of most keys that no literal has them.
#[derive(Clone, Copy)]
pub(super) struct Seen<'k>(&'k [u64; WORDS]);

impl Seen<'_> {
    /// Whether there may be literals with the key with which `window` begins.
    #[inline]
    pub(super) fn may_hold(self, window: Window) -> bool {
        let (word, bit) = window.key().bit();
        self.0.get(word).is_some_and(|word| word >> bit & 1 != 0)
    }
}

impl Keys {
    /// The keys of literals in their order, and what stands behind each; `None` where there are more than an
    /// index counts.
    pub(super) fn new(keys: &[([u8; SHORTEST], Next)]) -> Option<Self> {
        let literals = 0..u16::try_from(keys.len()).ok()?;
        let mut order: Vec<(Key, Entry)> = literals
            .zip(keys)
            .map(|(literal, &(key, next))| (Key::new(key), Entry { literal, next }))
            .collect();
        order.sort_by_key(|&(key, entry)| (key, entry.literal));
        let runs = || order.chunk_by(|(one, _), (other, _)| one == other);
        let size = (runs().count() * 2).next_power_of_two();
        let mut seen = vec![0; WORDS];
        let mut slots = vec![Slot::default(); size];
        let mut start = 0;
        for run in runs() {
            let (key, _) = *run.first()?;
            let next = run.iter().map(|(_, entry)| entry.next).reduce(Next::with)?;
            let count = u16::try_from(run.len()).ok()?;
            let (word, bit) = key.bit();
            *seen.get_mut(word)? |= 1 << bit;
            let mut at = key.hash() & (size - 1);
            while slots.get(at)?.count > 0 {
                at = (at + 1) & (size - 1);
            }
            *slots.get_mut(at)? = Slot { key, next, start, count };
            start = start.checked_add(count)?;
        }
        let entries: Vec<Entry> = order.into_iter().map(|(_, entry)| entry).collect();
        Some(Self { seen: seen.into(), slots: slots.into(), entries: entries.into() })
    }

    /// A bit for each hash of a key.
    pub(super) fn seen(&self) -> Seen<'_> {
        Seen(self.seen.first_chunk().unwrap_or(&[0; WORDS]))
    }

    /// The slot of the key with which a window begins, if a literal may go on as that does.
    #[inline]
    pub(super) fn slot(&self, window: Window) -> Option<&Slot> {
        let (slots, key): (&[Slot], _) = (&self.slots, window.key());
        let last = slots.len().wrapping_sub(1);
        let mut at = key.hash() & last;
        while let Some(slot) = slots.get(at).filter(|slot| slot.count > 0) {
            if slot.key == key {
                return Some(slot).filter(|slot| slot.next.may_be(window));
            }
            at = (at + 1) & last;
        }
        None
    }

    /// The literals of a slot, ascending, that may go on as a window does.
    pub(super) fn literals(&self, slot: Slot, window: Window) -> impl Iterator<Item = usize> {
        let entries: &[Entry] = &self.entries;
        let entries = entries.get(slot.start.into()..).unwrap_or_default();
        let entries = entries.iter().take(slot.count.into());
        entries.filter(move |entry| entry.next.may_be(window)).map(|entry| entry.literal.into())
    }
}
