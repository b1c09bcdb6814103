//! Which entry of a baseline knows a finding: that of its fingerprint, or one of its kin.

use std::collections::{HashMap, HashSet};

use super::entry::path_of;
use super::{Baseline, Entry};
use crate::finding::Finding;

/// A baseline, ready to be asked.
#[derive(Debug)]
pub struct Known {
    baseline: Baseline,
    /// Kin → the fingerprints of entries that have it, sorted.
    kin: HashMap<String, Vec<String>>,
    /// Files of plain entries that are no longer there.
    gone: HashSet<String>,
}

impl Known {
    /// Looks which files of `baseline` are still there: what is known of a plain value in one that is not
    /// may have moved.
    pub fn new(baseline: Baseline) -> Self {
        let mut kin: HashMap<String, Vec<String>> = HashMap::new();
        let mut files: HashMap<&str, bool> = HashMap::new();
        for entry in baseline.entries.values() {
            kin.entry(entry.kin.clone()).or_default().push(entry.fingerprint.clone());
            if entry.plain {
                files.entry(&entry.path).or_insert_with_key(|path| {
                    let file = path.split('!').next().unwrap_or_default();
                    !baseline.folder.path(file).exists()
                });
            }
        }
        let gone = files.into_iter().filter(|(_, gone)| *gone).map(|(path, _)| path.to_owned());
        let gone = gone.collect();
        Self { baseline, kin, gone }
    }

    /// The baseline.
    pub fn baseline(&self) -> &Baseline {
        &self.baseline
    }

    /// The baseline again.
    pub fn into_baseline(self) -> Baseline {
        self.baseline
    }

    /// The entry of each of `findings`, if there is one.
    ///
    /// A finding of another fingerprint is that of an entry with the same kin: a strong value wherever it
    /// stands, since it is the same credential. Of a plain value the kin says little, so its place has to
    /// say the rest: in the same file, or one in place of a file that is gone, with one name that differs,
    /// and an entry that no other of the findings is.
    pub fn find(&self, findings: &[Finding]) -> Vec<Option<&Entry>> {
        let entries = &self.baseline.entries;
        let mut taken: HashSet<&str> = HashSet::new();
        let same: Vec<Option<&Entry>> =
            findings.iter().map(|finding| entries.get(&finding.fingerprint)).collect();
        taken.extend(same.iter().flatten().map(|entry| entry.fingerprint.as_str()));
        let found = findings.iter().zip(same).map(|(finding, same)| {
            let entry = same.or_else(|| self.of_kin(finding, &taken))?;
            taken.insert(&entry.fingerprint);
            Some(entry)
        });
        found.collect()
    }

    fn of_kin(&self, finding: &Finding, taken: &HashSet<&str>) -> Option<&Entry> {
        let kin = self.kin.get(&finding.kin.digest)?;
        let entries = kin.iter().filter_map(|id| self.baseline.entries.get(id));
        let mut entries = entries.filter(|entry| entry.plain == finding.kin.is_plain);
        if !finding.kin.is_plain {
            // One whose own finding is not there, if there is such, since that is what became of it.
            let first = entries.next()?;
            let mut all = std::iter::once(first).chain(entries);
            return all.find(|entry| !taken.contains(entry.fingerprint.as_str())).or(Some(first));
        }
        let path = path_of(finding, &self.baseline.folder);
        let names = finding.location.name_path.as_slice();
        entries.find(|entry| {
            !taken.contains(entry.fingerprint.as_str())
                && (entry.path == path || self.gone.contains(&entry.path))
                && differ_by_one(&entry.name_path, names)
        })
    }
}

/// Whether at most one name is another, is missing, or is added.
fn differ_by_one(one: &[String], other: &[String]) -> bool {
    let same =
        |a: &mut dyn Iterator<Item = (&String, &String)>| a.take_while(|(a, b)| a == b).count();
    let front = same(&mut one.iter().zip(other));
    let back = same(&mut one.iter().rev().zip(other.iter().rev()));
    let longest = one.len().max(other.len());
    one.len().abs_diff(other.len()) <= 1 && front + back + 1 >= longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_may_differ() {
        let names = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let cases = [
            ("a b c", "a b c", true),
            ("a b c", "a x c", true),
            ("a b c", "x b c", true),
            ("a b c", "a b x", true),
            ("a b c", "a c", true),
            ("a c", "a b c", true),
            ("a a", "a a a", true),
            ("a", "", true),
            ("a b c", "a x y", false),
            ("a b c", "c b a", false),
            ("a b", "a b c d", false),
            ("a b c d", "b c d e", false),
        ];
        for (one, other, expected) in cases {
            assert_eq!(differ_by_one(&names(one), &names(other)), expected, "{one} | {other}");
        }
    }
}
