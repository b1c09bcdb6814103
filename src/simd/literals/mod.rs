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

use groups::Groups;
use keys::Keys;

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

/// Literals, ready to be looked for.
#[derive(Debug)]
pub struct Literals {
    known: Box<[Known]>,
    keys: Keys,
    /// The keys that count where a word begins.
    at_start: [Groups; 2],
    /// The keys that count anywhere.
    anywhere: [Groups; 1],
}

#[derive(Debug)]
struct Known {
    bytes: Box<[u8]>,
    /// Where its key begins in it.
    offset: usize,
    /// Whether its key counts inside a word.
    inside: bool,
}

impl Known {
    fn new(Literal { bytes, anywhere }: Literal) -> Self {
        if !anywhere {
            return Self { bytes, offset: 0, inside: false };
        }
        // Behind a blank or a dot inside of the literal a word begins in whatever text it stands.
        let keys = 1..(bytes.len() + 1).saturating_sub(SHORTEST);
        let offset = keys.into_iter().find(|&at| starts_word(&bytes, at));
        let rarest = || groups::rarest(&bytes);
        Self { inside: offset.is_none(), offset: offset.unwrap_or_else(rarest), bytes }
    }

    fn key(&self) -> Option<[u8; SHORTEST]> {
        self.bytes.get(self.offset..)?.first_chunk().copied()
    }
}

impl Literals {
    /// Prepares `literals`; `None` where one is too short or there are more than 65,535.
    pub fn new(literals: Vec<Literal>) -> Option<Self> {
        let known: Box<[Known]> = literals.into_iter().map(Known::new).collect();
        let keys = Keys::new(&known.iter().map(Known::key).collect::<Option<Vec<_>>>()?)?;
        let chosen = |inside: bool| {
            let chosen = known.iter().filter(move |literal| literal.inside == inside);
            chosen.filter_map(Known::key).collect()
        };
        let (at_start, anywhere) = (Groups::new(chosen(false)), Groups::new(chosen(true)));
        Some(Self { known, keys, at_start, anywhere })
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
        for at in from..(text.len() + 1).saturating_sub(SHORTEST) {
            self.look_up(text, at, found);
        }
    }

    /// Gives the literals whose key stands at `at`.
    #[inline]
    fn look_up(&self, text: &[u8], at: usize, found: &mut dyn FnMut(Hit)) {
        let Some(key) = text.get(at..).and_then(<[u8]>::first_chunk) else { return };
        if self.keys.may_hold(*key) {
            self.compare(text, (at, *key), found);
        }
    }

    #[inline(never)]
    fn compare(&self, text: &[u8], (at, key): (usize, [u8; SHORTEST]), found: &mut dyn FnMut(Hit)) {
        for &index in self.keys.with(key) {
            let index = usize::from(index);
            let Some(literal) = self.known.get(index) else { continue };
            let Some(start) = at.checked_sub(literal.offset) else { continue };
            let stands = text.get(start..).is_some_and(|text| text.starts_with(&literal.bytes));
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
