//! What is shown on standard error while a scan goes on.

use std::time::{Duration, Instant};

use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressStyle};
use postseal::credential::WorkspaceReport;
use postseal::report::printable;
use postseal::run::Observer;

/// Prints problems, and on a terminal how far the scan is.
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
    quiet: bool,
    files: u64,
    bytes: u64,
    findings: u64,
}

/// A scan that ends sooner shows no progress.
const SHOW_AFTER: Duration = Duration::from_secs(1);

impl Progress {
    /// `visible` where standard error is a terminal and nobody asked for quiet.
    pub(crate) fn new(visible: bool, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if visible {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        Self { bar, started: Instant::now(), quiet, files: 0, bytes: 0, findings: 0 }
    }

    /// Clears what was shown.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Observer for Progress {
    fn done(&mut self, report: &WorkspaceReport) {
        self.files += report.files;
        self.bytes += report.bytes;
        self.findings += report.findings.len() as u64;
        if !self.quiet {
            for problem in &report.problems {
                let place = printable(&problem.place());
                let line = format!("warning: {place}: {}", printable(&problem.message));
                self.bar.suspend(|| anstream::eprintln!("{line}"));
            }
        }
        if self.started.elapsed() >= SHOW_AFTER {
            let (files, bytes) = (HumanCount(self.files), HumanBytes(self.bytes));
            self.bar.set_message(format!(
                "{files} files, {bytes}, {} findings",
                HumanCount(self.findings)
            ));
            self.bar.tick();
        }
    }
}
