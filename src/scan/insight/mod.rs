//! What a secret tells by itself: who issued it, for whom, for how long, how it is locked.
//!
//! Read once a finding from its value alone; nothing here looks at the document. What is read goes
//! into the finding's parts and notes, and may make it milder, never worse.

mod account;
mod aws;
mod date;
mod der;
mod jwt;
mod key;
mod login;
pub(super) mod server;

use std::collections::BTreeMap;

use super::beside::{SIGNED_ON, VALID_FOR};
use crate::finding::{Confidence, Severity};

/// A value that was found, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'f> {
    /// Id of its pattern.
    pub(super) pattern: &'f str,
    pub(super) value: &'f [u8],
    /// Seconds since 1970, where they are known.
    pub(super) now: Option<u64>,
}

/// What was read from a value.
#[derive(Debug, Default)]
pub(super) struct Insight {
    pub(super) parts: BTreeMap<&'static str, String>,
    pub(super) notes: Vec<String>,
    /// Whether it says that it has no end.
    pub(super) never_expires: bool,
    /// Whether it opens less than its pattern says, by one step.
    pub(super) milder: bool,
    /// The most that its severity can be.
    pub(super) severity: Option<Severity>,
    /// The most that its confidence can be, and why.
    pub(super) confidence: Option<(Confidence, &'static str)>,
}

/// Reads one kind of value; leaves the insight as it is where the value is of another kind.
type Reader = fn(&Found<'_>, &mut Insight);

/// Every reader, each for values that no other reads.
static READERS: &[Reader] = &[jwt::read, key::read, aws::read, account::read, login::read];

/// What a report calls the end of a value.
pub(super) const EXPIRES: &str = "expires";

/// Longest value that is read; longer ones are no tokens.
const LONGEST: usize = 64 << 10;

/// What `found` tells.
pub(super) fn of(found: &Found<'_>) -> Insight {
    let mut insight = Insight::default();
    if found.value.len() <= LONGEST {
        for read in READERS {
            read(found, &mut insight);
        }
    }
    insight
}

impl Insight {
    /// The severity of a finding that would have this one without it.
    pub(super) fn temper(&self, severity: Severity) -> Severity {
        let severity = if self.milder { milder(severity) } else { severity };
        self.severity.map_or(severity, |most| most.min(severity))
    }

    /// Reads what stands beside the value of when it ends, and puts it as other values say it.
    pub(super) fn end(&mut self, beside: &mut BTreeMap<String, String>, now: Option<u64>) {
        let signed = beside.remove(SIGNED_ON).and_then(|signed| date::parsed(&signed));
        let good_for = beside.remove(VALID_FOR).and_then(|seconds| seconds.parse().ok());
        let end = beside.remove(EXPIRES).and_then(|end| date::parsed(&end));
        if let Some(at) = end.or_else(|| signed?.checked_add(good_for?)) {
            self.expires(at, now);
        }
    }

    fn part(&mut self, name: &'static str, value: impl Into<String>) {
        let value = value.into();
        if !value.is_empty() {
            self.parts.entry(name).or_insert_with(|| shortened(value));
        }
    }

    fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Notes when the value stops working, in seconds since 1970.
    fn expires(&mut self, at: u64, now: Option<u64>) {
        self.part(EXPIRES, date::written(at));
        if let Some(note) = date::lapsed(at, now) {
            self.note(note);
            self.milder = true;
        }
    }
}

/// One step below.
fn milder(severity: Severity) -> Severity {
    let below = |other: &&Severity| **other < severity;
    Severity::ALL.iter().rev().find(below).copied().unwrap_or(severity)
}

/// A value as a report shows it: what is longer helps nobody.
fn shortened(value: String) -> String {
    const MOST: usize = 120;
    match value.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default()),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severity_falls_by_a_step_and_never_below_the_lowest() {
        let steps: Vec<Severity> = Severity::ALL.into_iter().map(milder).collect();
        assert_eq!(steps, [Severity::Low, Severity::Low, Severity::Medium, Severity::High]);
        let capped = Insight { severity: Some(Severity::Medium), ..Insight::default() };
        assert_eq!(capped.temper(Severity::Critical), Severity::Medium);
        assert_eq!(capped.temper(Severity::Low), Severity::Low);
    }

    #[test]
    fn values_of_any_kind_are_read_without_trouble() {
        let values: [&[u8]; 9] = [
            b"",
            b"eyJ",
            b"eyJ.eyJ.",
            b"-----BEGIN RSA PRIVATE KEY-----",
            b"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n",
            b"AKIA",
            b"sntrys_eyJ_",
            b"\xff\xfe\x00",
            b"xoxb---",
        ];
        for value in values {
            for pattern in ["jwt-token", "private-key-rsa", "aws-access-key-id", "sentry-org-token"]
            {
                let insight = of(&Found { pattern, value, now: Some(0) });
                assert!(insight.parts.values().all(|part| !part.is_empty()), "{value:?}");
            }
        }
    }

    #[test]
    fn long_parts_are_cut() {
        assert_eq!(shortened("é".repeat(500)).chars().count(), 121);
        assert_eq!(shortened("short".into()), "short");
    }
}
