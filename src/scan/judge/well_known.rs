//! Passwords that everybody tries first, however they are dressed up: `P@ssw0rd2024!`.

use crate::pattern::library::Words;

/// Shortest word that is still the same password with digits behind it.
const SHORTEST: usize = 4;

/// Whether `text` is one of the well-known passwords, or one with digits and signs behind it.
pub(super) fn is_well_known(text: &str, words: &Words) -> bool {
    let lower = text.to_lowercase();
    let known = |word: &str| words.well_known_passwords.contains(word);
    let bare = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    let spelt: String = bare.chars().filter_map(letter).collect();
    known(&lower) || [bare, &spelt].iter().any(|word| word.len() >= SHORTEST && known(word))
}

/// The letter that a character stands for in words written with digits and signs; none for a
/// separator.
fn letter(c: char) -> Option<char> {
    Some(match c {
        '@' | '4' => 'a',
        '3' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '$' | '5' => 's',
        '7' => 't',
        '-' | '_' | '.' | ' ' => return None,
        c => c,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::library::Library;

    #[test]
    fn dressed_up_words_are_known_and_others_are_not() {
        let words = Library::built_in().unwrap().words;
        for known in [
            "admin",
            "Admin@123",
            "P@ssw0rd!",
            "Welcome_2024",
            "super-secret-123",
            "TEST",
            "1234567890",
        ] {
            assert!(is_well_known(known, &words), "{known}");
        }
        for other in ["hunter2-blue", "adminton", "Winter2024!", "ab12", "7431", "testbench9"] {
            assert!(!is_well_known(other, &words), "{other}");
        }
    }
}
