//! The salt that the ids of plain secrets are keyed with: a hash of all that was scanned.

use std::sync::LazyLock;

use super::nh::{Nh, NhHash};

/// Hashes a content that comes piece by piece: the same however it is cut.
///
/// It need only be unknown to whoever does not have the content; that two contents may be made to have one salt
/// harms nobody. So the first 64 KiB go through SHA-256 as they are, the rest through [`NhHash`] with a key that
/// everybody knows.
#[derive(Debug, Clone)]
pub struct SaltHash(NhHash<'static>);

/// Bytes that are hashed as they are.
const WHOLE: usize = 64 << 10;

impl Default for SaltHash {
    fn default() -> Self {
        Self(NhHash::new(key()))
    }
}

impl SaltHash {
    /// Adds the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        let taken = usize::try_from(self.0.taken()).unwrap_or(usize::MAX);
        let (whole, rest) = bytes.split_at(WHOLE.saturating_sub(taken).min(bytes.len()));
        self.0.add_whole(whole);
        self.0.add(rest);
    }

    /// The hash of all bytes added.
    pub fn finish(self) -> [u8; 32] {
        let is_whole = self.0.taken() <= WHOLE as u64;
        if is_whole { self.0.finish_whole() } else { self.0.finish() }
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
    use crate::secret::nh::BLOCK;

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
