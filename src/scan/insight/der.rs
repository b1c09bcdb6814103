//! As much of DER (X.690) as tells the kind and size of a private key.

/// What stands at the start of some DER.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'d> {
    pub(super) tag: u8,
    pub(super) content: &'d [u8],
    /// What follows it.
    pub(super) rest: &'d [u8],
}

/// Tags that private keys hold.
pub(super) const INTEGER: u8 = 0x02;
pub(super) const OCTETS: u8 = 0x04;
pub(super) const OBJECT: u8 = 0x06;
pub(super) const SEQUENCE: u8 = 0x30;
/// The curve of a key in SEC 1.
pub(super) const CURVE: u8 = 0xA0;

/// The first item of `bytes`, if all of it is there.
pub(super) fn item(bytes: &[u8]) -> Option<Item<'_>> {
    let (&tag, after) = bytes.split_first()?;
    let (&first, after) = after.split_first()?;
    let (length, after) = if first < 0x80 {
        (usize::from(first), after)
    } else {
        let (digits, after) = after.split_at_checked(usize::from(first & 0x7F))?;
        if digits.len() > 4 {
            return None;
        }
        (digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)), after)
    };
    let (content, rest) = after.split_at_checked(length)?;
    Some(Item { tag, content, rest })
}

/// The first item of `bytes`, if it has this tag.
pub(super) fn tagged(bytes: &[u8], tag: u8) -> Option<Item<'_>> {
    item(bytes).filter(|item| item.tag == tag)
}

/// How many bits a number takes, written with the highest byte first.
pub(super) fn bits(number: &[u8]) -> usize {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let number = number.get(zeros..).unwrap_or_default();
    let unused = number.first().map_or(0, |first| first.leading_zeros());
    number.len() * 8 - usize::try_from(unused).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read_only_where_all_of_them_is_there() {
        let whole = item(&[0x30, 3, 2, 1, 5, 9]).unwrap();
        assert_eq!((whole.tag, whole.content, whole.rest), (SEQUENCE, &[2, 1, 5][..], &[9][..]));
        let long = [&[0x04, 0x81, 0x80][..], &[7; 128]].concat();
        assert_eq!(item(&long).unwrap().content.len(), 128);
        for broken in [&[][..], &[0x30], &[0x30, 4, 1], &[0x30, 0x82, 1], &[0x30, 0x89, 0, 0]] {
            assert!(item(broken).is_none(), "{broken:?}");
        }
    }

    #[test]
    fn bits_are_those_of_the_number() {
        for (number, expected) in
            [(&[][..], 0), (&[0, 0], 0), (&[1], 1), (&[0, 0x80], 8), (&[0x01, 0], 9)]
        {
            assert_eq!(bits(number), expected, "{number:?}");
        }
    }
}
