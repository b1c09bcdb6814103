//! A hash table that the build script fills and the program only reads.
//!
//! Words lie in the order of their rows; a slot holds a row's number plus one, and 0 where there is none.
//! Two words that want one slot take the next free ones.

/// The row of `word`, which `word_of` a row tells.
pub(crate) fn row(
    slots: &[u16],
    word: &str,
    word_of: impl Fn(usize) -> Option<&'static str>,
) -> Option<usize> {
    let mut at = hash(word) & slots.len().wrapping_sub(1);
    loop {
        let row = usize::from(*slots.get(at)?).checked_sub(1)?;
        if word_of(row)? == word {
            return Some(row);
        }
        at = (at + 1) & (slots.len() - 1);
    }
}

/// FNV-1a: short words, and the same wherever the build runs.
pub(crate) fn hash(word: &str) -> usize {
    let hash = word
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    usize::try_from(hash ^ hash >> 15).unwrap_or_default()
}
