//! What each of several threads does: it claims inputs, scans them, and formats what is found.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use super::claims::{Claim, Claims};
use super::cost::Cost;
use super::holding::{Held, Outcome};
use super::journal::Page;
use super::reading::{self, Bench};
use super::twins::Twins;
use super::{RunOptions, commit, name_of, weight};
use crate::credential::{Turn, WorkspaceReport};
use crate::finding::{Problem, ProblemCode};
use crate::input::{Collected, Input};
use crate::report::Reporter;
use crate::scan::{Memory, Meter, Scanner, SourceFacts, Stage};
use crate::source::Source;
use crate::workspace::Joiner;

/// What a worker made of one input.
pub(super) struct Done {
    pub(super) index: usize,
    pub(super) report: WorkspaceReport,
    pub(super) bytes: Vec<u8>,
    pub(super) held: Option<Held>,
    /// Bytes that it takes while it waits, about.
    pub(super) weight: usize,
    /// Its name and what it took, if that is measured.
    pub(super) cost: Option<(String, Cost)>,
}

/// Bytes from which an input takes so long that nothing should wait for it; of some it is not known (0).
const LONG: u64 = 256 << 10;

/// What a worker has made and not handed on: to wake the writer for each small input would take longer than to
/// scan it.
#[derive(Default)]
struct Ready {
    done: Vec<Done>,
    weight: usize,
    since: Option<Instant>,
}

impl Ready {
    /// Most results that are handed on at once, and what they weigh, in bytes.
    const MOST: usize = 64;
    const HEAVY: usize = 256 << 10;

    /// Longest that a result waits for others.
    const LONGEST: Duration = Duration::from_millis(20);

    /// Adds a result, and hands on all if it is time.
    fn add(&mut self, done: Done, results: &Sender<Vec<Done>>) {
        let since = *self.since.get_or_insert_with(Instant::now);
        self.weight += done.weight;
        self.done.push(done);
        let is_full = self.done.len() >= Self::MOST || self.weight >= Self::HEAVY;
        if is_full || since.elapsed() >= Self::LONGEST {
            self.send(results);
        }
    }

    /// Hands on what there is. Where nobody takes it, all are to stop.
    fn send(&mut self, results: &Sender<Vec<Done>>) {
        let Self { done, .. } = std::mem::take(self);
        if !done.is_empty() {
            results.send(done).ok();
        }
    }
}

/// What every worker needs.
pub(super) struct Worker<'r> {
    pub(super) scanner: &'r Scanner,
    pub(super) joiner: &'r Joiner<'r>,
    pub(super) reporter: &'r dyn Reporter,
    pub(super) options: &'r RunOptions,
    pub(super) stop: &'r AtomicBool,
    /// Bytes that all workers have read.
    pub(super) read: &'r AtomicU64,
    pub(super) twins: Option<&'r Twins>,
}

impl Worker<'_> {
    /// Scans inputs until there are none left.
    pub(super) fn work(&self, claims: &Claims<'_>, results: &Sender<Vec<Done>>) {
        let _leaving = claims.until_dropped();
        let meter = self.options.measure.then(|| Arc::new(Meter::default()));
        let mut bench = Bench::measured(meter.as_ref());
        let mut ready = Ready::default();
        let lap = |stage| {
            if let Some(meter) = &meter {
                meter.lap(stage);
            }
        };
        while !self.stop.load(Ordering::Relaxed) {
            let next = claims.try_claim().or_else(|| {
                // What is ready may be what all wait for.
                ready.send(results);
                claims.claim()
            });
            let Some(Claim { index, number, input, size }) = next else { break };
            if size == 0 || size >= LONG {
                ready.send(results);
            }
            // What has passed was spent on waiting.
            if let Some(meter) = &meter {
                meter.skip();
            }
            let mut scan = || self.scan(input.clone(), &mut bench);
            let outcome = catch_unwind(AssertUnwindSafe(&mut scan)).unwrap_or_else(|_| {
                let message = "the scanner failed on this input; please report it as a bug";
                let name = name_of(&input);
                of_problem(Problem::with_file(ProblemCode::Internal, &name, message)).into()
            });
            lap(Stage::Join);
            let Outcome { report, held } = outcome;
            let mut report = WorkspaceReport { turn: Turn::Input(number), ..report };
            let mut bytes = Vec::new();
            if !self.options.needs_order() {
                self.options.review(&mut report);
                self.reporter.workspace(&report, &mut bytes);
            }
            lap(Stage::Format);
            let cost = meter.as_ref().map(|meter| {
                let bytes = report.bytes + held.as_ref().map_or(0, Held::bytes);
                (name_of(&input), Cost { bytes, spent: meter.take() })
            });
            let weight = bytes.capacity()
                + weight::of_report(&report)
                + held.as_ref().map_or(0, Held::weight);
            claims.done(size, weight);
            ready.add(Done { index, report, bytes, held, weight, cost }, results);
        }
        ready.send(results);
    }

    /// Notes that so many bytes were read.
    pub(super) fn count(&self, bytes: usize) {
        self.read.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// The facts of a source of which all bytes are at hand.
    pub(super) fn facts(&self, source: &Source<'_>, memory: &mut Memory) -> SourceFacts {
        let Some(twins) = self.twins else { return self.scanner.scan(source, memory) };
        let found = twins.find(source);
        memory.lap(Stage::Twins);
        let print = match found {
            Ok(facts) => return facts,
            Err(print) => print,
        };
        let facts = self.scanner.scan(source, memory);
        twins.keep(print, &facts);
        memory.lap(Stage::Twins);
        facts
    }

    fn scan(&self, input: Collected, bench: &mut Bench) -> Outcome {
        let input = match input {
            Ok(input) => input,
            Err(problem) => return of_problem(problem).into(),
        };
        let page = self.options.journal.as_ref().and_then(|journal| journal.page(&input));
        if let Some(outcome) = page.as_ref().and_then(Page::replay) {
            let bytes = outcome.report.bytes + outcome.held.as_ref().map_or(0, Held::bytes);
            self.read.fetch_add(bytes, Ordering::Relaxed);
            return outcome;
        }
        let read = reading::read(self, &input, bench);
        let mut outcome = read.join(&input.name(), self.options, self.joiner);
        if let Some(commit) = input.commit() {
            commit::note(commit, &mut outcome.report);
        }
        // What was stopped is not known at all.
        if let Some(page) = page.filter(|_| !self.stop.load(Ordering::Relaxed)) {
            page.note(&outcome, self.joiner, self.options.threshold);
        }
        outcome
    }

    /// The facts of an input that has one source, scanned once more.
    pub(super) fn again(&self, input: &Input, bench: &mut Bench) -> Option<SourceFacts> {
        let scan = AssertUnwindSafe(|| reading::read(self, input, bench).sources);
        let mut sources = catch_unwind(scan).ok()?;
        let source = sources.pop().filter(|_| sources.is_empty())?;
        (!self.stop.load(Ordering::Relaxed)).then_some(source)
    }
}

/// The report of an input that was not scanned.
fn of_problem(problem: Problem) -> WorkspaceReport {
    WorkspaceReport { problems: vec![problem], ..WorkspaceReport::default() }
}
