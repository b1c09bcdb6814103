//! The commit that brought what was found, as a report tells it.

use crate::credential::WorkspaceReport;
use crate::git::Commit;

/// Digits of an id that people read.
const SHORT: usize = 12;

/// Tells with each finding that `commit` brought it.
pub(super) fn note(commit: &Commit, report: &mut WorkspaceReport) {
    let Commit { id, date } = commit;
    let short = id.get(..SHORT).unwrap_or(id);
    let day = date.get(..10).unwrap_or(date);
    for finding in &mut report.findings {
        finding.parts.insert("commit".to_owned(), id.clone());
        finding.parts.insert("commit_date".to_owned(), date.clone());
        finding.notes.push(format!("introduced by commit {short} of {day}"));
    }
}
