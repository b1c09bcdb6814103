//! What one source contributes to its workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::judge::Rejection;
use super::variable::{Definition, Use};
use crate::finding::{Finding, LogCall, Marker, Problem, Rejected};
use crate::source::Kind;

/// Everything that a scan of one source found out. Lives in memory until its workspace closes; it
/// holds values and is never serialised.
#[derive(Debug, Clone, Default)]
pub struct SourceFacts {
    /// The file, as given on the command line.
    pub path: Arc<str>,
    /// The member, where `path` names an archive.
    pub entry: Option<Arc<str>>,
    /// Bytes that were read.
    pub bytes: u64,
    /// Documents in it.
    pub documents: u64,
    /// The kind of each document in it, of the first 100,000.
    pub kinds: Vec<Kind>,
    /// What keys the ids of its plain secrets: the hash of all its bytes; none where it has no such
    /// secret.
    pub salt: Option<[u8; 32]>,
    /// In the order of the file.
    pub findings: Vec<Finding>,
    /// How many candidates were rejected, by reason.
    pub rejections: BTreeMap<Rejection, u64>,
    /// Those candidates, where the options ask to keep them; in the order of the file.
    pub rejected: Vec<Rejected>,
    /// Calls that write credentials to the console, where the options ask to note them.
    pub logged: Vec<LogCall>,
    /// The variables that it defines.
    pub definitions: Vec<Definition>,
    /// Where it uses variables.
    pub uses: Vec<Use>,
    /// Markers in its descriptions, where the options ask for them.
    pub markers: Vec<Marker>,
    /// Schemes and hosts of its requests as written, the first few that differ.
    pub origins: Vec<Arc<str>>,
    /// The accounts of its owners and exporters.
    pub owners: BTreeSet<u64>,
    /// The documents in it that say that everybody may read them.
    pub public: BTreeSet<u32>,
    /// Its requests that take their auth from elsewhere.
    pub heirs: u64,
    /// Whether its findings are reported, and only what it says of others still counts.
    pub is_reported: bool,
    /// What went wrong.
    pub problems: Vec<Problem>,
}

impl SourceFacts {
    /// The facts of another source with the same bytes.
    #[must_use]
    pub fn at(&self, path: &str, entry: Option<&str>) -> Self {
        let mut facts = self.clone();
        facts.path = path.into();
        facts.entry = entry.map(Into::into);
        let latent = facts.definitions.iter_mut().filter_map(|defined| defined.latent.as_mut());
        for finding in facts.findings.iter_mut().chain(latent.map(|latent| &mut latent.finding)) {
            finding.path.clone_from(&facts.path);
            finding.entry.clone_from(&facts.entry);
        }
        for rejected in &mut facts.rejected {
            rejected.path.clone_from(&facts.path);
            rejected.entry.clone_from(&facts.entry);
        }
        for call in &mut facts.logged {
            call.path.clone_from(&facts.path);
            call.entry.clone_from(&facts.entry);
        }
        for marker in &mut facts.markers {
            marker.path.clone_from(&facts.path);
        }
        for problem in &mut facts.problems {
            problem.path.clone_from(&facts.path);
            problem.entry.clone_from(&facts.entry);
        }
        facts
    }
}
