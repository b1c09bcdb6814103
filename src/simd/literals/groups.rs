//! Keys in groups, eight to a table.
//!
//! A group lets through each text whose bytes are, one by one, those of any of its keys there, or pass for
//! them. So keys go together that have bytes in common, and which do is settled by how much ordinary text
//! the group would let through.

use super::SHORTEST;
use super::common::{commonness, commonness_of};

/// Groups of a table, each a bit.
const BITS: usize = 8;

/// How many of the groups, the last of the last table, have keys that count anywhere.
const ANYWHERE: usize = 2;

/// The bits of the last table whose keys count anywhere.
#[cfg(target_arch = "x86_64")]
pub(super) const ANYWHERE_BITS: u8 = u8::MAX << (BITS - ANYWHERE);

/// What stands for each half of a byte, twice over: AVX2 looks up in two halves of a vector.
pub(super) type Table = [u8; 32];

/// For each byte of a key, which groups have a key with this low, and this high, half of the byte: the bits
/// 0 to 3, and 3 to 6. What they have in common, and that the eighth bit is left out, lets through less than
/// two halves apart would.
#[derive(Debug, Clone, Default)]
pub(crate) struct Halves {
    pub(crate) low: [Table; SHORTEST],
    pub(crate) high: [Table; SHORTEST],
}

/// For each byte of a key, which groups have a key with its lower seven bits.
#[derive(Debug, Clone)]
pub(crate) struct Bytes(pub(crate) [[u8; 128]; SHORTEST]);

impl Halves {
    pub(super) fn new<const TABLES: usize>(keys: &Chosen) -> [Self; TABLES] {
        groups::<HalfSets, TABLES>(keys).map(|groups| {
            let mut tables = Self::default();
            for (index, group) in groups.iter().enumerate() {
                for (place, sets) in group.places.iter().enumerate() {
                    for half in 0..32 {
                        let bit = |set: u16| u8::from(set >> (half % 16) & 1 == 1) << index;
                        tables.low[place][half] |= bit(sets.low);
                        tables.high[place][half] |= bit(sets.high);
                    }
                }
            }
            tables
        })
    }
}

impl Bytes {
    pub(super) fn new<const TABLES: usize>(keys: &Chosen) -> [Self; TABLES] {
        groups::<ByteSet, TABLES>(keys).map(|groups| {
            let mut tables = [[0; 128]; SHORTEST];
            for (index, group) in groups.iter().enumerate() {
                for (table, set) in tables.iter_mut().zip(group.places) {
                    for (byte, bits) in table.iter_mut().enumerate() {
                        *bits |= u8::from(set.0 >> byte & 1 == 1) << index;
                    }
                }
            }
            Self(tables)
        })
    }
}

/// The keys to look for.
pub(super) struct Chosen {
    /// Those that count where a word begins.
    pub(super) at_start: Vec<[u8; SHORTEST]>,
    /// Those that count anywhere.
    pub(super) anywhere: Vec<[u8; SHORTEST]>,
}

fn groups<S: Set, const TABLES: usize>(keys: &Chosen) -> [[Group<S>; BITS]; TABLES] {
    let mut groups = [[Group::default(); BITS]; TABLES];
    let all = groups.as_flattened_mut();
    let (at_start, anywhere) = all.split_at_mut(all.len() - ANYWHERE);
    fill(at_start, &keys.at_start);
    fill(anywhere, &keys.anywhere);
    groups
}

/// Puts each of `keys` into the group that it widens least.
fn fill<S: Set>(groups: &mut [Group<S>], keys: &[[u8; SHORTEST]]) {
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys.dedup();
    // What differs only in its last byte was mostly written as one literal.
    let runs = keys.chunk_by(|a, b| a[..SHORTEST - 1] == b[..SHORTEST - 1]);
    let mut runs: Vec<Group<S>> = runs.map(Group::of).collect();
    // The wide ones first: they shape a group in any case.
    runs.sort_by_key(|run| std::cmp::Reverse(run.passes));
    for run in runs {
        let all = groups.iter_mut().map(|group| (group.with(&run), group));
        if let Some((widened, group)) = all.min_by_key(|(with, group)| with.passes - group.passes) {
            *group = widened;
        }
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Group<S> {
    places: [S; SHORTEST],
    /// How common is what each place lets through, and all of them.
    common: [u64; SHORTEST],
    passes: u64,
}

impl<S: Set> Group<S> {
    fn of(keys: &[[u8; SHORTEST]]) -> Self {
        let mut places = [S::default(); SHORTEST];
        for key in keys {
            for (place, &byte) in places.iter_mut().zip(key) {
                *place = place.with(S::of(byte));
            }
        }
        let common = places.map(S::commonness);
        Self { places, common, passes: common.iter().product() }
    }

    fn with(mut self, other: &Self) -> Self {
        for ((place, common), &other) in
            self.places.iter_mut().zip(&mut self.common).zip(&other.places)
        {
            let with = place.with(other);
            if with != *place {
                (*place, *common) = (with, with.commonness());
            }
        }
        self.passes = self.common.iter().product();
        self
    }
}

/// The bytes that a group lets through at one place.
trait Set: Copy + Default + PartialEq {
    fn of(byte: u8) -> Self;
    fn with(self, other: Self) -> Self;
    fn commonness(self) -> u64;
}

/// Bytes by their lower seven bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct ByteSet(u128);

impl Set for ByteSet {
    fn of(byte: u8) -> Self {
        Self(1 << (byte & 127))
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn commonness(self) -> u64 {
        (0..).zip(self.0.to_le_bytes()).map(|(row, set)| commonness_of(row, set)).sum()
    }
}

/// Bytes by their halves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct HalfSets {
    low: u16,
    high: u16,
}

impl Set for HalfSets {
    fn of(byte: u8) -> Self {
        Self { low: 1 << (byte & 15), high: 1 << (byte >> 3 & 15) }
    }

    fn with(self, other: Self) -> Self {
        Self { low: self.low | other.low, high: self.high | other.high }
    }

    fn commonness(self) -> u64 {
        // Of the low halves those go with a high one that agree with it on the bit which both have.
        let lows = self.low.to_le_bytes();
        let rows = (0..16).filter(|row| self.high >> row & 1 == 1);
        rows.map(|row| commonness_of(row, lows[row & 1])).sum()
    }
}

/// Where in `literal` the four bytes stand that are rarest in ordinary text.
pub(super) fn rarest(literal: &[u8]) -> usize {
    let product = |(_, key): &(usize, &[u8])| key.iter().copied().map(commonness).product::<u64>();
    literal.windows(SHORTEST).enumerate().min_by_key(product).map_or(0, |(at, _)| at)
}
