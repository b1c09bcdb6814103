//! The words of labels.

use std::borrow::Cow;

use smallvec::SmallVec;

/// Most words of a label that are looked at.
const MAX_WORDS: usize = 12;

/// Characters of a part of a label that are looked at.
const LONGEST_PART: usize = 128;

/// Words in lower case, written together, so that runs of them can be looked up without being made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    text: String,
    /// Where each word ends.
    ends: SmallVec<[usize; MAX_WORDS]>,
}

impl Words {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The word number `index`, or an empty one behind the last.
    pub fn get(&self, index: usize) -> &str {
        self.run(index, index + 1)
    }

    /// The words from number `start` up to number `end`, written together.
    pub fn run(&self, start: usize, end: usize) -> &str {
        let at = |word: usize| match word.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(self.text.len()),
            None => 0,
        };
        self.text.get(at(start)..at(end)).unwrap_or_default()
    }

    /// All of them, written together.
    pub fn joined(&self) -> &str {
        &self.text
    }

    /// One after the other.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator + Clone {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Whether `word` is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.iter().any(|other| other == word)
    }

    /// The same with digits at their ends dropped (`password2`), but for those of digits alone.
    pub fn without_numbers(&self) -> Cow<'_, Self> {
        let is_digit = |byte: &u8| byte.is_ascii_digit();
        let ends_in_digit = |word: &str| word.as_bytes().last().is_some_and(is_digit);
        if !self.iter().any(ends_in_digit) {
            return Cow::Borrowed(self);
        }
        let letters = |word| match str::trim_end_matches(word, |c: char| c.is_ascii_digit()) {
            "" => word,
            letters => letters,
        };
        Cow::Owned(self.iter().map(letters).collect())
    }

    fn push(&mut self, word: &str) {
        if !word.is_empty() && self.len() < MAX_WORDS {
            self.text.push_str(word);
            self.ends.push(self.text.len());
        }
    }
}

/// Of words in lower case; the first few.
impl<'w> FromIterator<&'w str> for Words {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        let mut all = Self::default();
        words.into_iter().for_each(|word| all.push(word));
        all
    }
}

/// The lower-case words of a label, with digits at the end of a word dropped (`password2`).
pub fn words(label: &str) -> Words {
    let words = numbered_words(label);
    match words.without_numbers() {
        Cow::Owned(without) => without,
        Cow::Borrowed(_) => words,
    }
}

/// The lower-case words of a label: split at anything but letters and digits, at `aB` and `ABc`.
/// Digits stay, since a service may have one in its name.
pub fn numbered_words(label: &str) -> Words {
    if label.is_ascii() {
        return ascii_words(label);
    }
    let mut words = Words::default();
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
                words.push(&std::mem::take(&mut word));
            }
            word.extend(c.to_lowercase());
        }
        words.push(&word);
    }
    words
}

/// The words of a label in ASCII: split as those of any other are.
fn ascii_words(label: &str) -> Words {
    let mut words = Words::default();
    words.text.reserve(label.len().min(LONGEST_PART));
    for part in label.split(|c: char| !c.is_ascii_alphanumeric()) {
        let part = part.get(..LONGEST_PART).unwrap_or(part);
        let bytes = part.as_bytes();
        let mut start = 0;
        for (index, pair) in bytes.windows(2).enumerate() {
            let &[before, byte] = pair else { break };
            let starts = byte.is_ascii_uppercase()
                && (!before.is_ascii_uppercase()
                    || bytes.get(index + 2).is_some_and(u8::is_ascii_lowercase));
            if starts {
                words.push(part.get(start..=index).unwrap_or_default());
                start = index + 1;
            }
        }
        words.push(part.get(start..).unwrap_or_default());
        if words.len() >= MAX_WORDS {
            break;
        }
    }
    words.text.make_ascii_lowercase();
    words
}
