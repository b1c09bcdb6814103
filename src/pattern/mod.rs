//! What to look for: declared patterns, place patterns and the label vocabulary, checked and ready.
//!
//! Patterns are data (`patterns/`, embedded at build time); this module turns the raw tables into
//! types that cannot be wrong. It knows nothing of documents: `scan` brings the two together.

pub mod checksum;
mod embedded;
mod error;
pub mod excerpt;
mod extent;
pub(crate) mod file;
pub mod index;
pub mod label;
pub mod library;
pub mod literal;
pub mod matched;
pub mod own;
pub mod patterns;
pub mod place;
pub mod selection;
pub mod service;
mod slots;
pub mod spelling;
pub(crate) mod triggers;
mod words;
pub mod written;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use foldhash::fast::FixedState;
use regex::bytes::{Regex, RegexBuilder};

use crate::finding::{Confidence, PatternInfo, Severity};
use crate::location::Role;
use crate::secret::entropy;
use checksum::Checksum;
pub use error::PatternError;
use extent::Extent;
use literal::Literal;
use service::Service;

/// Words that are looked up and never listed.
pub type WordSet = HashSet<String, FixedState>;

/// One declared kind of credential, told by its shape.
#[derive(Debug)]
pub struct Pattern {
    /// Id, name and service, as reports show them.
    pub info: Arc<PatternInfo>,
    /// How bad a live one is.
    pub severity: Severity,
    /// How sure a match is.
    pub confidence: Confidence,
    /// Literals that trigger it, each with at least four bytes.
    pub literals: Vec<Literal>,
    /// Label words that trigger it: `datadog api key`.
    pub labels: Vec<String>,
    /// Whether any label that holds a name of its service triggers it, unless the label speaks of
    /// something else.
    pub named: bool,
    /// Hosts whose credentials have this shape: a value sent there that its place calls a credential
    /// is one of these if the expression fits all of it. What begins with `/` is the path of a request
    /// instead, or a part of one: `/scim/v2`.
    pub hosts: Vec<String>,
    /// Who issues it, where its file says so; the built-in ones all do.
    pub service: Option<Arc<Service>>,
    /// Offline check of the secret.
    pub checksum: Option<Checksum>,
    /// Roles that it is looked for in; empty for all.
    pub roles: Vec<Role>,
    /// What belongs to it and stands near it.
    pub parts: Arc<[Part]>,
    /// Ids of patterns with literals that fit its tokens too, and under which those are reported.
    pub shares: Vec<String>,
    /// The most bytes that the match may begin ahead of the literal.
    pub lead: usize,
    /// Least Shannon entropy of the secret, in bits a character.
    pub entropy: f64,
    /// Texts in which it must be found, and must be quiet.
    pub samples: Samples,
    /// URL that the facts come from.
    pub source: String,
    expression: String,
    regex: OnceLock<Option<Regex>>,
    value_regex: OnceLock<Option<Regex>>,
    is_loose: OnceLock<bool>,
    extent: OnceLock<Extent>,
}

/// What belongs to a credential and stands near it: in the same object, auth block, list of rows, or
/// on the lines around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What a report calls it: `access key id`.
    pub name: String,
    /// Id of the pattern that tells it.
    pub pattern: String,
}

/// Texts that a pattern is tested on.
#[derive(Debug, Default)]
pub struct Samples {
    /// It must be found in each of these.
    pub found: Vec<String>,
    /// It must stay quiet on each of these.
    pub quiet: Vec<String>,
}

/// Values that stand beside labels everywhere: words in every spelling, a region, a date, a host, a mail
/// address, a path, a URL.
const ORDINARY: [&str; 16] = [
    "production",
    "Production",
    "PRODUCTION",
    "customername",
    "my-sample-project",
    "my_sample_project_name",
    "currentUserAccessToken",
    "MAIN_ACCOUNT_SETTINGS",
    "ApplicationAccountSettings",
    "us-east-1",
    "2024-01-31",
    "api.company.test",
    "someone@company.test",
    "/v1/accounts/current",
    "https://api.company.test/v1",
    "My Project",
];

/// The most bytes that one match may span, and the bound on what a regex reads for one candidate.
pub const MAX_MATCH: usize = 16 * 1024;

impl Pattern {
    /// The expression as it is matched where a literal stands, compiled on first use; `None` where it
    /// does not compile, which the tests of the library rule out. Without a lead a match begins at
    /// the literal's first byte.
    pub fn regex(&self) -> Option<&Regex> {
        let anchor = if self.lead == 0 && !self.literals.is_empty() { "\\A" } else { "" };
        self.regex.get_or_init(|| self.compile(anchor)).as_ref()
    }

    /// The expression as it is matched on a whole value, compiled on first use.
    pub fn value_regex(&self) -> Option<&Regex> {
        if self.literals.is_empty() {
            return self.regex();
        }
        self.value_regex.get_or_init(|| self.compile("")).as_ref()
    }

    /// Whether the expression also fits whole values of other kinds, so that beside a label it proves
    /// little: worked out on first use.
    pub fn is_loose(&self) -> bool {
        let fits =
            |value: &&str| self.value_regex().is_some_and(|regex| regex.is_match(value.as_bytes()));
        *self.is_loose.get_or_init(|| ORDINARY.iter().any(fits))
    }

    fn compile(&self, anchor: &str) -> Option<Regex> {
        let expression = format!("{anchor}(?:{})", self.expression);
        RegexBuilder::new(&expression).unicode(false).build().ok()
    }

    /// The expression as written, compiled now.
    pub fn compiled(&self) -> Result<Regex, regex::Error> {
        RegexBuilder::new(&self.expression).unicode(false).build()
    }

    /// Whether all of `value` has its shape.
    pub fn fits(&self, value: &[u8]) -> bool {
        value.len() <= MAX_MATCH
            && entropy(value) >= self.entropy
            && self
                .value_regex()
                .and_then(|regex| regex.captures(value)?.get(1))
                .is_some_and(|secret| secret.as_bytes().len() == value.len())
    }

    /// Whether it is looked for in what has this role.
    pub fn is_for(&self, role: Role) -> bool {
        self.roles.is_empty() || self.roles.contains(&role)
    }

    /// The expression as written in its file.
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// A pattern from its table, with the service of its file.
    fn new(
        table: file::PatternTable,
        service: Option<&Arc<Service>>,
    ) -> Result<Self, PatternError> {
        let id = table.id;
        let untold = table.literals.is_empty() && table.labels.is_empty();
        if untold && !table.named && table.hosts.is_empty() {
            return Err(PatternError::Trigger { id });
        }
        let mut literals = Vec::new();
        for written in &table.literals {
            literals.extend(literal::expand(written).map_err(|problem| PatternError::Literal {
                id: id.clone(),
                literal: written.clone(),
                problem,
            })?);
        }
        let part = |part: file::PartTable| Part { name: part.name, pattern: part.pattern };
        let confidence = table.confidence.map(|text| confidence(&id, &text)).transpose()?;
        let severity = table.severity.map(|text| severity(&id, &text)).transpose()?;
        let checksum = table
            .checksum
            .map(|name| word((&id, "checksum"), &name, checksum::EXPECTED, Checksum::parse));
        Ok(Self {
            severity: severity.unwrap_or(Severity::High),
            confidence: confidence.unwrap_or(Confidence::Medium),
            literals,
            labels: table.labels,
            named: table.named,
            hosts: table.hosts,
            service: service.cloned(),
            checksum: checksum.transpose()?,
            roles: table.roles.iter().map(|name| role(&id, name)).collect::<Result<_, _>>()?,
            parts: table.parts.into_iter().map(part).collect(),
            shares: table.shares,
            lead: table.lead,
            entropy: table.entropy,
            samples: Samples { found: table.samples, quiet: table.not },
            source: table.source,
            expression: table.regex,
            regex: OnceLock::new(),
            value_regex: OnceLock::new(),
            is_loose: OnceLock::new(),
            extent: OnceLock::new(),
            info: Arc::new(PatternInfo {
                name: table.name.unwrap_or_else(|| id.clone()),
                id,
                service: service
                    .filter(|service| service.issues())
                    .map(|service| service.name.clone()),
            }),
        })
    }
}

/// The role that `text` names.
fn role(id: &str, text: &str) -> Result<Role, PatternError> {
    const EXPECTED: &str = "role (auth, header, cookie, query, path, url, body, script, variable, \
                            response, response-header, description, name, value, text)";
    word((id, "where"), text, EXPECTED, |text| {
        Role::ALL.into_iter().find(|role| role.as_str() == text)
    })
}

/// The severity that `text` names.
fn severity(id: &str, text: &str) -> Result<Severity, PatternError> {
    word((id, "severity"), text, "severity (low, medium, high, critical)", |text| {
        Severity::ALL.into_iter().find(|severity| severity.as_str() == text)
    })
}

/// The confidence that `text` names.
fn confidence(id: &str, text: &str) -> Result<Confidence, PatternError> {
    word((id, "confidence"), text, "confidence (low, medium, high)", |text| {
        Confidence::ALL.into_iter().find(|confidence| confidence.as_str() == text)
    })
}

/// What `parse` makes of the word `text` in the field of a pattern, named by id and field.
fn word<T>(
    (id, field): (&str, &'static str),
    text: &str,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, PatternError> {
    parse(text).ok_or_else(|| PatternError::Word {
        id: id.into(),
        field,
        value: text.into(),
        expected,
    })
}
