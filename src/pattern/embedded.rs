//! The built-in services and patterns as the build script writes them: tables of the program, so that
//! start-up reads no text and does not grow with their samples.

use super::file::{PartTable, PatternTable, ServiceTable};
use super::slots;

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// A [`ServiceTable`].
struct ServiceRow {
    name: &'static str,
    docs: &'static str,
    revoke: &'static str,
    hosts: Texts,
    headers: Texts,
    names: Texts,
}

/// A [`PatternTable`].
struct PatternRow {
    /// Index of its service.
    service: usize,
    id: &'static str,
    name: Option<&'static str>,
    regex: &'static str,
    literals: Texts,
    labels: Texts,
    named: bool,
    hosts: Texts,
    lead: usize,
    severity: Option<&'static str>,
    confidence: Option<&'static str>,
    entropy: f64,
    checksum: Option<&'static str>,
    roles: Texts,
    parts: &'static [(&'static str, &'static str)],
    shares: Texts,
    samples: Texts,
    not: Texts,
    source: &'static str,
}

/// Words of labels written together, and the built-in patterns that list them.
type TermRow = (&'static str, &'static [u16]);

/// A name of a service written together, the service, and the built-in patterns that it sets off.
type NameRow = (&'static str, u16, &'static [u16]);

type Texts = &'static [&'static str];

/// How much of a pattern is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// What a scan needs.
    Scan,
    /// Also what people read and tests take: samples and sources.
    All,
}

/// How many built-in patterns there are.
pub(super) const COUNT: usize = PATTERNS.len();

/// Every built-in service.
pub(super) fn services() -> impl Iterator<Item = ServiceTable> {
    SERVICES.iter().map(|row| ServiceTable {
        name: row.name.into(),
        docs: row.docs.into(),
        revoke: row.revoke.into(),
        hosts: owned(row.hosts),
        headers: owned(row.headers),
        names: Some(owned(row.names)),
    })
}

/// The built-in patterns that list these words of labels, written together.
pub(super) fn term(word: &str) -> Option<&'static [u16]> {
    let row = slots::row(TERM_SLOTS, word, |row| TERMS.get(row).map(|term| term.0))?;
    TERMS.get(row).map(|term| term.1)
}

/// The built-in service of this name, its words written together, and the built-in patterns that it sets off.
pub(super) fn name(word: &str) -> Option<(usize, &'static [u16])> {
    let row = slots::row(NAME_SLOTS, word, |row| NAMES.get(row).map(|name| name.0))?;
    NAMES.get(row).map(|name| (usize::from(name.1), name.2))
}

/// Every built-in pattern, sorted by id, with the index of its service.
pub(super) fn patterns(extent: Extent) -> impl Iterator<Item = (usize, PatternTable)> {
    PATTERNS.iter().map(move |row| (row.service, pattern(row, extent)))
}

fn pattern(row: &PatternRow, extent: Extent) -> PatternTable {
    let shown = |texts| if extent == Extent::All { owned(texts) } else { Vec::new() };
    let part =
        |&(name, pattern): &(&str, &str)| PartTable { name: name.into(), pattern: pattern.into() };
    PatternTable {
        id: row.id.into(),
        name: row.name.map(Into::into),
        regex: row.regex.into(),
        literals: owned(row.literals),
        labels: owned(row.labels),
        named: row.named,
        hosts: owned(row.hosts),
        lead: row.lead,
        severity: row.severity.map(Into::into),
        confidence: row.confidence.map(Into::into),
        entropy: row.entropy,
        checksum: row.checksum.map(Into::into),
        roles: owned(row.roles),
        parts: row.parts.iter().map(part).collect(),
        shares: owned(row.shares),
        samples: shown(row.samples),
        not: shown(row.not),
        source: if extent == Extent::All { row.source.into() } else { String::new() },
    }
}

fn owned(texts: Texts) -> Vec<String> {
    texts.iter().map(|&text| text.into()).collect()
}
