//! What is shown on standard error while a scan goes on.

use std::time::{Duration, Instant};

use indicatif::{
    HumanBytes, HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle,
};
use postseal::credential::{Turn, WorkspaceReport};
use postseal::finding::Notice;
use postseal::report::printable;
use postseal::run::{Cost, Observer};
use serde::Serialize;

use crate::stats::Stats;

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As a line that changes, where standard error is a terminal.
    Line,
    /// As lines of JSON, problems included.
    Json,
    /// Not at all.
    Nothing,
}

/// Prints problems, and how far the scan is.
pub(crate) struct Progress {
    shown: Shown,
    bar: ProgressBar,
    started: Instant,
    last: Duration,
    quiet: bool,
    /// How many inputs there are, where that is known.
    inputs_in_all: Option<u64>,
    so_far: SoFar,
    stats: Option<Stats>,
}

#[derive(Clone, Copy, Default, Serialize)]
struct SoFar {
    inputs: u64,
    files: u64,
    bytes: u64,
    findings: u64,
    problems: u64,
}

/// A line of `--progress json`.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'l> {
    Progress {
        done: bool,
        #[serde(flatten)]
        so_far: SoFar,
        inputs_in_all: Option<u64>,
        seconds: f64,
        seconds_left: Option<f64>,
    },
    Problem {
        code: &'l str,
        place: String,
        message: &'l str,
    },
    Notice {
        code: &'l str,
        place: String,
        message: &'l str,
    },
}

/// A scan that ends sooner shows no progress.
const SHOW_AFTER: Duration = Duration::from_secs(1);

/// How often progress is told in JSON, at most.
const EVERY: Duration = Duration::from_secs(1);

impl Progress {
    /// One that knows nothing of how long it will take.
    pub(crate) fn new(shown: Shown, quiet: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if shown == Shown::Line {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        let (started, last) = (Instant::now(), Duration::ZERO);
        let so_far = SoFar::default();
        Self { shown, bar, started, last, quiet, inputs_in_all: None, so_far, stats: None }
    }

    /// Tells how many inputs there are.
    pub(crate) fn expect(self, inputs_in_all: Option<u64>) -> Self {
        Self { inputs_in_all, ..self }
    }

    /// Also tells in the end what took the time.
    pub(crate) fn with_stats(self, stats: bool) -> Self {
        Self { stats: stats.then(Stats::default), ..self }
    }

    /// Says what is worth knowing.
    pub(crate) fn notices(&self, notices: &[Notice]) {
        for notice in notices {
            let (place, message) = (notice.place(), notice.message.as_str());
            if self.shown == Shown::Json {
                tell(&Line::Notice { code: notice.code.as_str(), place, message });
            } else if !self.quiet {
                let line = format!("notice: {}: {}", printable(&place), printable(message));
                self.bar.suspend(|| anstream::eprintln!("{line}"));
            }
        }
    }

    /// Clears what was shown, and says what is said at the end.
    pub(crate) fn finish(&mut self) {
        self.bar.finish_and_clear();
        if self.shown == Shown::Json {
            self.print(true);
        }
        if let Some(stats) = &self.stats {
            anstream::eprint!("{}", stats.table(self.started.elapsed()));
        }
    }

    fn problems(&self, report: &WorkspaceReport) {
        for problem in &report.problems {
            let (place, message) = (problem.place(), problem.message.as_str());
            if self.shown == Shown::Json {
                tell(&Line::Problem { code: problem.code.as_str(), place, message });
            } else if !self.quiet {
                let line = format!("warning: {}: {}", printable(&place), printable(message));
                self.bar.suspend(|| anstream::eprintln!("{line}"));
            }
        }
    }

    fn print(&self, done: bool) {
        let seconds = self.started.elapsed().as_secs_f64();
        let left = self.left().map(|left| left.as_secs_f64());
        let (so_far, inputs_in_all) = (self.so_far, self.inputs_in_all);
        let seconds_left = if done { Some(0.0) } else { left };
        tell(&Line::Progress { done, so_far, inputs_in_all, seconds, seconds_left });
    }

    fn message(&self) -> String {
        let SoFar { files, bytes, findings, .. } = self.so_far;
        let millis = self.started.elapsed().as_millis().max(1);
        let rate = HumanBytes(u64::try_from(u128::from(bytes) * 1000 / millis).unwrap_or(u64::MAX));
        let left = self.left().map(|left| format!(", {} left", HumanDuration(left)));
        format!(
            "{} files, {} at {rate}/s, {} findings{}",
            HumanCount(files),
            HumanBytes(bytes),
            HumanCount(findings),
            left.unwrap_or_default()
        )
    }

    /// How long it will take from here, if the other inputs are like those that are done.
    fn left(&self) -> Option<Duration> {
        let to_do = self.inputs_in_all?.checked_sub(self.so_far.inputs)?;
        let each = self.started.elapsed().checked_div(u32::try_from(self.so_far.inputs).ok()?)?;
        each.checked_mul(u32::try_from(to_do).ok()?)
    }
}

/// Prints a line of JSON.
fn tell(line: &Line<'_>) {
    if let Ok(line) = serde_json::to_string(line) {
        anstream::eprintln!("{line}");
    }
}

impl Observer for Progress {
    fn done(&mut self, report: &WorkspaceReport) {
        if let Turn::Input(number) = report.turn {
            self.so_far.inputs = number + 1;
        }
        self.so_far.files += report.files;
        self.so_far.bytes += report.bytes;
        self.so_far.findings += report.findings.len() as u64;
        self.so_far.problems += report.problems.len() as u64;
        self.problems(report);
        let passed = self.started.elapsed();
        match self.shown {
            Shown::Line if passed >= SHOW_AFTER => {
                self.bar.set_message(self.message());
                self.bar.tick();
            }
            Shown::Json if passed >= self.last + EVERY => {
                self.last = passed;
                self.print(false);
            }
            _ => {}
        }
    }

    fn took(&mut self, name: &str, cost: &Cost) {
        if let Some(stats) = &mut self.stats {
            stats.add(name, cost);
        }
    }
}
