//! `--stats`: what took the time of a scan.

use std::fmt::Write as _;
use std::time::Duration;

use postseal::report::printable;
use postseal::run::Cost;

/// Slowest inputs that are named.
const MOST_NAMED: usize = 10;

/// Sums over all inputs, and the slowest of them.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    inputs: u64,
    sum: Cost,
    /// Slowest first.
    slowest: Vec<(String, Cost)>,
}

impl Stats {
    pub(crate) fn add(&mut self, name: &str, cost: &Cost) {
        self.inputs += 1;
        self.sum.bytes += cost.bytes;
        self.sum.scan += cost.scan;
        self.sum.join += cost.join;
        self.sum.format += cost.format;
        let at = self.slowest.partition_point(|(_, other)| other.total() >= cost.total());
        if at < MOST_NAMED {
            self.slowest.insert(at, (name.to_owned(), *cost));
            self.slowest.truncate(MOST_NAMED);
        }
    }

    /// The stages, then the slowest inputs.
    pub(crate) fn table(&self, passed: Duration) -> String {
        let Cost { bytes, scan, join, format } = self.sum;
        let mut text = format!(
            "{} inputs, {bytes} bytes in {:.3} s; seconds of all threads together:\n",
            self.inputs,
            passed.as_secs_f64()
        );
        for (stage, took) in [("read and scan", scan), ("join", join), ("format", format)] {
            let rate =
                if took.is_zero() { 0 } else { u128::from(bytes) * 1000 / took.as_nanos().max(1) };
            let _ = writeln!(text, "  {stage:<14} {:>9.3} s  {rate:>7} MB/s", took.as_secs_f64());
        }
        text.push_str("slowest inputs:\n");
        for (name, cost) in &self.slowest {
            let (seconds, bytes) = (cost.total().as_secs_f64(), cost.bytes);
            let _ = writeln!(text, "  {seconds:>9.3} s  {bytes:>12} bytes  {}", printable(name));
        }
        text
    }
}
