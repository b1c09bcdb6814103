//! Keeps what a run finds, with values, inside the process.

use super::{Cost, Observer, Pace};
use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Problem};

/// Keeps what a run finds, and hands on what it is told. Memory grows with what is found.
pub struct Collector<'o> {
    next: &'o mut dyn Observer,
    findings: Vec<Finding>,
    problems: Vec<Problem>,
}

impl<'o> Collector<'o> {
    /// One that also tells `next`.
    pub fn new(next: &'o mut dyn Observer) -> Self {
        Self { next, findings: Vec::new(), problems: Vec::new() }
    }

    /// What was found, accepted or not, and what was wrong with inputs, in the order in which it was told.
    pub fn collected(self) -> (Vec<Finding>, Vec<Problem>) {
        (self.findings, self.problems)
    }
}

impl Observer for Collector<'_> {
    fn done(&mut self, report: &WorkspaceReport) {
        self.findings.extend(report.findings.iter().cloned());
        self.problems.extend(report.problems.iter().cloned());
        self.next.done(report);
    }

    fn pace(&mut self, pace: &Pace) {
        self.next.pace(pace);
    }

    fn took(&mut self, name: &str, cost: &Cost) {
        self.next.took(name, cost);
    }
}
