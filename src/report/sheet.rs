//! One report as it is written, from its first byte to its last.

use std::io::{self, Write};

use super::{Reporter, Summary};
use crate::credential::WorkspaceReport;

/// Writes what a reporter makes, and what stands between two workspaces.
pub struct Sheet<'s> {
    reporter: &'s dyn Reporter,
    out: &'s mut dyn Write,
    /// Whether a workspace has been written.
    is_begun: bool,
}

impl<'s> Sheet<'s> {
    /// Begins a report.
    ///
    /// # Errors
    /// If `out` does not take it.
    pub fn begin(reporter: &'s dyn Reporter, out: &'s mut dyn Write) -> io::Result<Self> {
        reporter.begin(out)?;
        Ok(Self { reporter, out, is_begun: false })
    }

    /// Writes what [`Reporter::workspace`] made.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if bytes.is_empty() {
            return Ok(());
        }
        if std::mem::replace(&mut self.is_begun, true) {
            self.out.write_all(self.reporter.between().as_bytes())?;
        }
        self.out.write_all(bytes)
    }

    /// Formats and writes what a workspace came to.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, report: &WorkspaceReport) -> io::Result<()> {
        let mut bytes = Vec::new();
        self.reporter.workspace(report, &mut bytes);
        self.put(&bytes)
    }

    /// Ends the report.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn end(self, summary: &Summary) -> io::Result<()> {
        self.reporter.end(summary, self.out)?;
        self.out.flush()
    }
}
