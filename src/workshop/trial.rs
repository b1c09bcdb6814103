//! Trials: what a pattern would find in real exports, without installing anything.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use memchr::memmem;

use super::survey::Survey;
use crate::finding::{Finding, file_name};
use crate::pattern::library::Library;
use crate::pattern::{MAX_MATCH, Pattern};

/// What one pattern came to.
#[derive(Debug)]
pub struct Trial {
    /// Its id.
    pub id: String,
    /// Its findings.
    pub hits: usize,
    by_role: BTreeMap<&'static str, usize>,
    by_host: BTreeMap<String, usize>,
    by_file: BTreeMap<String, usize>,
    by_confidence: BTreeMap<&'static str, usize>,
    /// Findings of other patterns that win over it, by their ids.
    lost_to: BTreeMap<String, usize>,
    /// What the judge rejects, by reason.
    rejected: BTreeMap<String, usize>,
    /// Some of what was found, redacted: the value and the place.
    examples: Vec<(String, String)>,
}

/// What the pattern costs.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    bytes: usize,
    hits: usize,
    vain: usize,
    time: Duration,
}

/// Longest list of hosts, and of files.
const MOST_SHOWN: usize = 10;

/// Sums up what `survey` says of the patterns of `library` at `chosen`, with at most `examples` each.
pub fn trials(survey: &Survey, library: &Library, chosen: &[usize], examples: usize) -> Vec<Trial> {
    let of = |index: &usize| {
        let pattern = library.patterns.get(*index)?;
        Some(Trial::new(pattern, survey, examples))
    };
    chosen.iter().filter_map(of).collect()
}

impl Trial {
    fn new(pattern: &Pattern, survey: &Survey, examples: usize) -> Self {
        let id = &pattern.info.id;
        let note = format!("also matches {id}");
        let mut trial = Self {
            id: id.clone(),
            hits: 0,
            by_role: BTreeMap::new(),
            by_host: BTreeMap::new(),
            by_file: BTreeMap::new(),
            by_confidence: BTreeMap::new(),
            lost_to: BTreeMap::new(),
            rejected: BTreeMap::new(),
            examples: Vec::new(),
        };
        for finding in &survey.findings {
            if finding.pattern.id == *id {
                trial.add(finding, examples);
            } else if finding.notes.contains(&note) {
                *trial.lost_to.entry(finding.pattern.id.clone()).or_default() += 1;
            }
        }
        for rejected in survey.rejected.iter().filter(|rejected| rejected.pattern.id == *id) {
            *trial.rejected.entry(rejected.reason.to_string()).or_default() += 1;
        }
        trial
    }

    fn add(&mut self, finding: &Finding, examples: usize) {
        self.hits += 1;
        let file = file_name(&finding.path, finding.entry.as_deref()).into_owned();
        *self.by_role.entry(finding.location.role.as_str()).or_default() += 1;
        for host in &finding.hosts {
            *self.by_host.entry(host.to_string()).or_default() += 1;
        }
        *self.by_confidence.entry(finding.confidence.as_str()).or_default() += 1;
        if self.examples.len() < examples {
            let start = finding.location.start;
            let place = format!(
                "{file}:{}:{} {} {}",
                start.line,
                start.column,
                finding.location.role,
                finding.location.label.as_deref().unwrap_or_default()
            );
            self.examples.push((finding.secret.to_string(), place.trim_end().to_owned()));
        }
        *self.by_file.entry(file).or_default() += 1;
    }

    /// All of it, for people.
    pub fn text(&self) -> String {
        let mut out = format!("{}: {} found\n", self.id, self.hits);
        let mut list = |title: &str, counts: Vec<(String, usize)>| {
            if !counts.is_empty() {
                let counts: Vec<String> = counts.iter().map(|(k, n)| format!("{k} {n}")).collect();
                let _ = writeln!(out, "  {title:<12} {}", counts.join(", "));
            }
        };
        list("confidence", most(&self.by_confidence));
        list("where", most(&self.by_role));
        list("sent to", most(&self.by_host).into_iter().take(MOST_SHOWN).collect());
        list("lost to", most(&self.lost_to));
        list("rejected as", most(&self.rejected));
        if self.by_file.len() > 1 {
            for (file, count) in most(&self.by_file).iter().take(MOST_SHOWN) {
                let _ = writeln!(out, "  {:<12} {count} in {file}", "");
            }
            if self.by_file.len() > MOST_SHOWN {
                let more = self.by_file.len() - MOST_SHOWN;
                let _ = writeln!(out, "  {:<12} and in {more} more files", "");
            }
        }
        for (value, place) in &self.examples {
            let _ = writeln!(out, "  {:<12} {value}  {place}", "example");
        }
        out
    }
}

/// The keys with their counts, the largest first.
fn most<K: ToString + Ord>(counts: &BTreeMap<K, usize>) -> Vec<(String, usize)> {
    let mut list: Vec<_> = counts.iter().map(|(key, count)| (key.to_string(), *count)).collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list
}

impl Cost {
    /// Adds what `pattern` costs in the bytes of one file.
    pub fn add(&mut self, pattern: &Pattern, bytes: &[u8]) {
        self.bytes += bytes.len();
        let start = Instant::now();
        for literal in &pattern.literals {
            for hit in memmem::find_iter(bytes, &literal.bytes) {
                self.hits += 1;
                self.vain += usize::from(pattern.at_literal(bytes, (hit, MAX_MATCH)).is_none());
            }
        }
        self.time += start.elapsed();
    }

    /// All of it, for people.
    pub fn text(&self) -> String {
        let mega = |count: usize| {
            let bytes = self.bytes.max(1);
            let tenths = count.saturating_mul(10_000_000) / bytes;
            format!("{}.{}", tenths / 10, tenths % 10)
        };
        let micros = usize::try_from(self.time.as_micros()).unwrap_or(usize::MAX);
        format!(
            "  {:<12} {} literal hits a MB, {} of them in vain (2 are admitted); {} µs a MB\n",
            "cost",
            mega(self.hits),
            mega(self.vain),
            mega(micros)
        )
    }
}
