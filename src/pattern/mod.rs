//! What to look for: declared patterns, place patterns and the label vocabulary, checked and ready.
//!
//! Patterns are data (`patterns/`, embedded at build time); this module turns the raw tables into
//! types that cannot be wrong. It knows nothing of documents: `scan` brings the two together.

mod file;
pub mod label;
pub mod library;
pub mod literal;
pub mod place;

use std::sync::{Arc, OnceLock};

use regex::bytes::{Regex, RegexBuilder};

use crate::finding::{Confidence, PatternInfo, Severity};
use literal::Literal;

/// Why a pattern file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// The embedded library does not have the shape that this version reads.
    #[error("the pattern library is not readable")]
    Library(#[from] serde_json::Error),
    /// A field holds a word that it cannot hold.
    #[error("pattern `{id}`: `{value}` is no {expected}")]
    Word {
        /// The pattern or place.
        id: String,
        /// What stands there.
        value: String,
        /// What may stand there.
        expected: &'static str,
    },
    /// A literal is too short to search for, or expands to too many.
    #[error("pattern `{id}`: literal `{literal}` {problem}")]
    Literal {
        /// The pattern.
        id: String,
        /// The literal as written.
        literal: String,
        /// What is wrong and what to do.
        problem: &'static str,
    },
    /// Neither a literal nor a label triggers it.
    #[error("pattern `{id}` has no trigger: give it `literals` or `labels`")]
    Trigger {
        /// The pattern.
        id: String,
    },
}

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
    /// The most bytes that the match may begin ahead of the literal.
    pub lead: usize,
    /// Least Shannon entropy of the secret, in bits a character.
    pub entropy: f64,
    /// Texts in which it must be found, and must be quiet.
    pub samples: Samples,
    expression: String,
    regex: OnceLock<Option<Regex>>,
}

/// Texts that a pattern is tested on.
#[derive(Debug, Default)]
pub struct Samples {
    /// It must be found in each of these.
    pub found: Vec<String>,
    /// It must stay quiet on each of these.
    pub quiet: Vec<String>,
}

/// The most bytes that one match may span, and the bound on what a regex reads for one candidate.
pub const MAX_MATCH: usize = 16 * 1024;

impl Pattern {
    /// The expression, compiled on first use; `None` where it does not compile, which the tests of
    /// the library rule out.
    pub fn regex(&self) -> Option<&Regex> {
        self.regex
            .get_or_init(|| {
                let anchored = if self.is_anchored() { "\\A" } else { "" };
                RegexBuilder::new(&format!("{anchored}(?:{})", self.expression))
                    .unicode(false)
                    .build()
                    .ok()
            })
            .as_ref()
    }

    /// Whether a match begins at the literal's first byte.
    fn is_anchored(&self) -> bool {
        self.lead == 0 && self.labels.is_empty()
    }

    /// The expression as written in its file.
    pub fn expression(&self) -> &str {
        &self.expression
    }

    /// A pattern from its table, with the service of its file.
    fn new(table: file::PatternTable, service: &str) -> Result<Self, PatternError> {
        let id = table.id;
        if table.literals.is_empty() && table.labels.is_empty() {
            return Err(PatternError::Trigger { id });
        }
        let mut literals = Vec::new();
        for written in &table.literals {
            literals.extend(literal::expand(&id, written)?);
        }
        Ok(Self {
            severity: severity(&id, &table.severity)?,
            confidence: word(&id, &table.confidence, "confidence (low, medium, high)", |text| {
                Confidence::ALL.into_iter().find(|confidence| confidence.as_str() == text)
            })?,
            literals,
            labels: table.labels,
            lead: table.lead,
            entropy: table.entropy,
            samples: Samples { found: table.samples, quiet: table.not },
            expression: table.regex,
            regex: OnceLock::new(),
            info: Arc::new(PatternInfo { id, name: table.name, service: Some(service.into()) }),
        })
    }
}

/// The severity that `text` names.
fn severity(id: &str, text: &str) -> Result<Severity, PatternError> {
    word(id, text, "severity (low, medium, high, critical)", |text| {
        Severity::ALL.into_iter().find(|severity| severity.as_str() == text)
    })
}

/// What `parse` makes of the word `text` in pattern `id`.
fn word<T>(
    id: &str,
    text: &str,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, PatternError> {
    parse(text).ok_or_else(|| PatternError::Word { id: id.into(), value: text.into(), expected })
}
