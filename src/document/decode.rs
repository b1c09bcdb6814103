//! Decoding of a run of text, with places remembered that lead back.

use smallvec::SmallVec;

use super::codec::Codec;
use super::glue::Glue;
use crate::simd::blocks::first_backslash;

/// A run of a text that comes from one run of the text around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Where it begins here.
    pub(super) here: usize,
    /// Where it begins in the text around.
    pub(super) there: usize,
    /// Where what was decoded ends in the text around: an escape does not reach beyond it.
    pub(super) until: usize,
    /// What goes before it and stands nowhere.
    pub(super) glue: Glue,
    /// Whether words may stand in it that do not stand so in the text around.
    pub(super) rewritten: bool,
}

/// Decoded bytes between two remembered places: bounds what is decoded again for one position.
const STRIDE: usize = 1024;

/// Appends what `raw`, which begins at `base` of the text around, decodes to, and remembers a place
/// every [`STRIDE`] bytes. Whether words may have been made that do not stand in `raw`, the part that
/// they stand in knows too.
pub(super) fn decode_into(
    bytes: &mut Vec<u8>,
    parts: &mut SmallVec<[Part; 1]>,
    (raw, base): (&[u8], usize),
    codec: Codec,
) -> bool {
    let before = bytes.len();
    bytes.resize(before + codec.most(raw.len()), 0);
    let (mut at, mut to, mut remembered, mut rewritten) = (0, before, before, false);
    let around = parts.last().is_some_and(|part| part.rewritten);
    while at < raw.len() {
        if codec == Codec::Backslash {
            (at, to) = unescape(raw, at, bytes, to, remembered + STRIDE);
        }
        let rest = raw.get(at..).unwrap_or_default();
        let run = codec.find(rest).unwrap_or(rest.len());
        bytes[to..to + run].copy_from_slice(&rest[..run]);
        (at, to) = (at + run, to + run);
        let Some(rest) = rest.get(run..).filter(|rest| !rest.is_empty()) else { break };
        if to - remembered >= STRIDE {
            remembered = to;
            let (here, there, until) = (to, base + at, base + raw.len());
            parts.push(Part { here, there, until, glue: Glue::None, rewritten: around });
        }
        let unit = codec.unit(rest);
        if codec.rewrites(rest) {
            rewritten = true;
            if let Some(part) = parts.last_mut() {
                part.rewritten = true;
            }
        }
        let decoded = unit.decoded();
        bytes[to..to + decoded.len()].copy_from_slice(decoded);
        (at, to) = (at + unit.taken, to + decoded.len());
    }
    bytes.truncate(to);
    rewritten
}

/// What each escape of one letter stands for; zero for the others.
const SIMPLE: [u8; 256] = {
    let mut table = [0; 256];
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table[b'n' as usize] = b'\n';
    table[b't' as usize] = b'\t';
    table[b'r' as usize] = b'\r';
    table
};

/// Writes what `raw` stands for from `at` on to `out` from `to` on, and returns how far it got in both:
/// as far as all escapes are simple, `to` stays below `limit` and more than sixteen bytes are left.
///
/// Escapes are near each other in text inside text, so that a call for each costs more than its bytes
/// do, and so does a branch that nobody can foresee: sixteen bytes are copied, whether or not all of them
/// are of use, and an escape is written, whether or not there is one. `docs/performance.md` has the gain.
fn unescape(
    raw: &[u8],
    mut at: usize,
    out: &mut [u8],
    mut to: usize,
    limit: usize,
) -> (usize, usize) {
    const STEP: usize = 16;
    while to < limit {
        let Some(seventeen) = raw.get(at..).and_then(<[u8]>::first_chunk::<{ STEP + 1 }>) else {
            break;
        };
        let Some(room) = out.get_mut(to..).and_then(<[u8]>::first_chunk_mut::<{ STEP + 1 }>) else {
            break;
        };
        let sixteen = seventeen.first_chunk().unwrap_or(&[0; STEP]);
        room[..STEP].copy_from_slice(sixteen);
        let run = first_backslash(sixteen);
        let escapes = usize::from(run < STEP);
        // Where there is no escape, what is written here is written over.
        let byte = SIMPLE[usize::from(seventeen[run + escapes])];
        if byte == 0 && escapes == 1 {
            return (at + run, to + run);
        }
        room[run] = byte;
        (at, to) = (at + run + 2 * escapes, to + run + escapes);
    }
    (at, to)
}
