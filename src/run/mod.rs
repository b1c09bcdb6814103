//! A whole run: inputs in, report out, in parallel and in order.
//!
//! Workers claim inputs in their order and format what they find; the calling thread writes it down
//! in the same order. No worker runs ahead of the writer by more than a window of inputs, so that
//! memory is bounded by the window, not by the number of inputs.

pub mod accept;
pub mod added;
mod claims;
mod commit;
mod cost;
mod holding;
mod journal;
pub mod merge;
mod observer;
mod reading;
mod review;
mod split;
mod status;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::credential::{Turn, WorkspaceReport};
use crate::finding::{Problem, ProblemCode, Threshold};
use crate::input::{Collected, Input, Limits, Mmap};
use crate::policy::Policy;
use crate::report::{Reporter, Sheet, Summary};
use crate::scan::Scanner;
use crate::workspace::Joiner;
use claims::{Claim, Claims};
use cost::Clock;
pub use cost::Cost;
use holding::{Held, Holding, Outcome};
use journal::Page;
pub use journal::{Journal, JournalError};
pub use observer::Observer;
use reading::Bench;
pub use review::Review;
pub use split::{Split, SplitError, identity};
pub use status::ExitStatus;

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
    /// Whether each input stands alone: nothing is joined to another.
    pub alone: bool,
    /// What earlier scans found; what has not changed since is not scanned again.
    pub journal: Option<Arc<Journal>>,
    /// Whether it is measured what each input takes.
    pub measure: bool,
    /// Which inputs are scanned, where others scan the rest.
    pub split: Option<Split>,
    /// Who looks at each report before it is written, in this order.
    pub reviews: Vec<Arc<dyn Review>>,
    /// What is objected to besides, once the others have looked.
    pub policy: Option<Arc<Policy>>,
    /// What is reported.
    pub threshold: Threshold,
    /// What makes the exit status 1.
    pub fail_on: Threshold,
}

/// A run that could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// The report could not be written.
    #[error("cannot write the report")]
    Write(#[from] io::Error),
    /// What was found could not be noted; the report is complete.
    #[error("cannot write the journal")]
    Journal(#[source] io::Error),
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
    let claims = Claims::new(inputs, options, threads * WINDOW);
    let (sender, receiver) = channel();
    let joiner = Joiner::new(scanner.library());
    let worker = Worker { scanner, joiner: &joiner, reporter, options, stop };
    let sheet = Sheet::begin(reporter, out)?;
    let mut book = Book { sheet, observer, reporter, options, summary: summary(reporter) };
    let mut holding = Holding::default();
    let written = pool.in_place_scope(|scope| {
        for _ in 0..threads {
            let (sender, claims, worker) = (sender.clone(), &claims, &worker);
            scope.spawn(move |_| worker.work(claims, &sender));
        }
        drop(sender);
        let written = write_in_order(&receiver, &claims, |mut done| {
            if let Some((name, cost)) = &done.cost {
                book.observer.took(name, cost);
            }
            if options.needs_order() {
                options.review(&mut done.report);
                book.note(&done.report)?;
            } else {
                book.write(&done.report, &done.bytes)?;
            }
            let Some(held) = done.held.and_then(|held| holding.add(held)) else { return Ok(()) };
            let mut alone = held.alone(&joiner, options.threshold);
            options.review(&mut alone);
            book.note(&WorkspaceReport { turn: done.report.turn, ..alone })
        });
        if written.is_err() {
            stop.store(true, Ordering::Relaxed);
            claims.close();
        }
        written
    });
    written?;
    for mut report in holding.close(&joiner, &options.threshold) {
        options.review(&mut report);
        book.note(&report)?;
    }
    let Book { sheet, mut summary, .. } = book;
    // A scan that was stopped may have left off in the midst of an input.
    let is_stopped = stop.load(Ordering::Relaxed);
    summary.list = claims.into_list().filter(|_| !is_stopped);
    summary.notices = options.notices(!is_stopped && options.split.is_none());
    sheet.end(&summary)?;
    let failed = options.journal.as_ref().and_then(|journal| journal.take_error());
    failed.map_or(Ok(summary), |error| Err(RunError::Journal(error)))
}

/// What `reporter` is to be given at the end.
fn summary(reporter: &dyn Reporter) -> Summary {
    Summary::keeping(reporter.keeps())
}

/// Where reports are written down and counted.
struct Book<'b> {
    sheet: Sheet<'b>,
    observer: &'b mut dyn Observer,
    reporter: &'b dyn Reporter,
    options: &'b RunOptions,
    summary: Summary,
}

impl Book<'_> {
    /// Writes a report that a worker has formatted.
    fn write(&mut self, report: &WorkspaceReport, bytes: &[u8]) -> io::Result<()> {
        self.sheet.put(bytes)?;
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
    /// Its name and what it took, if that is measured.
    cost: Option<(String, Cost)>,
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
            let Some(Claim { index, number, input }) = claims.claim() else { break };
            let mut cost = Cost::default();
            let mut scan = || self.scan(input.clone(), &mut bench, &mut cost);
            let outcome = catch_unwind(AssertUnwindSafe(&mut scan)).unwrap_or_else(|_| {
                let message = "the scanner failed on this input; please report it as a bug";
                let name = name_of(&input);
                of_problem(Problem::with_file(ProblemCode::Internal, &name, message)).into()
            });
            let Outcome { report, held } = outcome;
            let mut report = WorkspaceReport { turn: Turn::Input(number), ..report };
            let mut clock = Clock::new(self.options.measure);
            let mut bytes = Vec::new();
            if !self.options.needs_order() {
                self.options.review(&mut report);
                self.reporter.workspace(&report, &mut bytes);
            }
            cost.format = clock.lap();
            let cost = self.options.measure.then(|| (name_of(&input), cost));
            if results.send(Done { index, report, bytes, held, cost }).is_err() {
                break;
            }
        }
    }

    fn scan(&self, input: Collected, bench: &mut Bench, cost: &mut Cost) -> Outcome {
        let input = match input {
            Ok(input) => input,
            Err(problem) => return of_problem(problem).into(),
        };
        let mut clock = Clock::new(self.options.measure);
        let page = self.options.journal.as_ref().and_then(|journal| journal.page(&input));
        if let Some(report) = page.as_ref().and_then(Page::replay) {
            (cost.scan, cost.bytes) = (clock.lap(), report.bytes);
            return report.into();
        }
        let read = reading::read(self, &input, bench);
        cost.scan = clock.lap();
        cost.bytes = read.sources.iter().map(|source| source.bytes).sum();
        let mut outcome = read.join(&input.name(), self.options, self.joiner);
        if let Some(commit) = input.commit() {
            commit::note(commit, &mut outcome.report);
        }
        cost.join = clock.lap();
        // What waits is known only at the end, and what was stopped is not known at all.
        let is_closed = outcome.held.is_none() && !self.stop.load(Ordering::Relaxed);
        if let Some(page) = page.filter(|_| is_closed) {
            page.note(&outcome.report);
        }
        outcome
    }
}

/// What an input is called in reports.
fn name_of(input: &Collected) -> String {
    input.as_ref().map_or_else(|problem| problem.path.to_string(), Input::name)
}

/// The report of an input that was not scanned.
fn of_problem(problem: Problem) -> WorkspaceReport {
    WorkspaceReport { problems: vec![problem], ..WorkspaceReport::default() }
}
