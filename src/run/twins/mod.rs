//! Twins: sources of equal bytes, as forks and repeated exports leave them. The second is not scanned; what was
//! found in the first is reported at its place.

mod kept;
mod print;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::document::told_by_name;
use crate::run::weight;
use crate::scan::SourceFacts;
use crate::source::Source;
use kept::{Kept, MOST_KEPT};
use print::{Key, Print};

/// What was found in the contents that were scanned last. Two threads that scan the same one at the same time both
/// scan it.
#[derive(Debug)]
pub(super) struct Twins {
    key: Key,
    kept: Mutex<Kept>,
    found: AtomicU64,
    bytes: AtomicU64,
}

/// Most bytes of a source that may have a twin: a larger one might be read from disk twice.
pub(super) const LARGEST_TWIN: usize = 256 << 20;

impl Default for Twins {
    fn default() -> Self {
        Self {
            key: Key::default(),
            kept: Mutex::new(Kept::new(MOST_KEPT)),
            found: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        }
    }
}

impl Twins {
    /// The facts of the twin of `source`, or what stands for its content where that may be kept.
    pub(super) fn find(&self, source: &Source<'_>) -> Result<SourceFacts, Option<Print>> {
        if source.bytes.len() > LARGEST_TWIN {
            return Err(None);
        }
        let told = told_by_name(source.entry.unwrap_or(source.path));
        // Markers do not count in archives.
        let name = format!("{told} {}", source.entry.is_some());
        let print = self.key.print(source.bytes, &name);
        let twin = self.kept().get(&print).ok_or(Some(print))?;
        self.found.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(source.bytes.len() as u64, Ordering::Relaxed);
        Ok(twin.at(source.path, source.entry))
    }

    /// Keeps `facts` for twins of what `print` stands for.
    pub(super) fn keep(&self, print: Option<Print>, facts: &SourceFacts) {
        let weight = weight::of_facts(facts);
        if let Some(print) = print.filter(|_| weight <= MOST_KEPT / 4) {
            let copy = facts.clone();
            self.kept().put(print, copy);
        }
    }

    /// How many sources had a twin, and their bytes.
    pub(super) fn count(&self) -> (u64, u64) {
        (self.found.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_of_an_archive_is_no_twin_of_a_file() {
        let twins = Twins::default();
        let file = Source { path: "a.json", entry: None, bytes: b"{}" };
        let Err(print) = twins.find(&file) else { panic!("nothing is kept") };
        twins.keep(print, &SourceFacts::default());
        let known = |path, entry| twins.find(&Source { path, entry, bytes: b"{}" }).is_ok();
        assert!(known("b.json", None));
        assert!(!known("b.zip", Some("a.json")));
        assert!(!known("globals.json", None));
        assert_eq!(twins.count(), (1, 2));
    }
}
