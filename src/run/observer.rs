//! Who is told of progress.

use super::{Cost, Pace};
use crate::credential::WorkspaceReport;

/// Is told of progress, on the thread that called [`run`](super::run).
pub trait Observer {
    /// What one workspace came to, after it has been written.
    fn done(&mut self, report: &WorkspaceReport);

    /// How far the run is: after each input, and each second.
    fn pace(&mut self, _pace: &Pace) {}

    /// What the input called `name` took, if that is measured.
    fn took(&mut self, _name: &str, _cost: &Cost) {}
}
