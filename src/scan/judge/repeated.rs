//! Values without any choice in them: one character again and again, runs along the alphabet or
//! the keyboard.

use super::{Case, Rejection};
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
    let lower = case.value.text.to_ascii_lowercase();
    let letters = lower.strip_prefix(['-', '_']).unwrap_or(&lower);
    // Most values are none by their first bytes.
    let head = letters.as_bytes().first_chunk::<4>().filter(|_| letters.len() >= 6);
    let begins = |run: &str| head.is_some_and(|head| run.as_bytes().windows(4).any(|w| w == head));
    let runs = RUNS.iter().any(|run| begins(run) && run.contains(letters));
    // A shape may demand a run of `A` in front: what base64 makes of a small number.
    let sequence = is_shape
        && ["abcdefghijkl", "1234567890123", "0123456789abcdef", "aaaaaaaaaa", "0000000000"]
            .iter()
            .any(|run| lower.trim_start_matches('a').contains(run));
    (few || runs && !is_shape && case.value.letters() != 0 || runs && bytes.len() > 8 || sequence)
        .then_some(Rejection::Repeated)
}

/// How many different bytes there are.
fn distinct(bytes: &[u8]) -> u32 {
    let mut all = bytes.to_vec();
    all.sort_unstable();
    all.dedup();
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}
