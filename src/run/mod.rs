//! A whole run: inputs in, report out, in parallel and in order.
//!
//! One thread finds inputs, ahead of the others. Workers claim them in their order, but for big ones, which would
//! be a tail, and format what they find; the calling thread writes it down in the order of the inputs. When too
//! much waits for that, no worker goes on but with what the writer is waiting for, so that memory is bounded
//! whatever the number of inputs.

pub mod accept;
pub mod added;
mod claims;
mod collect;
mod commit;
mod cost;
mod holding;
mod journal;
pub mod merge;
mod observer;
mod pace;
mod queue;
mod reading;
mod recalled;
mod review;
mod split;
mod status;
mod twins;
mod weight;
mod worker;
mod writing;

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::thread::available_parallelism;

use rayon::{ThreadPool, ThreadPoolBuildError};

use crate::credential::WorkspaceReport;
use crate::finding::Threshold;
use crate::input::{Collected, Input, Limits, Mmap};
use crate::policy::Policy;
use crate::report::{Reporter, Sheet, Summary};
use crate::scan::Scanner;
use crate::workspace::Joiner;
use claims::Claims;
pub use collect::Collector;
pub use cost::Cost;
use holding::Holding;
pub use journal::{Journal, JournalError};
pub use observer::Observer;
pub use pace::Pace;
pub use review::Review;
pub use split::{Split, SplitError, identity};
pub use status::ExitStatus;
use twins::Twins;
use worker::Worker;
use writing::{Book, Event, write_in_order};

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
    /// Whether sources of equal bytes are scanned once, which changes nothing of the report.
    pub twins: bool,
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

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            jobs: 0,
            mmap: Mmap::Auto,
            max_file_size: None,
            limits: Limits::default(),
            workspaces: Vec::new(),
            alone: false,
            journal: None,
            twins: true,
            measure: false,
            split: None,
            reviews: Vec::new(),
            policy: None,
            threshold: Threshold::default(),
            fail_on: Threshold::default(),
        }
    }
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
    Threads(#[from] ThreadPoolBuildError),
}

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
    let (pool, threads) = pool(options.jobs)?;
    let claims = Claims::new(options, threads);
    let (sender, receiver) = channel();
    let joiner = Joiner::new(scanner.library());
    let read = AtomicU64::new(0);
    let twins = options.twins.then(Twins::default);
    let (read, twins) = (&read, twins.as_ref());
    let worker = Worker { scanner, joiner: &joiner, reporter, options, stop, read, twins };
    let sheet = Sheet::begin(reporter, out)?;
    let summary = Summary::keeping(reporter.keeps());
    let mut book = Book { sheet, observer, reporter, options, summary };
    let mut holding = Holding::default();
    let written = pool.in_place_scope(|scope| {
        let claims = &claims;
        scope.spawn(move |_| claims.find(inputs));
        for _ in 0..threads {
            let (sender, worker) = (sender.clone(), &worker);
            scope.spawn(move |_| worker.work(claims, &sender));
        }
        drop(sender);
        let written = write_in_order(&receiver, claims, |event| {
            let mut done = match event {
                Event::Done(done) => done,
                Event::Pace(pace) => {
                    book.observer.pace(&counted(pace, read, twins));
                    return Ok(());
                }
            };
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
    for mut report in pool.install(|| holding.close(&worker)) {
        options.review(&mut report);
        book.note(&report)?;
    }
    let Book { sheet, mut summary, .. } = book;
    // A scan that was stopped may have left off in the midst of an input.
    let is_stopped = stop.load(Ordering::Relaxed);
    summary.list = claims.into_list().filter(|_| !is_stopped);
    summary.notices = options.notices(!is_stopped && options.split.is_none());
    sheet.end(&summary)?;
    noted(options).map(|()| summary)
}

/// `pace`, with what the workers have counted.
fn counted(pace: Pace, read: &AtomicU64, twins: Option<&Twins>) -> Pace {
    let (twins, bytes_of_twins) = twins.map(Twins::count).unwrap_or_default();
    Pace { bytes_read: read.load(Ordering::Relaxed), twins, bytes_of_twins, ..pace }
}

/// Whether all that was found could be noted in the journal.
fn noted(options: &RunOptions) -> Result<(), RunError> {
    let failed = options.journal.as_ref().and_then(|journal| journal.take_error());
    failed.map_or(Ok(()), |error| Err(RunError::Journal(error)))
}

/// So many threads that scan, or one a core, and one that finds the inputs; and how many scan.
fn pool(jobs: usize) -> Result<(ThreadPool, usize), ThreadPoolBuildError> {
    let cores = || available_parallelism().map_or(1, Into::into);
    let threads = if jobs == 0 { cores() } else { jobs };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads + 1).build()?;
    Ok((pool, threads))
}

/// What an input is called in reports.
fn name_of(input: &Collected) -> String {
    input.as_ref().map_or_else(|problem| problem.path.to_string(), Input::name)
}
