//! Keeps what a run finds, with values, inside the process.

use std::io::Write;

use crate::credential::WorkspaceReport;
use crate::finding::Finding;
use crate::report::{Reporter, Summary};
use crate::run::{Cost, Observer, Pace};

/// Keeps the findings of a run, and hands on what it is told.
pub struct Collector<'o> {
    next: &'o mut dyn Observer,
    findings: Vec<Finding>,
}

impl<'o> Collector<'o> {
    /// One that also tells `next`.
    pub fn new(next: &'o mut dyn Observer) -> Self {
        Self { next, findings: Vec::new() }
    }

    /// What was found, in the order in which it was told.
    pub fn findings(self) -> Vec<Finding> {
        self.findings
    }
}

impl Observer for Collector<'_> {
    fn done(&mut self, report: &WorkspaceReport) {
        self.findings.extend(report.findings.iter().cloned());
        self.next.done(report);
    }

    fn pace(&mut self, pace: &Pace) {
        self.next.pace(pace);
    }

    fn took(&mut self, name: &str, cost: &Cost) {
        self.next.took(name, cost);
    }
}

/// Writes nothing: the fix tells what was found.
pub struct Quiet;

impl Reporter for Quiet {
    fn workspace(&self, _report: &WorkspaceReport, _out: &mut Vec<u8>) {}

    fn end(&self, _summary: &Summary, _out: &mut dyn Write) -> std::io::Result<()> {
        Ok(())
    }
}
