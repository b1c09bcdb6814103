//! Rules that accept findings: `[[allow]]` in the configuration, lines of an ignore file, and markers.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::criteria::{Criteria, Criterion};
use crate::finding::{Date, Finding, SuppressedBy, Suppression};
use crate::input::Folder;

/// A rule that accepts findings.
#[derive(Debug)]
pub struct AllowRule {
    /// What it accepts.
    pub criteria: Criteria,
    /// Why; the configuration asks for it.
    pub reason: Option<String>,
    /// Who says so.
    pub author: Option<String>,
    /// The last day on which it holds.
    pub expires: Option<Date>,
    /// What it is a part of.
    pub by: SuppressedBy,
    /// The file that it stands in, as given or found, and the line, from 1.
    pub place: (Arc<str>, u64),
    /// The folder that its paths begin in.
    pub folder: Arc<Folder>,
}

impl AllowRule {
    /// Whether it speaks of `finding`, expired or not.
    pub fn speaks_of(&self, finding: &Finding) -> bool {
        self.criteria.admit(finding, &self.folder)
    }

    /// What a finding that it accepts is marked with.
    pub fn suppression(&self) -> Suppression {
        Suppression {
            by: self.by,
            state: None,
            reason: self.reason.clone(),
            author: self.author.clone(),
            expires: self.expires.map(|date| date.to_string()),
        }
    }
}

/// `[[allow]]` as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct AllowTable {
    fingerprint: Option<Spanned<Listed>>,
    secret: Option<Spanned<Listed>>,
    pattern: Option<Spanned<Listed>>,
    pointer: Option<Spanned<Listed>>,
    name_path: Option<Spanned<Vec<String>>>,
    path: Option<Spanned<Listed>>,
    host: Option<Spanned<Listed>>,
    reason: Option<Spanned<String>>,
    author: Option<String>,
    expires: Option<Spanned<Day>>,
}

/// One text, or a list of them.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a string or a list of strings")]
enum Listed {
    One(String),
    Many(Vec<String>),
}

/// A day, in quotes or without.
#[derive(Debug)]
struct Day(String);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a date: 2027-03-31")]
        enum Written {
            Date(toml::value::Datetime),
            Text(String),
        }
        Ok(Self(match Written::deserialize(deserializer)? {
            Written::Date(date) => date.to_string(),
            Written::Text(text) => text,
        }))
    }
}

/// What is wrong with a rule, and where.
pub(super) type Mistake = (Range<usize>, String);

impl AllowTable {
    /// The rule, which stands at `span` of the file.
    pub(super) fn rule(
        self,
        (place, span): ((Arc<str>, u64), Range<usize>),
        folder: &Arc<Folder>,
    ) -> Result<AllowRule, Mistake> {
        let mut criteria = Criteria::default();
        let listed = |list: Option<Spanned<Listed>>| {
            list.map(|list| {
                let span = list.span();
                match list.into_inner() {
                    Listed::One(text) => (span, vec![text]),
                    Listed::Many(texts) => (span, texts),
                }
            })
        };
        let names = self.name_path.map(|names| (names.span(), names.into_inner()));
        for (kind, given) in [
            (Criterion::Fingerprint, listed(self.fingerprint)),
            (Criterion::Secret, listed(self.secret)),
            (Criterion::Pattern, listed(self.pattern)),
            (Criterion::Pointer, listed(self.pointer)),
            (Criterion::NamePath, names),
            (Criterion::Path, listed(self.path)),
            (Criterion::Host, listed(self.host)),
        ] {
            let Some((span, texts)) = given else { continue };
            criteria.add(kind, &texts).map_err(|problem| (span, problem))?;
        }
        if criteria.is_empty() {
            let words = Criterion::ALL.map(|kind| format!("`{}`", kind.as_str())).join(", ");
            return Err((span, format!("it would accept everything: give it one of {words}")));
        }
        let reason = self
            .reason
            .ok_or_else(|| (span, "it has no `reason`: say why this is accepted".to_owned()))?;
        if reason.get_ref().trim().is_empty() {
            return Err((reason.span(), "its reason is empty: say why this is accepted".into()));
        }
        let expires = self.expires.map(|day| {
            let date = day.get_ref().0.parse::<Date>();
            date.map_err(|error| (day.span(), error.to_string()))
        });
        Ok(AllowRule {
            criteria,
            reason: Some(reason.into_inner()),
            author: self.author,
            expires: expires.transpose()?,
            by: SuppressedBy::Config,
            place,
            folder: Arc::clone(folder),
        })
    }
}
