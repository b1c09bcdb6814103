//! What earlier scans found, kept in a file: what has not changed is not scanned again.
//!
//! Lines of JSON, appended one at a time, so that a scan that is killed leaves at most its last line torn. A header
//! says what was looked for and how; the entries behind it, one an input, count only where that is the same.
//! Of an export that waits for others there is what it came to alone, and what it asks of them, without any value.

mod header;

use std::collections::HashMap;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::holding::{Held, Outcome};
use super::recalled::Open;
use super::{RunOptions, identity};
use crate::credential::WorkspaceReport;
use crate::finding::{ProblemCode, Threshold};
use crate::input::{Input, name_of};
use crate::scan::Scanner;
use crate::secret::hex;
use crate::secret::nh::{Nh, NhHash};
use crate::workspace::Joiner;
use header::{BEGINNING, Header, MOST_HEADER};

/// A journal that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// Some other file, which is left as it is.
    #[error("{0} is not a journal of this version: give another file, or delete it")]
    NotJournal(String),
    /// A line that is none of a journal.
    #[error("{name}:{line}: {source}")]
    Line {
        /// The file.
        name: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// It can be neither read nor made.
    #[error("cannot use the journal {0}")]
    Io(String, #[source] io::Error),
}

/// What one input came to.
#[derive(Serialize, Deserialize)]
struct Entry<R> {
    name: String,
    stamp: Stamp,
    /// A keyed hash of the whole file.
    print: String,
    report: R,
    /// SHA-256 of the value of each finding, if the header says that they are there.
    hashes: Vec<String>,
    /// What it asks of others, if it waits for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    open: Option<Open>,
}

/// What tells without reading it that a file is probably the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Stamp {
    size: u64,
    /// Seconds since 1970, and nanoseconds.
    modified: (u64, u32),
}

impl Stamp {
    fn of(data: &Metadata) -> Option<Self> {
        let modified = data.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let modified = (modified.as_secs(), modified.subsec_nanos());
        data.is_file().then_some(Self { size: data.len(), modified })
    }
}

/// A journal that is open.
#[derive(Debug)]
pub struct Journal {
    known: HashMap<String, Known>,
    nh: Nh,
    file: Mutex<File>,
    hash: bool,
    error: Mutex<Option<io::Error>>,
}

/// An entry, and where it stands.
#[derive(Debug)]
struct Known {
    stamp: Stamp,
    print: String,
    at: u64,
    length: usize,
}

impl Journal {
    /// Opens the journal at `path`, or makes one, for scans with `scanner` and `options`; `hash` keeps the SHA-256 of
    /// values. A torn last line is cut off.
    ///
    /// # Errors
    /// If it is some other file, or damaged before its last line.
    pub fn open(
        path: &Path,
        (scanner, options): (&Scanner, &RunOptions),
        hash: bool,
    ) -> Result<Self, JournalError> {
        let name = name_of(path);
        let failed = |error| JournalError::Io(name.clone(), error);
        let file = OpenOptions::new().read(true).append(true).create(true).open(path);
        let mut file = file.map_err(failed)?;
        let header = Header::new(identity(scanner, options), hash);
        let mut loading = Loading { header, known: HashMap::new(), end: 0, line: 0, counts: false };
        loading.load(&file, &name)?;
        let Loading { header, known, end, counts, .. } = loading;
        file.set_len(end).map_err(failed)?;
        if !counts {
            file.write_all(&line_of(&header)).map_err(failed)?;
        }
        let nh = header.nh();
        Ok(Self { known, nh, file: Mutex::new(file), hash, error: Mutex::new(None) })
    }

    /// The page of `input`, if it is a file.
    pub(super) fn page<'j>(&'j self, input: &'j Input) -> Option<Page<'j>> {
        let Input::File(path) = input else { return None };
        let stamp = Stamp::of(&path.metadata().ok()?)?;
        Some(Page { journal: self, input, path, name: input.name(), stamp })
    }

    /// Why the last entries are missing, if they are.
    pub(super) fn take_error(&self) -> Option<io::Error> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// An entry.
    fn read(&self, known: &Known) -> io::Result<Entry<WorkspaceReport>> {
        let mut line = vec![0; known.length];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(known.at))?;
        file.read_exact(&mut line)?;
        drop(file);
        let mut entry: Entry<WorkspaceReport> = serde_json::from_slice(&line)?;
        entry.report = entry.report.with_hashes(std::mem::take(&mut entry.hashes));
        Ok(entry)
    }

    fn append(&self, entry: &Entry<&WorkspaceReport>) {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = file.write_all(&line_of(entry)) {
            *self.error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        }
    }
}

fn line_of(line: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(line).expect("lines hold nothing that JSON cannot");
    bytes.push(b'\n');
    bytes
}

/// What is read of a journal when it is opened.
struct Loading {
    header: Header,
    known: HashMap<String, Known>,
    /// Where the last whole line ends.
    end: u64,
    line: u64,
    /// Whether the last header is that of this scan.
    counts: bool,
}

impl Loading {
    fn load(&mut self, file: &File, name: &str) -> Result<(), JournalError> {
        let failed = |error| JournalError::Io(name.to_owned(), error);
        let mut file = BufReader::new(file);
        let mut line = Vec::new();
        file.by_ref().take(MOST_HEADER).read_until(b'\n', &mut line).map_err(failed)?;
        if !line.starts_with(BEGINNING) && !BEGINNING.starts_with(&line) {
            return Err(JournalError::NotJournal(name.to_owned()));
        }
        while line.ends_with(b"\n") {
            self.line += 1;
            self.take(&line).map_err(|source| JournalError::Line {
                name: name.to_owned(),
                line: self.line,
                source,
            })?;
            self.end += line.len() as u64;
            line.clear();
            file.read_until(b'\n', &mut line).map_err(failed)?;
        }
        Ok(())
    }

    fn take(&mut self, line: &[u8]) -> serde_json::Result<()> {
        if line.starts_with(BEGINNING) {
            self.counts = self.header.meets(serde_json::from_slice(line)?);
            return Ok(());
        }
        let Entry { name, stamp, print, .. } = serde_json::from_slice::<Entry<IgnoredAny>>(line)?;
        if self.counts {
            let known = Known { stamp, print, at: self.end, length: line.len() };
            self.known.insert(name, known);
        }
        Ok(())
    }
}

/// What a journal says of one file, and is told of it.
pub(super) struct Page<'j> {
    journal: &'j Journal,
    input: &'j Input,
    path: &'j Path,
    name: String,
    stamp: Stamp,
}

impl Page<'_> {
    /// What an earlier scan made of it, if the file has not changed since.
    pub(super) fn replay(&self) -> Option<Outcome> {
        let known = self.journal.known.get(&self.name)?;
        let is_touched = known.stamp != self.stamp;
        if is_touched && (known.stamp.size != self.stamp.size || self.print()? != known.print) {
            return None;
        }
        let Entry { report, open, .. } = self.journal.read(known).ok()?;
        if is_touched {
            self.append(&report, known.print.clone(), open.clone());
        }
        Some(match open {
            Some(open) => Outcome::recalled(self.input.clone(), open, report),
            None => report.into(),
        })
    }

    /// Notes what the file came to, unless that may be another time, or rests on values.
    pub(super) fn note(&self, outcome: &Outcome, joiner: &Joiner<'_>, threshold: Threshold) {
        let passes = |code| matches!(code, ProblemCode::Unreadable | ProblemCode::NotFound);
        if outcome.report.problems.iter().any(|problem| passes(problem.code)) {
            return;
        }
        let (open, alone) = match &outcome.held {
            None => (None, None),
            Some(Held::Lone(source)) => {
                let Some(open) = Open::of(source) else { return };
                (Some(open), Some(Open::alone(source, &outcome.report, joiner, threshold)))
            }
            Some(_) => return,
        };
        if let Some(print) = self.print() {
            self.append(alone.as_ref().unwrap_or(&outcome.report), print, open);
        }
    }

    fn append(&self, report: &WorkspaceReport, print: String, open: Option<Open>) {
        let hashes = if self.journal.hash { report.hashes() } else { Vec::new() };
        let (name, stamp) = (self.name.clone(), self.stamp);
        self.journal.append(&Entry { name, stamp, print, report, hashes, open });
    }

    /// The print of the file, if it is still the one that was looked at.
    fn print(&self) -> Option<String> {
        let mut file = File::open(self.path).ok()?;
        let mut hash = NhHash::new(&self.journal.nh);
        let mut chunk = vec![0; 64 << 10];
        loop {
            let read = file.read(&mut chunk).ok()?;
            if read == 0 {
                break;
            }
            hash.add(chunk.get(..read)?);
        }
        let now = Stamp::of(&self.path.metadata().ok()?)?;
        (now == self.stamp).then(|| hex(&hash.finish()))
    }
}
