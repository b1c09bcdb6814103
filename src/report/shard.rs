//! The report of a shard: what `merge` needs to write what one machine would have written.
//!
//! JSON Lines: a header, a workspace a line, and an end, without which it was cut short. Values are
//! left out, as in every report.

use std::io::{self, Write};

use serde::{Deserialize, Serialize};

use super::{Reporter, Summary};
use crate::credential::WorkspaceReport;
use crate::finding::Threshold;
use crate::secret::{ContentHash, hex};

/// The version of this format.
pub const FORMAT: u32 = 2;

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShardHeader {
    /// [`FORMAT`].
    pub postseal_shard: u32,
    /// Which shard, from 1.
    pub shard: u64,
    /// Of how many.
    pub shards: u64,
    /// Stands for what was looked for and how.
    pub scan: String,
    /// Whether findings come with the SHA-256 of their value.
    pub hash: bool,
    /// What makes the exit status 1.
    pub fail_on: Threshold,
}

/// A line behind the header. `R` is a report, or a reference to one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ShardLine<R> {
    /// What one workspace came to.
    Workspace {
        /// The report; lines are sorted by its turn.
        report: R,
        /// The SHA-256 of the value of each finding, if the header says that they are there.
        sha256: Vec<String>,
    },
    /// The last line.
    End(InputList),
}

/// All inputs of a run, in all shards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputList {
    /// How many.
    pub inputs: u64,
    /// Stands for their names and order, 64 hex digits.
    pub digest: String,
}

/// An [`InputList`] that grows.
#[derive(Debug, Default)]
pub struct ListDigest {
    inputs: u64,
    hash: ContentHash,
}

impl ListDigest {
    /// Adds the name of the next input; gives its number, from 0.
    pub fn add(&mut self, name: &str) -> u64 {
        self.hash.add(name.as_bytes());
        self.hash.add(&[0]);
        self.inputs += 1;
        self.inputs - 1
    }

    /// What it came to.
    pub fn finish(self) -> InputList {
        InputList { inputs: self.inputs, digest: hex(&self.hash.finish()) }
    }
}

/// Writes the report of a shard.
pub struct Shard(pub ShardHeader);

impl Reporter for Shard {
    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut bytes = Vec::new();
        write_line(&self.0, &mut bytes);
        out.write_all(&bytes)
    }

    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        if report.files == 0 && report.problems.is_empty() {
            return;
        }
        let sha256 = if self.0.hash { report.hashes() } else { Vec::new() };
        write_line(&ShardLine::Workspace { report, sha256 }, out);
    }

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let Some(list) = summary.list.clone() else { return Ok(()) };
        let mut bytes = Vec::new();
        write_line(&ShardLine::<()>::End(list), &mut bytes);
        out.write_all(&bytes)
    }
}

fn write_line(line: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, line).expect("lines hold nothing that JSON cannot");
    out.push(b'\n');
}
