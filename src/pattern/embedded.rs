//! The built-in services and patterns as the build script writes them: tables of the program, so that start-up
//! reads nothing and does not grow with the catalogue. What is asked for is made then, and kept.

use std::sync::{Arc, OnceLock};

use super::file::{PartTable, PatternTable, ServiceTable};
use super::service::Service;
use super::{Pattern, slots};
use crate::simd::literals::Literals;
use tables::{
    HEADERS, HOSTS, LISTS, LITERALS, NAMES, NUMBERS, PATHS, PATTERNS, SENT_TO, SERVICES, TERMS,
    TRIGGERS,
};

/// What the build script has written.
#[expect(clippy::unreadable_literal, reason = "nobody reads them")]
mod tables {
    use std::borrow::Cow;

    use super::{List, PatternRow, ServiceRow, Table, Text};
    use crate::simd::literals::{Bytes, Entry, Halves, Key, Keys, Known, Literals, Next, Slot};

    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}

/// All texts of all tables, one behind the other.
static TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/text.txt"));

/// Where a text begins in [`TEXT`], and its length in bytes.
#[derive(Debug, Clone, Copy)]
struct Text(u32, u32);

/// Where a list begins among the items of all lists, and how many it has.
#[derive(Debug, Clone, Copy)]
struct List(u32, u32);

/// A [`ServiceTable`].
struct ServiceRow {
    name: Text,
    docs: Text,
    revoke: Text,
    hosts: List,
    headers: List,
    names: List,
}

/// A [`PatternTable`]; a word that is missing is empty.
struct PatternRow {
    /// Index of its service.
    service: u16,
    id: Text,
    name: Text,
    regex: Text,
    literals: List,
    labels: List,
    named: bool,
    hosts: List,
    lead: usize,
    severity: Text,
    confidence: Text,
    entropy: f64,
    checksum: Text,
    roles: List,
    /// A name and a pattern in turn.
    parts: List,
    shares: List,
    samples: List,
    not: List,
    source: Text,
}

/// Words and the numbers that each leads to.
struct Table {
    rows: &'static [(Text, List)],
    slots: &'static [u16],
}

impl Text {
    fn get(self) -> &'static str {
        let Self(start, length) = self;
        TEXT.get(start as usize..start as usize + length as usize).unwrap_or_default()
    }

    fn owned(self) -> String {
        self.get().to_owned()
    }

    fn word(self) -> Option<String> {
        Some(self.owned()).filter(|word| !word.is_empty())
    }
}

impl List {
    fn of<T>(self, items: &'static [T]) -> &'static [T] {
        let Self(start, count) = self;
        items.get(start as usize..start as usize + count as usize).unwrap_or_default()
    }

    fn texts(self) -> impl Iterator<Item = &'static str> {
        self.of(&LISTS).iter().map(|text| text.get())
    }

    fn owned(self) -> Vec<String> {
        self.texts().map(str::to_owned).collect()
    }
}

impl Table {
    fn get(&self, word: &str) -> &'static [u16] {
        let word_of = |row: usize| self.rows.get(row).map(|row| row.0.get());
        let row = slots::row(self.slots, word, word_of).and_then(|row| self.rows.get(row));
        row.map_or(&[], |row| row.1.of(&NUMBERS))
    }
}

/// How many built-in patterns there are.
pub(super) const PATTERN_COUNT: usize = PATTERNS.len();

/// How many built-in services there are.
pub(super) const SERVICE_COUNT: usize = SERVICES.len();

/// The built-in service of this number.
pub(super) fn service(number: usize) -> Option<&'static Arc<Service>> {
    static MADE: [OnceLock<Arc<Service>>; SERVICE_COUNT] =
        [const { OnceLock::new() }; SERVICE_COUNT];
    let row = SERVICES.get(number)?;
    let made = || {
        Arc::new(Service::new(ServiceTable {
            name: row.name.owned(),
            docs: row.docs.owned(),
            revoke: row.revoke.owned(),
            hosts: row.hosts.owned(),
            headers: row.headers.owned(),
            names: Some(row.names.owned()),
        }))
    };
    Some(MADE.get(number)?.get_or_init(made))
}

/// The id of the built-in pattern of this number; their order is that of their ids.
pub(super) fn id(number: usize) -> Option<&'static str> {
    PATTERNS.get(number).map(|row| row.id.get())
}

/// The built-in pattern of this number; `None` also where its table has a mistake, which a test rules out.
pub(super) fn pattern(number: usize) -> Option<&'static Pattern> {
    static MADE: [OnceLock<Option<Box<Pattern>>>; PATTERN_COUNT] =
        [const { OnceLock::new() }; PATTERN_COUNT];
    let row = PATTERNS.get(number)?;
    let made = || {
        let service = service(row.service.into());
        Pattern::new(table(row), service).ok().map(Box::new)
    };
    MADE.get(number)?.get_or_init(made).as_deref()
}

fn table(row: &PatternRow) -> PatternTable {
    let mut parts = row.parts.texts();
    let parts = std::iter::from_fn(|| {
        Some(PartTable { name: parts.next()?.into(), pattern: parts.next()?.into() })
    });
    PatternTable {
        id: row.id.owned(),
        name: row.name.word(),
        regex: row.regex.owned(),
        literals: row.literals.owned(),
        labels: row.labels.owned(),
        named: row.named,
        hosts: row.hosts.owned(),
        lead: row.lead,
        severity: row.severity.word(),
        confidence: row.confidence.word(),
        entropy: row.entropy,
        checksum: row.checksum.word(),
        roles: row.roles.owned(),
        parts: parts.collect(),
        shares: row.shares.owned(),
        samples: row.samples.owned(),
        not: row.not.owned(),
        source: row.source.owned(),
    }
}

/// The built-in patterns that list these words of labels, written together.
pub(super) fn term(word: &str) -> &'static [u16] {
    TERMS.get(word)
}

/// The built-in service of this name, its words written together, and the built-in patterns that it sets off.
pub(super) fn name(word: &str) -> Option<(usize, &'static [u16])> {
    let (service, patterns) = NAMES.get(word).split_first()?;
    Some((usize::from(*service), patterns))
}

/// The built-in services whose credentials are sent to this host.
pub(super) fn services_of_host(host: &str) -> &'static [u16] {
    HOSTS.get(host)
}

/// The built-in service that has this request header, in lower case, for its own.
pub(super) fn service_of_header(header: &str) -> Option<usize> {
    HEADERS.get(header).first().map(|&service| service.into())
}

/// The built-in patterns of what is sent to this host.
pub(super) fn patterns_of_host(host: &str) -> &'static [u16] {
    SENT_TO.get(host)
}

/// Parts of paths that tell what is sent there, and the built-in patterns of it.
pub(super) fn paths() -> impl Iterator<Item = (&'static str, &'static [u16])> {
    PATHS.rows.iter().map(|(path, patterns)| (path.get(), patterns.of(&NUMBERS)))
}

/// All literals of all built-in patterns, ready to be looked for.
pub(super) fn literals() -> &'static Literals {
    &LITERALS
}

/// The built-in pattern that the literal of this number is one of, and how many of its bytes are the same in
/// every token.
pub(super) fn trigger(literal: usize) -> Option<(usize, usize)> {
    TRIGGERS.get(literal).map(|&(pattern, public)| (pattern.into(), public.into()))
}
