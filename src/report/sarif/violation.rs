//! What goes against a policy.

use serde_json::{Value, json};

use super::rule::{camel, score};
use super::{SarifLocation, SarifResult, Text, fingerprints, level, logical, place, suppressed};
use crate::finding::{RuleInfo, Violation};

/// A violation as a result.
pub(super) fn result(violation: &Violation) -> SarifResult<'_> {
    let location = &violation.location;
    SarifResult {
        rule_id: &violation.rule.id,
        level: level(violation.rule.severity),
        message: Text { text: violation.message.clone() },
        locations: [SarifLocation {
            id: None,
            physical_location: place::physical(
                &violation.path,
                violation.entry.as_deref(),
                location,
            ),
            logical_locations: logical(&location.name_path, "member"),
            message: None,
        }],
        partial_fingerprints: fingerprints(&violation.fingerprint),
        related_locations: Vec::new(),
        suppressions: violation.suppression.iter().map(suppressed).collect(),
        properties: json!({
            "severity": violation.rule.severity,
            "policyLevel": violation.rule.level,
            "finding": violation.finding,
            "role": location.role,
            "pointer": location.pointer,
        }),
    }
}

/// A rule of a policy.
pub(super) fn rule(info: &RuleInfo) -> Value {
    let controls = info.controls.iter().map(|(name, ids)| format!("{name} {}", ids.join(", ")));
    let controls: Vec<String> = controls.collect();
    let why = if info.why.is_empty() { &info.title } else { &info.why };
    let help = format!("{} Controls: {}.", info.remediation, controls.join("; "));
    json!({
        "id": info.id,
        "name": camel(&info.id),
        "shortDescription": {"text": info.title},
        "fullDescription": {"text": why},
        "help": {"text": help},
        "defaultConfiguration": {"level": level(info.severity)},
        "properties": {
            "tags": ["security", "policy", info.level.as_str()],
            "precision": "high",
            "security-severity": score(info.severity),
        },
    })
}
