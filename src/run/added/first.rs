//! The history of a repository: each version of a file once, each finding with the commit that brought it.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::Review;
use super::known::Known;
use super::{Earlier, State, leave_out};
use crate::credential::WorkspaceReport;
use crate::finding::{Problem, ProblemCode};
use crate::git::{Change, Commit, GitError, Renames, Repository, Revisions, Version, beginnings};
use crate::input::{Collected, Tracked};

type Step = Result<(Arc<Commit>, Change), GitError>;

/// The versions of a history, oldest first, no blob twice.
pub struct HistoryInputs {
    steps: Box<dyn Iterator<Item = Step> + Send>,
    tracked: Arc<Tracked>,
    seen: HashSet<String>,
    renames: Arc<Renames>,
    /// What the first commits come from, if that is not nothing.
    pub earlier: Vec<State>,
}

impl HistoryInputs {
    /// Those of `revisions`.
    ///
    /// # Errors
    /// If a revision is none, or git cannot be called.
    pub fn new(
        repository: &Repository,
        tracked: Arc<Tracked>,
        revisions: &Revisions,
    ) -> Result<Self, GitError> {
        let history = repository.history(revisions)?;
        let (mut seen, mut earlier) = (HashSet::new(), Vec::new());
        let steps: Box<dyn Iterator<Item = Step> + Send> = match revisions {
            Revisions::All => Box::new(history),
            Revisions::Range(..) => {
                let steps = history.collect::<Result<Vec<_>, _>>()?;
                let versions = beginnings(steps.iter().map(|(_, change)| change));
                seen.extend(versions.iter().map(|version| version.id.clone()));
                earlier.extend(states(&tracked, versions));
                Box::new(steps.into_iter().map(Ok))
            }
        };
        Ok(Self { steps, tracked, seen, renames: Arc::default(), earlier })
    }

    /// What leaves out of the reports on these inputs what an earlier version had, or `earlier`.
    pub fn review(&self, earlier: Arc<Earlier>) -> FirstSeen {
        FirstSeen { renames: Arc::clone(&self.renames), earlier, known: Mutex::default() }
    }

    fn step(&mut self, (commit, change): &(Arc<Commit>, Change)) -> Option<Collected> {
        for before in change.before.iter().filter(|before| before.path != change.path) {
            self.renames.note(&Tracked::name(&before.path), &Tracked::name(&change.path));
        }
        let id = change.now.as_ref().filter(|id| !self.seen.contains(*id))?;
        let version = Version { path: change.path.clone(), id: id.clone() };
        let input = self.tracked.input(&version, Some(commit))?;
        self.seen.insert(id.clone());
        Some(input)
    }
}

impl Iterator for HistoryInputs {
    type Item = Collected;

    fn next(&mut self) -> Option<Collected> {
        loop {
            let input = match self.steps.next()? {
                Ok(step) => self.step(&step),
                Err(error) => {
                    let message = error.to_string();
                    Some(Err(Problem::with_file(ProblemCode::Unreadable, "", message)))
                }
            };
            if input.is_some() {
                return input;
            }
        }
    }
}

/// As many states as a file has versions at most, one version of each in one of them.
fn states(tracked: &Tracked, versions: Vec<Version>) -> Vec<State> {
    let mut states: Vec<State> = Vec::new();
    let mut count: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    for version in versions {
        let at = count.entry(version.path.clone()).or_default();
        if states.len() <= *at {
            states.push(State::default());
        }
        if let Some(state) = states.get_mut(*at) {
            state.inputs.push(Ok(tracked.whatever(&version)));
        }
        *at += 1;
    }
    states
}

/// Leaves out of a report what an earlier version of the file had. Reports must come oldest first.
#[derive(Debug)]
pub struct FirstSeen {
    renames: Arc<Renames>,
    earlier: Arc<Earlier>,
    known: Mutex<Known>,
}

impl Review for FirstSeen {
    fn needs_order(&self) -> bool {
        true
    }

    fn review(&self, report: &mut WorkspaceReport) {
        let name = |path: &str| self.renames.origin(path).to_string();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut old = known.among(report, name);
        known.learn(report, name);
        drop(known);
        old.extend(self.earlier.among(report, name));
        leave_out(report, &old);
    }

    fn violations(&self, report: &mut WorkspaceReport) {
        let name = |path: &str| self.renames.origin(path).to_string();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        report.violations.retain(|violation| {
            let name = name(&violation.path);
            !known.has(&name, violation) && !self.earlier.has(&name, violation)
        });
        known.learn_violations(report, name);
    }
}
