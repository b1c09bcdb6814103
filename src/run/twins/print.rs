//! Fingerprints by which equal contents are told, a hundred times faster than a scan.
//!
//! They are made by [`NhHash`], with a key that is drawn anew for each run.

use std::hash::{BuildHasher, RandomState};

use crate::secret::nh::{Nh, NhHash};

/// The key of one run.
#[derive(Debug)]
pub(super) struct Key(Nh);

/// What stands for a content.
pub(super) type Print = [u8; 32];

impl Default for Key {
    fn default() -> Self {
        // Keyed by the system's random numbers.
        let random = RandomState::new();
        Self(Nh::new(|number| random.hash_one(number)))
    }
}

impl Key {
    /// The print of `content`, with what `name` says of it.
    pub(super) fn print(&self, content: &[u8], name: &str) -> Print {
        let mut hash = NhHash::new(&self.0);
        hash.add_whole(&(name.len() as u64).to_le_bytes());
        hash.add_whole(name.as_bytes());
        hash.add(content);
        hash.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::nh::BLOCK;

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
