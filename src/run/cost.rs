//! What an input took, measured only where that is asked for.

use crate::scan::Spent;

/// What one input took, on the thread that scanned it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cost {
    /// Bytes that were read.
    pub bytes: u64,
    /// The time, by stage and by pattern.
    pub spent: Spent,
}
