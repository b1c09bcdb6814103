//! `--stats`: what took the time of a scan.

use std::cmp::Reverse;
use std::fmt::Write as _;
use std::time::Duration;

use postseal::report::printable;
use postseal::run::{Cost, Pace};
use postseal::scan::{PatternCost, Stage};

/// Slowest inputs that are named, and dearest patterns.
const MOST_NAMED: usize = 10;

/// Sums over all inputs, and the slowest of them.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    inputs: u64,
    sum: Cost,
    /// Slowest first.
    slowest: Vec<(String, Duration, u64)>,
}

impl Stats {
    pub(crate) fn add(&mut self, name: &str, cost: &Cost) {
        self.inputs += 1;
        self.sum.bytes += cost.bytes;
        self.sum.spent.add(&cost.spent);
        let total = cost.spent.total();
        let at = self.slowest.partition_point(|(_, other, _)| *other >= total);
        if at < MOST_NAMED {
            self.slowest.insert(at, (name.to_owned(), total, cost.bytes));
            self.slowest.truncate(MOST_NAMED);
        }
    }

    /// The stages, then the dearest patterns and the slowest inputs.
    pub(crate) fn table(&self, passed: Duration, pace: &Pace) -> String {
        let Cost { bytes, spent } = &self.sum;
        let mut text =
            format!("{} inputs, {bytes} bytes in {:.3} s", self.inputs, passed.as_secs_f64());
        let (twins, again) = (pace.twins, pace.bytes_of_twins);
        let _ = writeln!(text, "; {twins} sources, {again} bytes, were equal to others");
        text.push_str("seconds of all threads together:\n");
        let all = [("all", spent.total())];
        let took = |stage: &Stage| spent.stages.get(stage).copied().unwrap_or_default();
        let stages = Stage::ALL.iter().map(|stage| (stage.as_str(), took(stage)));
        for (stage, took) in stages.filter(|(_, took)| !took.is_zero()).chain(all) {
            let seconds = took.as_secs_f64();
            let rate = u128::from(*bytes) * 1000 / took.as_nanos().max(1);
            let _ = writeln!(text, "  {stage:<14} {seconds:>9.3} s  {rate:>7} MB/s");
        }
        self.patterns(&mut text);
        text.push_str("slowest inputs:\n");
        for (name, took, bytes) in &self.slowest {
            let seconds = took.as_secs_f64();
            let _ = writeln!(text, "  {seconds:>9.3} s  {bytes:>12} bytes  {}", printable(name));
        }
        text
    }

    fn patterns(&self, text: &mut String) {
        let mut patterns: Vec<(&String, &PatternCost)> = self.sum.spent.patterns.iter().collect();
        patterns.sort_by_key(|(_, cost)| Reverse(cost.time));
        text.push_str("patterns by cost, expression and judge:\n");
        for (id, cost) in patterns.into_iter().take(MOST_NAMED) {
            let PatternCost { time, tried, candidates, rejected } = *cost;
            let (seconds, kept) = (time.as_secs_f64(), candidates - rejected);
            let _ = writeln!(
                text,
                "  {seconds:>9.3} s  {tried:>8} tried {candidates:>8} candidates {rejected:>8} rejected {kept:>8} kept  {}",
                printable(id)
            );
        }
    }
}
