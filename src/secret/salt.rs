//! The salt that the ids of plain secrets are keyed with: a hash of all that was scanned.

use std::sync::LazyLock;

use sha2::{Digest, Sha256};

use super::nh::{BLOCK, Nh};

/// Hashes a content that comes piece by piece: the same however it is cut.
///
/// It need only be unknown to whoever does not have the content; that two contents may be made to have one salt
/// harms nobody. So the first 64 KiB go through SHA-256 as they are, of the rest what [`Nh`] makes of each kilobyte,
/// with a key that everybody knows: a sixty-fourth of the bytes.
#[derive(Debug, Clone, Default)]
pub struct SaltHash {
    sha256: Sha256,
    taken: usize,
    /// Bytes of a block that is not whole.
    begun: Vec<u8>,
}

/// Bytes that are hashed as they are.
const WHOLE: usize = 64 << 10;

impl SaltHash {
    /// Adds the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        let room = WHOLE.saturating_sub(self.taken).min(bytes.len());
        let (whole, mut rest) = bytes.split_at(room);
        self.sha256.update(whole);
        self.taken += bytes.len();
        if !self.begun.is_empty() {
            let (head, tail) = rest.split_at(rest.len().min(BLOCK - self.begun.len()));
            self.begun.extend_from_slice(head);
            rest = tail;
            if let Some(block) = self.begun.first_chunk() {
                self.sha256.update(key().block(block));
                self.begun.clear();
            }
        }
        let (blocks, rest) = rest.as_chunks();
        for block in blocks {
            self.sha256.update(key().block(block));
        }
        self.begun.extend_from_slice(rest);
    }

    /// The hash of all bytes added.
    pub fn finish(mut self) -> [u8; 32] {
        if self.taken > WHOLE {
            self.sha256.update(key().part(&self.begun));
            self.sha256.update((self.taken as u64).to_le_bytes());
        }
        self.sha256.finalize().into()
    }
}

/// The key that everybody knows: a counter, mixed as in `SplitMix64`.
fn key() -> &'static Nh {
    static KEY: LazyLock<Nh> = LazyLock::new(|| {
        Nh::new(|number| {
            let mut word = (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            word ^ (word >> 31)
        })
    });
    &KEY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::content_hash;

    fn salt<'b>(pieces: impl IntoIterator<Item = &'b [u8]>) -> [u8; 32] {
        let mut hash = SaltHash::default();
        for piece in pieces {
            hash.add(piece);
        }
        hash.finish()
    }

    #[test]
    fn it_is_the_same_however_the_content_is_cut() {
        let content: Vec<u8> = (0..=250).cycle().take(WHOLE + 5 * BLOCK + 77).collect();
        let whole = salt([content.as_slice()]);
        for size in [1, 63, 1023, 1024, 1025, WHOLE - 1, WHOLE, WHOLE + 1] {
            assert_eq!(salt(content.chunks(size)), whole, "{size}");
        }
        let short = &content[..WHOLE];
        assert_eq!(salt([short]), content_hash(short));
    }

    #[test]
    fn any_change_gives_another() {
        let content: Vec<u8> = (0..=250).cycle().take(WHOLE + 2 * BLOCK + 7).collect();
        let whole = salt([content.as_slice()]);
        for at in [0, WHOLE - 1, WHOLE, WHOLE + BLOCK, content.len() - 1] {
            let mut changed = content.clone();
            changed[at] ^= 1;
            assert_ne!(salt([changed.as_slice()]), whole, "{at}");
        }
        assert_ne!(salt([content.as_slice(), &[0]]), whole);
        assert_ne!(salt([&content[..content.len() - 1]]), whole);
    }
}
