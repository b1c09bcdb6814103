//! What a finding keeps in common with itself when what stands around it gets other names.

use serde::{Deserialize, Serialize};

use crate::location::Location;
use crate::secret::{StandIns, digest_of};

/// Stands for a secret in a role under a label, wherever that is: a second fingerprint, without the
/// names.
///
/// It takes of the value what the fingerprint takes, and so says no more of it: of a plain one the same
/// 16 bits, which many values have. Two of a plain value are the same only if their places say so too.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Kin {
    /// 32 hex digits.
    pub digest: String,
    /// Whether the value is plain: what [`Secret::is_strong`](crate::secret::Secret::is_strong) denies.
    pub is_plain: bool,
}

impl Kin {
    /// Of the secret for which these stand, at a place.
    pub fn of(secret: &StandIns, location: &Location) -> Self {
        let value = secret.fingerprint_part();
        let label = location.label.as_deref().unwrap_or_default();
        let digest = digest_of([value, location.role.as_str(), label], 32);
        Self { digest, is_plain: !secret.is_strong }
    }
}
