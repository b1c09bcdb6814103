//! A value as the checks look at it: its characters counted once.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::secret::{entropy, random_bits, reads_like_a_word};

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
    look: OnceCell<Look>,
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

impl<'v> Value<'v> {
    pub(in crate::scan) fn new(value: &'v [u8]) -> Self {
        let text = String::from_utf8_lossy(value.trim_ascii());
        let count = |is: fn(&u8) -> bool| text.bytes().filter(is).count();
        let (lower, upper) = (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase));
        let (digits, spaces) = (count(u8::is_ascii_digit), count(u8::is_ascii_whitespace));
        let symbols = text.len() - lower - upper - digits - spaces;
        let bit = |byte: u8| if byte.is_ascii() { 1 << byte } else { 0 };
        let present = text.bytes().fold(0, |present, byte| present | bit(byte));
        let look = OnceCell::new();
        Self { text, lower, upper, digits, symbols, spaces, present, look }
    }

    /// Whether `c` may stand in it; of what is not ASCII only whether any such character does.
    pub(super) fn may_hold(&self, c: char) -> bool {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => self.present & 1 << byte != 0,
            _ => !self.text.is_ascii(),
        }
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
        let bits = random_bits(self.text.as_bytes());
        if bits >= RANDOM_BITS && (kinds > 1 && self.digits > 0 || self.is_random_letters()) {
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
        let words = crate::pattern::label::words(&self.text);
        bytes.len() >= 10
            && self.letters() == bytes.len()
            && self.lower > 0
            && self.upper > 0
            && words.iter().any(|word| word.len() > 3 && !reads_like_a_word(word.as_bytes()))
    }

    /// Its words: runs of letters and digits, in lower case.
    pub(super) fn words(&self) -> impl Iterator<Item = String> {
        self.text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
    }

    /// Whether it is a UUID: 8-4-4-4-12 hex digits.
    pub(super) fn is_uuid(&self) -> bool {
        let groups = || self.text.split('-');
        self.len() == 36
            && groups().map(str::len).eq([8, 4, 4, 4, 12])
            && groups().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
    }
}
