//! A value as the checks look at it: its characters counted once.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::pattern::label::{Words, words};
use crate::secret::{content_hash, entropy, random_bits, reads_like_a_word};

/// A value with what every check asks of it.
#[derive(Debug)]
pub(in crate::scan) struct Value<'v> {
    /// The value without blanks around it; bytes that are not UTF-8 replaced.
    pub(super) text: Cow<'v, str>,
    pub(super) lower: usize,
    pub(super) upper: usize,
    pub(super) digits: usize,
    pub(super) symbols: usize,
    pub(super) spaces: usize,
    /// A bit for each ASCII character that stands in it.
    present: u128,
    is_ascii: bool,
    /// How often a byte follows itself, at most.
    longest_run: usize,
    look: OnceCell<Look>,
    lowercase: OnceCell<String>,
    label_words: OnceCell<Words>,
    sha256: OnceCell<[u8; 32]>,
}

/// How random a value looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    /// Words, or a single kind of character.
    Plain,
    /// Words with digits or symbols between: what people think of.
    Mixed,
    /// What machines make.
    Random,
}

/// Estimated random bits from which a value looks machine-made.
const RANDOM_BITS: f64 = 48.0;

/// Shortest value that may hold as many: shorter ones have too few different bytes.
const LEAST_RANDOM: usize = 13;

/// Sorts of bytes that are counted.
const KINDS: usize = 6;

/// What sort of byte it is, by its place among what is counted.
static KIND: [usize; 256] = {
    let mut kinds = [4; 256];
    let mut byte = 0_u8;
    loop {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' => 0,
            b'A'..=b'Z' => 1,
            b'0'..=b'9' => 2,
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c => 3,
            0..=127 => 4,
            _ => 5,
        };
        if byte == u8::MAX {
            break kinds;
        }
        byte += 1;
    }
};

/// A bit for each of these characters of ASCII.
pub(super) const fn bits(characters: &[u8]) -> u128 {
    let (mut bits, mut rest) = (0, characters);
    while let [character, behind @ ..] = rest {
        bits |= 1 << (*character & 127);
        rest = behind;
    }
    bits
}

/// A bit for each letter of `characters`, whatever its case.
pub(super) const fn alphabet(characters: u128) -> u32 {
    const LETTERS: u128 = (1 << 26) - 1;
    (((characters >> b'a') | (characters >> b'A')) & LETTERS) as u32
}

/// Runs of letters and digits.
fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

impl<'v> Value<'v> {
    pub(in crate::scan) fn new(value: &'v [u8]) -> Self {
        let text = String::from_utf8_lossy(value.trim_ascii());
        let (mut kinds, mut present) = ([0; KINDS], 0_u128);
        let (mut run, mut longest_run, mut last) = (0, 0, None);
        for byte in text.bytes() {
            let kind = KIND.get(usize::from(byte)).copied().unwrap_or_default();
            if let Some(count) = kinds.get_mut(kind) {
                *count += 1;
            }
            present |= if byte.is_ascii() { 1 << byte } else { 0 };
            run = if last == Some(byte) { run + 1 } else { 1 };
            longest_run = longest_run.max(run);
            last = Some(byte);
        }
        let [lower, upper, digits, spaces, others, rest] = kinds;
        Self {
            text,
            lower,
            upper,
            digits,
            symbols: others + rest,
            spaces,
            present,
            is_ascii: rest == 0,
            longest_run,
            look: OnceCell::new(),
            lowercase: OnceCell::new(),
            label_words: OnceCell::new(),
            sha256: OnceCell::new(),
        }
    }

    /// Whether `c` may stand in it; of what is not ASCII only whether any such character does.
    pub(super) fn may_hold(&self, c: char) -> bool {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => self.present & 1 << byte != 0,
            _ => !self.is_ascii,
        }
    }

    /// Whether one of `characters`, a bit for each, stands in it.
    pub(super) fn holds_any(&self, characters: u128) -> bool {
        self.present & characters != 0
    }

    /// Whether all of `characters`, a bit for each, stand in it.
    pub(super) fn holds_all(&self, characters: u128) -> bool {
        self.present & characters == characters
    }

    /// Whether all its characters are ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// A bit for each letter that stands in it, whatever its case.
    pub(super) fn alphabet(&self) -> u32 {
        alphabet(self.present)
    }

    /// How often a byte follows itself, at most.
    pub(super) fn longest_run(&self) -> usize {
        self.longest_run
    }

    /// It in lower case.
    pub(super) fn lowercase(&self) -> &str {
        if self.is_ascii && self.upper == 0 {
            return &self.text;
        }
        self.lowercase.get_or_init(|| self.text.to_lowercase())
    }

    /// Its words as those of a label.
    pub(super) fn label_words(&self) -> &Words {
        self.label_words.get_or_init(|| words(&self.text))
    }

    pub(super) fn sha256(&self) -> &[u8; 32] {
        self.sha256.get_or_init(|| content_hash(self.text.as_bytes()))
    }

    /// How many different ASCII characters stand in it.
    pub(super) fn distinct(&self) -> u32 {
        self.present.count_ones()
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn letters(&self) -> usize {
        self.lower + self.upper
    }

    pub(super) fn entropy(&self) -> f64 {
        entropy(self.text.as_bytes())
    }

    /// How random it looks.
    pub(super) fn look(&self) -> Look {
        *self.look.get_or_init(|| self.looked_at())
    }

    fn looked_at(&self) -> Look {
        let kinds = [self.lower, self.upper, self.digits, self.symbols];
        let kinds = kinds.iter().filter(|&&count| count > 0).count();
        if self.len() >= LEAST_RANDOM
            && (kinds > 1 && self.digits > 0 || self.is_random_letters())
            && random_bits(self.text.as_bytes()) >= RANDOM_BITS
        {
            Look::Random
        } else if kinds > 1 && (self.digits > 0 || self.symbols > 0) && self.letters() > 0
            || self.is_unlike_words()
        {
            Look::Mixed
        } else {
            Look::Plain
        }
    }

    /// Letters of both cases mixed as no word mixes them.
    fn is_random_letters(&self) -> bool {
        let bytes = self.text.as_bytes();
        let switches = bytes.windows(2).filter(|pair| match pair {
            [a, b] => a.is_ascii_lowercase() && b.is_ascii_uppercase(),
            _ => false,
        });
        switches.count() * 6 >= bytes.len() && bytes.len() >= 16
            || bytes.len() >= 16 && !reads_like_a_word(bytes)
    }

    /// Ten letters or more of both cases that no word or name has side by side.
    fn is_unlike_words(&self) -> bool {
        let bytes = self.text.as_bytes();
        bytes.len() >= 10
            && self.letters() == bytes.len()
            && self.lower > 0
            && self.upper > 0
            && self
                .label_words()
                .iter()
                .any(|word| word.len() > 3 && !reads_like_a_word(word.as_bytes()))
    }

    /// Its words: runs of letters and digits, in lower case.
    pub(super) fn words(&self) -> impl Iterator<Item = Cow<'_, str>> {
        // Beyond ASCII a word alone may be another in lower case than in a text.
        let text = if self.is_ascii { self.lowercase() } else { &self.text };
        split(text).map(|word| {
            if self.is_ascii { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
        })
    }

    /// How many words it has.
    pub(super) fn word_count(&self) -> usize {
        split(&self.text).count()
    }

    /// Whether it is a UUID: 8-4-4-4-12 hex digits.
    pub(super) fn is_uuid(&self) -> bool {
        let groups = || self.text.split('-');
        self.len() == 36
            && groups().map(str::len).eq([8, 4, 4, 4, 12])
            && groups().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
    }
}
