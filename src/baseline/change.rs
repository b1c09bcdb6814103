//! What changed between a baseline and a scan.

use std::collections::{BTreeMap, BTreeSet};

use super::{Baseline, Entry, Known};
use crate::finding::{Finding, Problem};
use crate::input::Folder;

/// What changed between a baseline and a scan.
#[derive(Debug, Default)]
pub struct Changes {
    /// What only the scan has, in its order.
    pub new: Vec<Entry>,
    /// What only the baseline has, by fingerprint.
    pub gone: Vec<Entry>,
    /// What has another place or name, or is told otherwise: as it was, and as it is, with what was
    /// decided on it.
    pub changed: Vec<(Entry, Entry)>,
    /// What is as it was.
    pub same: Vec<Entry>,
}

/// What of a baseline a scan speaks of.
#[derive(Debug)]
pub struct Scope {
    /// The files and folders that were scanned.
    pub paths: Vec<String>,
    /// What could not be scanned: the findings there need not be gone.
    pub problems: Vec<Problem>,
}

impl Scope {
    /// Whether the file of an entry, which is called `path` from `folder`, was looked into.
    fn covers(&self, path: &str, folder: &Folder) -> bool {
        let file = path.split('!').next().unwrap_or_default();
        let is_below = |given: &String| {
            let given = folder.name(given).unwrap_or_else(|| {
                // The folder of the baseline itself, or one around it.
                if folder.is_within(given) { String::new() } else { given.clone() }
            });
            let rest = file.strip_prefix(given.as_str());
            rest.is_some_and(|rest| given.is_empty() || rest.is_empty() || rest.starts_with('/'))
        };
        let failed = |problem: &Problem| {
            let name = folder.name(&problem.path);
            problem.code.is_trouble() && name.as_deref().unwrap_or(&problem.path) == file
        };
        self.paths.iter().any(is_below) && !self.problems.iter().any(failed)
    }
}

impl Changes {
    /// What `findings` changed of `known`, where the scan looked at `scope`.
    pub fn of(known: &Known, findings: &[Finding], scope: &Scope) -> Self {
        let (baseline, mut changes) = (known.baseline(), Self::default());
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for (finding, entry) in findings.iter().zip(known.find(findings)) {
            seen.extend(entry.map(|entry| entry.fingerprint.as_str()));
            // One finding in two copies of a file is one.
            if !told.insert(&finding.fingerprint) {
                continue;
            }
            let now = Entry::new(finding, &baseline.folder);
            match entry {
                None => changes.new.push(now),
                Some(entry) => {
                    let now = now.decided_as(entry);
                    if now == *entry {
                        changes.same.push(now);
                    } else {
                        changes.changed.push((entry.clone(), now));
                    }
                }
            }
        }
        for entry in baseline.entries.values() {
            if seen.contains(entry.fingerprint.as_str()) {
                continue;
            }
            if scope.covers(&entry.path, &baseline.folder) {
                changes.gone.push(entry.clone());
            } else {
                changes.same.push(entry.clone());
            }
        }
        changes
    }

    /// What becomes of the baseline that they are of.
    pub fn apply(self, baseline: Baseline) -> Baseline {
        let changed = self.changed.into_iter().map(|(_, now)| now);
        let entries = self.same.into_iter().chain(changed).chain(self.new);
        let entries: BTreeMap<_, _> =
            entries.map(|entry| (entry.fingerprint.clone(), entry)).collect();
        Baseline { entries, ..baseline }
    }

    /// Whether there are none.
    pub fn are_none(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }
}
