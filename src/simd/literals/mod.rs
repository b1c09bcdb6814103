//! Many literals looked for at once.
//!
//! A literal is recognised by four of its bytes, its key. Mostly those begin a word, which leaves one
//! byte in three to look at; a few keys count inside words too. Keys are compared all at once by their
//! nibbles, in groups (an algorithm known as Teddy, from Hyperscan), and what is left is looked up.
//! Measured: three times faster than a DFA of the same literals, whose tables do not fit the caches near
//! the processor.

#[cfg(target_arch = "x86_64")]
mod avx2;
mod groups;
mod keys;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

pub(crate) use groups::Groups;
use keys::Seen;
pub(crate) use keys::{Keys, Slot};

/// Fewest bytes of a literal, and the bytes of a key.
pub const SHORTEST: usize = 4;

/// A literal to look for.
#[derive(Debug, Clone)]
pub struct Literal {
    /// Its bytes, case-sensitive; at least [`SHORTEST`].
    pub bytes: Box<[u8]>,
    /// Whether it counts inside a word too.
    pub anywhere: bool,
}

/// A literal in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Where it begins.
    pub start: usize,
    /// Its index among the literals.
    pub literal: usize,
}

/// Literals, ready to be looked for. Those that are known when the program is built are constants of it.
#[derive(Debug)]
pub struct Literals {
    /// The bytes of all literals, one behind the other.
    pub(crate) bytes: Cow<'static, [u8]>,
    pub(crate) known: Cow<'static, [Known]>,
    pub(crate) keys: Keys,
    /// The keys that count where a word begins.
    pub(crate) at_start: [Groups; 2],
    /// The keys that count anywhere.
    pub(crate) anywhere: [Groups; 1],
}

/// A literal among others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    /// Where its bytes are among those of all.
    pub(crate) start: u32,
    pub(crate) length: u16,
    /// Where its key begins in it.
    pub(crate) offset: u16,
    /// Whether its key counts inside a word.
    pub(crate) inside: bool,
}

impl Known {
    /// The literal of these bytes, which lie at `start`.
    fn new(start: usize, bytes: &[u8], anywhere: bool) -> Option<Self> {
        let (start, length) = (u32::try_from(start).ok()?, u16::try_from(bytes.len()).ok()?);
        if !anywhere {
            return Some(Self { start, length, offset: 0, inside: false });
        }
        // Behind a blank or a dot inside of the literal a word begins in whatever text it stands.
        let keys = 1..(bytes.len() + 1).saturating_sub(SHORTEST);
        let offset = keys.into_iter().find(|&at| starts_word(bytes, at));
        let key = offset.unwrap_or_else(|| groups::rarest(bytes));
        Some(Self { start, length, offset: u16::try_from(key).ok()?, inside: offset.is_none() })
    }

    #[inline]
    fn of(self, all: &[u8]) -> &[u8] {
        let start = self.start as usize;
        all.get(start..start + usize::from(self.length)).unwrap_or_default()
    }

    fn key(self, all: &[u8]) -> Option<[u8; SHORTEST]> {
        self.of(all).get(self.offset.into()..)?.first_chunk().copied()
    }
}

impl Literals {
    /// Prepares `literals`; `None` where one is too short or too long, or there are more than 65,535.
    pub fn new(literals: &[Literal]) -> Option<Self> {
        let mut bytes = Vec::new();
        let mut known = Vec::with_capacity(literals.len());
        for literal in literals {
            known.push(Known::new(bytes.len(), &literal.bytes, literal.anywhere)?);
            bytes.extend_from_slice(&literal.bytes);
        }
        let key = |literal: &Known| literal.key(&bytes);
        let keys = Keys::new(&known.iter().map(key).collect::<Option<Vec<_>>>()?)?;
        let chosen = |inside: bool| {
            known.iter().filter(move |literal| literal.inside == inside).filter_map(key).collect()
        };
        let (at_start, anywhere) = (Groups::new(chosen(false)), Groups::new(chosen(true)));
        Some(Self { bytes: bytes.into(), known: known.into(), keys, at_start, anywhere })
    }

    /// Bytes of the longest of them.
    pub fn longest(&self) -> usize {
        self.known.iter().map(|literal| usize::from(literal.length)).max().unwrap_or(0)
    }

    /// Calls `found` with every hit in `text`, in order of where their keys stand.
    ///
    /// A word begins behind anything that is no letter, digit or underscore, and behind an escaped
    /// character: what looks like a letter may stand for a line end there.
    pub fn find(&self, text: &[u8], found: &mut dyn FnMut(Hit)) {
        #[cfg(target_arch = "x86_64")]
        if super::has_avx2() {
            #[expect(unsafe_code, reason = "the compiler does not know what the processor has")]
            // SAFETY: it has AVX2.
            unsafe {
                avx2::find(self, text, found);
            }
            return;
        }
        self.find_scalar(text, 0, found);
    }

    /// The reference: what [`Self::find`] gives of the keys from `from` on.
    pub fn find_scalar(&self, text: &[u8], from: usize, found: &mut dyn FnMut(Hit)) {
        let seen = self.keys.seen();
        for at in from..(text.len() + 1).saturating_sub(SHORTEST) {
            self.look_up(seen, (text, at), found);
        }
    }

    /// Gives the literals whose key stands at `at`.
    #[inline]
    fn look_up(&self, seen: Seen<'_>, (text, at): (&[u8], usize), found: &mut dyn FnMut(Hit)) {
        let Some(key) = text.get(at..).and_then(<[u8]>::first_chunk) else { return };
        if seen.may_hold(*key) {
            self.compare(text, (at, *key), found);
        }
    }

    #[inline(never)]
    fn compare(&self, text: &[u8], (at, key): (usize, [u8; SHORTEST]), found: &mut dyn FnMut(Hit)) {
        let (all, known): (&[u8], &[Known]) = (&self.bytes, &self.known);
        for &index in self.keys.with(key) {
            let index = usize::from(index);
            let Some(literal) = known.get(index) else { continue };
            let Some(start) = at.checked_sub(literal.offset.into()) else { continue };
            let bytes = literal.of(all);
            let stands = text.get(start..).is_some_and(|text| text.starts_with(bytes));
            if stands && (literal.inside || starts_word(text, at)) {
                found(Hit { start, literal: index });
            }
        }
    }
}

/// Whether a word may begin at `at`.
#[inline]
fn starts_word(text: &[u8], at: usize) -> bool {
    let before = |back: usize| text.get(at.checked_sub(back)?).copied();
    before(1).is_none_or(|byte| !(byte.is_ascii_alphanumeric() || byte == b'_'))
        || before(2) == Some(b'\\')
}
