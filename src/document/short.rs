//! Short labels, told from each other without a look at each byte.

/// Bytes and length of a label of at most sixteen bytes, by which it is told from all others as short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Short {
    /// Its bytes, the first one lowest, and zeros.
    bytes: u128,
    length: usize,
}

impl Short {
    /// Most bytes.
    const MOST: usize = 16;

    /// `label`; `None` where it is longer, or empty.
    #[inline]
    pub fn of(label: &[u8]) -> Option<Self> {
        Self::within(label, 0, label.len())
    }

    /// The `length` bytes of `text` that begin at `start`; `None` where they are more, or none. Where sixteen bytes
    /// stand there, what is not of the label is masked out of them.
    #[inline]
    pub fn within(text: &[u8], start: usize, length: usize) -> Option<Self> {
        if length.wrapping_sub(1) >= Self::MOST {
            return None;
        }
        let rest = text.get(start..)?;
        let bytes = match rest.first_chunk() {
            Some(sixteen) => {
                u128::from_le_bytes(*sixteen) & u128::MAX >> (8 * (Self::MOST - length))
            }
            None => Self::at_end(rest.get(..length)?),
        };
        Some(Self { bytes, length })
    }

    /// A label behind which less than sixteen bytes stand.
    #[inline]
    fn at_end(label: &[u8]) -> u128 {
        let length = label.len();
        match (label.first_chunk(), label.last_chunk()) {
            (Some(first), Some(last)) => {
                let last = u128::from(u64::from_le_bytes(*last)) << (8 * (length - 8));
                u128::from(u64::from_le_bytes(*first)) | last
            }
            _ => match (label.first_chunk(), label.last_chunk()) {
                (Some(first), Some(last)) => {
                    let last = u128::from(u32::from_le_bytes(*last)) << (8 * (length - 4));
                    u128::from(u32::from_le_bytes(*first)) | last
                }
                _ => label.iter().rev().fold(0, |all, &byte| all << 8 | u128::from(byte)),
            },
        }
    }

    /// Where it goes in a table of 2 to the power of `bits` places.
    #[inline]
    pub fn place(self, bits: u32) -> usize {
        const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
        // Both halves of it.
        let (low, high) = (self.bytes & u128::from(u64::MAX), self.bytes >> 64);
        let (low, high) = (u64::try_from(low).unwrap_or(0), u64::try_from(high).unwrap_or(0));
        let mixed = (low ^ high.rotate_left(29) ^ self.length as u64).wrapping_mul(ODD);
        usize::try_from(mixed >> (u64::BITS - bits)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_the_same_wherever_it_stands() {
        let text: Vec<u8> = (b'a'..=b'z').chain(b'A'..=b'Z').collect();
        for length in 0..20 {
            let label = &text[3..3 + length];
            let short = Short::of(label);
            assert_eq!(short.is_some(), (1..=16).contains(&length));
            assert_eq!(Short::within(&text, 3, length), short, "{length}");
            let longer = Short::of(&text[3..4 + length]);
            assert!(longer.is_none() || longer != short, "{length}");
        }
    }
}
