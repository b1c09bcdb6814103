//! What a commit, or a range of commits, adds: what is found now and was not found before.
//!
//! Both states are scanned whole and by the same rules, and their findings compared; so a collection that was
//! exported in another order adds nothing, and a name that changed beside a value does. The earlier state is
//! scanned only if something is found in the later one.

mod comparison;
mod first;
mod known;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use super::{Observer, Review, RunOptions, run};
use crate::credential::WorkspaceReport;
use crate::finding::Violation;
use crate::report::{Reporter, Silent};
use crate::scan::Scanner;
use crate::workspace::retain_findings;
pub use comparison::{Comparison, State};
pub use first::{FirstSeen, HistoryInputs};
use known::Known;

/// Leaves out of reports what an earlier state has, too.
#[derive(Debug)]
pub struct Added {
    /// The files that differ; others are read only for the variables in them.
    changed: BTreeSet<String>,
    earlier: Arc<Earlier>,
}

impl Added {
    /// One that reports of the files `changed` only what `earlier` does not have.
    pub fn new(changed: BTreeSet<String>, earlier: Arc<Earlier>) -> Self {
        Self { changed, earlier }
    }
}

impl Review for Added {
    fn review(&self, report: &mut WorkspaceReport) {
        let is_changed = |path: &str| path.is_empty() || self.changed.contains(path);
        report.problems.retain(|problem| is_changed(&problem.path));
        report.rejected.retain(|rejected| is_changed(&rejected.path));
        retain_findings(report, |finding| is_changed(&finding.path));
        let known = self.earlier.among(report, str::to_owned);
        leave_out(report, &known);
    }

    fn violations(&self, report: &mut WorkspaceReport) {
        report.violations.retain(|violation| {
            self.changed.contains(&*violation.path) && !self.earlier.has(&violation.path, violation)
        });
    }
}

/// What earlier states have, scanned when it is first asked for.
pub struct Earlier {
    states: Vec<State>,
    scanner: &'static Scanner,
    options: RunOptions,
    stop: Arc<AtomicBool>,
    known: OnceLock<Vec<Known>>,
}

impl fmt::Debug for Earlier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Earlier").field("states", &self.states.len()).finish_non_exhaustive()
    }
}

impl Earlier {
    /// What `states` have, by a scan with `scanner` and `options`, which `stop` ends early.
    pub fn new(
        states: Vec<State>,
        (scanner, options): (&'static Scanner, &RunOptions),
        stop: Arc<AtomicBool>,
    ) -> Self {
        let options = RunOptions {
            journal: None,
            measure: false,
            split: None,
            reviews: Vec::new(),
            ..options.clone()
        };
        Self { states, scanner, options, stop, known: OnceLock::new() }
    }

    /// Which findings of a report one of the states has; `name` tells what a file is called in it.
    fn among(&self, report: &WorkspaceReport, name: impl Fn(&str) -> String) -> BTreeSet<usize> {
        let known = if report.findings.is_empty() { &[] } else { self.known() };
        known.iter().flat_map(|known| known.among(report, &name)).collect()
    }

    /// Whether one of the states has a violation of the file that is called `name` in it.
    fn has(&self, name: &str, violation: &Violation) -> bool {
        self.known().iter().any(|known| known.has(name, violation))
    }

    /// What each state has.
    fn known(&self) -> &[Known] {
        self.known.get_or_init(|| self.states.iter().map(|state| self.scan(state)).collect())
    }

    /// Scans one state. What cannot be read of it is not known, so that too much is reported and not too little.
    fn scan(&self, state: &State) -> Known {
        let mut learner = Learner { state, known: Known::default() };
        let scan = || {
            let how = (self.scanner, &Silent as &dyn Reporter);
            let inputs = state.inputs.iter().cloned();
            let _ = run(inputs, how, &self.options, (&mut io::sink(), &mut learner), &self.stop);
        };
        // On a thread that belongs to no pool: one of the outer scan would take up other inputs of it while it
        // waits here, and those would wait for this.
        std::thread::scope(|scope| {
            let _ = scope.spawn(scan).join();
        });
        learner.known
    }
}

/// Leaves out the findings with these numbers.
fn leave_out(report: &mut WorkspaceReport, known: &BTreeSet<usize>) {
    let mut at = 0..;
    retain_findings(report, |_| !at.next().is_some_and(|at| known.contains(&at)));
}

/// Keeps what a state has.
struct Learner<'s> {
    state: &'s State,
    known: Known,
}

impl Observer for Learner<'_> {
    fn done(&mut self, report: &WorkspaceReport) {
        let name = |path: &str| self.state.later_name(path);
        self.known.learn(report, name);
        self.known.learn_violations(report, name);
    }
}
