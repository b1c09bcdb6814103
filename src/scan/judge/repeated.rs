//! Values without any choice in them: one character again and again, runs along the alphabet or
//! the keyboard.

use super::value::{alphabet, bits};
use super::{Case, Rejection, Value};
use crate::scan::candidate::Told;

/// Rows of a keyboard, and the sequences that people type where a value is asked for.
const RUNS: &[&str] = &[
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "01234567890123456789",
    "98765432109876543210",
    "0123456789abcdef0123456789abcdef",
    "1234567890abcdefghijklmnopqrstuvwxyz",
    "abcdefghijklmnopqrstuvwxyz01234567890",
    "abcdefghijklmnopqrstuvwxyz1234567890",
    "abc123def456ghi789jkl012mno345pqr678stu901vwx234yz",
    "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0",
    "abcdef1234567890abcdef1234567890abcdef1234567890",
    "1a2b3c4d5e6f7g8h9i0j",
    "deadbeefdeadbeefdeadbeefdeadbeef",
    "deadbeefcafebabedeadbeefcafebabe",
];

/// Rejects repeated and sequential values.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let bytes = case.value.text.as_bytes();
    let distinct = if bytes.is_ascii() { case.value.distinct() } else { distinct(bytes) };
    let long = bytes.len() >= 12;
    let few = distinct <= 1 || distinct <= 3 && long || distinct <= 5 && bytes.len() >= 32;
    let is_shape = matches!(case.told, Told::Shape { .. });
    let runs = may_be_run(bytes) && {
        let lower = case.value.text.to_ascii_lowercase();
        let letters = lower.strip_prefix(['-', '_']).unwrap_or(&lower);
        letters.len() >= 6 && RUNS.iter().any(|run| run.contains(letters))
    };
    let sequence = is_shape && holds_sequence(&case.value);
    (few || runs && !is_shape && case.value.letters() != 0 || runs && bytes.len() > 8 || sequence)
        .then_some(Rejection::Repeated)
}

/// Whether a run along the alphabet or the digits, or of one of either, stands in the value of a shape.
fn holds_sequence(value: &Value<'_>) -> bool {
    const ALPHABET: u32 = alphabet(bits(b"abcdefghijkl"));
    const DIGITS: u128 = bits(b"0123456789");
    const LONG: usize = 10;
    let is_a = |byte: &u8| byte.eq_ignore_ascii_case(&b'a');
    let may_hold = value.alphabet() & ALPHABET == ALPHABET
        || value.holds_all(DIGITS)
        || value.longest_run() >= LONG
        || value.text.as_bytes().chunk_by(|a, b| is_a(a) && is_a(b)).any(|run| run.len() >= LONG);
    // A shape may demand a run of `A` in front: what base64 makes of a small number.
    if !may_hold {
        return false;
    }
    let lower = value.text.to_ascii_lowercase();
    let lower = lower.trim_start_matches('a');
    ["abcdefghijkl", "1234567890123", "0123456789abcdef", "aaaaaaaaaa", "0000000000"]
        .iter()
        .any(|run| lower.contains(run))
}

/// Whether the first four letters of a value follow each other in one of the runs, but for few that
/// do not.
fn may_be_run(bytes: &[u8]) -> bool {
    let letters = bytes.strip_prefix(b"-").or_else(|| bytes.strip_prefix(b"_")).unwrap_or(bytes);
    letters.first_chunk::<4>().is_some_and(|head| {
        let (word, bit) = place(head.map(|byte| byte.to_ascii_lowercase()));
        HEADS.get(word).is_some_and(|bits| bits >> bit & 1 != 0)
    })
}

/// A bit for all that stand in a run at the same place as four bytes of it.
static HEADS: [u64; 256] = {
    let mut heads = [0; 256];
    let mut runs = RUNS;
    while let [run, rest @ ..] = runs {
        runs = rest;
        let mut letters = run.as_bytes();
        while let [a, behind @ ..] = letters {
            letters = behind;
            if let [b, c, d, ..] = behind {
                let (word, bit) = place([*a, *b, *c, *d]);
                heads[word] |= 1 << bit;
            }
        }
    }
    heads
};

/// Where four bytes have their bit.
const fn place(head: [u8; 4]) -> (usize, u32) {
    let hash = u32::from_le_bytes(head).wrapping_mul(0x9E37_79B1) >> 18;
    ((hash >> 6) as usize, hash & 63)
}

/// How many different bytes there are.
fn distinct(bytes: &[u8]) -> u32 {
    let mut all = bytes.to_vec();
    all.sort_unstable();
    all.dedup();
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_piece_of_a_run_is_passed_over() {
        for run in RUNS.iter().map(|run| run.as_bytes()) {
            assert!(run.windows(4).all(may_be_run));
            assert!(may_be_run(&[b"_", run].concat()) && may_be_run(&run.to_ascii_uppercase()));
        }
        assert!(!may_be_run(b"kX7p") && !may_be_run(b"abc"));
    }
}
