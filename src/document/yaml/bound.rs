//! What the parser is not given: it keeps every token of an outermost list in brackets until the
//! bracket closes, so that a long one would fill memory.

/// Most commas inside one outermost pair of brackets; a hundred times what people write.
const MOST_COMMAS: usize = 1 << 18;

/// Where the brackets open around more commas than can be read.
///
/// Knows neither quotes nor comments: a bracket that stays open in prose counts up to the next line
/// that must be outside of it.
pub(super) fn too_long(text: &[u8]) -> Option<usize> {
    if memchr::memchr_iter(b',', text).count() <= MOST_COMMAS {
        return None;
    }
    let (mut depth, mut commas, mut start, mut ends_with_line) = (0_usize, 0, 0, true);
    let (mut line_start, mut line_is_value) = (0, None);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'\n' => {
                (line_start, line_is_value) = (at + 1, None);
                let is_outside = text.get(line_start).is_some_and(|b| begins_key(*b) || *b == b'-');
                if is_outside && ends_with_line {
                    depth = 0;
                }
            }
            b'[' | b'{' => {
                if depth == 0 {
                    (commas, start, ends_with_line) = (0, at, true);
                }
                depth += 1;
                ends_with_line &= *line_is_value
                    .get_or_insert_with(|| is_value(text.get(line_start..at).unwrap_or_default()));
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth > 0 => {
                commas += 1;
                if commas > MOST_COMMAS {
                    return Some(start);
                }
            }
            _ => {}
        }
    }
    None
}

/// Whether what stands behind `before` on its line is a value in a block, so that no line without
/// indentation goes on with it.
fn is_value(before: &[u8]) -> bool {
    let word = before.trim_ascii_start();
    word.first().is_some_and(|first| begins_key(*first)) && word.contains(&b':')
        || word.starts_with(b"- ")
}

fn begins_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'"' | b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_fill_memory_is_too_long() {
        let many = "a,".repeat(MOST_COMMAS + 1);
        let half = "a,".repeat(MOST_COMMAS / 2 + 1);
        let cases = [
            (format!("a: [{many}]"), Some(3)),
            (format!("a: {many}"), None),
            (format!("a: [{half}]\nb: [{half}]"), None),
            (format!("a: look [ here\nb: {many}"), None),
            (format!("--- [\n{half}\n{half}"), Some(4)),
            (format!("# a: [\n[\n{half}\n{half}\n"), Some(5)),
            (format!("a: [b,\n {half}\n {half}]"), Some(3)),
            (format!("a: |\n  {{\n  {half}}}\nb: {half}"), None),
        ];
        for (text, expected) in cases {
            let head = text.get(..20).unwrap();
            assert_eq!(too_long(text.as_bytes()), expected, "{head}");
        }
    }
}
