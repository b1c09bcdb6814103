//! How far an expression comes with a text before no continuation could make it match.

use regex_automata::hybrid::dfa::DFA;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, MatchKind, nfa::thompson};

/// Bytes at the start of `text` after which `expression` may still match, or has; `None` where it
/// does not compile.
pub(super) fn reach(expression: &str, text: &[u8]) -> Option<usize> {
    let dfa = DFA::builder()
        .configure(DFA::config().match_kind(MatchKind::All).skip_cache_capacity_check(true))
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .thompson(thompson::Config::new().utf8(false))
        .build(expression)
        .ok()?;
    let mut cache = dfa.create_cache();
    let input = Input::new(text).anchored(Anchored::Yes);
    let mut state = dfa.start_state_forward(&mut cache, &input).ok()?;
    for (at, &byte) in text.iter().enumerate() {
        state = dfa.next_state(&mut cache, state, byte).ok()?;
        if state.is_dead() || state.is_quit() {
            return Some(at);
        }
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_come_as_far_as_some_match_could() {
        let cases = [
            (r"acme_[0-9]{4}\b", "acme_12x4", 7),
            (r"acme_[0-9]{4}\b", "acme_1234", 9),
            (r"acme_[0-9]{4}\b", "bolt", 0),
            (r"^(?:Bearer )?([0-9a-f]{8})$", "Bearer 0123abcg", 14),
            (r"[a-z]+:[0-9]", "abc", 3),
        ];
        for (expression, text, expected) in cases {
            assert_eq!(reach(expression, text.as_bytes()), Some(expected), "{expression} {text}");
        }
        assert_eq!(reach("(", b"x"), None);
    }
}
