//! Lone exports that the journal knows and that others may say something of.
//!
//! The journal has no values, so that nothing can be joined to what it tells. It has what each came to alone, and what
//! it asks of others. At the end of the inputs that tells which of them anything is joined to: these are scanned
//! again, and the others are as they were.

use std::sync::Arc;

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use super::holding::waiting;
use super::reading::Bench;
use super::weight;
use super::worker::Worker;
use crate::credential::{Turn, WorkspaceReport};
use crate::finding::Threshold;
use crate::input::Input;
use crate::scan::SourceFacts;
use crate::workspace::{Asked, Joiner, Ties, are_joined, told};

/// What a journal keeps of a lone export that waits.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Open {
    asked: Asked,
    /// How much of what may wait it is.
    waiting: usize,
    /// Whether its report did not wait.
    is_reported: bool,
}

impl Open {
    /// What is kept of `source`, if anything can be.
    pub(super) fn of(source: &SourceFacts) -> Option<Self> {
        let (waiting, is_reported) = (waiting(source), source.is_reported);
        Some(Self { asked: Asked::by(source)?, waiting, is_reported })
    }

    /// What `source`, which waits, comes to alone; `report` is what was reported of it at once.
    pub(super) fn alone(
        source: &SourceFacts,
        report: &WorkspaceReport,
        joiner: &Joiner<'_>,
        threshold: Threshold,
    ) -> WorkspaceReport {
        if source.is_reported {
            return report.clone();
        }
        let alone = joiner.join(vec![source.clone()], &Ties::None, &threshold);
        WorkspaceReport { problems: report.problems.clone(), ..alone }
    }
}

/// A lone export as it was found earlier.
pub(super) struct Recalled {
    input: Input,
    path: Arc<str>,
    open: Open,
    /// What it came to alone, if that waits.
    report: Option<WorkspaceReport>,
}

impl Recalled {
    /// One that came to `report`; gives back what of that is reported at once.
    pub(super) fn new(
        input: Input,
        open: Open,
        mut report: WorkspaceReport,
    ) -> (WorkspaceReport, Self) {
        let path: Arc<str> = input.name().into();
        if open.is_reported {
            return (report, Self { input, path, open, report: None });
        }
        let problems = std::mem::take(&mut report.problems);
        let at_once = WorkspaceReport { problems, ..WorkspaceReport::default() };
        report.turn = Turn::Lone(path.clone());
        (at_once, Self { input, path, open, report: Some(report) })
    }

    /// How much of what may wait it is.
    pub(super) fn waiting(&self) -> usize {
        self.open.waiting
    }

    /// Bytes that were read of what waits.
    pub(super) fn bytes(&self) -> u64 {
        self.report.as_ref().map_or(0, |report| report.bytes)
    }

    /// Bytes that it takes, about.
    pub(super) fn weight(&self) -> usize {
        self.report.as_ref().map_or(0, weight::of_report) + weight::of_facts(&self.stand_in())
    }

    /// What it comes to if nothing is joined to it.
    pub(super) fn alone(self) -> Option<WorkspaceReport> {
        self.report
    }

    /// Facts that are joined to others as its own are.
    fn stand_in(&self) -> SourceFacts {
        self.open.asked.stand_in(&self.path)
    }

    /// Its facts, as they waited when it was found.
    fn again(&self, worker: &Worker<'_>, bench: &mut Bench) -> Option<SourceFacts> {
        let mut source = worker.again(&self.input, bench)?;
        // They were reported at once.
        source.problems.clear();
        Some(if self.open.is_reported { told(&source) } else { source })
    }
}

/// Adds to `sources` the facts of what was recalled, scanned again where something is joined to it, and gives the
/// reports of the others.
pub(super) fn settle(
    recalled: Vec<Recalled>,
    sources: &mut Vec<SourceFacts>,
    worker: &Worker<'_>,
) -> Vec<WorkspaceReport> {
    if recalled.is_empty() {
        return Vec::new();
    }
    let known = recalled.into_iter().map(|recalled| (recalled.stand_in(), Some(recalled)));
    let mut all: Vec<_> =
        std::mem::take(sources).into_iter().map(|source| (source, None)).chain(known).collect();
    all.sort_by(|(a, _), (b, _)| (&a.path, &a.entry).cmp(&(&b.path, &b.entry)));
    let (all, recalled): (Vec<SourceFacts>, Vec<Option<Recalled>>) = all.into_iter().unzip();
    let joined = are_joined(&all);
    // One of the threads only finds inputs.
    let threads = rayon::current_num_threads().saturating_sub(1).max(1);
    let least = all.len().div_ceil(threads);
    let all = all.into_par_iter().zip(recalled).zip(joined).with_min_len(least);
    let settled: Vec<_> = all
        .map_init(Bench::default, |bench, ((facts, recalled), is_joined)| {
            let Some(recalled) = recalled else { return (facts, None) };
            match is_joined.then(|| recalled.again(worker, bench)).flatten() {
                Some(facts) => (facts, None),
                None => (facts, recalled.report),
            }
        })
        .collect();
    let mut reports = Vec::new();
    for (facts, report) in settled {
        sources.push(facts);
        reports.extend(report);
    }
    reports
}
