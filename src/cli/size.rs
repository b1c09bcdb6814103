//! Sizes as they are typed: `64K`, `10MB`.

/// The bytes that `text` says.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    let (digits, unit) =
        match text.to_ascii_uppercase().strip_suffix('B').unwrap_or(&text.to_ascii_uppercase()) {
            text if text.ends_with('K') => (text.len() - 1, 1 << 10),
            text if text.ends_with('M') => (text.len() - 1, 1 << 20),
            text if text.ends_with('G') => (text.len() - 1, 1 << 30),
            text => (text.len(), 1),
        };
    let number: u64 = text
        .get(..digits)
        .unwrap_or_default()
        .parse()
        .map_err(|_| "give a number of bytes, or one with the suffix K, M or G".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}
