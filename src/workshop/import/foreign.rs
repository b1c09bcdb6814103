//! A rule of another tool, as far as all of them are alike.

use serde_json::{Map, Value};

/// A rule of another tool.
#[derive(Debug, Default)]
pub(super) struct Foreign {
    /// As its file calls it; the name where it has no id.
    pub(super) id: String,
    /// What it is called.
    pub(super) name: String,
    /// Its expression.
    pub(super) regex: String,
    /// The number of the group that is the secret, where the rule says so.
    pub(super) group: Option<u32>,
    /// Words of which one stands near.
    pub(super) keywords: Vec<String>,
    /// Least entropy, in bits a character.
    pub(super) entropy: Option<f64>,
    /// `low`, `medium` or `high`, where the rule says so.
    pub(super) confidence: Option<String>,
    /// Texts in which it is found.
    pub(super) samples: Vec<String>,
    /// Texts in which it is not.
    pub(super) quiet: Vec<String>,
    /// Where its facts are from.
    pub(super) source: Option<String>,
    /// What of it has no place here.
    pub(super) lost: Vec<String>,
}

impl Foreign {
    /// Notes the keys of `table` that are neither `known` nor empty.
    pub(super) fn lose_unknown(&mut self, table: &Map<String, Value>, known: &[&str]) {
        for (key, value) in table {
            if !known.contains(&key.as_str()) && !is_empty(value) {
                self.lost.push(reason(key));
            }
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

/// Why what stands under `key` has no place in a pattern.
pub(super) fn reason(key: &str) -> String {
    let why = match key {
        "validation" | "verify" | "validations" | "validate" | "revocation" => {
            "live validation: postseal never sends a secret anywhere"
        }
        "allowlist"
        | "allowlists"
        | "exclude_words"
        | "exclude_regexes_match"
        | "exclude_regexes_capture"
        | "stopwords"
        | "additional_not_match" => {
            "what is allowed: the judge rejects placeholders by itself, a baseline admits the rest"
        }
        "path" | "paths" => "paths: scan with `--include` or `--exclude`",
        "required" | "depends_on_rule" => "rules that go together: see `parts`",
        "pattern_requirements" | "additional_match" => "further requirements on the match",
        "extend" => "rules that are taken from elsewhere: import that file too",
        "rulesets" => "sets of rules: scan with `--pattern`",
        _ => "there is no such field",
    };
    format!("`{key}`: {why}")
}

/// The text under `key`.
pub(super) fn text(table: &Map<String, Value>, key: &str) -> String {
    table.get(key).and_then(Value::as_str).unwrap_or_default().trim().to_owned()
}

/// The texts of the list, or the one text, under `key`.
pub(super) fn texts(table: &Map<String, Value>, key: &str) -> Vec<String> {
    match table.get(key) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

/// The tables of the list under `key`.
pub(super) fn tables<'v>(
    value: &'v Value,
    key: &str,
) -> impl Iterator<Item = &'v Map<String, Value>> {
    let list = value.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object)
}
