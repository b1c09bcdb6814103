//! Reports that were saved as JSON Lines, read again, so that other formats can be made of them.

mod line;

use std::io::{self, BufRead, Read, Write};

use super::{Guide, Reporter, Sheet, Summary};
use crate::credential::{Credential, Turn, WorkspaceReport};
use crate::finding::{Finding, Handling, Kin, Problem, Rejected, Threshold};
use crate::secret::Secret;
use line::{Counts, Line, SavedCredential, SavedFinding, SavedProblem, SavedRejected, told};

/// A saved report that cannot be read, or not be written on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SavedError {
    /// A line that postseal did not write.
    #[error("{name}:{line}: {what}")]
    Line {
        /// The file.
        name: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// Its summary is missing.
    #[error("{0} is cut short: it does not end in a summary")]
    CutShort(String),
    /// It could not be read.
    #[error("cannot read {0}")]
    Read(String, #[source] io::Error),
    /// The report could not be written.
    #[error("cannot write the report")]
    Write(#[from] io::Error),
}

/// What is written on of secrets.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Values, where the saved report holds them; without it such a report is refused.
    pub values: bool,
    /// The SHA-256 of values, which the saved report must hold.
    pub hashes: bool,
}

/// Longest line that is read: a finding has at most some hundred places.
const LONGEST_LINE: u64 = 64 << 20;

/// Writes what `files`, each with its name, hold on with `reporter`. A workspace at a time is in memory.
///
/// # Errors
/// If one of them is no saved report, or the report cannot be written.
pub fn convert<R: BufRead>(
    files: impl IntoIterator<Item = (String, R)>,
    (guide, wanted): (&Guide, Wanted),
    reporter: &dyn Reporter,
    out: &mut dyn Write,
) -> Result<Summary, SavedError> {
    let mut summary = Summary::keeping(reporter.keeps());
    let mut sheet = Sheet::begin(reporter, out)?;
    let mut turn = 0;
    for (name, lines) in files {
        let mut saved = Saved { name, lines, line: 0, guide, wanted, counts: Counts::default() };
        let mut waiting = None;
        while let Some(report) = saved.next(&mut waiting)? {
            let report = WorkspaceReport { turn: Turn::Input(turn), ..report };
            turn += 1;
            sheet.add(&report)?;
            summary.add(&report, &Threshold::ALL);
        }
        summary.files += saved.counts.files;
        summary.bytes += saved.counts.bytes;
        summary.documents += saved.counts.documents;
        summary.rejected += saved.counts.rejected;
    }
    sheet.end(&summary)?;
    Ok(summary)
}

/// A saved report that is read.
struct Saved<'s, R> {
    name: String,
    lines: R,
    line: u64,
    guide: &'s Guide,
    wanted: Wanted,
    counts: Counts,
}

impl<R: BufRead> Saved<'_, R> {
    /// The next workspace: a line that stands before the last one in the order of a workspace begins
    /// another, and waits.
    fn next(&mut self, waiting: &mut Option<Line>) -> Result<Option<WorkspaceReport>, SavedError> {
        let mut report = WorkspaceReport::default();
        let mut last = 0;
        let mut is_empty = true;
        let mut has_summary = false;
        while let Some(line) = waiting.take().map_or_else(|| self.read(), |line| Ok(Some(line)))? {
            let rank = line.rank();
            if !is_empty && (rank < last || has_summary) {
                *waiting = Some(line);
                return Ok(Some(report));
            }
            has_summary = matches!(line, Line::Summary(_));
            (last, is_empty) = (rank, false);
            self.take(line, &mut report)?;
        }
        if !has_summary && (!is_empty || self.line <= 1) {
            return Err(SavedError::CutShort(self.name.clone()));
        }
        Ok((!is_empty).then_some(report))
    }

    /// The next line that is not empty.
    fn read(&mut self) -> Result<Option<Line>, SavedError> {
        loop {
            let mut bytes = Vec::new();
            self.line += 1;
            let read = (&mut self.lines).take(LONGEST_LINE + 1).read_until(b'\n', &mut bytes);
            read.map_err(|error| SavedError::Read(self.name.clone(), error))?;
            if bytes.is_empty() {
                return Ok(None);
            }
            if bytes.len() as u64 > LONGEST_LINE {
                return Err(self.wrong("longer than 64 MiB"));
            }
            let line = bytes.trim_ascii();
            if line.starts_with(b"[") {
                return Err(self.wrong("not JSON Lines: save the report with --format jsonl"));
            }
            if !line.is_empty() {
                let parsed = serde_json::from_slice(line);
                return parsed.map(Some).map_err(|error| self.wrong(&told(&error)));
            }
        }
    }

    fn take(&mut self, line: Line, report: &mut WorkspaceReport) -> Result<(), SavedError> {
        match line {
            Line::Finding(saved) => report.findings.push(self.finding(*saved)?),
            Line::Rejected(saved) => {
                let SavedRejected { pattern, reason, secret, path, entry, location } = *saved;
                let (pattern, reason) = (self.guide.info(&pattern), reason.into());
                let secret = self.secret(secret, None)?;
                report.rejected.push(Rejected { pattern, reason, secret, path, entry, location });
            }
            Line::Credential(saved) => report.credentials.push(self.credential(saved)?),
            Line::Policy(saved) => report.violations.push((*saved).into()),
            Line::Problem(saved) => {
                let SavedProblem { code, path, entry, message, start } = saved;
                report.problems.push(Problem { code, path, entry, message, start });
            }
            // Told by the scan that looked, and counted anew.
            Line::Notice {} | Line::Service {} => {}
            Line::Summary(more) => {
                self.counts.files += more.files;
                self.counts.bytes += more.bytes;
                self.counts.documents += more.documents;
                self.counts.rejected += more.rejected;
            }
        }
        Ok(())
    }

    fn finding(&self, saved: SavedFinding) -> Result<Finding, SavedError> {
        if self.wanted.hashes && saved.secret_sha256.is_none() {
            return Err(self.wrong("has no hash: scan with --hash, too"));
        }
        Ok(Finding {
            pattern: self.guide.info(&saved.pattern),
            service: saved.service,
            severity: saved.severity,
            confidence: saved.confidence,
            steps: Vec::new(),
            secret: self.secret(saved.secret, saved.secret_sha256)?,
            secret_id: saved.secret_id,
            fingerprint: saved.fingerprint,
            kin: Kin::default(),
            path: saved.path,
            entry: saved.entry,
            kind: saved.kind,
            location: saved.location,
            parts: saved.parts,
            notes: saved.notes,
            hosts: saved.hosts,
            uses: saved.uses,
            used: saved.used,
            handling: Handling::default(),
            suppression: saved.suppression,
        })
    }

    fn credential(&self, saved: SavedCredential) -> Result<Credential, SavedError> {
        Ok(Credential {
            secret_id: saved.secret_id,
            pattern: self.guide.info(&saved.pattern),
            service: saved.service,
            severity: saved.severity,
            confidence: saved.confidence,
            secret: self.secret(saved.secret, None)?,
            findings: saved.findings,
            files: saved.files,
            hosts: saved.hosts,
            uses: saved.uses,
        })
    }

    /// A secret as it was saved. A report with values is not written on unasked, in whatever format:
    /// names and parts in it hold values, too.
    fn secret(&self, text: String, sha256: Option<String>) -> Result<Secret, SavedError> {
        let secret = match (is_redacted(&text), self.wanted.values) {
            (true, false) => Secret::redacted(text),
            (_, true) => Secret::new(text.as_bytes(), ""),
            (false, false) => {
                return Err(self.wrong("holds the value of a secret: --show-secrets writes it on"));
            }
        };
        Ok(match sha256 {
            Some(sha256) => secret.with_sha256(sha256),
            None => secret,
        })
    }

    fn wrong(&self, what: &str) -> SavedError {
        SavedError::Line { name: self.name.clone(), line: self.line, what: what.to_owned() }
    }
}

/// Whether `text` is how a report shows a value that it hides: a prefix and `…`, or a class of length.
fn is_redacted(text: &str) -> bool {
    let is_class = text.starts_with(|c: char| c.is_ascii_digit())
        && (text.ends_with(" characters") || text.ends_with(" characters or more"));
    let is_cut = text.split_once('…').is_some_and(|(_, end)| {
        end.is_empty()
            || end.len() == 4
                && end.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    });
    is_class || is_cut
}
