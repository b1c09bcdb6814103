//! What a credential is called: one name in all its places.

use std::collections::{BTreeMap, BTreeSet};

use super::style::placeholder;
use crate::finding::Finding;
use crate::location::Role;
use crate::pattern::label;

/// Patterns that tell a credential by the name beside it, which is then what to call it by.
const LABELLED: [&str; 14] = [
    "auth-password",
    "auth-secret",
    "header-secret",
    "response-header-secret",
    "query-secret",
    "variable-password",
    "variable-secret",
    "body-password",
    "body-secret",
    "response-secret",
    "script-secret",
    "description-secret",
    "named-password",
    "named-secret",
];

/// Longest name that is made.
const LONGEST: usize = 48;

/// A finding, and whether its secret is all of its string.
pub(super) type Told<'f> = (&'f Finding, bool);

/// The names of credentials, by their value.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<Vec<u8>, String>);

impl Names {
    /// Names every credential of `findings`, which are in a stable order. `taken` are names that
    /// variables have already.
    pub(super) fn new(findings: &[Told<'_>], taken: &BTreeSet<String>) -> Self {
        let mut groups: BTreeMap<&[u8], (usize, Vec<Told<'_>>)> = BTreeMap::new();
        for (order, told) in findings.iter().enumerate() {
            let group = groups.entry(told.0.secret.reveal()).or_insert((order, Vec::new()));
            group.1.push(*told);
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by_key(|(_, (order, _))| *order);
        // What differs only by case or separators would be one placeholder.
        let mut used: BTreeSet<String> = BTreeSet::new();
        let taken: BTreeSet<String> = taken.iter().map(|name| placeholder(name)).collect();
        let mut names = BTreeMap::new();
        for (value, (_, group)) in groups {
            let own = defined(&group);
            let is_own = |name: &str| own.is_some_and(|own| placeholder(own) == placeholder(name));
            let base = base(&group);
            let document =
                group.first().and_then(|(finding, _)| finding.location.name_path.first());
            let of_document = document.map(|document| slug(&format!("{base} {document}")));
            let numbered = (2..).map(|number: u64| format!("{base}-{number}"));
            let name = std::iter::once(base.clone())
                .chain(of_document)
                .chain(numbered)
                .find(|name| {
                    let key = placeholder(name);
                    !used.contains(&key) && (is_own(name) || !taken.contains(&key))
                })
                .unwrap_or(base);
            used.insert(placeholder(&name));
            names.insert(value.to_vec(), name);
        }
        Self(names)
    }

    /// Also names the parts of URLs, each with the URL that it is of.
    pub(super) fn with_parts<'p>(
        mut self,
        parts: impl Iterator<Item = (&'p [u8], &'p [u8])>,
    ) -> Self {
        for (part, url) in parts {
            if self.0.contains_key(part) {
                continue;
            }
            let base = format!("{}-token", self.of(url));
            let numbered = (2..).map(|number: u64| format!("{base}-{number}"));
            let is_new = |name: &String| !self.0.values().any(|known| known == name);
            let name = std::iter::once(base.clone()).chain(numbered).find(is_new);
            self.0.insert(part.to_vec(), name.unwrap_or(base));
        }
        self
    }

    /// The name of the credential with this value.
    pub(super) fn of(&self, value: &[u8]) -> &str {
        self.0.get(value).map_or("secret", String::as_str)
    }
}

/// The variable whose whole value it is: the one that is most often.
fn defined<'f>(group: &[Told<'f>]) -> Option<&'f str> {
    let keys = group.iter().filter(|(finding, whole)| *whole && is_variable(finding));
    most_frequent(keys.filter_map(|(finding, _)| finding.location.label.as_deref()))
}

fn is_variable(finding: &Finding) -> bool {
    finding.location.role == Role::Variable
}

/// The name that a credential would have if no other had it.
fn base(group: &[Told<'_>]) -> String {
    if let Some(key) = defined(group) {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        let is_name = (1..=LONGEST).contains(&key.len()) && key.chars().all(plain);
        let name = if is_name { key.to_owned() } else { slug(key) };
        if !name.is_empty() {
            return name;
        }
    }
    let surest = group.iter().max_by(|(a, _), (b, _)| {
        let rank = |finding: &Finding| (finding.confidence, !is_labelled(finding));
        // Of equals the first.
        rank(a).cmp(&rank(b)).then(std::cmp::Ordering::Greater)
    });
    let Some((finding, _)) = surest else { return "secret".to_owned() };
    if !is_labelled(finding) {
        return slug(&finding.pattern.id);
    }
    let labels = group.iter().filter(|(finding, _)| is_labelled(finding));
    let label = most_frequent(labels.filter_map(|(f, _)| f.location.label.as_deref()));
    let name = label.map(slug).filter(|name| says_something(name));
    match (name, &finding.service) {
        (Some(name), Some(service)) if !name.contains(&slug(service)) => {
            slug(&format!("{service} {name}"))
        }
        (Some(name), _) => name,
        (None, _) => slug(&finding.pattern.id),
    }
}

fn is_labelled(finding: &Finding) -> bool {
    LABELLED.contains(&finding.pattern.id.as_str())
}

/// Whether a label tells one credential from another.
fn says_something(name: &str) -> bool {
    let letters = name.chars().filter(char::is_ascii_alphabetic).count();
    letters >= 3 && !matches!(name, "value" | "key" | "authorization" | "data" | "body" | "raw")
}

fn most_frequent<'l>(labels: impl Iterator<Item = &'l str>) -> Option<&'l str> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    labels.for_each(|label| *counts.entry(label).or_default() += 1);
    let best = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
    best.map(|(label, _)| label)
}

/// `X-Api Key` as `x-api-key`.
fn slug(text: &str) -> String {
    let mut name = String::new();
    for word in label::numbered_words(text).iter() {
        let ascii: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        if ascii.is_empty() || name.len() + ascii.len() >= LONGEST {
            continue;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.push_str(&ascii);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_words() {
        for (text, name) in [
            ("X-Api Key", "x-api-key"),
            ("clientSecret", "client-secret"),
            ("", ""),
            ("Größe token2", "gre-token2"),
            ("{{a}}\"\u{1b}[31m", "a-31m"),
        ] {
            assert_eq!(slug(text), name, "{text}");
        }
    }

    #[test]
    fn the_most_frequent_label_wins_and_the_first_of_equals() {
        assert_eq!(most_frequent(["b", "a", "b"].into_iter()), Some("b"));
        assert_eq!(most_frequent(["b", "a"].into_iter()), Some("a"));
        assert_eq!(most_frequent([].into_iter()), None);
    }
}
