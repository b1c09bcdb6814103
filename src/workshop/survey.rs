//! Surveys: everything that a scanner sees in some files, kept for looking at instead of reported.

use std::io;
use std::sync::atomic::AtomicBool;

use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Problem, Rejected, Threshold};
use crate::input::Collected;
use crate::report::Silent;
use crate::run::{Observer, RunError, RunOptions, run};
use crate::scan::Scanner;

/// What a scanner saw. Memory grows with what is found.
#[derive(Debug, Default)]
pub struct Survey {
    /// In the order of the inputs.
    pub findings: Vec<Finding>,
    /// Likewise, where the scanner keeps them.
    pub rejected: Vec<Rejected>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Files that were read.
    pub files: u64,
    /// Bytes that were read.
    pub bytes: u64,
}

/// Scans `inputs` with `scanner`, findings of any confidence and severity.
///
/// # Errors
/// If no threads can be started.
pub fn survey(
    inputs: impl Iterator<Item = Collected> + Send,
    scanner: &Scanner,
) -> Result<Survey, RunError> {
    let options =
        RunOptions { threshold: Threshold::ALL, fail_on: Threshold::ALL, ..RunOptions::default() };
    let mut survey = Survey::default();
    let stop = AtomicBool::new(false);
    run(inputs, (scanner, &Silent), &options, (&mut io::sink(), &mut survey), &stop)?;
    Ok(survey)
}

impl Observer for Survey {
    fn done(&mut self, report: &WorkspaceReport) {
        self.findings.extend(report.findings.iter().cloned());
        self.rejected.extend(report.rejected.iter().cloned());
        self.problems.extend(report.problems.iter().cloned());
        self.files += report.files;
        self.bytes += report.bytes;
    }
}
