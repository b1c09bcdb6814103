//! Candidates by shape: what a literal or a naming label leads to, and the pattern's regex confirms.

use std::ops::Range;

use super::candidate::{Candidate, Rank, Told};
use super::meter::{Meter, Stage};
use super::place::{Said, looks_made};
use super::prefilter::Hit;
use crate::document::Field;
use crate::document::view::View;
use crate::finding::Confidence;
use crate::pattern::checksum::Outcome;
use crate::pattern::label::{Class, Meaning, Strength};
use crate::pattern::matched::continues_word;
use crate::pattern::patterns::Patterns;
use crate::pattern::{MAX_MATCH, Pattern};

/// A search for what literals in the text of one field lead to.
pub(super) struct Search<'s, 'f> {
    field: &'s Field<'f>,
    patterns: &'s Patterns,
    meter: Option<&'s Meter>,
    effort: Effort,
}

impl<'s, 'f> Search<'s, 'f> {
    pub(super) fn new(
        field: &'s Field<'f>,
        patterns: &'s Patterns,
        meter: Option<&'s Meter>,
    ) -> Self {
        Self { field, patterns, meter, effort: Effort::default() }
    }

    /// The match of a literal's pattern at `hit` in `view`, which is the text of the field or a passage of it.
    pub(super) fn at<'v>(&mut self, hit: Hit, view: &'v View<'v>) -> Option<Candidate<'v>>
    where
        's: 'v,
    {
        let (text, role) = (view.bytes(), self.field.role);
        let pattern = self.patterns.get(hit.trigger.pattern)?;
        // Most hits in hostile text fall here, before a regex reads anything.
        if pattern.lead == 0 && continues_word(text, hit.start) || !pattern.is_for(role) {
            return None;
        }
        let window = self.effort.window(hit.start);
        if let Some(meter) = self.meter {
            meter.lap(Stage::Fields);
        }
        let found = pattern.at_literal(text, (hit.start, window));
        if let Some(meter) = self.meter {
            meter.tried(&pattern.info.id);
        }
        let Some(range) = found.map(|found| found.secret) else {
            self.effort.misses += 1;
            return None;
        };
        let public = if range.start == hit.start { hit.trigger.public } else { 0 };
        let candidate = candidate((self.field, view), pattern, (Rank::Literal, range));
        Some(Candidate { public, ..candidate })
    }
}

/// The whole value of `field` if `pattern`, which its label sets off, has this shape; with what the label
/// says of a credential.
pub(super) fn by_label<'c>(
    field: &'c Field<'_>,
    pattern: &'c Pattern,
    (rank, said): (Rank, Said),
) -> Option<Candidate<'c>> {
    if !pattern.is_for(field.role) {
        return None;
    }
    let text = field.view().bytes();
    let start = text.len() - text.trim_ascii_start().len();
    let value = text.trim_ascii();
    let value = value.get(..value.len().min(MAX_MATCH))?;
    let secret = pattern.value_regex()?.captures(value)?.get(1)?;
    let range = start + secret.start()..start + secret.end();
    let only_names = rank == Rank::Named && said.only_names;
    if pattern.is_loose() && only_names && !looks_made(value.get(secret.range())?) {
        return None;
    }
    let meaning = said.meaning.unwrap_or(Meaning { class: Class::Key, strength: Strength::Medium });
    let strength = meaning.strength.max(Strength::Medium);
    let labelled = pattern.is_loose().then_some(Meaning { strength, ..meaning });
    Some(Candidate { labelled, ..candidate((field, field.view()), pattern, (rank, range)) })
}

fn candidate<'c>(
    (field, view): (&'c Field<'_>, &'c View<'c>),
    pattern: &'c Pattern,
    (rank, range): (Rank, Range<usize>),
) -> Candidate<'c> {
    let secret = view.bytes().get(range.clone()).unwrap_or_default();
    let outcome = pattern.checksum.map_or(Outcome::Unknown, |checksum| checksum.check(secret));
    let (rank, confidence) = match outcome {
        Outcome::Proven => (Rank::Proven, Confidence::High),
        Outcome::Sound => (rank, Confidence::High),
        Outcome::Wrong => (rank, Confidence::Low),
        Outcome::Unknown => (rank, pattern.confidence),
    };
    Candidate {
        info: &pattern.info,
        service: pattern.info.service.as_ref(),
        wants: Some(&pattern.parts).filter(|parts| !parts.is_empty()),
        severity: pattern.severity,
        rank,
        told: Told::Shape { confidence, entropy: pattern.entropy },
        view,
        range,
        public: 0,
        role: field.role,
        label: String::from_utf8_lossy(&field.label),
        labelled: None,
        is_wrong: outcome == Outcome::Wrong,
        user: None,
    }
}

/// Bounds what is read in vain where a text is full of literals that lead nowhere: then only
/// matches of [`SHORT_MATCH`] bytes are looked for.
#[derive(Default)]
struct Effort {
    since: usize,
    misses: usize,
}

/// Misses within [`MAX_MATCH`] bytes from which a text counts as full of them. Ordinary text has two
/// in a megabyte.
const MANY_MISSES: usize = 32;

/// Bytes that a match may span in a text that is full of misses: longer than nearly all tokens.
const SHORT_MATCH: usize = 512;

impl Effort {
    /// How many bytes a match at `at` may span.
    fn window(&mut self, at: usize) -> usize {
        if at >= self.since + MAX_MATCH {
            (self.since, self.misses) = (at, 0);
        }
        if self.misses < MANY_MISSES { MAX_MATCH } else { SHORT_MATCH }
    }
}
