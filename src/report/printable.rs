//! Text that others wrote, on a terminal.

/// Text from a document as a terminal may have it: control characters, and those that turn the
/// direction of writing, are written as escapes.
pub fn printable(text: &str) -> String {
    let hostile = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if hostile(c) { clean.extend(c.escape_unicode()) } else { clean.push(c) }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_a_document_steers_the_terminal() {
        assert_eq!(
            printable("a\x1b[31mb\r\n\u{202e}c\u{9b}"),
            "a\\u{1b}[31mb\\u{d}\\u{a}\\u{202e}c\\u{9b}"
        );
        assert_eq!(printable("Größe 密码 🔑"), "Größe 密码 🔑");
    }
}
