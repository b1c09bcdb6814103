//! Short labels, told from each other without a look at each byte.

/// Bytes and length of a label of at most sixteen bytes, by which it is told from all others as short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Short {
    first: u64,
    last: u64,
    length: usize,
}

impl Short {
    /// Both ends of `label`, which meet or overlap; `None` where they do not, or where it is empty.
    #[inline]
    pub fn of(label: &[u8]) -> Option<Self> {
        let length = label.len();
        let (first, last) = match (label.first_chunk(), label.last_chunk()) {
            (Some(first), Some(last)) if length <= 16 => {
                (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
            }
            (None, None) => match (label.first_chunk(), label.last_chunk()) {
                (Some(first), Some(last)) => {
                    (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
                }
                _ => (label.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)), 0),
            },
            _ => return None,
        };
        (length > 0).then_some(Self { first, last, length })
    }

    /// Where it goes in a table of 2 to the power of `bits` places.
    #[inline]
    pub fn place(self, bits: u32) -> usize {
        const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
        let mixed = (self.first ^ self.last.rotate_left(29)).wrapping_mul(ODD);
        usize::try_from(mixed >> (u64::BITS - bits)).unwrap_or(0)
    }
}
