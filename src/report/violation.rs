//! The object of the JSON formats for what a policy objects to.

use std::collections::BTreeMap;

use serde::Serialize;

use super::accepted::SuppressionRecord;
use super::record::PlaceRecord;
use crate::finding::{Level, Severity, Violation};
use crate::source::Kind;

/// What a policy objects to.
#[derive(Serialize)]
pub(super) struct ViolationRecord<'r> {
    rule: &'r str,
    title: &'r str,
    level: Level,
    severity: Severity,
    message: &'r str,
    remediation: &'r str,
    controls: &'r BTreeMap<String, Vec<String>>,
    fingerprint: &'r str,
    finding: Option<&'r str>,
    secret_id: Option<&'r str>,
    path: &'r str,
    entry: Option<&'r str>,
    document: u32,
    kind: Kind,
    #[serde(flatten)]
    place: PlaceRecord<'r>,
    suppression: Option<SuppressionRecord<'r>>,
}

impl<'r> ViolationRecord<'r> {
    pub(super) fn new(violation: &'r Violation) -> Self {
        let Violation { rule, location, .. } = violation;
        Self {
            rule: &rule.id,
            title: &rule.title,
            level: rule.level,
            severity: rule.severity,
            message: &violation.message,
            remediation: &rule.remediation,
            controls: &rule.controls,
            fingerprint: &violation.fingerprint,
            finding: violation.finding.as_deref(),
            secret_id: violation.secret_id.as_deref(),
            path: &violation.path,
            entry: violation.entry.as_deref(),
            document: location.document,
            kind: violation.kind,
            place: PlaceRecord::new(location),
            suppression: violation.suppression.as_ref().map(SuppressionRecord::new),
        }
    }
}
