//! Shards' reports become the report that one machine would have written.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;

use serde::de::DeserializeOwned;

use super::{Observer, Review};
use crate::credential::{Turn, WorkspaceReport};
use crate::input::name_of;
use crate::report::shard::{FORMAT, InputList, ShardHeader, ShardLine};
use crate::report::{Reporter, Sheet, Summary};

/// Shards that cannot be merged. Nothing is written then, but for [`MergeError::Line`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MergeError {
    /// No report of a shard, or none of this version.
    #[error("{0} is not the report of a shard: make one with `postseal scan --shard`")]
    NotShard(String),
    /// Its end is missing.
    #[error("{0} is cut short: its scan was interrupted, or is still going on")]
    CutShort(String),
    /// Shards of different scans.
    #[error("{0} and {1} are not of one scan: {2}")]
    Different(String, String, &'static str),
    /// Two reports of one shard.
    #[error("{0} and {1} are both shard {2}")]
    Doubled(String, String, u64),
    /// Shards that nobody gave.
    #[error("of {shards} shards, these are missing: {missing}")]
    Missing {
        /// Their numbers.
        missing: String,
        /// How many there are in all.
        shards: u64,
    },
    /// Hashes are asked for, and the shard has none.
    #[error("{0} has no hashes: scan with --hash, too")]
    NoHashes(String),
    /// A line that is none of a shard's report.
    #[error("{name}:{line}: {what}")]
    Line {
        /// The file.
        name: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// A shard's report could not be read.
    #[error("cannot read {0}")]
    Read(String, #[source] io::Error),
    /// The report could not be written.
    #[error("cannot write the report")]
    Write(#[from] io::Error),
}

/// Merges the shards' reports in `files`, which are read twice and never held, and writes them with `reporter`;
/// `hash` tells that it writes hashes. `review` looks at each report before.
///
/// # Errors
/// If they are not all shards of one scan, each once, or cannot be read.
pub fn merge(
    files: &[PathBuf],
    (reporter, hash): (&dyn Reporter, bool),
    (out, observer): (&mut dyn Write, &mut dyn Observer),
    review: Option<&dyn Review>,
) -> Result<Summary, MergeError> {
    let mut shards: Vec<Checked> = files.iter().map(check).collect::<Result<_, _>>()?;
    shards.sort_by_key(|shard| shard.header.shard);
    belong_together(&shards)?;
    if let Some(shard) = shards.iter().find(|shard| hash && !shard.header.hash) {
        return Err(MergeError::NoHashes(shard.name.clone()));
    }
    let Some(fail_on) = shards.first().map(|shard| shard.header.fail_on) else {
        return Ok(Summary::default());
    };
    let mut shards: Vec<Lines> =
        shards.iter().map(|shard| Lines::open(&shard.path)).collect::<Result<_, _>>()?;
    for shard in &mut shards {
        shard.next::<ShardHeader>()?;
        shard.advance()?;
    }
    let mut summary = Summary::keeping(reporter.keeps());
    let mut sheet = Sheet::begin(reporter, out)?;
    while let Some(mut report) = next(&mut shards)? {
        if let Some(review) = review {
            review.review(&mut report);
        }
        sheet.add(&report)?;
        summary.add(&report, &fail_on);
        observer.done(&report);
    }
    summary.notices = review.map(|review| review.notices(true)).unwrap_or_default();
    sheet.end(&summary)?;
    Ok(summary)
}

/// The workspace whose turn it is.
fn next(shards: &mut [Lines]) -> Result<Option<WorkspaceReport>, MergeError> {
    let waiting = shards.iter_mut().filter(|shard| shard.waiting.is_some());
    let turn = |shard: &&mut Lines| shard.waiting.as_ref().map(|report| report.turn.clone());
    let Some(shard) = waiting.min_by_key(turn) else { return Ok(None) };
    let report = shard.waiting.take();
    shard.advance()?;
    Ok(report)
}

/// A shard's report that is whole.
struct Checked {
    path: PathBuf,
    name: String,
    header: ShardHeader,
    list: InputList,
}

/// Looks at the first and the last line.
fn check(path: &PathBuf) -> Result<Checked, MergeError> {
    let mut lines = Lines::open(path)?;
    let name = lines.name.clone();
    let header = lines.next::<ShardHeader>().ok().flatten();
    let Some(header) = header.filter(|header| header.postseal_shard == FORMAT) else {
        return Err(MergeError::NotShard(name));
    };
    let mut last = Vec::new();
    while lines.read()? {
        last.clone_from(&lines.bytes);
    }
    match serde_json::from_slice::<ShardLine<serde::de::IgnoredAny>>(&last) {
        Ok(ShardLine::End(list)) => Ok(Checked { path: path.clone(), name, header, list }),
        _ => Err(MergeError::CutShort(name)),
    }
}

/// Whether `shards`, sorted by number, are all of one scan, each once.
fn belong_together(shards: &[Checked]) -> Result<(), MergeError> {
    let Some(first) = shards.first() else { return Ok(()) };
    for pair in shards.windows(2) {
        let [one, other] = pair else { continue };
        let what = if one.header.shards != other.header.shards {
            "the number of shards differs"
        } else if one.header.scan != other.header.scan || one.header.fail_on != other.header.fail_on
        {
            "version, patterns or options differ"
        } else if one.list != other.list {
            "their lists of inputs differ"
        } else if one.header.shard == other.header.shard {
            let names = (one.name.clone(), other.name.clone());
            return Err(MergeError::Doubled(names.0, names.1, one.header.shard));
        } else {
            continue;
        };
        return Err(MergeError::Different(one.name.clone(), other.name.clone(), what));
    }
    let shards_in_all = first.header.shards;
    let is_there = |number: &u64| shards.iter().any(|shard| shard.header.shard == *number);
    let missing = (1..=shards_in_all).filter(|number| !is_there(number));
    let missing: Vec<String> = missing.take(MOST_NAMED).map(|number| number.to_string()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(MergeError::Missing { missing: missing.join(", "), shards: shards_in_all })
}

/// Missing shards that are named.
const MOST_NAMED: usize = 20;

/// The lines of a shard's report.
struct Lines {
    name: String,
    file: BufReader<File>,
    bytes: Vec<u8>,
    line: u64,
    /// What is written next of it.
    waiting: Option<WorkspaceReport>,
    last: Option<Turn>,
}

impl Lines {
    fn open(path: &PathBuf) -> Result<Self, MergeError> {
        let name = name_of(path);
        let file = File::open(path).map_err(|error| MergeError::Read(name.clone(), error))?;
        let (file, bytes) = (BufReader::new(file), Vec::new());
        Ok(Self { name, file, bytes, line: 0, waiting: None, last: None })
    }

    /// Reads a line; false at the end.
    fn read(&mut self) -> Result<bool, MergeError> {
        self.bytes.clear();
        self.line += 1;
        let read = self.file.read_until(b'\n', &mut self.bytes);
        Ok(read.map_err(|error| MergeError::Read(self.name.clone(), error))? > 0)
    }

    fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, MergeError> {
        if !self.read()? {
            return Ok(None);
        }
        serde_json::from_slice(&self.bytes)
            .map(Some)
            .map_err(|error| self.wrong(&error.to_string()))
    }

    /// Reads on to the next workspace.
    fn advance(&mut self) -> Result<(), MergeError> {
        let line = self.next::<ShardLine<WorkspaceReport>>()?;
        let Some(ShardLine::Workspace { report, sha256 }) = line else { return Ok(()) };
        if self.last.as_ref().is_some_and(|last| *last > report.turn) {
            return Err(self.wrong("workspaces are not in their order"));
        }
        self.last = Some(report.turn.clone());
        self.waiting = Some(report.with_hashes(sha256));
        Ok(())
    }

    fn wrong(&self, what: &str) -> MergeError {
        MergeError::Line { name: self.name.clone(), line: self.line, what: what.to_owned() }
    }
}
