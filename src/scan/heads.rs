//! Whether one of a few texts may begin somewhere, told by four bytes.

/// Bytes by which it is told.
pub(super) const LENGTH: usize = 4;

/// How some texts of at least four bytes begin: a bit for each of them, by its hash.
#[derive(Debug, Default)]
pub(super) struct Heads([u64; WORDS]);

const WORDS: usize = 16;

impl Heads {
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t [u8]>) -> Self {
        let mut heads = Self::default();
        for head in texts.filter_map(<[u8]>::first_chunk) {
            let (word, bit) = place(*head);
            if let Some(word) = heads.0.get_mut(word) {
                *word |= 1 << bit;
            }
        }
        heads
    }

    /// Where in `text`, from `at` on, the next of them may begin.
    pub(super) fn next(&self, text: &[u8], at: usize) -> Option<usize> {
        let may_begin = |head: &[u8]| {
            head.first_chunk().is_some_and(|head| {
                let (word, bit) = place(*head);
                self.0.get(word).is_some_and(|word| word >> bit & 1 != 0)
            })
        };
        Some(at + text.get(at..)?.windows(LENGTH).position(may_begin)?)
    }
}

/// Where four bytes have their bit.
fn place(head: [u8; LENGTH]) -> (usize, u32) {
    let hash = u32::from_le_bytes(head).wrapping_mul(0x9E37_79B1) >> 22;
    (usize::try_from(hash >> 6).unwrap_or_default(), hash & 63)
}
