//! NH: a hash of a kilobyte that takes a fraction of what SHA-256 does.
//!
//! Words of the kilobyte are each added to a word of the key, multiplied in pairs and summed, as in UMAC and VMAC.
//! Whoever does not know the key can make no two kilobytes that have more than one chance in 2^64 to be hashed
//! alike (Black et al., UMAC, 1999).

use sha2::{Digest, Sha256};

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

/// Hashes a content that comes piece by piece: the same however it is cut. What [`Nh`] makes of each kilobyte, a
/// sixty-fourth of the bytes, goes through SHA-256.
#[derive(Debug, Clone)]
pub struct NhHash<'k> {
    nh: &'k Nh,
    sha256: Sha256,
    taken: u64,
    /// Bytes of a block that is not whole.
    begun: Vec<u8>,
}

impl<'k> NhHash<'k> {
    /// Of nothing yet.
    pub fn new(nh: &'k Nh) -> Self {
        Self { nh, sha256: Sha256::default(), taken: 0, begun: Vec::new() }
    }

    /// Bytes that it was given.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Adds bytes as they are, ahead of all others.
    pub fn add_whole(&mut self, bytes: &[u8]) {
        self.taken += bytes.len() as u64;
        self.sha256.update(bytes);
    }

    /// The hash of bytes that were all added as they are.
    pub(super) fn finish_whole(self) -> [u8; 32] {
        self.sha256.finalize().into()
    }

    /// Adds the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.taken += bytes.len() as u64;
        let mut rest = bytes;
        if !self.begun.is_empty() {
            let (head, tail) = rest.split_at(rest.len().min(BLOCK - self.begun.len()));
            self.begun.extend_from_slice(head);
            rest = tail;
            if let Some(block) = self.begun.first_chunk() {
                self.sha256.update(self.nh.block(block));
                self.begun.clear();
            }
        }
        let (blocks, rest) = rest.as_chunks();
        for block in blocks {
            self.sha256.update(self.nh.block(block));
        }
        self.begun.extend_from_slice(rest);
    }

    /// The hash of all bytes added.
    pub fn finish(mut self) -> [u8; 32] {
        self.sha256.update(self.nh.part(&self.begun));
        self.sha256.update(self.taken.to_le_bytes());
        self.sha256.finalize().into()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the half that is wanted")]
fn low_half(both: u128) -> u64 {
    both as u64
}
