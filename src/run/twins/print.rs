//! Fingerprints by which equal contents are told, a hundred times faster than a scan.
//!
//! Each kilobyte is hashed by NH, as in UMAC and VMAC: words of it, each added to a word of the key, multiplied in
//! pairs and summed. Whoever does not know the key, which is drawn anew for each run, can make no two kilobytes
//! that have more than one chance in 2^64 to be hashed alike (Black et al., UMAC, 1999). What comes out, a
//! sixty-fourth of the content, goes through SHA-256.

use std::hash::{BuildHasher, RandomState};

use crate::secret::ContentHash;

/// Bytes that are hashed at once.
const BLOCK: usize = 1024;

/// Bytes of two words.
const PAIR: usize = 16;

/// The key of one run.
#[derive(Debug)]
pub(super) struct Key([(u64, u64); BLOCK / PAIR]);

/// What stands for a content.
pub(super) type Print = [u8; 32];

impl Default for Key {
    fn default() -> Self {
        // Keyed by the system's random numbers.
        let random = RandomState::new();
        let word = |number: usize| random.hash_one(number);
        Self(std::array::from_fn(|pair| (word(2 * pair), word(2 * pair + 1))))
    }
}

impl Key {
    /// The print of `content`, with what `name` says of it.
    pub(super) fn print(&self, content: &[u8], name: &str) -> Print {
        let mut hash = ContentHash::default();
        hash.add(&(content.len() as u64).to_le_bytes());
        let (blocks, rest) = content.as_chunks::<BLOCK>();
        for block in blocks {
            hash.add(&self.block(block).to_le_bytes());
        }
        if !rest.is_empty() {
            let mut block = [0; BLOCK];
            for (to, from) in block.iter_mut().zip(rest) {
                *to = *from;
            }
            hash.add(&self.block(&block).to_le_bytes());
        }
        hash.add(name.as_bytes());
        hash.finish()
    }

    fn block(&self, block: &[u8; BLOCK]) -> u128 {
        let (pairs, _) = block.as_chunks::<PAIR>();
        pairs.iter().zip(&self.0).fold(0, |sum: u128, (pair, key)| {
            let both = u128::from_le_bytes(*pair);
            let (low, high) = (low_half(both), low_half(both >> 64));
            let product =
                u128::from(low.wrapping_add(key.0)) * u128::from(high.wrapping_add(key.1));
            sum.wrapping_add(product)
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the half that is wanted")]
fn low_half(both: u128) -> u64 {
    both as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_gives_another_print() {
        let key = Key::default();
        for length in [0, 1, 15, 16, 17, 1023, 1024, 1025, 5000] {
            let content: Vec<u8> = (0..=u8::MAX).cycle().take(length).collect();
            let print = key.print(&content, "");
            assert_eq!(key.print(&content, ""), print);
            assert_ne!(key.print(&content, "x"), print, "{length}");
            assert_ne!(key.print(&[content.as_slice(), &[0]].concat(), ""), print, "{length}");
            for at in 0..length {
                let mut changed = content.clone();
                changed[at] ^= 1;
                assert_ne!(key.print(&changed, ""), print, "{at} of {length}");
            }
        }
    }

    #[test]
    fn blocks_that_change_places_give_another_print() {
        let key = Key::default();
        let (one, other) = ([1; BLOCK], [2; BLOCK]);
        let print = |blocks: [[u8; BLOCK]; 2]| key.print(blocks.as_flattened(), "");
        assert_ne!(print([one, other]), print([other, one]));
    }
}
