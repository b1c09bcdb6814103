//! Facts that wait for the end of the inputs, because others may say something of them.
//!
//! A file of a workspace on disk waits for the others of it. A lone export waits only if an environment
//! may say where its findings are sent, or a collection how its variables are used; most are reported at
//! once, and leave behind no more than the uses of variables that they do not define.

use std::collections::BTreeMap;

use super::recalled::{self, Open, Recalled};
use super::worker::Worker;
use super::{RunOptions, weight};
use crate::credential::{Turn, WorkspaceReport};
use crate::finding::{Problem, Threshold};
use crate::input::Input;
use crate::scan::SourceFacts;
use crate::workspace::{Joiner, Part, Ties, root_of, told};

/// What of an input waits.
pub(super) enum Held {
    /// The files of a workspace on disk, with its folder.
    Folder(String, Vec<SourceFacts>),
    /// A lone export.
    Lone(Box<SourceFacts>),
    /// A lone export as the journal has it.
    Recalled(Box<Recalled>),
}

/// What an input comes to at once, and what of it waits.
pub(super) struct Outcome {
    pub(super) report: WorkspaceReport,
    pub(super) held: Option<Held>,
}

impl Outcome {
    /// That of a lone export that came to `report` when it was scanned, and waits for others.
    pub(super) fn recalled(input: Input, open: Open, report: WorkspaceReport) -> Self {
        let (report, recalled) = Recalled::new(input, open, report);
        Self { report, held: Some(Held::Recalled(Box::new(recalled))) }
    }
}

/// What was read of one input.
pub(super) struct Gathered {
    pub(super) sources: Vec<SourceFacts>,
    pub(super) problems: Vec<Problem>,
    /// Whether its sources are the members of an archive.
    pub(super) is_archive: bool,
}

impl From<WorkspaceReport> for Outcome {
    fn from(report: WorkspaceReport) -> Self {
        Self { report, held: None }
    }
}

impl Gathered {
    /// Joins what was read of the input called `name`, or lets it wait for others.
    pub(super) fn join(self, name: &str, options: &RunOptions, joiner: &Joiner<'_>) -> Outcome {
        let Self { mut sources, mut problems, is_archive } = self;
        let ties = if is_archive { Ties::All } else { Ties::None };
        let root = root_of(name, &options.workspaces).filter(|_| !options.alone);
        let part = match sources.as_slice() {
            _ if options.alone => Part::Closed,
            _ if root.is_some() => Part::Open,
            [source] if !is_archive => Part::of(source),
            _ => Part::Closed,
        };
        if part == Part::Open {
            for source in &mut sources {
                problems.append(&mut source.problems);
            }
            let report = WorkspaceReport { problems, ..WorkspaceReport::default() };
            let held = match root {
                Some(root) => Some(Held::Folder(root, sources)),
                None => sources.pop().map(|source| Held::Lone(Box::new(source))),
            };
            return Outcome { report, held };
        }
        let says = |source: &SourceFacts| Held::Lone(Box::new(told(source)));
        let held = sources.first().filter(|_| part == Part::Tells).map(says);
        let mut report = joiner.join(sources, &ties, &options.threshold);
        report.problems.append(&mut problems);
        Outcome { report, held }
    }
}

/// Most findings, definitions and uses of lone exports that wait; what comes behind them is joined to
/// nothing. Some 100 MiB at most.
const MOST_WAITING: usize = 100_000;

/// How much of that `source` is.
pub(super) fn waiting(source: &SourceFacts) -> usize {
    1 + source.findings.len() + source.definitions.len() + source.uses.len()
}

/// Everything that waits.
#[derive(Default)]
pub(super) struct Holding {
    roots: BTreeMap<String, Vec<SourceFacts>>,
    strangers: Vec<SourceFacts>,
    recalled: Vec<Recalled>,
    waiting: usize,
}

impl Holding {
    /// Takes what waits of an input; gives back what there is no room for.
    pub(super) fn add(&mut self, held: Held) -> Option<Held> {
        let waiting = match &held {
            Held::Folder(..) => 0,
            Held::Lone(source) => waiting(source),
            Held::Recalled(recalled) => recalled.waiting(),
        };
        if waiting > MOST_WAITING.saturating_sub(self.waiting) {
            return Some(held);
        }
        self.waiting += waiting;
        match held {
            Held::Folder(root, sources) => self.roots.entry(root).or_default().extend(sources),
            Held::Lone(source) => self.strangers.push(*source),
            Held::Recalled(recalled) => self.recalled.push(*recalled),
        }
        None
    }

    /// The reports of all that waited: of the workspaces on disk by folder, then of the lone exports.
    pub(super) fn close(mut self, worker: &Worker<'_>) -> impl Iterator<Item = WorkspaceReport> {
        let (joiner, threshold) = (worker.joiner, worker.options.threshold);
        let reports = recalled::settle(self.recalled, &mut self.strangers, worker);
        let roots = self.roots.into_iter().map(move |(root, mut sources)| {
            sources.sort_by(|a, b| (&a.path, &a.entry).cmp(&(&b.path, &b.entry)));
            let report = joiner.join(sources, &Ties::All, &threshold);
            WorkspaceReport { turn: Turn::Folder(root), ..report }
        });
        let mut lone = joiner.join_strangers(self.strangers, &threshold);
        lone.extend(reports);
        lone.sort_by(|a, b| a.turn.cmp(&b.turn));
        roots.chain(lone)
    }
}

impl Held {
    /// Bytes that were read of what waits.
    pub(super) fn bytes(&self) -> u64 {
        let bytes = |source: &SourceFacts| if source.is_reported { 0 } else { source.bytes };
        match self {
            Self::Folder(_, sources) => sources.iter().map(bytes).sum(),
            Self::Lone(source) => bytes(source),
            Self::Recalled(recalled) => recalled.bytes(),
        }
    }

    /// Bytes that it takes, about.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Folder(_, sources) => sources.iter().map(weight::of_facts).sum(),
            Self::Lone(source) => weight::of_facts(source),
            Self::Recalled(recalled) => recalled.weight(),
        }
    }

    /// The report of what is joined to nothing.
    pub(super) fn alone(self, joiner: &Joiner<'_>, threshold: Threshold) -> WorkspaceReport {
        let sources = match self {
            Self::Folder(_, sources) => sources,
            Self::Lone(source) => vec![*source],
            Self::Recalled(recalled) => return recalled.alone().unwrap_or_default(),
        };
        let sources = sources.into_iter().filter(|source| !source.is_reported).collect();
        joiner.join(sources, &Ties::None, &threshold)
    }
}
