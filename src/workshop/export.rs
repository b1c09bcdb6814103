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
        let (regex, keywords) = by_text(pattern);
        let _ = writeln!(export.text, "[[rules]]");
        let _ = writeln!(export.text, "id = {}", basic(&pattern.info.id));
        let _ = writeln!(export.text, "description = {}", basic(&pattern.info.name));
        let _ = writeln!(export.text, "regex = {}", literal(&regex));
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
        let (regex, _) = by_text(pattern);
        let _ = writeln!(export.text, "  - name: {}", quoted(&pattern.info.name));
        let _ = writeln!(export.text, "    type: {}", pattern.info.id);
        let _ = writeln!(export.text, "    regex:\n      pattern: {}", quoted(&regex));
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

/// The expression for a tool that looks into lines, with the label in front where one is needed, and
/// the words of which one has to stand near.
fn by_text(pattern: &Pattern) -> (String, Vec<String>) {
    let expression = pattern.expression();
    if !pattern.literals.is_empty() {
        let mut words: Vec<String> = Vec::new();
        for literal in &pattern.literals {
            let public = literal.bytes.get(..literal.public).unwrap_or_default();
            let word = String::from_utf8_lossy(public).to_lowercase();
            if !words.contains(&word) {
                words.push(word);
            }
        }
        return (expression.to_owned(), words);
    }
    let names = pattern.service.iter().filter(|_| pattern.named).flat_map(|service| &service.names);
    let labels: Vec<&String> = pattern.labels.iter().chain(names).collect();
    let any: Vec<String> = labels.iter().map(|label| label.replace(' ', "[_. -]?")).collect();
    let value = expression.strip_prefix('^').unwrap_or(expression);
    let (value, end) = match value.strip_suffix('$') {
        Some(value) => (value, r"(?:[^0-9A-Za-z_-]|$)"),
        None => (value, ""),
    };
    let beside = any.join("|");
    let regex =
        format!(r#"(?i:{beside})[0-9A-Za-z_.-]{{0,20}}["']?\s*(?:=|:|,)\s*["']?{value}{end}"#);
    let first = |label: &&String| label.split(' ').next().unwrap_or_default().to_owned();
    let mut words: Vec<String> = labels.iter().map(first).collect();
    words.sort();
    words.dedup();
    (regex, words)
}

/// The value of its first sample.
fn value_of(pattern: &Pattern) -> Option<String> {
    let sample = pattern.samples.found.first()?;
    super::specimen::value_in(pattern, sample)
}
