//! How a list of inputs is split over several machines.

use std::str::FromStr;

use super::RunOptions;
use crate::input::archive::Container;
use crate::scan::Scanner;
use crate::secret::{content_hash, digest_of};
use crate::workspace::root_of;

/// The part of a list that one machine scans.
///
/// An input belongs to the shard that a hash of its workspace names, so that a workspace is never cut, and one
/// that is added or taken away moves no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    /// Which one, from 1.
    pub shard: u64,
    /// Of how many.
    pub shards: u64,
}

/// Most shards of a list.
const MOST_SHARDS: u64 = 10_000;

/// A shard that cannot be.
#[derive(Debug, thiserror::Error)]
#[error("give the number of the shard and how many there are: 1/4 to 4/4")]
pub struct SplitError;

impl FromStr for Split {
    type Err = SplitError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (shard, shards) = text.split_once('/').ok_or(SplitError)?;
        let number = |text: &str| text.parse::<u64>().map_err(|_| SplitError);
        let split = Self { shard: number(shard)?, shards: number(shards)? };
        let is_one =
            (1..=MOST_SHARDS).contains(&split.shards) && (1..=split.shards).contains(&split.shard);
        if is_one { Ok(split) } else { Err(SplitError) }
    }
}

impl Split {
    /// Whether the input called `name` belongs to it; `named` are the folders that the user calls workspaces.
    pub fn takes(self, name: &str, named: &[String]) -> bool {
        let hash = content_hash(key(name, named).as_bytes());
        let number = hash.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte));
        number % self.shards == self.shard - 1
    }
}

/// What stands for the workspace of an input: the folder of one on disk, an archive itself, and for a lone
/// export the folder in which those lie that evidence most likely joins it to.
fn key(name: &str, named: &[String]) -> String {
    let is_archive = Container::is_named(name) || Container::compressed(name).is_some();
    root_of(name, named).unwrap_or_else(|| {
        let name = name.strip_prefix("./").unwrap_or(name);
        if is_archive { name } else { home(name) }.to_owned()
    })
}

/// The folder that a lone export lies in; where that is one for exports of its kind alone, as in the export of an
/// account, the folder around it.
fn home(name: &str) -> &str {
    let folder = |name: &str| name.rfind('/').unwrap_or(0);
    let here = name.get(..folder(name)).unwrap_or_default();
    let kind = here.rsplit('/').next().unwrap_or_default();
    if KINDS.contains(&kind) { here.get(..folder(here)).unwrap_or_default() } else { here }
}

/// Folders for exports of one kind.
const KINDS: [&str; 5] = ["collection", "collections", "environment", "environments", "globals"];

/// Stands for all that changes what a scan finds and reports, besides the inputs and the day: the shards of
/// one list have the same. 32 hex digits.
pub fn identity(scanner: &Scanner, options: &RunOptions) -> String {
    let RunOptions { max_file_size, limits, workspaces, threshold, policy, .. } = options;
    let noted = (scanner.options().keep_rejected, scanner.options().markers);
    let options = format!("{:?}", (max_file_size, limits, workspaces, threshold, noted, policy));
    digest_of([env!("CARGO_PKG_VERSION"), &scanner.library().digest(), &options], 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_workspace_is_in_one_shard() {
        let named = ["team".to_owned()];
        let together = [
            ["a/x.json", "./a/y.json"],
            ["team/a/x.json", "team/b/y.json"],
            ["a/collection/x.json", "a/environment/y.json"],
            ["collections/x.json", "y.json"],
            ["repo/postman/environments/dev.yaml", "repo/postman/collections/Shop/a.yaml"],
        ];
        for shards in 1..20 {
            let shard = |name: &str| {
                let all = (1..=shards).filter(|&shard| Split { shard, shards }.takes(name, &named));
                let all: Vec<u64> = all.collect();
                assert_eq!(all.len(), 1, "{name}");
                all[0]
            };
            for [one, other] in together {
                assert_eq!(shard(one), shard(other), "{one} {other}");
            }
        }
        let spread: Vec<bool> = (0..100)
            .map(|n| Split { shard: 1, shards: 2 }.takes(&format!("dumps/{n}.zip"), &named))
            .collect();
        let first = spread.iter().filter(|is_first| **is_first).count();
        assert!((30..70).contains(&first), "{first}");
    }

    #[test]
    fn shards_are_counted_from_one() {
        for text in ["", "1", "0/2", "3/2", "1/0", "a/b", "-1/2", "1/2/3", "1/99999"] {
            assert!(text.parse::<Split>().is_err(), "{text}");
        }
        assert_eq!("2/3".parse::<Split>().unwrap(), Split { shard: 2, shards: 3 });
    }
}
