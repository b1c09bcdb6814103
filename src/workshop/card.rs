//! Cards: a pattern as the catalogue shows it.

use std::fmt::Write as _;

use serde::Serialize;

use crate::finding::{Confidence, Severity};
use crate::pattern::Pattern;
use crate::pattern::library::Library;
use crate::pattern::place::Place;
use crate::pattern::service::Service;

/// What there is to know of one pattern.
#[derive(Debug, Serialize)]
pub struct Card<'p> {
    /// Its id.
    pub id: &'p str,
    /// What it is called.
    pub name: &'p str,
    /// Who issues such credentials, where the pattern tells.
    pub service: Option<&'p str>,
    /// How bad a live one is.
    pub severity: Severity,
    /// How sure a match is; a place pattern decides with each value.
    pub confidence: Option<Confidence>,
    /// Literals that set it off, as far as they are the same in every token.
    pub literals: Vec<String>,
    /// Label words that set it off.
    pub labels: Vec<&'p str>,
    /// Names of the service that set it off in any label.
    pub names: Vec<&'p str>,
    /// Hosts to which a value of this shape is its.
    pub hosts: Vec<&'p str>,
    /// Roles that it is looked for in; empty for all.
    #[serde(rename = "where")]
    pub roles: Vec<&'static str>,
    /// What should stand nearby.
    pub parts: Vec<&'p str>,
    /// Its expression; the group is the secret.
    pub regex: Option<&'p str>,
    /// Where credentials of the service are sent.
    pub service_hosts: Vec<&'p str>,
    /// Documentation of the service.
    pub docs: Option<&'p str>,
    /// Where and how to revoke one.
    pub revoke: Option<&'p str>,
}

/// Which cards are wanted.
#[derive(Debug, Default)]
pub struct Filter {
    /// Text in the service's name, whatever its case.
    pub service: Option<String>,
    /// This severity.
    pub severity: Option<Severity>,
    /// Text in id, name or service, whatever its case.
    pub text: Option<String>,
}

impl<'p> Card<'p> {
    fn of(pattern: &'p Pattern) -> Self {
        let service = pattern.service.as_deref();
        let list = |of: fn(&Service) -> &Vec<String>| {
            service.into_iter().flat_map(of).map(String::as_str).collect::<Vec<_>>()
        };
        let text = |of: fn(&Service) -> &String| {
            service.map(of).map(String::as_str).filter(|text| !text.is_empty())
        };
        let mut literals: Vec<String> = Vec::new();
        for literal in &pattern.literals {
            let public = literal.bytes.get(..literal.public).unwrap_or_default();
            let text = String::from_utf8_lossy(public).into_owned();
            if !literals.contains(&text) {
                literals.push(text);
            }
        }
        Self {
            id: &pattern.info.id,
            name: &pattern.info.name,
            service: service.map(|service| &*service.name),
            severity: pattern.severity,
            confidence: Some(pattern.confidence),
            literals,
            labels: pattern.labels.iter().map(String::as_str).collect(),
            names: if pattern.named { list(|service| &service.names) } else { Vec::new() },
            hosts: pattern.hosts.iter().map(String::as_str).collect(),
            roles: pattern.roles.iter().map(|role| role.as_str()).collect(),
            parts: pattern.parts.iter().map(|part| part.name.as_str()).collect(),
            regex: Some(pattern.expression()),
            service_hosts: list(|service| &service.hosts),
            docs: text(|service| &service.docs),
            revoke: text(|service| &service.revoke),
        }
    }

    fn of_place(place: &'p Place) -> Self {
        Self {
            id: &place.info.id,
            name: &place.info.name,
            service: None,
            severity: place.severity,
            confidence: None,
            literals: Vec::new(),
            labels: Vec::new(),
            names: Vec::new(),
            hosts: Vec::new(),
            roles: place.roles().iter().map(|role| role.as_str()).collect(),
            parts: Vec::new(),
            regex: None,
            service_hosts: Vec::new(),
            docs: None,
            revoke: None,
        }
    }

    /// What sets it off, in a few words.
    pub fn trigger(&self) -> String {
        let mut ways = Vec::new();
        let mut way = |word: &str, list: &[String]| {
            if !list.is_empty() {
                ways.push(format!("{word} {}", list.join(", ")));
            }
        };
        let owned = |list: &[&str]| list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        way("literal", &self.literals);
        way("label", &owned(&self.labels));
        way("a label that names", &owned(&self.names));
        way("a credential sent to", &owned(&self.hosts));
        if ways.is_empty() { "its place".to_owned() } else { ways.join("; ") }
    }

    /// All of it, for people.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", self.id);
        let mut line = |key: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(out, "  {key:<12} {value}");
            }
        };
        line("name", self.name);
        line("service", self.service.unwrap_or_default());
        line("severity", self.severity.as_str());
        line("confidence", self.confidence.map_or("by place and value", Confidence::as_str));
        line("set off by", &self.trigger());
        line("regex", self.regex.unwrap_or_default());
        let places =
            if self.roles.is_empty() { "everywhere".to_owned() } else { self.roles.join(", ") };
        line("looked for", &places);
        line("beside", &self.parts.join(", "));
        line("sent to", &self.service_hosts.join(", "));
        line("docs", self.docs.unwrap_or_default());
        line("revoke", self.revoke.unwrap_or_default());
        out
    }
}

/// The cards of `library` that `filter` admits: patterns by shape sorted by id, then those by place.
pub fn cards<'p>(library: &'p Library, filter: &Filter) -> Vec<Card<'p>> {
    let shapes = library.patterns.iter().map(Card::of);
    let places = library.places.iter().map(Card::of_place);
    shapes.chain(places).filter(|card| filter.admits(card)).collect()
}

impl Filter {
    fn admits(&self, card: &Card<'_>) -> bool {
        let holds = |text: &str, part: &str| text.to_lowercase().contains(&part.to_lowercase());
        let service = card.service.unwrap_or_default();
        self.service.as_ref().is_none_or(|part| holds(service, part))
            && self.severity.is_none_or(|severity| card.severity == severity)
            && self
                .text
                .as_ref()
                .is_none_or(|part| [card.id, card.name, service].iter().any(|t| holds(t, part)))
    }
}

/// `cards` as a list for people: id, severity, name.
pub fn table(cards: &[Card<'_>]) -> String {
    let width = cards.iter().map(|card| card.id.len()).max().unwrap_or_default();
    let line = |card: &Card<'_>| {
        format!("{:width$}  {:8}  {}\n", card.id, card.severity.as_str(), card.name)
    };
    let lines: String = cards.iter().map(line).collect();
    let word = if cards.len() == 1 { "pattern" } else { "patterns" };
    format!("{lines}{} {word}\n", cards.len())
}

/// `cards` of services as a table of Markdown, in the order of the services' names.
pub fn markdown(cards: &[Card<'_>]) -> String {
    let mut cards: Vec<&Card<'_>> = cards.iter().filter(|card| card.service.is_some()).collect();
    cards.sort_by_key(|card| (card.service.map(str::to_lowercase), card.id));
    let mut services: Vec<_> = cards.iter().filter_map(|card| card.service).collect();
    services.dedup();
    let mut out = format!("{} patterns for {} services.\n\n", cards.len(), services.len());
    out.push_str("| service | pattern | what it finds | severity | set off by |\n");
    out.push_str("|---|---|---|---|---|\n");
    let mut last = None;
    for card in cards {
        let service = card.service.filter(|service| last != Some(*service)).unwrap_or_default();
        last = card.service;
        let cell = |text: &str| text.replace('|', "\\|");
        let _ = writeln!(
            out,
            "| {} | `{}` | {} | {} | {} |",
            cell(service),
            card.id,
            cell(card.name),
            card.severity,
            cell(&card.trigger())
        );
    }
    out
}
