//! The tokens of a text that is still escaped, from the masks of its blocks.

use std::ops::Range;

use super::Dull;
use super::containers::Open;
use super::says::{Begun, Names, Says, TELLS_FROM, tells, word_length};
use crate::document::fields::may_join_bytes;
use crate::document::{Field, FieldSink};
use crate::location::Role;
use crate::simd::blocks::BLOCK;
use crate::simd::structure::{self, BLOCKS, Carry, Structure};

/// What JSON has next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Want {
    /// A key, or the end of an object that has just opened.
    KeyOrEnd,
    Key,
    Colon,
    /// A value, or the end of a list that has just opened.
    ValueOrEnd,
    Value,
    CommaOrEnd,
}

/// Goes through the tokens of a text that is still escaped.
pub(super) struct Walk<'f, 's> {
    text: &'f [u8],
    pub(super) field: &'s Field<'f>,
    pub(super) sink: &'s mut dyn FieldSink,
    names: Names,
    pub(super) open: Vec<Open>,
    pub(super) want: Want,
    /// The string that goes on in the next block.
    begun: Option<Begun>,
    /// Whether the next value has a key, and whether that tells something.
    pub(super) is_keyed: bool,
    pub(super) key_tells: bool,
    /// Containers that have opened.
    pub(super) opened: usize,
    /// Strings and numbers with a label.
    pub(super) strings: u64,
    /// Numbers in a row of a list.
    pub(super) numbers: usize,
    /// Whether a word that is searched for may stand in it.
    pub(super) is_marked: bool,
    /// Containers of which nothing comes, in the order of the text, and the outermost one if it is.
    pub(super) dull: Vec<Dull>,
    pub(super) root: Option<Dull>,
}

/// Bytes from which a number is looked at like a string: a shorter one is no text.
const LONG_NUMBER: usize = 16;

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
            begun: None,
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
        while base < self.text.len() {
            let count = structure::read(self.text.get(base..)?, braces, &mut carry, &mut blocks);
            for block in blocks.iter().take(count) {
                if self.block(block, base)? {
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
    fn block(&mut self, block: &Structure, base: usize) -> Option<bool> {
        let mut tokens = block.tokens;
        if let Some(begun) = &mut self.begun {
            begun.says = begun.says.or(block, lowest(tokens).wrapping_sub(1));
            if tokens == 0 {
                return Some(false);
            }
            tokens = self.end_begun(block, base)?;
        }
        while tokens != 0 {
            let token = lowest(tokens);
            let at = base + bit(token);
            tokens ^= token;
            if block.quotes & token == 0 {
                if self.token(at)? {
                    return Some(true);
                }
                continue;
            }
            // The next token is the quote that ends it.
            let end = lowest(tokens);
            if end == 0 {
                let says = Says::default().or(block, !(token - 1));
                self.begun = Some(Begun { at: at + 1, says });
                break;
            }
            let until = base + bit(end);
            self.string(at + 1..until - 1, Says::default().or(block, end - token))?;
            tokens ^= end;
            tokens ^= self.behind_string(until + 1, tokens & end << 1)?;
        }
        Some(false)
    }

    /// Takes the string that has begun before the block at `base`, in which it ends. Gives the tokens behind it.
    #[inline(never)]
    fn end_begun(&mut self, block: &Structure, base: usize) -> Option<u64> {
        let Begun { at, says } = self.begun.take()?;
        let end = lowest(block.tokens);
        let until = base + bit(end);
        self.string(at..until - 1, says)?;
        let tokens = block.tokens ^ end;
        Some(tokens ^ self.behind_string(until + 1, tokens & end << 1)?)
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

    /// Takes the string at `range`.
    #[expect(clippy::inline_always, reason = "most of a scan's strings pass here")]
    #[inline(always)]
    fn string(&mut self, range: Range<usize>, says: Says) -> Option<()> {
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
                self.value(range, says.may_be_text())
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

    #[expect(clippy::inline_always, reason = "most of a scan's strings pass here")]
    #[inline(always)]
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

/// The lowest bit of some.
#[inline]
fn lowest(bits: u64) -> u64 {
    bits & bits.wrapping_neg()
}

/// The number of a bit.
#[inline]
fn bit(bit: u64) -> usize {
    bit.trailing_zeros() as usize
}
