//! What a pattern's expression sees in a text: no prefilter, no judge, no other patterns.

use std::ops::Range;

use crate::pattern::{MAX_MATCH, Pattern};

/// Where an expression matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// All that it takes.
    pub(super) whole: Range<usize>,
    /// Its group.
    pub(super) secret: Range<usize>,
}

/// The matches that the literals of `pattern` lead to in `text`, in order; each once.
pub(super) fn at_literals(pattern: &Pattern, text: &[u8]) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::new();
    for literal in &pattern.literals {
        let hits = memchr::memmem::find_iter(text, &literal.bytes);
        found.extend(hits.filter_map(|hit| at(pattern, text, hit)));
    }
    found.sort_by_key(|found| (found.whole.start, found.secret.start));
    found.dedup();
    found
}

/// The match that the literal at `hit` leads to.
pub(super) fn at(pattern: &Pattern, text: &[u8], hit: usize) -> Option<Match> {
    let start = hit.saturating_sub(pattern.lead);
    let window = text.get(start..text.len().min(hit + MAX_MATCH))?;
    let captures = pattern.regex()?.captures(window)?;
    let (whole, secret) = (captures.get(0)?, captures.get(1)?);
    let begins = start + whole.start();
    if continues_word(text, begins) || start + whole.end() <= hit {
        return None;
    }
    Some(Match {
        whole: begins..start + whole.end(),
        secret: start + secret.start()..start + secret.end(),
    })
}

/// The match in `value`, all of which a label gives to the expression.
pub(super) fn of_value(pattern: &Pattern, value: &[u8]) -> Option<Match> {
    let captures = pattern.value_regex()?.captures(value.get(..value.len().min(MAX_MATCH))?)?;
    Some(Match { whole: captures.get(0)?.range(), secret: captures.get(1)?.range() })
}

/// Whether the byte at `at` goes on a word that began before it.
pub(super) fn continues_word(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}
