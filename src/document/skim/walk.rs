//! The tokens of a text that is still escaped, from the masks of its blocks.

use std::ops::Range;

use super::says::{Begun, Names, Says, TELLS_FROM, tells, word_length};
use super::{Dull, WORTH_IT};
use crate::document::fields::may_join_bytes;
use crate::document::{Field, FieldSink};
use crate::location::Role;
use crate::simd::blocks::BLOCK;
use crate::simd::structure::{self, BLOCKS, Carry, Structure};

/// What JSON has next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    /// A key, or the end of an object that has just opened.
    KeyOrEnd,
    Key,
    Colon,
    /// A value, or the end of a list that has just opened.
    ValueOrEnd,
    Value,
    CommaOrEnd,
}

/// A container that is open.
#[derive(Clone, Copy)]
struct Open {
    is_object: bool,
    /// Whether its elements have a label: it is a list under a key.
    is_keyed: bool,
    /// Whether something was found that has to be read.
    tells: bool,
    /// Where its bracket stands.
    at: usize,
    /// What was counted before it.
    before: (usize, u64, usize),
}

/// Goes through the tokens of a text that is still escaped.
pub(super) struct Walk<'f, 's> {
    text: &'f [u8],
    field: &'s Field<'f>,
    sink: &'s mut dyn FieldSink,
    names: Names,
    open: Vec<Open>,
    want: Want,
    /// Whether the next value has a key, and whether that tells something.
    is_keyed: bool,
    key_tells: bool,
    /// Containers that have opened.
    opened: usize,
    /// Strings and numbers with a label.
    strings: u64,
    /// Numbers in a row of a list.
    numbers: usize,
    /// Whether a word that is searched for may stand in it.
    is_marked: bool,
    /// Containers of which nothing comes, in the order of the text, and the outermost one if it is.
    pub(super) dull: Vec<Dull>,
    pub(super) root: Option<Dull>,
}

/// Bytes from which a number is looked at like a string: a shorter one is no text.
const LONG_NUMBER: usize = 16;

/// Deepest nesting that is skimmed.
const DEEPEST: usize = 64;

impl<'f, 's> Walk<'f, 's> {
    pub(super) fn new(field: &'s Field<'f>, sink: &'s mut dyn FieldSink) -> Self {
        Self {
            text: field.raw(),
            is_marked: sink.is_marked(&field.around.near(field.range.clone())),
            field,
            sink,
            names: Names::default(),
            open: Vec::with_capacity(16),
            want: Want::Value,
            is_keyed: false,
            key_tells: false,
            opened: 0,
            strings: 0,
            numbers: 0,
            dull: Vec::new(),
            root: None,
        }
    }

    /// Goes through the one value of the text, an object or a list; `None` where it is none, or has a flaw.
    pub(super) fn run(&mut self) -> Option<()> {
        let braces = self.field.role == Role::Body;
        let mut carry = Carry::default();
        let mut blocks = [Structure::default(); BLOCKS];
        let mut base = 0;
        let mut begun = Begun::default();
        while base < self.text.len() {
            let count = structure::read(self.text.get(base..)?, braces, &mut carry, &mut blocks);
            for block in blocks.iter().take(count) {
                if self.block(block, base, &mut begun)? {
                    return Some(());
                }
                base += BLOCK;
            }
            if carry.is_bare() {
                return None;
            }
        }
        None
    }

    /// Takes the tokens of the block at `base`. Whether the value ends in it.
    #[inline]
    fn block(&mut self, block: &Structure, base: usize, begun: &mut Begun) -> Option<bool> {
        let Begun { at: mut string, mut says } = std::mem::take(begun);
        let (mut tokens, mut from) = (block.tokens, u64::MAX);
        loop {
            let bit = tokens & tokens.wrapping_neg();
            let at = base + bit.trailing_zeros() as usize;
            if let Some(start) = string {
                // The next token is the quote that ends it.
                let of = from & bit.wrapping_sub(1);
                if bit == 0 {
                    *begun = Begun { at: Some(start), says: says.or(block, of) };
                    return Some(false);
                }
                self.string(start..at - 1, (says, block, of))?;
                string = None;
                tokens ^= bit;
                tokens ^= self.behind_string(at + 1, tokens & bit << 1)?;
            } else if bit == 0 {
                return Some(false);
            } else if block.quotes & bit != 0 {
                (string, says, from) = (Some(at + 1), Says::default(), !(bit - 1));
                tokens ^= bit;
            } else if self.token(at)? {
                return Some(true);
            } else {
                tokens ^= bit;
            }
        }
    }

    /// Takes the colon or comma that mostly follows a string at once, at `at`; `token` is the bit of the token that
    /// stands there, if one does, and what is taken of it is given back.
    #[inline]
    fn behind_string(&mut self, at: usize, token: u64) -> Option<u64> {
        if token == 0 {
            return Some(0);
        }
        match *self.text.get(at)? {
            b':' if self.want == Want::Colon => self.want = Want::Value,
            b',' if self.want == Want::CommaOrEnd => self.want = self.behind_comma()?,
            _ => return Some(0),
        }
        Some(token)
    }

    #[inline]
    fn behind_comma(&self) -> Option<Want> {
        Some(if self.open.last()?.is_object { Want::Key } else { Want::Value })
    }

    /// Takes a token that is no string. Whether the value ends with it.
    #[inline]
    fn token(&mut self, at: usize) -> Option<bool> {
        match *self.text.get(at)? {
            b':' if self.want == Want::Colon => self.want = Want::Value,
            b',' if self.want == Want::CommaOrEnd => self.want = self.behind_comma()?,
            b'{' => self.open(at, true)?,
            b'[' => self.open(at, false)?,
            b'}' => return self.close(at, true),
            b']' => return self.close(at, false),
            _ => self.word(at)?,
        }
        Some(false)
    }

    fn open(&mut self, at: usize, is_object: bool) -> Option<()> {
        if !matches!(self.want, Want::Value | Want::ValueOrEnd) || self.open.len() >= DEEPEST {
            return None;
        }
        let is_keyed = std::mem::take(&mut self.is_keyed) && !is_object;
        let tells = std::mem::take(&mut self.key_tells);
        let before = (self.dull.len(), self.strings, self.opened);
        self.open.push(Open { is_object, is_keyed, tells, at, before });
        self.want = if is_object { Want::KeyOrEnd } else { Want::ValueOrEnd };
        self.opened += 1;
        self.numbers = 0;
        Some(())
    }

    fn close(&mut self, at: usize, is_object: bool) -> Option<bool> {
        let first = if is_object { Want::KeyOrEnd } else { Want::ValueOrEnd };
        let open = self.open.pop().filter(|open| open.is_object == is_object)?;
        if self.want != first && self.want != Want::CommaOrEnd {
            return None;
        }
        self.want = Want::CommaOrEnd;
        let range = open.at + 1..at;
        let tells = open.tells || self.is_marked && self.is_marked_in(&range);
        let is_root = self.open.is_empty();
        if let (true, Some(around)) = (tells, self.open.last_mut()) {
            around.tells = true;
        } else if !tells && (is_root || range.len() >= WORTH_IT) {
            let (dull, strings, opened) = open.before;
            let (strings, opened) = (self.strings - strings, self.opened - opened);
            let all = Dull { range, strings, opened };
            if is_root {
                self.root = Some(all);
            } else {
                self.dull.truncate(dull);
                self.dull.push(all);
            }
        }
        Some(is_root)
    }

    fn is_marked_in(&self, range: &Range<usize>) -> bool {
        let start = self.field.range.start;
        self.sink.is_marked(&self.field.around.near(start + range.start..start + range.end))
    }

    /// Takes the string at `range`, of which `says` is known and the bytes `of` a block.
    #[inline]
    fn string(
        &mut self,
        range: Range<usize>,
        (says, block, of): (Says, &Structure, u64),
    ) -> Option<()> {
        match self.want {
            Want::Key | Want::KeyOrEnd => {
                self.want = Want::Colon;
                self.is_keyed = true;
                self.key_tells = false;
                if !self.names.holds(self.text, &range) {
                    self.new_key(range)?;
                }
                Some(())
            }
            Want::Value | Want::ValueOrEnd => {
                self.want = Want::CommaOrEnd;
                self.value(range, says.or(block, of).may_be_text())
            }
            Want::Colon | Want::CommaOrEnd => None,
        }
    }

    /// Takes a name that is not known to say nothing.
    #[inline(never)]
    fn new_key(&mut self, range: Range<usize>) -> Option<()> {
        self.key_tells = !self.names.is_dull((self.text, range), self.sink)?;
        self.open.last_mut()?.tells |= self.key_tells;
        Some(())
    }

    #[inline]
    fn value(&mut self, range: Range<usize>, may_be_text: bool) -> Option<()> {
        let raw = self.text.get(range)?;
        let open = self.open.last_mut()?;
        let is_labelled = std::mem::take(&mut self.is_keyed) || open.is_keyed;
        self.key_tells = false;
        self.strings += u64::from(is_labelled);
        let first = raw.first().copied().unwrap_or_default();
        let looks = may_be_text || raw.len() >= TELLS_FROM[usize::from(first)].into();
        if looks && !open.tells {
            open.tells = tells(raw, self.field.role, self.sink);
        }
        Some(())
    }

    /// Takes what is neither a string nor a mark: a number, or a word that JSON has.
    fn word(&mut self, at: usize) -> Option<()> {
        if !matches!(self.want, Want::Value | Want::ValueOrEnd) {
            return None;
        }
        let rest = self.text.get(at..)?;
        let length = word_length(rest)?;
        self.want = Want::CommaOrEnd;
        let is_number = rest.first().is_some_and(u8::is_ascii_digit);
        if !self.is_keyed {
            self.numbers += 1;
            self.open.last_mut()?.tells |= may_join_bytes(self.numbers);
        } else if is_number && length < LONG_NUMBER {
            self.strings += 1;
        } else if is_number {
            self.value(at..at + length, true)?;
        }
        (self.is_keyed, self.key_tells) = (false, false);
        Some(())
    }
}
