//! Who is told of progress.

use super::Cost;
use crate::credential::WorkspaceReport;

/// Is told of progress, on the thread that called [`run`](super::run).
pub trait Observer {
    /// What one workspace came to, after it has been written.
    fn done(&mut self, report: &WorkspaceReport);

    /// What the input called `name` took, if that is measured.
    fn took(&mut self, _name: &str, _cost: &Cost) {}
}
