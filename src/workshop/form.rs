//! Forms: pattern files as the workshop writes them.

use std::fmt::Write as _;

/// A pattern file that is to be written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Form {
    /// Comment at its start.
    pub comments: Vec<String>,
    /// The service's name.
    pub service: String,
    /// URL of its documentation on credentials.
    pub docs: String,
    /// Where and how to revoke one.
    pub revoke: String,
    /// Hosts that its credentials are sent to.
    pub hosts: Vec<String>,
    /// Its patterns.
    pub entries: Vec<Entry>,
}

/// One pattern of a form; a field that is empty is not written.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Lines of comment above it.
    pub comments: Vec<String>,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The expression.
    pub regex: String,
    /// Literals that set it off.
    pub literals: Vec<String>,
    /// Label words that set it off.
    pub labels: Vec<String>,
    /// The most bytes that a match may begin ahead of a literal.
    pub lead: usize,
    /// How bad a leak is.
    pub severity: String,
    /// How sure the shape is.
    pub confidence: String,
    /// Least entropy, in bits a character.
    pub entropy: Option<f64>,
    /// Name of the offline check.
    pub checksum: Option<String>,
    /// Texts in which it must be found.
    pub samples: Vec<String>,
    /// Texts on which it must stay quiet.
    pub not: Vec<String>,
    /// URL that the facts come from.
    pub source: String,
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            comments: Vec::new(),
            id: String::new(),
            name: String::new(),
            regex: String::new(),
            literals: Vec::new(),
            labels: Vec::new(),
            lead: 0,
            severity: "high".to_owned(),
            confidence: "high".to_owned(),
            entropy: None,
            checksum: None,
            samples: Vec::new(),
            not: Vec::new(),
            source: String::new(),
        }
    }
}

impl Form {
    /// The file's text.
    pub fn toml(&self) -> String {
        let mut out = String::new();
        comment(&mut out, &self.comments);
        if !self.comments.is_empty() {
            out.push('\n');
        }
        out.push_str("[service]\n");
        line(&mut out, "name", &self.service);
        line(&mut out, "docs", &self.docs);
        line(&mut out, "revoke", &self.revoke);
        if !self.hosts.is_empty() {
            let _ = writeln!(out, "hosts = {}", inline(&self.hosts));
        }
        for entry in &self.entries {
            out.push('\n');
            entry.write(&mut out);
        }
        out
    }
}

impl Entry {
    fn write(&self, out: &mut String) {
        comment(out, &self.comments);
        out.push_str("[[pattern]]\n");
        line(out, "id", &self.id);
        line(out, "name", &self.name);
        let _ = writeln!(out, "regex = {}", literal(&self.regex));
        for (field, words) in [("literals", &self.literals), ("labels", &self.labels)] {
            if !words.is_empty() {
                let _ = writeln!(out, "{field} = {}", inline(words));
            }
        }
        if self.lead > 0 {
            let _ = writeln!(out, "lead = {}", self.lead);
        }
        line(out, "severity", &self.severity);
        line(out, "confidence", &self.confidence);
        if let Some(entropy) = self.entropy {
            let _ = writeln!(out, "entropy = {entropy:?}");
        }
        if let Some(checksum) = &self.checksum {
            line(out, "checksum", checksum);
        }
        for (field, texts) in [("samples", &self.samples), ("not", &self.not)] {
            let _ = writeln!(out, "{field} = [");
            for text in texts {
                let _ = writeln!(out, "  {},", literal(text));
            }
            out.push_str("]\n");
        }
        line(out, "source", &self.source);
    }
}

fn comment(out: &mut String, lines: &[String]) {
    for line in lines.iter().flat_map(|text| text.lines()) {
        let _ = writeln!(out, "# {line}");
    }
}

fn line(out: &mut String, field: &str, text: &str) {
    if !text.is_empty() {
        let _ = writeln!(out, "{field} = {}", basic(text));
    }
}

pub(super) fn inline(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| basic(word)).collect();
    format!("[{}]", words.join(", "))
}

/// `text` between `'''`, as an expression reads best; with escapes where it cannot stand so.
pub(super) fn literal(text: &str) -> String {
    let plain = |c: char| !c.is_control() || c == '\t';
    if text.chars().all(plain) && !text.contains("'''") && !text.ends_with('\'') {
        format!("'''{text}'''")
    } else {
        basic(text)
    }
}

/// `text` between double quotes.
pub(super) fn basic(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let odd = "a'''b \\ \"c\"\n\u{1}é";
        let form = Form {
            comments: vec!["one\ntwo".to_owned()],
            service: odd.to_owned(),
            hosts: vec!["api.acme.example".to_owned()],
            entries: vec![Entry {
                id: "acme-key".to_owned(),
                regex: r#"(\d'"[a-z]{3})"#.to_owned(),
                samples: vec![odd.to_owned(), "ends with '".to_owned()],
                entropy: Some(3.0),
                lead: 4,
                ..Entry::default()
            }],
            ..Form::default()
        };
        let table: toml::Table = form.toml().parse().unwrap();
        assert_eq!(table["service"]["name"].as_str(), Some(odd));
        let pattern = &table["pattern"][0];
        assert_eq!(pattern["regex"].as_str(), Some(r#"(\d'"[a-z]{3})"#));
        assert_eq!(pattern["samples"][0].as_str(), Some(odd));
        assert_eq!(pattern["samples"][1].as_str(), Some("ends with '"));
        assert_eq!(pattern["entropy"].as_float(), Some(3.0));
    }
}
