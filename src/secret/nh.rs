//! NH: a hash of a kilobyte that takes a fraction of what SHA-256 does.
//!
//! Words of the kilobyte are each added to a word of the key, multiplied in pairs and summed, as in UMAC and VMAC.
//! Whoever does not know the key can make no two kilobytes that have more than one chance in 2^64 to be hashed
//! alike (Black et al., UMAC, 1999).

/// Bytes that are hashed at once.
pub const BLOCK: usize = 1024;

/// Bytes of two words.
const PAIR: usize = 16;

/// The hash with its key.
#[derive(Debug)]
pub struct Nh([(u64, u64); BLOCK / PAIR]);

impl Nh {
    /// With a key of these words, asked for by their number.
    pub fn new(word: impl Fn(u64) -> u64) -> Self {
        let mut number = 0..;
        let mut next = || word(number.next().unwrap_or_default());
        Self(std::array::from_fn(|_| (next(), next())))
    }

    /// The hash of a block.
    pub fn block(&self, block: &[u8; BLOCK]) -> [u8; PAIR] {
        let (pairs, _) = block.as_chunks::<PAIR>();
        let sum = pairs.iter().zip(&self.0).fold(0, |sum: u128, (pair, key)| {
            let both = u128::from_le_bytes(*pair);
            let (low, high) = (low_half(both), low_half(both >> 64));
            let product =
                u128::from(low.wrapping_add(key.0)) * u128::from(high.wrapping_add(key.1));
            sum.wrapping_add(product)
        });
        sum.to_le_bytes()
    }

    /// The hash of less than a block, as if zeros stood behind it.
    pub fn part(&self, part: &[u8]) -> [u8; PAIR] {
        let mut block = [0; BLOCK];
        for (to, from) in block.iter_mut().zip(part) {
            *to = *from;
        }
        self.block(&block)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the half that is wanted")]
fn low_half(both: u128) -> u64 {
    both as u64
}
