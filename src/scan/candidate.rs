//! An unjudged match, and what the judge looks at.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::document::Field;
use crate::document::view::View;
use crate::finding::{Confidence, PatternInfo, Severity};
use crate::location::Role;
use crate::pattern::Part;
use crate::pattern::label::{Class, Meaning, Strength};
use crate::pattern::place::Place;

/// How a candidate was told, the surest first: where two overlap, the surer wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// By a checksum in it that is right.
    Proven,
    /// By a literal of its pattern.
    Literal,
    /// By a label that its pattern lists.
    Label,
    /// By a label that holds the name of its service.
    Named,
    /// By the place alone.
    Place,
}

/// What told a candidate.
#[derive(Debug, Clone, Copy)]
pub(super) enum Told {
    /// Its shape: the pattern's confidence, and the least entropy it asks for.
    Shape {
        /// As the pattern declares it.
        confidence: Confidence,
        /// In bits a character.
        entropy: f64,
    },
    /// Its place.
    Place {
        /// What sort of credential the place holds.
        class: Class,
        /// How clearly the place says so.
        strength: Strength,
    },
}

/// An unjudged match. Borrows from its document.
#[derive(Debug)]
pub(super) struct Candidate<'c> {
    pub(super) info: &'c Arc<PatternInfo>,
    /// Who issued it.
    pub(super) service: Option<&'c Arc<str>>,
    /// What stands near it if it is whole.
    pub(super) wants: Option<&'c Arc<[Part]>>,
    pub(super) severity: Severity,
    pub(super) rank: Rank,
    pub(super) told: Told,
    /// The text that it stands in.
    pub(super) view: &'c View<'c>,
    /// Where in that text.
    pub(super) range: Range<usize>,
    /// Bytes at its start that may be shown.
    pub(super) public: usize,
    pub(super) role: Role,
    pub(super) label: Cow<'c, str>,
    /// What its label says, where that tells it and its pattern fits values of other kinds too: then it has
    /// to stand what is asked of values that only their place tells.
    pub(super) labelled: Option<Meaning>,
    /// Whether a checksum in it is wrong.
    pub(super) is_wrong: bool,
    /// The user that the secret is the password of.
    pub(super) user: Option<String>,
}

impl<'c> Candidate<'c> {
    /// What stands at `range` of `view`, which is the text of `field` or stands in it, told by its place.
    pub(super) fn at_place(
        found: &'c Place,
        (class, strength): (Class, Strength),
        field: &'c Field<'_>,
        (view, range): (&'c View<'c>, Range<usize>),
    ) -> Self {
        Self {
            info: &found.info,
            service: None,
            wants: None,
            severity: found.severity,
            rank: Rank::Place,
            told: Told::Place { class, strength },
            view,
            range,
            public: 0,
            role: field.role,
            label: String::from_utf8_lossy(&field.label),
            labelled: None,
            is_wrong: false,
            user: None,
        }
    }
}

impl Candidate<'_> {
    /// The same, no surer than `most`.
    pub(super) fn at_most(mut self, most: Confidence) -> Self {
        if let Told::Shape { confidence, .. } = &mut self.told {
            *confidence = (*confidence).min(most);
        }
        self
    }

    /// The value.
    pub(super) fn value(&self) -> &[u8] {
        self.view.bytes().get(self.range.clone()).unwrap_or_default()
    }
}
