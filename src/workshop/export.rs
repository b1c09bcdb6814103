//! Export: patterns in the form of other tools, as far as those can say it.

use std::fmt::Write as _;

use serde_json::json;

use super::form::{basic, inline, literal};
use crate::pattern::Pattern;

/// A tool whose form patterns can be written in.
pub struct Target {
    /// What `--to` calls it.
    pub name: &'static str,
    /// What it is, one line.
    pub about: &'static str,
    write: fn(&[&Pattern]) -> Export,
}

/// Every tool.
pub static TARGETS: &[Target] = &[
    Target {
        name: "postman",
        about: "name, regex and sample value of custom patterns",
        write: postman,
    },
    Target { name: "gitleaks", about: "a gitleaks configuration in TOML", write: gitleaks },
    Target {
        name: "github",
        about: "custom patterns of GitHub secret scanning, as YAML",
        write: github,
    },
];

/// What is written for another tool.
#[derive(Debug, Default)]
pub struct Export {
    /// The file.
    pub text: String,
    /// What that tool will not do as postseal does.
    pub warnings: Vec<String>,
}

/// Custom patterns that a Postman team may have.
const POSTMAN_PATTERNS: usize = 5;

impl Target {
    /// The tool that is called `name`.
    pub fn find(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.name == name)
    }

    /// Writes `patterns` in its form.
    pub fn write(&self, patterns: &[&Pattern]) -> Export {
        (self.write)(patterns)
    }
}

fn postman(patterns: &[&Pattern]) -> Export {
    let mut warnings = Vec::new();
    if patterns.len() > POSTMAN_PATTERNS {
        let count = patterns.len();
        warnings.push(format!(
            "a Postman team has {POSTMAN_PATTERNS} custom patterns at most, and these are {count}"
        ));
    }
    let mut rows = Vec::new();
    for pattern in patterns {
        if pattern.literals.is_empty() {
            let id = &pattern.info.id;
            warnings.push(format!(
                "{id}: only the name beside the value tells it, which Postman does not look at"
            ));
        }
        rows.push(json!({
            "Name": pattern.info.name,
            "Regex": by_value(pattern),
            "Sample value": value_of(pattern).unwrap_or_default(),
        }));
    }
    let text = serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n";
    Export { text, warnings }
}

fn gitleaks(patterns: &[&Pattern]) -> Export {
    let mut export = Export::default();
    for pattern in patterns {
        let Line { before, value, end, keywords } = line_of(pattern);
        let _ = writeln!(export.text, "[[rules]]");
        let _ = writeln!(export.text, "id = {}", basic(&pattern.info.id));
        let _ = writeln!(export.text, "description = {}", basic(&pattern.info.name));
        let _ = writeln!(export.text, "regex = {}", literal(&format!("{before}{value}{end}")));
        let _ = writeln!(export.text, "secretGroup = 1");
        if pattern.entropy > 0.0 {
            let _ = writeln!(export.text, "entropy = {:?}", pattern.entropy);
        }
        let _ = writeln!(export.text, "keywords = {}\n", inline(&keywords));
        export.warnings.extend(untold(pattern));
    }
    export
}

fn github(patterns: &[&Pattern]) -> Export {
    let mut export = Export { text: "patterns:\n".to_owned(), ..Export::default() };
    for pattern in patterns {
        let quoted = |text: &str| json!(text).to_string();
        let Line { before, value, end, .. } = line_of(pattern);
        let _ = writeln!(export.text, "  - name: {}", quoted(&pattern.info.name));
        let _ = writeln!(export.text, "    type: {}", pattern.info.id);
        let _ = writeln!(export.text, "    regex:\n      pattern: {}", quoted(&value));
        for (field, text) in [("start", before.as_str()), ("end", end)] {
            if !text.is_empty() {
                let _ = writeln!(export.text, "      {field}: {}", quoted(text));
            }
        }
        if let Some(sample) = pattern.samples.found.first() {
            let _ = writeln!(export.text, "    test:\n      data: {}", quoted(sample));
        }
        export.warnings.extend(untold(pattern));
    }
    export
}

/// What no other tool is told.
fn untold(pattern: &Pattern) -> Option<String> {
    let lost = [
        ("its checksum", pattern.checksum.is_some()),
        ("the roles that it is looked for in", !pattern.roles.is_empty()),
        ("its parts", !pattern.parts.is_empty()),
    ];
    let lost: Vec<&str> = lost.iter().filter(|(_, is_lost)| *is_lost).map(|(w, _)| *w).collect();
    (!lost.is_empty()).then(|| format!("{}: {} cannot be said", pattern.info.id, lost.join(", ")))
}

/// The expression for a tool that looks into single values.
fn by_value(pattern: &Pattern) -> String {
    pattern.expression().to_owned()
}

/// A pattern as a tool reads it that looks into lines.
struct Line {
    /// What goes before the value: the label, where one is needed.
    before: String,
    /// The value, with the secret as its group.
    value: String,
    /// What follows the value.
    end: &'static str,
    /// Words of which one stands near.
    keywords: Vec<String>,
}

fn line_of(pattern: &Pattern) -> Line {
    let expression = pattern.expression();
    if !pattern.literals.is_empty() {
        let mut keywords: Vec<String> = Vec::new();
        for literal in &pattern.literals {
            let public = literal.bytes.get(..literal.public).unwrap_or_default();
            let word = String::from_utf8_lossy(public).to_lowercase();
            if !keywords.contains(&word) {
                keywords.push(word);
            }
        }
        return Line { before: String::new(), value: expression.to_owned(), end: "", keywords };
    }
    let names = pattern.service.iter().filter(|_| pattern.named).flat_map(|service| &service.names);
    let labels: Vec<&String> = pattern.labels.iter().chain(names).collect();
    let any: Vec<String> = labels.iter().map(|label| label.replace(' ', "[_. -]?")).collect();
    let value = expression.strip_prefix('^').unwrap_or(expression);
    let (value, end) = match value.strip_suffix('$') {
        Some(value) => (value, r"(?:[^0-9A-Za-z_-]|$)"),
        None => (value, ""),
    };
    let first = |label: &&String| label.split(' ').next().unwrap_or_default().to_owned();
    let mut keywords: Vec<String> = labels.iter().map(first).collect();
    keywords.sort();
    keywords.dedup();
    Line {
        before: format!(r#"(?i:{})[0-9A-Za-z_.-]{{0,20}}["']?\s*(?:=|:|,)\s*["']?"#, any.join("|")),
        value: value.to_owned(),
        end,
        keywords,
    }
}

/// The value of its first sample.
fn value_of(pattern: &Pattern) -> Option<String> {
    let sample = pattern.samples.found.first()?;
    super::specimen::value_in(pattern, sample)
}
