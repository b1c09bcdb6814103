//! Candidates by shape: what a literal or a naming label leads to, and the pattern's regex confirms.

use std::ops::Range;

use super::candidate::{Candidate, Rank, Told};
use super::prefilter::Prefilter;
use crate::document::Field;
use crate::pattern::{MAX_MATCH, Pattern};

/// Proposes every match of a literal's pattern in the text of `field`.
pub(super) fn by_literal<'c>(
    field: &'c Field<'_>,
    (prefilter, patterns): (&Prefilter, &'c [Pattern]),
    propose: &mut dyn FnMut(&Candidate<'_>),
) {
    let view = field.view();
    let text = view.bytes();
    for hit in prefilter.hits(text) {
        let Some(pattern) = patterns.get(hit.trigger.pattern) else { continue };
        let Some(range) = match_at(pattern, text, hit.start) else { continue };
        let public = if range.start == hit.start { hit.trigger.public } else { 0 };
        propose(&Candidate { range, public, ..candidate(field, pattern, Rank::Literal) });
    }
}

/// Proposes the whole value of `field` if `pattern`, which its label names, has this shape.
pub(super) fn by_label<'c>(field: &'c Field<'_>, pattern: &'c Pattern) -> Option<Candidate<'c>> {
    let text = field.view().bytes();
    let start = text.len() - text.trim_ascii_start().len();
    let value = text.trim_ascii();
    let value = value.get(..value.len().min(MAX_MATCH))?;
    let secret = pattern.regex()?.captures(value)?.get(1)?;
    let range = start + secret.start()..start + secret.end();
    Some(Candidate { range, ..candidate(field, pattern, Rank::Label) })
}

fn candidate<'c>(field: &'c Field<'_>, pattern: &'c Pattern, rank: Rank) -> Candidate<'c> {
    Candidate {
        info: &pattern.info,
        severity: pattern.severity,
        rank,
        told: Told::Shape { confidence: pattern.confidence, entropy: pattern.entropy },
        view: field.view(),
        range: 0..0,
        public: 0,
        role: field.role,
        label: String::from_utf8_lossy(&field.label),
        user: None,
    }
}

/// The secret of the match that the literal at `hit` leads to.
fn match_at(pattern: &Pattern, text: &[u8], hit: usize) -> Option<Range<usize>> {
    // Most hits in hostile text fall here, before a regex reads anything.
    if pattern.lead == 0 && continues_word(text, hit) {
        return None;
    }
    let start = hit.saturating_sub(pattern.lead);
    let window = text.get(start..text.len().min(hit + MAX_MATCH))?;
    let captures = pattern.regex()?.captures(window)?;
    let (whole, secret) = (captures.get(0)?, captures.get(1)?);
    if continues_word(text, start + whole.start()) || start + whole.end() <= hit {
        return None;
    }
    Some(start + secret.start()..start + secret.end())
}

/// Whether the byte at `at` goes on a word that began before it.
fn continues_word(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}
