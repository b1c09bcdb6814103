//! What takes the time of a scan, measured only where that is asked for.
//!
//! One clock for each thread. It is looked at where a stage ends, and what has passed since it was looked at last
//! belongs to that stage, so that no time is counted twice or lost.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A stage of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Reading files and streams. What is mapped is read when it is looked at.
    Read,
    /// Reading archives and unpacking their members.
    Unpack,
    /// Looking whether the same bytes were scanned before.
    Twins,
    /// Telling the format, and where a piece of a stream ends.
    Cut,
    /// The search for the literals of all patterns.
    Search,
    /// Tokens, decoding, fields, and what their labels and places say.
    Fields,
    /// Expressions of patterns, where a literal or a label calls for them.
    Expressions,
    /// The judge.
    Judge,
    /// What is kept of candidates: places, overlaps, lines, names; and variables.
    Findings,
    /// What values say, redaction, ids.
    Finish,
    /// Joining what belongs together.
    Join,
    /// Formatting.
    Format,
}

impl Stage {
    /// All of them, in the order in which a byte meets them.
    pub const ALL: [Stage; 12] = [
        Self::Read,
        Self::Unpack,
        Self::Twins,
        Self::Cut,
        Self::Search,
        Self::Fields,
        Self::Expressions,
        Self::Judge,
        Self::Findings,
        Self::Finish,
        Self::Join,
        Self::Format,
    ];

    /// What it is called in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unpack => "unpack",
            Self::Twins => "twins",
            Self::Cut => "cut",
            Self::Search => "search",
            Self::Fields => "fields",
            Self::Expressions => "expressions",
            Self::Judge => "judge",
            Self::Findings => "findings",
            Self::Finish => "finish",
            Self::Join => "join",
            Self::Format => "format",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What one pattern took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PatternCost {
    /// Its expression and the judge.
    pub time: Duration,
    /// How often its expression was tried.
    pub tried: u64,
    /// Candidates that it proposed, or that its place did.
    pub candidates: u64,
    /// Those that were rejected.
    pub rejected: u64,
}

/// What was spent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spent {
    /// By stage.
    pub stages: BTreeMap<Stage, Duration>,
    /// By the id of the pattern.
    pub patterns: BTreeMap<String, PatternCost>,
}

impl Spent {
    /// All of it.
    pub fn total(&self) -> Duration {
        self.stages.values().sum()
    }

    /// Adds what `other` says.
    pub fn add(&mut self, other: &Spent) {
        for (stage, time) in &other.stages {
            *self.stages.entry(*stage).or_default() += *time;
        }
        for (id, other) in &other.patterns {
            let cost = self.pattern(id);
            cost.time += other.time;
            cost.tried += other.tried;
            cost.candidates += other.candidates;
            cost.rejected += other.rejected;
        }
    }

    fn pattern(&mut self, id: &str) -> &mut PatternCost {
        self.patterns.entry(id.to_owned()).or_default()
    }
}

/// The clock of one thread.
#[derive(Debug)]
pub struct Meter(Mutex<Running>);

#[derive(Debug)]
struct Running {
    last: Instant,
    spent: Spent,
}

impl Default for Meter {
    fn default() -> Self {
        Self(Mutex::new(Running { last: Instant::now(), spent: Spent::default() }))
    }
}

impl Meter {
    /// Ends `stage`.
    pub fn lap(&self, stage: Stage) {
        self.running().lap(stage);
    }

    /// An expression of the pattern `id` has been tried.
    pub(super) fn tried(&self, id: &str) {
        let mut running = self.running();
        let passed = running.lap(Stage::Expressions);
        let cost = running.spent.pattern(id);
        cost.time += passed;
        cost.tried += 1;
    }

    /// A candidate of the pattern `id` has been judged.
    pub(super) fn judged(&self, id: &str, is_rejected: bool) {
        let mut running = self.running();
        let passed = running.lap(Stage::Judge);
        let cost = running.spent.pattern(id);
        cost.time += passed;
        cost.candidates += 1;
        cost.rejected += u64::from(is_rejected);
    }

    /// What was spent since the last call, or since it was made.
    pub fn take(&self) -> Spent {
        std::mem::take(&mut self.running().spent)
    }

    /// Lets go of what has passed since the clock was looked at.
    pub fn skip(&self) {
        self.running().last = Instant::now();
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    fn lap(&mut self, stage: Stage) -> Duration {
        let now = Instant::now();
        let passed = now.duration_since(self.last);
        self.last = now;
        *self.spent.stages.entry(stage).or_default() += passed;
        passed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_time_belongs_to_a_stage() {
        let meter = Meter::default();
        let begun = meter.running().last;
        meter.lap(Stage::Search);
        meter.tried("a");
        meter.judged("a", true);
        meter.judged("b", false);
        let passed = meter.running().last - begun;
        let spent = meter.take();
        assert_eq!(spent.total(), passed);
        let a = spent.patterns["a"];
        assert_eq!((a.tried, a.candidates, a.rejected), (1, 1, 1));
        assert!(a.time <= spent.stages[&Stage::Expressions] + spent.stages[&Stage::Judge]);
        assert_eq!(meter.take(), Spent::default());
        let mut sum = spent.clone();
        sum.add(&spent);
        assert_eq!((sum.total(), sum.patterns["b"].candidates), (passed * 2, 2));
    }
}
