//! From a token in hand to an expression, as a start.

use std::fmt::Write as _;

/// An expression for tokens like `token`: its beginning, as far as it looks made for people, then
/// runs of the kinds of characters that it has, of the same lengths. `None` where there is no token.
pub fn infer(token: &str) -> Option<String> {
    if token.is_empty() || token.contains(char::is_whitespace) {
        return None;
    }
    let start = prefix(token);
    let (prefix, rest) = token.split_at_checked(start)?;
    let mut secret = regex_syntax::escape(prefix);
    // A dot parts a token; any other sign may be one of its alphabet.
    for (index, part) in rest.split('.').enumerate() {
        if index > 0 {
            secret.push_str(r"\.");
        }
        if !part.is_empty() {
            let _ = write!(secret, "{}{{{}}}", class(part), part.chars().count());
        }
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = if rest.chars().all(is_word) { r"\b" } else { r"(?:[^0-9A-Za-z_.~+/=-]|$)" };
    Some(format!("({secret}){end}"))
}

/// Bytes at the start of `token` that every such token may have: short words of letters, each with a
/// sign behind it.
fn prefix(token: &str) -> usize {
    const LONGEST_WORD: usize = 10;
    let mut end = 0;
    while let Some(sign) = token.get(end..).and_then(|rest| rest.find(['_', '-', '.'])) {
        let word = token.get(end..end + sign).unwrap_or_default();
        let is_word = !word.is_empty()
            && word.len() <= LONGEST_WORD
            && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_word {
            break;
        }
        end += sign + 1;
    }
    end
}

/// Whether a class has this byte.
type Holds = fn(&u8) -> bool;

/// The smallest usual class that holds all of `part`.
fn class(part: &str) -> String {
    const USUAL: [(&str, Holds); 6] = [
        ("[0-9]", u8::is_ascii_digit),
        ("[0-9a-f]", |b| b.is_ascii_digit() || (b'a'..=b'f').contains(b)),
        ("[0-9A-F]", |b| b.is_ascii_digit() || (b'A'..=b'F').contains(b)),
        ("[0-9a-z]", |b| b.is_ascii_digit() || b.is_ascii_lowercase()),
        ("[0-9A-Z]", |b| b.is_ascii_digit() || b.is_ascii_uppercase()),
        ("[0-9A-Za-z]", u8::is_ascii_alphanumeric),
    ];
    if let Some((class, _)) = USUAL.iter().find(|(_, holds)| part.bytes().all(|b| holds(&b))) {
        return (*class).to_owned();
    }
    let mut signs: Vec<char> = part.chars().filter(|c| !c.is_ascii_alphanumeric()).collect();
    signs.sort_unstable();
    signs.dedup();
    let escaped: String = signs.iter().map(|c| regex_syntax::escape(&c.to_string())).collect();
    format!("[0-9A-Za-z{escaped}]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_tell_their_beginning_alphabet_and_length() {
        let cases = [
            ("acme_live_0a1b2c3d4e5f", r"(acme_live_[0-9a-f]{12})\b"),
            ("0123456789", r"([0-9]{10})\b"),
            ("AC-x9Kq", r"(AC\-[0-9A-Za-z]{4})\b"),
            ("ab.Cd3.e-f", r"(ab\.[0-9A-Za-z]{3}\.[0-9A-Za-z\-]{3})(?:[^0-9A-Za-z_.~+/=-]|$)"),
        ];
        for (token, expression) in cases {
            assert_eq!(infer(token).as_deref(), Some(expression));
            assert!(regex::Regex::new(expression).unwrap().is_match(token), "{token}");
        }
        assert_eq!(infer("two words"), None);
    }
}
