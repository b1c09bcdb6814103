//! Accepting: what the configuration, ignore files, markers and the baseline say of findings.

mod beside;
mod marker;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::Review;
use crate::baseline::{Entry, Known};
use crate::config::AllowRule;
use crate::credential::WorkspaceReport;
use crate::finding::{Finding, Notice, NoticeCode, SuppressedBy, Suppression};
use beside::Beside;

/// Marks the findings that are accepted: by a rule, or else by a marker, or else by the baseline.
#[derive(Debug, Default)]
pub struct Acceptance {
    rules: Vec<Rule>,
    beside: Option<Beside>,
    known: Option<Arc<Known>>,
    now: Option<u64>,
    tells_unused: bool,
    found: Mutex<Found>,
}

/// A rule, and whether it speaks of any finding.
#[derive(Debug)]
struct Rule {
    rule: AllowRule,
    used: AtomicBool,
}

/// What was found out on the way.
#[derive(Debug, Default)]
struct Found {
    /// Fingerprints of entries of the baseline that know a finding.
    known: BTreeSet<String>,
    /// Those of them that have expired.
    expired: BTreeSet<String>,
    notices: BTreeSet<Notice>,
}

impl From<AllowRule> for Rule {
    fn from(rule: AllowRule) -> Self {
        Self { rule, used: AtomicBool::new(false) }
    }
}

impl Acceptance {
    /// One by these rules, the first of which that speaks of a finding counts; `now` is in seconds since
    /// 1970, and without it nothing expires.
    pub fn new(rules: impl IntoIterator<Item = AllowRule>, now: Option<u64>) -> Self {
        Self { rules: rules.into_iter().map(Rule::from).collect(), now, ..Self::default() }
    }

    /// Also by a baseline.
    #[must_use]
    pub fn with_baseline(self, known: Arc<Known>) -> Self {
        Self { known: Some(known), ..self }
    }

    /// Also by ignore files beside what is scanned, named from `here`, the working directory.
    #[must_use]
    pub fn with_files_beside(self, here: &Path) -> Self {
        let known = self.rules.iter().map(|rule| rule.rule.place.0.to_string());
        Self { beside: Some(Beside::new(here, known.collect())), ..self }
    }

    /// Also says what accepts nothing: for scans of all that the rules speak of.
    #[must_use]
    pub fn telling_unused(self, tells_unused: bool) -> Self {
        Self { tells_unused, ..self }
    }

    /// By which of `rules` a finding is accepted.
    fn by_rule<'r>(
        &self,
        finding: &Finding,
        rules: impl Iterator<Item = &'r Rule>,
    ) -> Option<Suppression> {
        let mut accepted = None;
        for rule in rules.filter(|rule| rule.rule.speaks_of(finding)) {
            rule.used.store(true, Ordering::Relaxed);
            let expired = rule.rule.expires.is_some_and(|date| date.is_over(self.now));
            if accepted.is_none() && !expired {
                accepted = Some(rule.rule.suppression());
            }
        }
        accepted
    }

    fn by_baseline(&self, report: &mut WorkspaceReport) {
        let Some(known) = &self.known else { return };
        let entries = known.find(&report.findings);
        for (finding, entry) in report.findings.iter_mut().zip(entries) {
            let Some(entry) = entry else { continue };
            let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
            found.known.insert(entry.fingerprint.clone());
            if entry.expires.is_some_and(|date| date.is_over(self.now)) {
                found.expired.insert(entry.fingerprint.clone());
            } else if finding.suppression.is_none() {
                finding.suppression = Some(suppression(entry));
            }
        }
    }

    fn notice(&self, notice: Notice) {
        self.found.lock().unwrap_or_else(PoisonError::into_inner).notices.insert(notice);
    }

    /// What a rule that has expired, or accepts nothing, is worth.
    fn notice_of(&self, rule: &Rule, tells_unused: bool) -> Option<Notice> {
        let (path, line) = &rule.rule.place;
        let notice = |code, message| {
            Some(Notice { path: path.to_string(), line: Some(*line), code, message })
        };
        match rule.rule.expires.filter(|date| date.is_over(self.now)) {
            Some(date) => notice(
                NoticeCode::Expired,
                format!("this held until {date}: what it accepted is open again"),
            ),
            None if tells_unused && !rule.used.load(Ordering::Relaxed) => {
                notice(NoticeCode::Unused, "this accepts nothing that was found".to_owned())
            }
            None => None,
        }
    }

    fn notices_of_baseline(&self, tells_unused: bool, found: &Found) -> Vec<Notice> {
        let Some(baseline) = self.known.as_ref().map(|known| known.baseline()) else {
            return Vec::new();
        };
        let notice = |count: usize, code, message: String| {
            (count > 0).then(|| Notice { path: baseline.path.clone(), line: None, code, message })
        };
        let entries =
            |count| if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") };
        let expired = found.expired.len();
        let message = format!("{} expired: what they accepted is open again", entries(expired));
        let expired = notice(expired, NoticeCode::Expired, message);
        let missing = baseline.entries.keys().filter(|id| !found.known.contains(*id)).count();
        let remedy = "`postseal baseline update` takes out what is gone";
        let message = format!("{} not found any more: {remedy}", entries(missing));
        let unused = notice(missing, NoticeCode::Unused, message).filter(|_| tells_unused);
        expired.into_iter().chain(unused).collect()
    }
}

impl Review for Acceptance {
    fn review(&self, report: &mut WorkspaceReport) {
        let markers = marker::rules(&report.markers, |notice| self.notice(notice));
        for finding in &mut report.findings {
            let beside = self.beside.as_ref();
            let beside = beside.map(|beside| beside.rules(finding, |notice| self.notice(notice)));
            let beside = beside.iter().flatten().flat_map(|rules| rules.iter());
            let accepted = self.by_rule(finding, self.rules.iter().chain(beside));
            let here = markers.iter().filter(|marker| marker.holds(finding));
            let marked = self.by_rule(finding, here.map(|marker| &marker.rule));
            if finding.suppression.is_none() {
                finding.suppression = accepted.or(marked);
            }
        }
        // Nothing else speaks of what they mark.
        for notice in markers.iter().filter_map(|marker| self.notice_of(&marker.rule, true)) {
            self.notice(notice);
        }
        self.by_baseline(report);
    }

    fn notices(&self, is_whole: bool) -> Vec<Notice> {
        let tells_unused = is_whole && self.tells_unused;
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let of_rules = self.rules.iter().filter_map(|rule| self.notice_of(rule, tells_unused));
        let mut all: Vec<Notice> = of_rules.chain(found.notices.iter().cloned()).collect();
        all.extend(self.notices_of_baseline(tells_unused, &found));
        all
    }
}

fn suppression(entry: &Entry) -> Suppression {
    Suppression {
        by: SuppressedBy::Baseline,
        state: Some(entry.state),
        reason: entry.reason.clone(),
        author: entry.author.clone(),
        expires: entry.expires.map(|date| date.to_string()),
    }
}
