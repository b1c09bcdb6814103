//! How a run ended.

use crate::report::Summary;

/// How a run ended, as other programs see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Nothing to report: 0.
    Clean,
    /// Findings at or above the bar: 1.
    Findings,
    /// Something could not be scanned, or the call was wrong: 2. Wins over findings.
    Trouble,
    /// Stopped by the user: 130.
    Interrupted,
}

impl ExitStatus {
    /// The status of a run that came to `summary`.
    pub fn of(summary: &Summary) -> Self {
        if summary.trouble {
            Self::Trouble
        } else if summary.failing > 0 {
            Self::Findings
        } else {
            Self::Clean
        }
    }

    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Trouble => 2,
            Self::Interrupted => 130,
        }
    }
}
