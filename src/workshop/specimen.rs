//! Specimens: what a pattern's samples come to, cut loose from the lines that they were written as.

use std::ops::Range;

use super::matching::{at_literals, of_value};
use super::shape::Filling;
use crate::pattern::Pattern;
use crate::pattern::library::Library;

/// What one sample or counter-sample comes to.
#[derive(Debug)]
pub struct Specimen {
    /// Index of the pattern in the library.
    pub pattern: usize,
    /// Number of the sample in its list.
    pub number: usize,
    /// Whether the pattern must find it; else it must stay quiet.
    pub is_sample: bool,
    /// The name beside the value, where the pattern needs one.
    pub label: Option<String>,
    /// The text that stands as the value.
    pub text: String,
    /// Where in the text the secret is; all of it for a counter-sample.
    pub secret: Range<usize>,
    /// A host of the service, or a neutral one.
    pub host: String,
}

/// The host of requests that go to no service.
const NEUTRAL_HOST: &str = "api.quarry.example";

impl Specimen {
    /// The pattern and the number of the sample.
    pub(super) fn key(&self) -> (usize, usize) {
        (self.pattern, self.number)
    }

    /// As a shape is filled with it.
    pub fn filling(&self) -> Filling<'_> {
        Filling {
            label: self.label.as_deref(),
            text: &self.text,
            secret: self.secret.clone(),
            host: &self.host,
        }
    }
}

/// The specimens of the patterns at `chosen` of `library`. A sample in which its own expression sees
/// nothing yields none.
pub fn specimens(library: &Library, chosen: &[usize]) -> Vec<Specimen> {
    let mut specimens = Vec::new();
    for &index in chosen {
        let Some(pattern) = library.patterns.get(index) else { continue };
        let host = pattern.hosts.first().map_or(NEUTRAL_HOST, String::as_str);
        let mut add = |number, is_sample, cut: Cutting| {
            specimens.push(Specimen {
                pattern: index,
                number,
                is_sample,
                label: cut.label,
                text: cut.text,
                secret: cut.secret,
                host: host.to_owned(),
            });
        };
        for (number, sample) in pattern.samples.found.iter().enumerate() {
            if let Some(cut) = of_sample(pattern, sample) {
                add(number, true, cut);
            }
        }
        for (number, sample) in pattern.samples.quiet.iter().enumerate() {
            add(number, false, of_counter_sample(pattern, sample));
        }
    }
    specimens
}

/// A text cut out of a sample.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cutting {
    pub(super) label: Option<String>,
    pub(super) text: String,
    pub(super) secret: Range<usize>,
}

/// The secret of `sample` with as much around it as its pattern needs: what its expression matches
/// where a literal sets it off, else the value behind the label.
pub(super) fn of_sample(pattern: &Pattern, sample: &str) -> Option<Cutting> {
    if let Some(found) = at_literals(pattern, sample.as_bytes()).first() {
        let start = found.whole.start;
        let ends = found.secret.end..=found.whole.end;
        let text = ends.filter_map(|end| sample.get(start..end)).find(|text| {
            let again = at_literals(pattern, text.as_bytes());
            again.first().is_some_and(|again| again.secret.len() == found.secret.len())
        })?;
        let secret = found.secret.start - start..found.secret.end - start;
        return Some(Cutting { label: None, text: text.to_owned(), secret });
    }
    separators(sample).find_map(|(label, value)| {
        let found = of_value(pattern, value.as_bytes())?;
        Some(Cutting {
            label: Some(label.to_owned()),
            text: value.get(found.whole.clone())?.to_owned(),
            secret: found.secret.start - found.whole.start..found.secret.end - found.whole.start,
        })
    })
}

/// The secret of `sample`.
pub(super) fn value_in(pattern: &Pattern, sample: &str) -> Option<String> {
    let cut = of_sample(pattern, sample)?;
    cut.text.get(cut.secret).map(str::to_owned)
}

fn of_counter_sample(pattern: &Pattern, sample: &str) -> Cutting {
    let by_label = !pattern.labels.is_empty() || pattern.named;
    let line = separators(sample).next().filter(|_| by_label && !sample.contains('\n'));
    let (label, text) = match line {
        Some((label, value)) => (Some(label.to_owned()), value),
        None => (None, sample),
    };
    Cutting { label, text: text.to_owned(), secret: 0..text.len() }
}

/// The label and the value at each `=` or `:` of a line that may separate them.
fn separators(line: &str) -> impl Iterator<Item = (&str, &str)> {
    line.char_indices().filter(|(_, c)| matches!(c, '=' | ':')).filter_map(|(at, _)| {
        let (before, behind) = line.split_at_checked(at)?;
        let label = label_of(before);
        let value = value_of(behind.get(1..)?);
        (!label.is_empty() && !value.is_empty()).then_some((label, value))
    })
}

/// Words that may go before a label and are none of it.
const BEFORE_LABELS: [&str; 5] = ["const ", "let ", "var ", "export ", "set "];

fn label_of(before: &str) -> &str {
    let blank = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`');
    let mut label = before.trim_matches(blank);
    if let Some((_, last)) = label.rsplit_once(['{', ',', '(', '?', '&', '\n', '"', '\'']) {
        label = last.trim_matches(blank);
    }
    for word in BEFORE_LABELS {
        label = label.strip_prefix(word).map_or(label, |rest| rest.trim_matches(blank));
    }
    label
}

fn value_of(behind: &str) -> &str {
    let value = behind.trim();
    for quote in ['"', '\'', '`'] {
        if let Some(rest) = value.strip_prefix(quote) {
            return rest.split_once(quote).map_or(rest, |(inner, _)| inner);
        }
    }
    value.trim_end_matches([',', ';', '"', '\'', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_apart_into_label_and_value() {
        let cases = [
            ("DD_KEY=0f3a", ("DD_KEY", "0f3a")),
            (r#""apiKey": "a=b""#, ("apiKey", "a=b")),
            ("const MAIL_KEY = 'x y';", ("MAIL_KEY", "x y")),
            (r#"curl -H "X-Key: abc""#, ("X-Key", "abc")),
            ("export ACME_TOKEN=abc", ("ACME_TOKEN", "abc")),
            ("outlet key: abc", ("outlet key", "abc")),
            (r#"{"id": "#, ("id", "")),
        ];
        for (line, (label, value)) in cases {
            let parts = separators(line).next().unwrap_or((label, ""));
            assert_eq!(parts, (label, value), "{line}");
        }
    }

    #[test]
    fn a_specimen_is_no_longer_than_its_expression_needs() {
        let library = Library::built_in().unwrap();
        let cut = |id: &str| {
            let pattern = library.patterns.iter().find(|pattern| pattern.info.id == id).unwrap();
            pattern.samples.found.iter().map(|s| of_sample(pattern, s).unwrap()).collect::<Vec<_>>()
        };
        for cut in cut("github-pat") {
            assert_eq!((cut.label, cut.text.len(), cut.secret), (None, 40, 0..40));
        }
    }
}
