//! What an input took, measured only where that is asked for.

use std::time::{Duration, Instant};

/// The time that one input took, on the thread that scanned it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    /// Bytes that were read.
    pub bytes: u64,
    /// Reading, unpacking and scanning it.
    pub scan: Duration,
    /// Joining what was found.
    pub join: Duration,
    /// Formatting its report.
    pub format: Duration,
}

impl Cost {
    /// All of it.
    pub fn total(&self) -> Duration {
        self.scan + self.join + self.format
    }
}

/// A clock that stands still unless it is asked to measure.
pub(super) struct Clock(Option<Instant>);

impl Clock {
    pub(super) fn new(measures: bool) -> Self {
        Self(measures.then(Instant::now))
    }

    /// What has passed since the last lap, or since it was made.
    pub(super) fn lap(&mut self) -> Duration {
        let Some(last) = &mut self.0 else { return Duration::ZERO };
        let now = Instant::now();
        let passed = now.duration_since(*last);
        *last = now;
        passed
    }
}
