//! The baseline: findings that are known, with what was decided on each.

mod change;
mod entry;
mod file;
mod known;

use std::collections::BTreeMap;
use std::path::Path;

pub use change::{Changes, Scope};
pub use entry::Entry;
pub use file::{BaselineError, FORMAT};
pub use known::Known;

use crate::finding::State;
use crate::input::{Folder, name_of};

/// Findings that are known.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// By fingerprint.
    pub entries: BTreeMap<String, Entry>,
    /// The folder that its files are named from: its own.
    pub folder: Folder,
    /// Its own file, as given.
    pub path: String,
}

impl Baseline {
    /// An empty one, for the file at `path`; scans are run in `here`, an absolute path.
    pub fn empty(path: &Path, here: &Path) -> Self {
        let folder = Folder::of_file(path, here);
        Self { entries: BTreeMap::new(), folder, path: name_of(path) }
    }

    /// Adds an entry, in place of what has the same fingerprint.
    pub fn insert(&mut self, entry: Entry) {
        self.entries.insert(entry.fingerprint.clone(), entry);
    }

    /// How many entries have each state, in the order of [`State::ALL`].
    pub fn counts(&self) -> [(State, usize); 4] {
        let count = |state| self.entries.values().filter(|entry| entry.state == state).count();
        State::ALL.map(|state| (state, count(state)))
    }
}
