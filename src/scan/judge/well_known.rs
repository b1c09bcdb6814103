//! Passwords that everybody tries first, however they are dressed up: `P@ssw0rd2024!`.

use super::Value;
use super::value::bits;
use crate::pattern::library::Words;

/// Shortest word that is still the same password with digits behind it.
const SHORTEST: usize = 4;

/// Longest of them, in bytes.
const LONGEST: usize = 32;

/// Whether `value` is one of the well-known passwords, one with digits and signs behind it, or made of
/// words that only say what it is for.
pub(super) fn is_well_known(value: &Value<'_>, words: &Words) -> bool {
    let lower = value.lowercase();
    let known = |word: &str| words.well_known_passwords.contains(word);
    let bare = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    let parts = value.label_words();
    let generic = |word: &str| words.generic_words.contains(word) || is_number(word);
    let is_generic = parts.len() > 1 && parts.iter().all(generic) && !is_number(parts.joined());
    let is_known = |word: &str| (SHORTEST..=LONGEST).contains(&word.len()) && known(word);
    known(lower)
        || is_generic
        || is_known(bare)
        || value.holds_any(DRESS) && is_known(&undress(bare))
}

/// Characters that [`letter`] does not take for themselves.
const DRESS: u128 = bits(b"@4310!$57-_. ");

/// `word` with letters for the digits and signs that stand for them, as far as it may be known.
fn undress(word: &str) -> String {
    let mut bare = String::with_capacity(word.len());
    bare.extend(word.chars().filter_map(letter).take(LONGEST + 1));
    bare
}

/// Whether it is a number of a few digits, as people count.
fn is_number(word: &str) -> bool {
    word.len() < 5 && word.bytes().all(|b| b.is_ascii_digit())
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
    fn what_a_word_is_dressed_with_is_listed() {
        let listed = |c: char| DRESS & 1 << u32::from(c) != 0;
        assert!((0..128_u8).map(char::from).all(|c| listed(c) == (letter(c) != Some(c))));
    }

    #[test]
    fn dressed_up_words_are_known_and_others_are_not() {
        let words = Library::built_in().unwrap().words;
        assert!(words.well_known_passwords.iter().all(|word| word.len() <= LONGEST));
        for known in [
            "admin",
            "Admin@123",
            "P@ssw0rd!",
            "Welcome_2024",
            "super-secret-123",
            "TEST",
            "test-token-1",
            "userPassword",
            "my_secret_2024",
            "1234567890",
        ] {
            assert!(is_well_known(&Value::new(known.as_bytes()), &words), "{known}");
        }
        for other in ["hunter2-blue", "adminton", "Winter2024!", "ab12", "7431", "testbench9"] {
            assert!(!is_well_known(&Value::new(other.as_bytes()), &words), "{other}");
        }
    }
}
