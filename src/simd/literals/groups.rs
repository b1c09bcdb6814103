//! Keys in groups, eight to a table of nibbles.
//!
//! A group lets through each text whose bytes have, one by one, a low half of a byte of any of its keys
//! there, and a high half. So keys go together that have halves in common, and which do is settled by
//! how much ordinary text the group would let through.

use super::SHORTEST;

/// Groups of a table, each a bit.
const BITS: usize = 8;

/// What stands for each nibble, twice over: vector instructions look up in two halves.
pub(super) type Table = [u8; 32];

/// For each byte of a key: which groups have a key with this low, and this high, half of the byte.
#[derive(Debug, Clone, Default)]
pub(crate) struct Groups {
    pub(crate) low: [Table; SHORTEST],
    pub(crate) high: [Table; SHORTEST],
}

impl Groups {
    /// Puts each of `keys` into the group that it widens least, of all groups of so many tables.
    pub(super) fn new<const TABLES: usize>(mut keys: Vec<[u8; SHORTEST]>) -> [Self; TABLES] {
        keys.sort_unstable();
        keys.dedup();
        let mut groups = [[Group::default(); BITS]; TABLES];
        // What differs only in its last byte was mostly written as one literal.
        for run in keys.chunk_by(|a, b| a[..SHORTEST - 1] == b[..SHORTEST - 1]) {
            let all = groups.as_flattened_mut().iter_mut().map(|group| (group.with(run), group));
            if let Some((widened, group)) =
                all.min_by_key(|(with, group)| with.passes - group.passes)
            {
                *group = widened;
            }
        }
        groups.map(|groups| Self::table(&groups))
    }

    fn table(groups: &[Group; BITS]) -> Self {
        let mut tables = Self::default();
        for (index, group) in groups.iter().enumerate() {
            for place in 0..SHORTEST {
                for nibble in 0..32 {
                    let bit = |set: u16| u8::from(set >> (nibble % 16) & 1 == 1) << index;
                    tables.low[place][nibble] |= bit(group.places[place].low);
                    tables.high[place][nibble] |= bit(group.places[place].high);
                }
            }
        }
        tables
    }
}

#[derive(Debug, Clone, Copy, Default)]
struct Group {
    places: [Place; SHORTEST],
    /// How much of ordinary text it lets through.
    passes: u64,
}

/// The halves of bytes that keys of a group have at one place, as sets of nibbles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Place {
    low: u16,
    high: u16,
    /// How common the bytes are that have such halves.
    passes: u64,
}

impl Group {
    fn with(mut self, keys: &[[u8; SHORTEST]]) -> Self {
        for (index, place) in self.places.iter_mut().enumerate() {
            let before = *place;
            for key in keys {
                place.low |= 1 << (key[index] & 15);
                place.high |= 1 << (key[index] >> 4);
            }
            if *place != before {
                place.passes = nibbles(place.high)
                    .flat_map(|high| nibbles(place.low).map(move |low| high << 4 | low))
                    .map(commonness)
                    .sum();
            }
        }
        self.passes = self.places.iter().map(|place| place.passes).product();
        self
    }
}

/// The nibbles of a set.
fn nibbles(set: u16) -> impl Iterator<Item = u8> {
    let some = |set: u16| (set != 0).then_some(set);
    std::iter::successors(some(set), move |rest| some(rest & (rest - 1)))
        .map(|rest| u8::try_from(rest.trailing_zeros()).unwrap_or(0))
}

/// Where in `literal` the four bytes stand that are rarest in ordinary text.
pub(super) fn rarest(literal: &[u8]) -> usize {
    let product = |(_, key): &(usize, &[u8])| key.iter().copied().map(commonness).product::<u64>();
    literal.windows(SHORTEST).enumerate().min_by_key(product).map_or(0, |(at, _)| at)
}

/// How common a byte is in exports, roughly: it steers what goes together, and nothing else.
fn commonness(byte: u8) -> u64 {
    COMMONNESS[usize::from(byte)]
}

const COMMONNESS: [u64; 256] = {
    let mut table = [1; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        table[byte as usize] = estimate(byte);
        byte += 1;
    }
    table
};

const fn estimate(byte: u8) -> u64 {
    match byte {
        b'a' | b'e' | b'i' | b'n' | b'o' | b'r' | b's' | b't' | b' ' | b'"' | b'\\' => 40,
        b'a'..=b'z' | b',' | b':' | b'\t' | b'\n' => 25,
        b'0'..=b'9' => 15,
        b'_' | b'-' | b'.' | b'/' | b'{' | b'}' | b'=' => 10,
        b'A'..=b'Z' => 5,
        _ => 1,
    }
}
