//! What a journal begins with, and each part of it that was made by another scan.

use std::hash::{BuildHasher, RandomState};

use serde::{Deserialize, Serialize};

use crate::secret::ContentHash;
use crate::secret::nh::Nh;

/// The version of the format.
const FORMAT: u32 = 4;

/// How every journal begins.
pub(super) const BEGINNING: &[u8] = b"{\"postseal_journal\":";

/// Most bytes of a header.
pub(super) const MOST_HEADER: u64 = 4096;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header {
    postseal_journal: u32,
    /// Stands for what is looked for and how.
    scan: String,
    /// Whether entries have hashes of values.
    hash: bool,
    /// What the prints of files are keyed with: drawn when the first part of this scan was made.
    #[serde(default)]
    key: String,
}

impl Header {
    /// That of a scan with this identity.
    pub(super) fn new(scan: String, hash: bool) -> Self {
        // Keyed by the system's random numbers.
        let random = RandomState::new();
        let key = format!("{:016x}{:016x}", random.hash_one(0), random.hash_one(1));
        Self { postseal_journal: FORMAT, scan, hash, key }
    }

    /// Whether the entries behind `other` count. Their key is taken over.
    pub(super) fn meets(&mut self, other: Self) -> bool {
        let told = |header: &Self| (header.postseal_journal, header.hash);
        let counts = told(self) == told(&other) && self.scan == other.scan;
        if counts {
            self.key = other.key;
        }
        counts
    }

    /// What tells contents from each other. Whoever does not know the key can make no two that it takes for one.
    pub(super) fn nh(&self) -> Nh {
        Nh::new(|number| {
            let mut hash = ContentHash::default();
            hash.add(self.key.as_bytes());
            hash.add(&number.to_le_bytes());
            u64::from_le_bytes(*hash.finish().first_chunk().unwrap_or(&[0; 8]))
        })
    }
}
