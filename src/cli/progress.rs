//! What is shown on standard error while a scan goes on.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{
    HumanBytes, HumanCount, HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle,
};
use postseal::credential::{Turn, WorkspaceReport};
use postseal::finding::Notice;
use postseal::report::printable;
use postseal::run::{Cost, Observer, Pace};
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
    pace: Pace,
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
        inputs_found: u64,
        bytes_found: u64,
        inputs_in_all: Option<u64>,
        bytes_read: u64,
        bytes_per_second: u64,
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
    /// One for a scan that has just begun.
    pub(crate) fn new(shown: Shown, quiet: bool) -> Self {
        let is_seen = io::stderr().is_terminal() && !quiet;
        let shown = if shown == Shown::Line && !is_seen { Shown::Nothing } else { shown };
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        if shown == Shown::Line {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        let (started, last) = (Instant::now(), Duration::ZERO);
        let (pace, so_far) = (Pace::default(), SoFar::default());
        Self { shown, bar, started, last, quiet, pace, so_far, stats: None }
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
            anstream::eprint!("{}", stats.table(self.started.elapsed(), &self.pace));
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
        let Pace { inputs_found, bytes_found, bytes_read, .. } = self.pace;
        tell(&Line::Progress {
            done,
            so_far: self.so_far,
            inputs_found,
            bytes_found,
            inputs_in_all: self.pace.is_all.then_some(inputs_found),
            bytes_read,
            bytes_per_second: self.rate(),
            seconds,
            seconds_left: if done { Some(0.0) } else { left },
        });
    }

    fn rate(&self) -> u64 {
        let millis = self.started.elapsed().as_millis().max(1);
        u64::try_from(u128::from(self.pace.bytes_read) * 1000 / millis).unwrap_or(u64::MAX)
    }

    /// Shows how far it is, if it is time.
    fn show(&mut self) {
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

    fn message(&self) -> String {
        let Pace { inputs_found, inputs_done, bytes_read, is_all, .. } = self.pace;
        if inputs_found == 0 {
            let SoFar { files, bytes, findings, .. } = self.so_far;
            let (files, findings) = (HumanCount(files), HumanCount(findings));
            return format!("{files} files, {}, {findings} findings", HumanBytes(bytes));
        }
        let left = match self.left() {
            Some(left) => format!(", {} left", HumanDuration(left)),
            None if is_all => String::new(),
            None => ", still looking for more".to_owned(),
        };
        format!(
            "{} of {} inputs, {} at {}/s, {} findings{left}",
            HumanCount(inputs_done),
            HumanCount(inputs_found),
            HumanBytes(bytes_read),
            HumanBytes(self.rate()),
            HumanCount(self.so_far.findings),
        )
    }

    /// How long it will take from here, once all inputs are found, if the other bytes are like those that are done.
    fn left(&self) -> Option<Duration> {
        let share = self.pace.share().filter(|share| *share > 0.0)?;
        Duration::try_from_secs_f64(self.started.elapsed().as_secs_f64() * (1.0 / share - 1.0)).ok()
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
        self.show();
    }

    fn pace(&mut self, pace: &Pace) {
        self.pace = *pace;
        self.show();
    }

    fn took(&mut self, name: &str, cost: &Cost) {
        if let Some(stats) = &mut self.stats {
            stats.add(name, cost);
        }
    }
}
