//! Classes of bytes, told by their halves: a byte is of a class if both of its halves have the bit.

const BRACKET: u8 = 1;
pub(super) const COLON: u8 = 2;
const COMMA: u8 = 4;
const EQUALS_OR_LESS: u8 = 8;
const PERCENT: u8 = 16;
const CONTROL: u8 = 32;
const SPOT: u8 = 64;
const QUESTION: u8 = 128;

/// Brackets, colons and commas.
pub(super) const MARKS: u8 = BRACKET | COLON | COMMA;

/// What makes a colon tell something.
pub(super) const SPOTS: u8 = SPOT | QUESTION;

/// What tells something in a string.
pub(super) const fn telling(braces: bool) -> u8 {
    EQUALS_OR_LESS | PERCENT | CONTROL | if braces { BRACKET } else { 0 }
}

/// The classes of each low half of a byte.
pub(super) const LOW: [u8; 64] = repeated({
    let mut table = [CONTROL; 16];
    table[0x0] |= SPOT;
    table[0x3] |= SPOT;
    table[0x5] |= PERCENT;
    table[0x8] |= SPOT;
    table[0xA] |= COLON;
    table[0xB] |= BRACKET;
    table[0xC] |= COMMA | EQUALS_OR_LESS;
    table[0xD] |= BRACKET | EQUALS_OR_LESS;
    table[0xF] |= QUESTION;
    table
});

/// The classes of each high half of a byte.
pub(super) const HIGH: [u8; 64] = repeated({
    let mut table = [0; 16];
    table[0x0] = CONTROL;
    table[0x1] = CONTROL;
    table[0x2] = COMMA | PERCENT | SPOT;
    table[0x3] = COLON | EQUALS_OR_LESS | QUESTION;
    table[0x4] = SPOT;
    table[0x5] = BRACKET;
    table[0x7] = BRACKET;
    table
});

/// Vector instructions look up in each sixteen bytes by themselves.
const fn repeated(table: [u8; 16]) -> [u8; 64] {
    let mut all = [0; 64];
    let mut index = 0;
    while index < all.len() {
        all[index] = table[index % 16];
        index += 1;
    }
    all
}
