//! What reports say beside a finding: what its pattern is called, and how to revoke it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::{Finding, PatternInfo, Severity};

/// Where and how a credential is revoked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// URL of the service's documentation on credentials; empty where there is none.
    pub docs: String,
    /// A sentence or a URL.
    pub revoke: String,
}

/// One pattern as reports speak of it.
#[derive(Debug)]
struct Entry {
    info: Arc<PatternInfo>,
    severity: Severity,
    advice: Option<Arc<Advice>>,
}

/// Looks up what no finding carries itself: it is the same for all of a pattern or a service.
#[derive(Debug, Default)]
pub struct Guide {
    services: BTreeMap<Arc<str>, Arc<Advice>>,
    patterns: BTreeMap<String, Entry>,
}

/// What is said where nobody knows who issued it.
const REVOKE: &str = "Change it where it was issued, then take it out of the export.";

impl Guide {
    /// Adds what is known of a service.
    pub fn add_service(&mut self, name: Arc<str>, advice: Arc<Advice>) {
        self.services.insert(name, advice);
    }

    /// Adds a pattern: how bad what it tells is by itself, and how that is revoked where the pattern
    /// tells more than its service.
    pub fn add_pattern(
        &mut self,
        info: Arc<PatternInfo>,
        severity: Severity,
        advice: Option<Arc<Advice>>,
    ) {
        self.patterns.insert(info.id.clone(), Entry { info, severity, advice });
    }

    /// What the pattern `id` is called; one that is not known is called by its id.
    pub(super) fn info(&self, id: &str) -> Arc<PatternInfo> {
        match self.patterns.get(id) {
            Some(entry) => Arc::clone(&entry.info),
            None => Arc::new(PatternInfo { id: id.into(), name: id.into(), service: None }),
        }
    }

    /// How bad what the pattern tells is by itself.
    pub(super) fn severity(&self, id: &str) -> Severity {
        self.patterns.get(id).map_or(Severity::High, |entry| entry.severity)
    }

    /// URL of documentation on what the pattern tells.
    pub(super) fn docs_of_pattern(&self, id: &str) -> Option<&str> {
        self.of_pattern(id).map(|advice| advice.docs.as_str()).filter(|docs| is_url(docs))
    }

    /// How what the pattern tells is revoked.
    pub(super) fn revoke_of_pattern(&self, id: &str) -> &str {
        self.of_pattern(id).map_or(REVOKE, |advice| &advice.revoke)
    }

    /// How a finding is revoked: at its service, if that is known.
    pub(super) fn revoke(&self, finding: &Finding) -> &str {
        self.advice(finding).map_or(REVOKE, |advice| &advice.revoke)
    }

    /// URL of documentation on it.
    pub(super) fn docs(&self, finding: &Finding) -> Option<&str> {
        self.advice(finding).map(|advice| advice.docs.as_str()).filter(|docs| is_url(docs))
    }

    fn advice(&self, finding: &Finding) -> Option<&Advice> {
        let service = finding.service.as_ref().and_then(|name| self.services.get(name));
        service.map(|advice| &**advice).or_else(|| self.of_pattern(&finding.pattern.id))
    }

    fn of_pattern(&self, id: &str) -> Option<&Advice> {
        let entry = self.patterns.get(id)?;
        let service = entry.info.service.as_ref().and_then(|name| self.services.get(name));
        entry.advice.as_ref().or(service).map(|advice| &**advice)
    }
}

/// Whether a reader may be sent there: a user's pattern may say anything.
fn is_url(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}
