//! A whole run: inputs in, report out, in parallel and in order.
//!
//! Workers claim inputs in their order and format what they find; the calling thread writes it down
//! in the same order. No worker runs ahead of the writer by more than a window of inputs, so that
//! memory is bounded by the window, not by the number of inputs.

mod holding;
mod reading;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex, PoisonError};

use crate::credential::WorkspaceReport;
use crate::finding::{Problem, ProblemCode, Threshold};
use crate::input::{Collected, Input, Limits, Mmap};
use crate::report::{Reporter, Summary};
use crate::scan::Scanner;
use crate::workspace::Joiner;
use holding::{Held, Holding, Outcome};
use reading::Bench;

/// How a run is done.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// Threads that scan; 0 for one a core.
    pub jobs: usize,
    /// Whether large files are mapped.
    pub mmap: Mmap,
    /// Most bytes of a file, a stream or a member of an archive; a larger one is a problem.
    pub max_file_size: Option<u64>,
    /// Most that is unpacked of an archive, and held of a stream.
    pub limits: Limits,
    /// Folders whose files belong to one workspace each, as they stand in the names of inputs.
    pub workspaces: Vec<String>,
    /// What is reported.
    pub threshold: Threshold,
    /// What makes the exit status 1.
    pub fail_on: Threshold,
}

/// How a run ended, as other programs see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Nothing to report: 0.
    Clean,
    /// Findings at or above the bar: 1.
    Findings,
    /// Something could not be scanned, or the call was wrong: 2. Wins over findings.
    Trouble,
    /// Stopped by the user: 130.
    Interrupted,
}

impl ExitStatus {
    /// The status of a run that came to `summary`.
    pub fn of(summary: &Summary) -> Self {
        if summary.trouble {
            Self::Trouble
        } else if summary.failing > 0 {
            Self::Findings
        } else {
            Self::Clean
        }
    }

    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Trouble => 2,
            Self::Interrupted => 130,
        }
    }
}

/// Is told of progress, on the thread that called [`run`].
pub trait Observer {
    /// What one workspace came to, after it has been written.
    fn done(&mut self, report: &WorkspaceReport);
}

/// A run that could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The report could not be written.
    #[error("cannot write the report")]
    Write(#[from] io::Error),
    /// The threads could not be started.
    #[error("cannot start threads")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// Inputs that may be claimed ahead of the writer, for each thread.
const WINDOW: usize = 8;

/// Scans `inputs` and writes the report to `out`. Stops early, with what is done written down, once
/// `stop` is set.
///
/// # Errors
/// If the report cannot be written, or no threads can be started. What is wrong with an input is a
/// problem in the report.
pub fn run(
    inputs: impl Iterator<Item = Collected> + Send,
    (scanner, reporter): (&Scanner, &dyn Reporter),
    options: &RunOptions,
    (out, observer): (&mut dyn Write, &mut dyn Observer),
    stop: &AtomicBool,
) -> Result<Summary, RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs).build()?;
    let threads = pool.current_num_threads();
    let claims = Claims::new(inputs, threads * WINDOW);
    let (sender, receiver) = channel();
    let joiner = Joiner::new(scanner.library());
    let worker = Worker { scanner, joiner: &joiner, reporter, options, stop };
    let mut book = Book { out, observer, reporter, options, summary: summary(reporter) };
    let mut holding = Holding::default();
    reporter.begin(book.out)?;
    let written = pool.in_place_scope(|scope| {
        for _ in 0..threads {
            let (sender, claims, worker) = (sender.clone(), &claims, &worker);
            scope.spawn(move |_| worker.work(claims, &sender));
        }
        drop(sender);
        let written = write_in_order(&receiver, &claims, |done| {
            book.write(&done.report, &done.bytes)?;
            let Some(held) = done.held.and_then(|held| holding.add(held)) else { return Ok(()) };
            book.note(&held.alone(&joiner, options.threshold))
        });
        if written.is_err() {
            stop.store(true, Ordering::Relaxed);
            claims.close();
        }
        written
    });
    written?;
    for report in holding.close(&joiner, &options.threshold) {
        book.note(&report)?;
    }
    let Book { out, summary, .. } = book;
    reporter.end(&summary, out)?;
    out.flush()?;
    Ok(summary)
}

/// What `reporter` is to be given at the end.
fn summary(reporter: &dyn Reporter) -> Summary {
    if reporter.keeps_credentials() { Summary::keeping() } else { Summary::default() }
}

/// Where reports are written down and counted.
struct Book<'b> {
    out: &'b mut dyn Write,
    observer: &'b mut dyn Observer,
    reporter: &'b dyn Reporter,
    options: &'b RunOptions,
    summary: Summary,
}

impl Book<'_> {
    /// Writes a report that a worker has formatted.
    fn write(&mut self, report: &WorkspaceReport, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.summary.add(report, &self.options.fail_on);
        self.observer.done(report);
        Ok(())
    }

    /// Formats and writes a report of what had to wait.
    fn note(&mut self, report: &WorkspaceReport) -> io::Result<()> {
        let mut bytes = Vec::new();
        self.reporter.workspace(report, &mut bytes);
        self.write(report, &bytes)
    }
}

/// What a worker made of one input.
struct Done {
    index: usize,
    report: WorkspaceReport,
    bytes: Vec<u8>,
    held: Option<Held>,
}

/// Hands every result to `write` in the order of the inputs.
fn write_in_order<I>(
    results: &Receiver<Done>,
    claims: &Claims<I>,
    mut write: impl FnMut(Done) -> io::Result<()>,
) -> io::Result<()> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for done in results {
        waiting.insert(done.index, done);
        while let Some(done) = waiting.remove(&next) {
            write(done)?;
            next += 1;
            claims.written(next);
        }
    }
    Ok(())
}

/// Inputs, claimed one at a time in their order, inside a window.
struct Claims<I> {
    state: Mutex<State<I>>,
    moved: Condvar,
    window: usize,
}

struct State<I> {
    inputs: Option<I>,
    next: usize,
    written: usize,
}

impl<I> Claims<I> {
    fn new(inputs: I, window: usize) -> Self {
        let state = State { inputs: Some(inputs), next: 0, written: 0 };
        Self { state: Mutex::new(state), moved: Condvar::new(), window }
    }

    /// Notes that `count` results are written, which moves the window.
    fn written(&self, count: usize) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).written = count;
        self.moved.notify_all();
    }

    /// Hands out no more inputs.
    fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).inputs = None;
        self.moved.notify_all();
    }
}

impl<I: Iterator<Item = Collected>> Claims<I> {
    /// The next input and its number; waits while the window is full.
    fn claim(&self) -> Option<(usize, Collected)> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.inputs.is_some() && state.next >= state.written + self.window {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let input = state.inputs.as_mut()?.next()?;
        state.next += 1;
        Some((state.next - 1, input))
    }
}

/// What every worker needs.
struct Worker<'r> {
    scanner: &'r Scanner,
    joiner: &'r Joiner<'r>,
    reporter: &'r dyn Reporter,
    options: &'r RunOptions,
    stop: &'r AtomicBool,
}

impl Worker<'_> {
    /// Scans inputs until there are none left.
    fn work<I: Iterator<Item = Collected>>(&self, claims: &Claims<I>, results: &Sender<Done>) {
        let mut bench = Bench::default();
        while !self.stop.load(Ordering::Relaxed) {
            let Some((index, input)) = claims.claim() else { break };
            let mut scan = || self.scan(input.clone(), &mut bench);
            let outcome = catch_unwind(AssertUnwindSafe(&mut scan)).unwrap_or_else(|_| {
                let name =
                    input.as_ref().map_or_else(|problem| problem.path.to_string(), Input::name);
                let message = "the scanner failed on this input; please report it as a bug";
                of_problem(Problem::with_file(ProblemCode::Internal, &name, message)).into()
            });
            let Outcome { report, held } = outcome;
            let mut bytes = Vec::new();
            self.reporter.workspace(&report, &mut bytes);
            if results.send(Done { index, report, bytes, held }).is_err() {
                break;
            }
        }
    }

    fn scan(&self, input: Collected, bench: &mut Bench) -> Outcome {
        match input {
            Ok(input) => {
                let how = (self.joiner, &self.options.threshold);
                let read = reading::read(self, &input, bench);
                read.join(&input.name(), &self.options.workspaces, how)
            }
            Err(problem) => of_problem(problem).into(),
        }
    }
}

/// The report of an input that was not scanned.
fn of_problem(problem: Problem) -> WorkspaceReport {
    WorkspaceReport { problems: vec![problem], ..WorkspaceReport::default() }
}
