//! What a code host shows of a pattern.

use serde_json::{Value, json};

use super::level;
use crate::finding::{PatternInfo, Severity};
use crate::report::Guide;

/// A pattern as a rule.
pub(super) fn rule(info: &PatternInfo, guide: &Guide) -> Value {
    let severity = guide.severity(&info.id);
    let revoke = guide.revoke_of_pattern(&info.id);
    let docs = guide.docs_of_pattern(&info.id);
    let by = info.service.as_ref().map(|name| format!(", issued by {name}")).unwrap_or_default();
    let full = format!("A credential stands in an export{by}: {}.", info.name);
    let help = format!("Whoever has the export has the credential. To revoke it: {revoke}");
    let more = docs.map(|url| format!("\n\n[Documentation]({url})")).unwrap_or_default();
    let markdown = format!("{help}{more}");
    let mut rule = json!({
        "id": info.id,
        "name": camel(&info.id),
        "shortDescription": {"text": info.name},
        "fullDescription": {"text": full},
        "help": {"text": help, "markdown": markdown},
        "defaultConfiguration": {"level": level(severity)},
        "properties": {
            "tags": ["security", "secret", "external/cwe/cwe-798"],
            "precision": "high",
            "security-severity": score(severity),
        },
    });
    if let (Some(url), Some(rule)) = (docs, rule.as_object_mut()) {
        rule.insert("helpUri".into(), url.into());
    }
    rule
}

/// The number from which code hosts make their own words: in the midst of the range of each.
pub(super) fn score(severity: Severity) -> &'static str {
    match severity {
        Severity::Low => "2.0",
        Severity::Medium => "5.5",
        Severity::High => "8.0",
        Severity::Critical => "9.5",
    }
}

/// `github-pat` as SARIF names rules: `GithubPat`.
pub(super) fn camel(id: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
    };
    id.split('-').map(capital).collect::<Vec<String>>().concat()
}
