//! Samples of documentation, known by their hashes.

use super::{Case, Rejection};

/// Rejects what somebody published as a sample. The last check, since it hashes.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    case.words.published.binary_search(case.value.sha256()).is_ok().then_some(Rejection::Published)
}
