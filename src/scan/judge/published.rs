//! Samples of documentation, known by their hashes.

use sha2::{Digest, Sha256};

use super::{Case, Rejection};

/// Rejects what somebody published as a sample. The last check, since it hashes.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let hash: [u8; 32] = Sha256::digest(case.value.text.as_bytes()).into();
    case.words.published.binary_search(&hash).is_ok().then_some(Rejection::Published)
}
