//! Keys in eight groups, as tables of nibbles.
//!
//! A group lets through each text whose bytes have, one by one, a low half of a byte of any of its keys
//! there, and a high half. So keys go together that have halves in common, and which do is settled by
//! how much ordinary text the group would let through.

use super::SHORTEST;

/// Groups, each a bit.
const GROUPS: usize = 8;

/// What stands for each nibble, twice over: vector instructions look up in two halves.
pub(super) type Table = [u8; 32];

/// For each byte of a key: which groups have a key with this low, and this high, half of the byte.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    pub(super) low: [Table; SHORTEST],
    pub(super) high: [Table; SHORTEST],
}

impl Groups {
    /// Puts each of `keys` into the group that it widens least.
    pub(super) fn new(mut keys: Vec<[u8; SHORTEST]>) -> Self {
        keys.sort_unstable();
        keys.dedup();
        let mut groups = [Group::default(); GROUPS];
        // What differs only in its last byte was mostly written as one literal.
        for run in keys.chunk_by(|a, b| a[..SHORTEST - 1] == b[..SHORTEST - 1]) {
            let widened = groups.map(|group| group.with(run));
            let cost = |index: &usize| widened[*index].passes - groups[*index].passes;
            if let Some(least) = (0..GROUPS).min_by_key(cost) {
                groups[least] = widened[least];
            }
        }
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
                place.passes = (0..=u8::MAX)
                    .filter(|byte| place.low >> (byte & 15) & place.high >> (byte >> 4) & 1 == 1)
                    .map(commonness)
                    .sum();
            }
        }
        self.passes = self.places.iter().map(|place| place.passes).product();
        self
    }
}

/// Where in `literal` the four bytes stand that are rarest in ordinary text.
pub(super) fn rarest(literal: &[u8]) -> usize {
    let product = |(_, key): &(usize, &[u8])| key.iter().copied().map(commonness).product::<u64>();
    literal.windows(SHORTEST).enumerate().min_by_key(product).map_or(0, |(at, _)| at)
}

/// How common a byte is in exports, roughly: it steers what goes together, and nothing else.
fn commonness(byte: u8) -> u64 {
    match byte {
        b'a' | b'e' | b'i' | b'n' | b'o' | b'r' | b's' | b't' | b' ' | b'"' | b'\\' => 40,
        b'a'..=b'z' | b',' | b':' | b'\t' | b'\n' => 25,
        b'0'..=b'9' => 15,
        b'_' | b'-' | b'.' | b'/' | b'{' | b'}' | b'=' => 10,
        b'A'..=b'Z' => 5,
        _ => 1,
    }
}
