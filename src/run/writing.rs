//! What the calling thread does: it writes down what the workers make, in the order of the inputs.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::claims::Claims;
use super::pace::Pace;
use super::worker::Done;
use super::{Observer, RunOptions};
use crate::credential::WorkspaceReport;
use crate::report::{Reporter, Sheet, Summary};

/// How often it is told how far the run is, where nothing comes to an end.
const TOLD_EVERY: Duration = Duration::from_secs(1);

/// Where reports are written down and counted.
pub(super) struct Book<'b> {
    pub(super) sheet: Sheet<'b>,
    pub(super) observer: &'b mut dyn Observer,
    pub(super) reporter: &'b dyn Reporter,
    pub(super) options: &'b RunOptions,
    pub(super) summary: Summary,
}

impl Book<'_> {
    /// Writes a report that a worker has formatted.
    pub(super) fn write(&mut self, report: &WorkspaceReport, bytes: &[u8]) -> io::Result<()> {
        self.sheet.put(bytes)?;
        self.summary.add(report, &self.options.fail_on);
        self.observer.done(report);
        Ok(())
    }

    /// Formats and writes a report of what had to wait.
    pub(super) fn note(&mut self, report: &WorkspaceReport) -> io::Result<()> {
        let mut bytes = Vec::new();
        self.reporter.workspace(report, &mut bytes);
        self.write(report, &bytes)
    }
}

/// What the writer is told.
pub(super) enum Event {
    /// A result, in its turn.
    Done(Box<Done>),
    /// How far the run is.
    Pace(Pace),
}

/// Hands every result to `tell` in the order of the inputs. Of a run that is stopped, some may be missing.
pub(super) fn write_in_order(
    results: &Receiver<Vec<Done>>,
    claims: &Claims<'_>,
    mut tell: impl FnMut(Event) -> io::Result<()>,
) -> io::Result<()> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    loop {
        match results.recv_timeout(TOLD_EVERY) {
            Ok(done) => waiting.extend(done.into_iter().map(|done| (done.index, Box::new(done)))),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        while let Some(done) = waiting.remove(&next) {
            let weight = done.weight;
            tell(Event::Done(done))?;
            next += 1;
            claims.written(weight);
        }
        tell(Event::Pace(claims.pace()))?;
    }
    waiting.into_values().try_for_each(|done| tell(Event::Done(done)))
}
