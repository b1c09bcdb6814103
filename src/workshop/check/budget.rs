//! The budget of literals: each hit that leads nowhere costs a regex.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::{Catalogue, flaw};
use crate::pattern::{MAX_MATCH, Pattern, PatternError};
use crate::workshop::flaw::Flaw;

/// Most hits of a pattern's literals that lead nowhere, for each MB of ordinary exports.
const MOST_VAIN_HITS: usize = 2;

/// The least that is admitted: few texts say little, and tests are dense with near misses.
const ADMITTED_VAIN_HITS: usize = 16;

/// Places that are named.
const SHOWN: usize = 3;

/// The patterns whose literals are hit in vain too often in `texts`, pairs of a name and the bytes.
///
/// # Errors
/// If the literals of all patterns together cannot be searched for.
pub fn budget(
    catalogue: &Catalogue,
    texts: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> Result<Vec<Flaw>, PatternError> {
    let literals: Vec<(&Pattern, &[u8])> = catalogue
        .patterns()
        .flat_map(|pattern| pattern.literals.iter().map(move |l| (pattern, l.bytes.as_slice())))
        .collect();
    let searched = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(literals.iter().map(|(_, bytes)| bytes))
        .map_err(|_| PatternError::Literal {
            id: "catalogue".into(),
            literal: String::new(),
            problem: "does not fit: all literals together are too many",
        })?;
    let mut bytes = 0;
    let mut vain: BTreeMap<&str, (&Pattern, usize, Vec<String>)> = BTreeMap::new();
    for (name, text) in texts {
        bytes += text.len();
        for hit in searched.find_overlapping_iter(&text) {
            let Some(&(pattern, _)) = literals.get(hit.pattern().as_usize()) else { continue };
            if pattern.at_literal(&text, (hit.start(), MAX_MATCH)).is_some() {
                continue;
            }
            let (_, count, shown) =
                vain.entry(&pattern.info.id).or_insert_with(|| (pattern, 0, Vec::new()));
            *count += 1;
            if shown.len() < SHOWN {
                shown.push(format!("{name} at byte {}", hit.start()));
            }
        }
    }
    let admitted = (MOST_VAIN_HITS * bytes / 1_000_000).max(ADMITTED_VAIN_HITS);
    let over = vain.into_values().filter(|(_, count, _)| *count > admitted);
    Ok(over
        .map(|(pattern, count, shown)| {
            let message = format!(
                "its literals lead nowhere {count} times in {bytes} bytes ({admitted} are admitted), \
                 such as {}",
                shown.join(", ")
            );
            let remedy = "take a longer literal, a rarer part of the token with a `lead`, or a label";
            flaw(catalogue, pattern, ("literals", None), "budget", (message, remedy))
        })
        .collect())
}
