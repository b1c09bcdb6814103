//! The formats that rules of other tools are written in.

use serde_json::{Map, Value};

use super::Loss;
use super::foreign::{Foreign, reason, tables, text, texts};

/// A format.
pub(super) struct Format {
    pub(super) name: &'static str,
    /// Whether a document has it.
    pub(super) matches: fn(&Value) -> bool,
    /// Its rules, and what of the document beside them is lost.
    pub(super) read: fn(&Value) -> (Vec<Foreign>, Vec<Loss>),
}

/// Every format, in the order in which they are tried.
pub(super) static FORMATS: &[Format] = &[
    Format {
        name: "gitleaks or betterleaks TOML",
        matches: |value| tables(value, "rules").any(|rule| rule.contains_key("regex")),
        read: |value| read(value, "rules", &["title", "description"], gitleaks),
    },
    Format {
        name: "nosey parker, kingfisher or titus YAML",
        matches: |value| tables(value, "rules").any(|rule| rule.contains_key("pattern")),
        read: |value| read(value, "rules", &[], pattern_rule),
    },
    Format {
        name: "trufflehog custom detectors",
        matches: |value| tables(value, "detectors").any(|rule| rule.contains_key("regex")),
        read: trufflehog,
    },
    Format {
        name: "GitHub custom patterns",
        matches: |value| tables(value, "patterns").any(|rule| rule.contains_key("regex")),
        read: |value| read(value, "patterns", &["name"], github),
    },
    Format {
        name: "Postman custom patterns",
        matches: |value| postman_rows(value).any(|row| row.contains_key("regex")),
        read: |value| (postman_rows(value).map(|row| postman(&row)).collect(), Vec::new()),
    },
];

/// The rules under `key`, and the other keys of the document that are not `known`.
fn read(
    value: &Value,
    key: &str,
    known: &[&str],
    rule: fn(&Map<String, Value>) -> Foreign,
) -> (Vec<Foreign>, Vec<Loss>) {
    let keys = value.as_object().into_iter().flat_map(Map::keys);
    let lost = keys.filter(|other| *other != key && !known.contains(&other.as_str()));
    let losses = lost.map(|other| Loss {
        rule: "the file".to_owned(),
        is_whole: false,
        what: reason(other),
    });
    (tables(value, key).map(rule).collect(), losses.collect())
}

fn gitleaks(table: &Map<String, Value>) -> Foreign {
    let group = table.get("secretGroup").and_then(Value::as_u64);
    let mut rule = Foreign {
        id: text(table, "id"),
        name: text(table, "description"),
        regex: text(table, "regex"),
        group: group.and_then(|group| u32::try_from(group).ok()).filter(|group| *group > 0),
        keywords: texts(table, "keywords"),
        entropy: table.get("entropy").and_then(Value::as_f64),
        ..Foreign::default()
    };
    let known =
        ["id", "description", "regex", "secretGroup", "keywords", "entropy", "tags", "skipReport"];
    rule.lose_unknown(table, &known);
    rule
}

fn pattern_rule(table: &Map<String, Value>) -> Foreign {
    let mut rule = Foreign {
        id: text(table, "id"),
        name: text(table, "name"),
        regex: text(table, "pattern"),
        entropy: table.get("min_entropy").and_then(Value::as_f64),
        confidence: Some(text(table, "confidence")).filter(|word| !word.is_empty()),
        samples: texts(table, "examples"),
        quiet: texts(table, "negative_examples"),
        source: texts(table, "references").first().cloned(),
        keywords: texts(table, "keywords"),
        ..Foreign::default()
    };
    let known = [
        "id",
        "name",
        "pattern",
        "min_entropy",
        "confidence",
        "examples",
        "negative_examples",
        "references",
        "keywords",
        "description",
        "categories",
        "visible",
    ];
    rule.lose_unknown(table, &known);
    rule
}

/// A detector has several expressions, each with a name; each becomes a pattern.
fn trufflehog(value: &Value) -> (Vec<Foreign>, Vec<Loss>) {
    let mut rules = Vec::new();
    for table in tables(value, "detectors") {
        let name = text(table, "name");
        let expressions = table.get("regex").and_then(Value::as_object);
        for (part, expression) in expressions.into_iter().flatten() {
            let mut rule = Foreign {
                id: format!("{name} {part}"),
                name: format!("{name} {part}"),
                regex: expression.as_str().unwrap_or_default().to_owned(),
                keywords: texts(table, "keywords"),
                entropy: table.get("entropy").and_then(Value::as_f64),
                source: Some(text(table, "description")).filter(|text| text.starts_with("http")),
                ..Foreign::default()
            };
            if expressions.is_some_and(|expressions| expressions.len() > 1) {
                rule.lost.push("its expressions have to match together: see `parts`".to_owned());
            }
            rule.lose_unknown(table, &["name", "regex", "keywords", "entropy", "description"]);
            rules.push(rule);
        }
    }
    (rules, read(value, "detectors", &[], gitleaks).1)
}

/// `regex` holds the secret's format and what goes before and behind it.
fn github(table: &Map<String, Value>) -> Foreign {
    let parts = table.get("regex").and_then(Value::as_object);
    let part = |key| parts.map(|parts| text(parts, key)).unwrap_or_default();
    let (start, secret, end) = (part("start"), part("pattern"), part("end"));
    let wrap = |text: &str| if text.is_empty() { String::new() } else { format!("(?:{text})") };
    let whole = parts.is_none().then(|| text(table, "regex"));
    let test = table.get("test").and_then(Value::as_object);
    let sample = test.map(|test| text(test, "data")).filter(|data| !data.is_empty());
    let mut rule = Foreign {
        id: Some(text(table, "type")).filter(|id| !id.is_empty()).unwrap_or(text(table, "name")),
        name: text(table, "name"),
        group: parts.map(|_| 1),
        regex: whole.unwrap_or_else(|| format!("{}({secret}){}", wrap(&start), wrap(&end))),
        samples: sample.into_iter().collect(),
        ..Foreign::default()
    };
    rule.lose_unknown(table, &["name", "type", "regex", "test", "expected", "comments"]);
    if let Some(parts) = parts {
        rule.lose_unknown(parts, &["version", "pattern", "start", "end"]);
    }
    rule
}

/// The rows of a list, or the only one; keys in lower case, `Sample value` as `sample`.
fn postman_rows(value: &Value) -> impl Iterator<Item = Map<String, Value>> {
    let list = value.as_array().or_else(|| value.get("patterns")?.as_array());
    let rows: Vec<&Value> = list.map_or_else(|| vec![value], |list| list.iter().collect());
    rows.into_iter().filter_map(Value::as_object).map(|row| {
        row.iter()
            .map(|(key, value)| (key.to_lowercase().replace(" value", ""), value.clone()))
            .collect()
    })
}

fn postman(row: &Map<String, Value>) -> Foreign {
    let mut rule = Foreign {
        id: text(row, "name"),
        name: text(row, "name"),
        regex: text(row, "regex"),
        samples: texts(row, "sample"),
        ..Foreign::default()
    };
    rule.lose_unknown(row, &["name", "regex", "sample"]);
    rule
}
