//! The words of labels.

use smallvec::SmallVec;

/// Most words of a label that are looked at.
const MAX_WORDS: usize = 12;

/// The lower-case words of a label, with digits at the end of a word dropped (`password2`).
pub fn words(label: &str) -> Vec<String> {
    without_numbers(numbered_words(label))
}

/// `words` with digits at their ends dropped.
pub fn without_numbers(mut words: Vec<String>) -> Vec<String> {
    for word in &mut words {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        word.truncate(if letters == 0 { word.len() } else { letters });
    }
    words
}

/// The lower-case words of a label: split at anything but letters and digits, at `aB` and `ABc`.
/// Digits stay, since a service may have one in its name.
pub fn numbered_words(label: &str) -> Vec<String> {
    let mut words = Vec::new();
    if label.is_ascii() {
        for part in label.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()) {
            ascii_words(part, &mut words);
        }
        words.truncate(MAX_WORDS);
        return words;
    }
    for part in label.split(|c: char| !c.is_alphanumeric()) {
        let chars: Vec<char> = part.chars().take(LONGEST_PART).collect();
        let mut word = String::new();
        for (index, &c) in chars.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|i| chars.get(i));
            let next = chars.get(index + 1);
            let starts = before.is_some_and(|before| {
                c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit())
                    || c.is_uppercase()
                        && before.is_uppercase()
                        && next.is_some_and(|n| n.is_lowercase())
            });
            if starts {
                words.push(std::mem::take(&mut word));
            }
            word.extend(c.to_lowercase());
        }
        words.push(word);
    }
    words.retain(|word| !word.is_empty());
    words.truncate(MAX_WORDS);
    words
}

/// Characters of a part of a label that are looked at.
const LONGEST_PART: usize = 128;

/// The words of a part of letters and digits: split at `aB` and `ABc`, as any other is.
fn ascii_words(part: &[u8], words: &mut Vec<String>) {
    let part = part.get(..part.len().min(LONGEST_PART)).unwrap_or_default();
    let mut start = 0;
    let mut add = |word: &[u8]| {
        if !word.is_empty() {
            words.push(String::from_utf8_lossy(word).to_ascii_lowercase());
        }
    };
    for (index, pair) in part.windows(2).enumerate() {
        let &[before, byte] = pair else { break };
        let next = part.get(index + 2);
        let starts = byte.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || before.is_ascii_uppercase() && next.is_some_and(u8::is_ascii_lowercase));
        if starts {
            add(part.get(start..=index).unwrap_or_default());
            start = index + 1;
        }
    }
    add(part.get(start..).unwrap_or_default());
}

/// Words written together, so that runs of them can be looked up without being made.
pub(super) struct Joined {
    text: String,
    /// Where each word begins, and where the last one ends.
    starts: SmallVec<[usize; MAX_WORDS + 1]>,
}

impl Joined {
    pub(super) fn of(words: &[String]) -> Self {
        let mut starts = SmallVec::new();
        let mut text = String::new();
        for word in words {
            starts.push(text.len());
            text.push_str(word);
        }
        starts.push(text.len());
        Self { text, starts }
    }

    /// The words from `start` to `end`.
    pub(super) fn get(&self, start: usize, end: usize) -> &str {
        let at = |word: usize| self.starts.get(word).copied().unwrap_or(self.text.len());
        self.text.get(at(start)..at(end)).unwrap_or_default()
    }
}
