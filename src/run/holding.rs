//! Facts that wait for the end of the inputs, because others may say something of them.
//!
//! A file of a workspace on disk waits for the others of it. A lone export waits only if an environment
//! may say where its findings are sent, or a collection how its variables are used; most are reported at
//! once, and leave behind no more than the uses of variables that they do not define.

use std::collections::BTreeMap;

use super::{RunOptions, weight};
use crate::credential::{Turn, WorkspaceReport};
use crate::finding::{Problem, Threshold};
use crate::scan::SourceFacts;
use crate::workspace::{Joiner, Part, Ties, root_of, told};

/// What of an input waits.
pub(super) struct Held {
    /// The folder of its workspace; none for a lone export.
    root: Option<String>,
    sources: Vec<SourceFacts>,
}

/// What an input comes to at once, and what of it waits.
pub(super) struct Outcome {
    pub(super) report: WorkspaceReport,
    pub(super) held: Option<Held>,
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
            return Outcome { report, held: Some(Held { root, sources }) };
        }
        let says = |source: &SourceFacts| Held { root: None, sources: vec![told(source)] };
        let held = sources.first().filter(|_| part == Part::Tells).map(says);
        let mut report = joiner.join(sources, &ties, &options.threshold);
        report.problems.append(&mut problems);
        Outcome { report, held }
    }
}

/// Most findings, definitions and uses of lone exports that wait; what comes behind them is joined to
/// nothing. Some 100 MiB at most.
const MOST_WAITING: usize = 100_000;

/// Everything that waits.
#[derive(Default)]
pub(super) struct Holding {
    roots: BTreeMap<String, Vec<SourceFacts>>,
    strangers: Vec<SourceFacts>,
    weight: usize,
}

impl Holding {
    /// Takes what waits of an input; gives back what there is no room for.
    pub(super) fn add(&mut self, held: Held) -> Option<Held> {
        if let Some(root) = &held.root {
            self.roots.entry(root.clone()).or_default().extend(held.sources);
            return None;
        }
        let weight = |source: &SourceFacts| {
            1 + source.findings.len() + source.definitions.len() + source.uses.len()
        };
        let weight: usize = held.sources.iter().map(weight).sum();
        if self.weight + weight > MOST_WAITING {
            return Some(held);
        }
        self.weight += weight;
        self.strangers.extend(held.sources);
        None
    }

    /// The reports of all that waited: of the workspaces on disk by folder, then of the lone exports.
    pub(super) fn close(
        self,
        joiner: &Joiner<'_>,
        threshold: &Threshold,
    ) -> impl Iterator<Item = WorkspaceReport> {
        let roots = self.roots.into_iter().map(|(root, mut sources)| {
            sources.sort_by(|a, b| (&a.path, &a.entry).cmp(&(&b.path, &b.entry)));
            let report = joiner.join(sources, &Ties::All, threshold);
            WorkspaceReport { turn: Turn::Folder(root), ..report }
        });
        roots.chain(joiner.join_strangers(self.strangers, threshold))
    }
}

impl Held {
    /// Bytes that were read of what waits.
    pub(super) fn bytes(&self) -> u64 {
        let waiting = self.sources.iter().filter(|source| !source.is_reported);
        waiting.map(|source| source.bytes).sum()
    }

    /// Bytes that it takes, about.
    pub(super) fn weight(&self) -> usize {
        self.sources.iter().map(weight::of_facts).sum()
    }

    /// The report of what is joined to nothing.
    pub(super) fn alone(self, joiner: &Joiner<'_>, threshold: Threshold) -> WorkspaceReport {
        let sources: Vec<SourceFacts> =
            self.sources.into_iter().filter(|source| !source.is_reported).collect();
        joiner.join(sources, &Ties::None, &threshold)
    }
}
