//! How common bytes are.

/// How common a byte is, in ten thousand: it steers what goes together, and nothing else.
pub(super) fn commonness(byte: u8) -> u64 {
    COMMONNESS.get(usize::from(byte)).copied().unwrap_or(1).into()
}

/// How common eight bytes in a row are together: those from `8 * row` on whose bits are in `set`.
pub(super) fn commonness_of(row: usize, set: u8) -> u64 {
    SUMS.get(row).map_or(0, |sums| sums[usize::from(set)]).into()
}

static SUMS: [[u16; 256]; 16] = {
    let mut sums = [[0; 256]; 16];
    let mut row = 0;
    while row < 16 {
        let mut set = 1;
        while set < 256_usize {
            let lowest = set.trailing_zeros() as usize;
            sums[row][set] = sums[row][set & (set - 1)] + COMMONNESS[row * 8 + lowest];
            set += 1;
        }
        row += 1;
    }
    sums
};

/// Bytes of ASCII where words may begin and in the three places behind, counted in published and in
/// generated exports.
const COMMONNESS: [u16; 128] = [
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1356, 197, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 3423, 1, 774, 1, 1, 1, 1, 3, 4, 12, 2, 2, 187, 6, 14, 31, 34, 38, 35, 31, 38, 30, 30, 30,
    38, 30, 148, 8, 10, 4, 2, 1, 1, 9, 3, 6, 3, 4, 1, 4, 2, 2, 1, 2, 1, 1, 2, 5, 5, 1, 2, 7, 6, 2,
    1, 1, 1, 1, 1, 22, 642, 28, 1, 2, 2, 222, 26, 72, 103, 176, 25, 36, 53, 186, 8, 53, 145, 85,
    392, 162, 89, 5, 111, 114, 232, 111, 53, 8, 17, 19, 1, 106, 1, 87, 1, 1,
];
