//! What an expression sees where a literal of its pattern stands.

use std::ops::Range;

use super::Pattern;

/// Where an expression matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// All that it takes.
    pub whole: Range<usize>,
    /// Its group.
    pub secret: Range<usize>,
}

impl Pattern {
    /// The match in `text` that the literal at `hit` leads to, within `most` bytes from there. It begins a
    /// word, no later than the literal, and reaches behind the literal's first byte.
    pub fn at_literal(&self, text: &[u8], (hit, most): (usize, usize)) -> Option<Match> {
        let start = hit.saturating_sub(self.lead);
        let window = text.get(start..text.len().min(hit + most))?;
        let captures = self.regex()?.captures(window)?;
        let (whole, secret) = (captures.get(0)?, captures.get(1)?);
        let begins = start + whole.start();
        if begins > hit || continues_word(text, begins) || start + whole.end() <= hit {
            return None;
        }
        Some(Match {
            whole: begins..start + whole.end(),
            secret: start + secret.start()..start + secret.end(),
        })
    }
}

/// Whether the byte at `at` goes on a word that began before it.
pub fn continues_word(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}
