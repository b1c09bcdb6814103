//! Changes: what a new version of a pattern set finds that an old one does not, and the reverse.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::survey::Survey;
use crate::finding::{Finding, file_name};

/// How a finding differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Only the new set has it.
    Gained,
    /// Only the old set has it.
    Lost,
    /// Both have it, by another pattern or at another confidence or severity.
    Changed,
}

/// One finding that differs.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// How.
    pub kind: Kind,
    /// `file:line:column`.
    pub place: String,
    /// The value, redacted.
    pub secret: String,
    /// Pattern, severity and confidence before.
    pub old: Option<String>,
    /// The same now.
    pub new: Option<String>,
}

/// A place: file, member, first and last byte.
type Key<'f> = (&'f str, Option<&'f str>, u64, u64);

/// What differs between what two scanners saw in the same files, in the order of files and bytes.
pub fn changes(old: &Survey, new: &Survey) -> Vec<Change> {
    let mut places: BTreeMap<Key<'_>, (Option<&Finding>, Option<&Finding>)> = BTreeMap::new();
    for finding in &old.findings {
        places.entry(key(finding)).or_default().0 = Some(finding);
    }
    for finding in &new.findings {
        places.entry(key(finding)).or_default().1 = Some(finding);
    }
    places.into_values().filter_map(|(old, new)| change(old, new)).collect()
}

fn key(finding: &Finding) -> Key<'_> {
    let spans = &finding.location.spans;
    let start = spans.first().map_or(0, |span| span.start);
    let end = spans.last().map_or(0, |span| span.end);
    (&finding.path, finding.entry.as_deref(), start, end)
}

fn change(old: Option<&Finding>, new: Option<&Finding>) -> Option<Change> {
    let said = |finding: &Finding| {
        format!("{}, {}, {} confidence", finding.pattern.id, finding.severity, finding.confidence)
    };
    let (before, now) = (old.map(said), new.map(said));
    let kind = match (old, new) {
        _ if before == now => return None,
        (None, _) => Kind::Gained,
        (_, None) => Kind::Lost,
        _ => Kind::Changed,
    };
    let finding = new.or(old)?;
    let start = finding.location.start;
    let file = file_name(&finding.path, finding.entry.as_deref());
    Some(Change {
        kind,
        place: format!("{file}:{}:{}", start.line, start.column),
        secret: finding.secret.to_string(),
        old: before,
        new: now,
    })
}

/// `changes` for people, a line each, and the counts.
pub fn text(changes: &[Change]) -> String {
    let mut out = String::new();
    for change in changes {
        let (old, new) = (change.old.as_deref(), change.new.as_deref());
        let (sign, what) = match change.kind {
            Kind::Gained => ("+", new.unwrap_or_default().to_owned()),
            Kind::Lost => ("-", old.unwrap_or_default().to_owned()),
            Kind::Changed => {
                ("~", format!("{} → {}", old.unwrap_or_default(), new.unwrap_or_default()))
            }
        };
        let _ = writeln!(out, "{sign} {}  {}  {what}", change.place, change.secret);
    }
    let count = |kind| changes.iter().filter(|change| change.kind == kind).count();
    let [gained, lost, changed] = [Kind::Gained, Kind::Lost, Kind::Changed].map(count);
    let _ = writeln!(out, "{gained} gained, {lost} lost, {changed} changed");
    out
}
