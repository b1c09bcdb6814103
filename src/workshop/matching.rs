//! What a pattern's expression sees in a text: no prefilter, no judge, no other patterns.

use crate::pattern::matched::Match;
use crate::pattern::{MAX_MATCH, Pattern};

/// The matches that the literals of `pattern` lead to in `text`, in order; each once.
pub(super) fn at_literals(pattern: &Pattern, text: &[u8]) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::new();
    for literal in &pattern.literals {
        let hits = memchr::memmem::find_iter(text, &literal.bytes);
        found.extend(hits.filter_map(|hit| pattern.at_literal(text, (hit, MAX_MATCH))));
    }
    found.sort_by_key(|found| (found.whole.start, found.secret.start));
    found.dedup();
    found
}

/// The match in `value`, all of which a label gives to the expression.
pub(super) fn of_value(pattern: &Pattern, value: &[u8]) -> Option<Match> {
    let captures = pattern.value_regex()?.captures(value.get(..value.len().min(MAX_MATCH))?)?;
    Some(Match { whole: captures.get(0)?.range(), secret: captures.get(1)?.range() })
}
