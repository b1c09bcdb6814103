//! A look through a text inside text before it is decoded and read.
//!
//! Saved answers are most of the bytes of real exports, and most of them say nothing: no name in them speaks of a
//! credential, no string holds text of its own. That can be told from the escaped text, without a place or a field
//! for any string of it: of most answers nothing is decoded, of the others only what may say something.
//! `docs/performance.md` has the gain.

use std::ops::Range;

use super::codec::Codec;
use super::fields::{may_join_bytes, relates};
use super::glance::{begins_text, holds_text, is_cookie};
use super::glue::{Glue, Run};
use super::short::Short;
use super::view::View;
use super::{Field, FieldSink, Reading, encoded};
use crate::location::Role;
use crate::simd::blocks::BLOCK;
use crate::simd::structure::{self, BLOCKS, Carry, Structure};

/// What skimming a text tells.
pub(super) enum Skimmed {
    /// Nothing comes of it: to say so stands for reading it.
    Dull,
    /// Nothing comes of these containers of it, in the order of the text.
    Partly(Vec<Dull>),
}

/// A container of which nothing comes.
#[derive(Debug, Clone)]
pub(super) struct Dull {
    /// What stands between its brackets: bytes of the escaped text, or where the bracket opens in one that was
    /// decoded without.
    pub(super) range: Range<usize>,
    /// Labelled strings and numbers in it.
    pub(super) strings: u64,
    /// Containers that it is, with those in it.
    pub(super) opened: usize,
}

/// Bytes from which a container that says nothing is left out: to leave out a smaller one costs as much as
/// to read it.
const WORTH_IT: usize = 64;

/// Looks through the JSON that `field` holds. Without a flaw it must be; else it has to be read.
pub(super) fn skim(field: &Field<'_>, reading: &mut Reading<'_>) -> Skimmed {
    let read = Skimmed::Partly(Vec::new());
    let is_answer = matches!(field.role, Role::Response | Role::Body) && field.area.is_none();
    if !is_answer || field.codec != Codec::Backslash || !reading.sink.skims() {
        return read;
    }
    let mut skim = Skim::new(field, &mut *reading.sink);
    if skim.run().is_none() {
        return read;
    }
    match skim.dull.as_slice() {
        [root] if skim.is_root_dull => {
            let strings = root.strings;
            skim.sink.pass_over(strings);
            Skimmed::Dull
        }
        _ => Skimmed::Partly(skim.dull),
    }
}

/// What `field` says without `dull`, which is told then where each stands in it.
pub(super) fn without<'f>(field: &Field<'f>, dull: &mut [Dull]) -> View<'f> {
    let mut pieces = Vec::with_capacity(dull.len() + 1);
    let mut from = field.range.start;
    for Dull { range, .. } in &*dull {
        pieces.push(Run { range: from..field.range.start + range.start, glue: Glue::None });
        from = field.range.start + range.end;
    }
    pieces.push(Run { range: from..field.range.end, glue: Glue::None });
    let view = field.around.join(&pieces, field.codec);
    for (dull, seam) in dull.iter_mut().zip(view.seams()) {
        dull.range = seam - 1..seam + 1;
    }
    view
}

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
struct Skim<'f, 's> {
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
    is_marked: bool,
    dull: Vec<Dull>,
    is_root_dull: bool,
}

/// Names that say nothing, each at the place that its bytes give it: those of one answer recur.
struct Names([Short; 1 << NAMES]);

/// Names that are remembered, as bits.
const NAMES: u32 = 6;

/// Bytes from which a number is looked at like a string: a shorter one is no text.
const LONG_NUMBER: usize = 16;

/// Deepest nesting that is skimmed.
const DEEPEST: usize = 64;

impl<'f, 's> Skim<'f, 's> {
    fn new(field: &'s Field<'f>, sink: &'s mut dyn FieldSink) -> Self {
        Self {
            text: field.raw(),
            is_marked: sink.is_marked(&field.around.near(field.range.clone())),
            field,
            sink,
            names: Names([Short::default(); 1 << NAMES]),
            open: Vec::new(),
            want: Want::Value,
            is_keyed: false,
            key_tells: false,
            opened: 0,
            strings: 0,
            numbers: 0,
            dull: Vec::new(),
            is_root_dull: false,
        }
    }

    /// Goes through the one value of the text, an object or a list; `None` where it is none, or has a flaw.
    fn run(&mut self) -> Option<()> {
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
        let mut tokens = block.tokens;
        if let Some(start) = begun.at {
            // The next token is the quote that ends it.
            begun.says = begun.says.or(block, tokens.wrapping_sub(1) & !tokens);
            if tokens == 0 {
                return Some(false);
            }
            begun.at = None;
            let end = base + tokens.trailing_zeros() as usize;
            tokens &= tokens - 1;
            self.string(start..end - 1, std::mem::take(&mut begun.says))?;
        }
        while tokens != 0 {
            let bit = tokens & tokens.wrapping_neg();
            let at = base + bit.trailing_zeros() as usize;
            tokens ^= bit;
            if block.quotes & bit == 0 {
                if self.token(at)? {
                    return Some(true);
                }
                continue;
            }
            let from = !(bit - 1);
            if tokens == 0 {
                *begun = Begun { at: Some(at + 1), says: Says::default().or(block, from) };
                break;
            }
            let end = tokens & tokens.wrapping_neg();
            tokens ^= end;
            let says = Says::default().or(block, from & (end - 1));
            self.string(at + 1..base + end.trailing_zeros() as usize - 1, says)?;
        }
        Some(false)
    }

    /// Takes a token that is no string. Whether the value ends with it.
    #[inline]
    fn token(&mut self, at: usize) -> Option<bool> {
        match *self.text.get(at)? {
            b':' if self.want == Want::Colon => self.want = Want::Value,
            b',' if self.want == Want::CommaOrEnd => {
                let is_object = self.open.last()?.is_object;
                self.want = if is_object { Want::Key } else { Want::Value };
            }
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
        let is_dull = !open.tells && !(self.is_marked && self.is_marked_in(&range));
        let is_root = self.open.is_empty();
        if is_dull && (is_root || range.len() >= WORTH_IT) {
            let (dull, strings, opened) = open.before;
            self.dull.truncate(dull);
            let (strings, opened) = (self.strings - strings, self.opened - opened);
            self.dull.push(Dull { range, strings, opened });
            self.is_root_dull = is_root;
        }
        if let (false, Some(around)) = (is_dull, self.open.last_mut()) {
            around.tells = true;
        }
        Some(is_root)
    }

    fn is_marked_in(&self, range: &Range<usize>) -> bool {
        let start = self.field.range.start;
        self.sink.is_marked(&self.field.around.near(start + range.start..start + range.end))
    }

    #[inline]
    fn string(&mut self, range: Range<usize>, says: Says) -> Option<()> {
        match self.want {
            Want::Value | Want::ValueOrEnd => {
                self.want = Want::CommaOrEnd;
                self.value(range, says.may_be_text())
            }
            Want::Key | Want::KeyOrEnd => {
                self.want = Want::Colon;
                self.is_keyed = true;
                self.key_tells = !self.is_dull_name(range, says.telling != 0)?;
                if self.key_tells {
                    self.open.last_mut()?.tells = true;
                }
                Some(())
            }
            Want::Colon | Want::CommaOrEnd => None,
        }
    }

    #[inline]
    fn value(&mut self, range: Range<usize>, may_be_text: bool) -> Option<()> {
        let raw = self.text.get(range)?;
        let open = self.open.last_mut()?;
        let is_labelled = std::mem::take(&mut self.is_keyed) || open.is_keyed;
        self.key_tells = false;
        self.strings += u64::from(is_labelled);
        let first = raw.first().copied().unwrap_or_default();
        if may_be_text || raw.len() >= TELLS_FROM[usize::from(first)].into() {
            open.tells = open.tells || tells(raw, self.field.role, self.sink);
        }
        Some(())
    }

    /// Takes what is neither a string nor a mark: a number, or a word that JSON has.
    fn word(&mut self, at: usize) -> Option<()> {
        if !matches!(self.want, Want::Value | Want::ValueOrEnd) {
            return None;
        }
        let rest = self.text.get(at..)?;
        let first = *rest.first()?;
        let length = match first {
            b't' if rest.starts_with(b"true") => 4,
            b'f' if rest.starts_with(b"false") => 5,
            b'n' if rest.starts_with(b"null") => 4,
            b'-' | b'0'..=b'9' => {
                let is_other = |byte: &u8| !matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
                rest.iter().position(is_other)?
            }
            _ => return None,
        };
        // A byte that ends no word would be a token of its own.
        if !matches!(rest.get(length), Some(b' ' | b',' | b']' | b'}' | b'\\')) {
            return None;
        }
        self.want = Want::CommaOrEnd;
        let is_number = first.is_ascii_digit();
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

    /// Whether nothing comes of a name by itself.
    #[inline]
    fn is_dull_name(&mut self, range: Range<usize>, telling: bool) -> Option<bool> {
        let short = Short::within(self.text, range.start, range.len());
        let known = short.and_then(|short| self.names.0.get_mut(short.place(NAMES)));
        if known.as_deref() == short.as_ref() && short.is_some() {
            return Some(true);
        }
        let label = self.text.get(range)?;
        let is_dull = !(telling && label.contains(&b'\\'))
            && !relates(label)
            && !is_cookie(label)
            && self.sink.is_dull_label(label);
        if let (true, Some(known), Some(short)) = (is_dull, known, short) {
            *known = short;
        }
        Some(is_dull)
    }
}

/// Whether something may come of a string's text, still escaped. An escaped byte tells something too.
fn tells(raw: &[u8], role: Role, sink: &mut dyn FieldSink) -> bool {
    raw.contains(&b'\\') || holds_text(raw) || !sink.is_dull_text(role, raw)
}

/// A string that goes on in the next block.
#[derive(Default)]
struct Begun {
    /// Its first byte.
    at: Option<usize>,
    /// What it says in the blocks before.
    says: Says,
}

/// What the bytes of a string say.
#[derive(Clone, Copy, Default)]
struct Says {
    telling: u64,
    colons: u64,
    spots: u64,
}

impl Says {
    /// The same with the bytes `of` a block.
    #[inline]
    fn or(self, block: &Structure, of: u64) -> Self {
        Self {
            telling: self.telling | block.telling & of,
            colons: self.colons | block.colons & of,
            spots: self.spots | block.spots & of,
        }
    }

    /// Whether what has no telling byte in front may be a text.
    #[inline]
    fn may_be_text(self) -> bool {
        self.telling != 0 || self.colons != 0 && self.spots != 0
    }
}

/// The length from which a string has to be looked at for its first byte, with which a text, base64 of one, or
/// a scheme of a header may begin.
const TELLS_FROM: [u8; 256] = {
    let mut table = [u8::MAX; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        table[byte as usize] = match byte {
            _ if begins_text(&byte) => 1,
            b'b' | b'B' => 6,
            _ if encoded::begins_text(byte) => 22,
            _ => u8::MAX,
        };
        byte += 1;
    }
    table
};
