//! How far a match can reach, so that a text need not be had whole to know what an expression finds in it.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::Pattern;

/// Bounds of what one match takes; `None` where there is no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    bytes: Option<usize>,
    quotes: Option<usize>,
}

impl Extent {
    /// That of an expression; no bounds if it does not parse.
    pub(super) fn of(expression: &str) -> Self {
        let parsed = ParserBuilder::new().unicode(false).utf8(false).build().parse(expression);
        let Ok(hir) = parsed else { return Self { bytes: None, quotes: None } };
        Self { bytes: hir.properties().maximum_len(), quotes: quotes(&hir) }
    }

    /// Whether a match that begins with `text` or before it ends in it, whatever stands behind; and one byte before
    /// its end at that, because whether a word ends there is told by the next.
    fn ends_in(self, text: &[u8]) -> bool {
        self.bytes.is_some_and(|most| most < text.len())
            || self.quotes.is_some_and(|most| memchr::memchr_iter(b'"', text).nth(most).is_some())
    }
}

impl Pattern {
    /// Whether `text`, which begins with a literal, tells whether and where that leads to a match, whatever stands
    /// behind it.
    pub fn is_settled_by(&self, text: &[u8]) -> bool {
        self.extent.get_or_init(|| Extent::of(&self.expression)).ends_in(text)
    }
}

/// The most quotes that a match may hold. Tokens have none, so that few expressions take many, however long the token.
fn quotes(hir: &Hir) -> Option<usize> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(0),
        HirKind::Literal(literal) => Some(memchr::memchr_iter(b'"', &literal.0).count()),
        HirKind::Class(Class::Bytes(class)) => {
            let holds = |(start, end): (u8, u8)| (start..=end).contains(&b'"');
            Some(usize::from(class.iter().any(|range| holds((range.start(), range.end())))))
        }
        HirKind::Class(Class::Unicode(_)) => None,
        HirKind::Repetition(repetition) => match (quotes(&repetition.sub)?, repetition.max) {
            (0, _) => Some(0),
            (each, Some(times)) => each.checked_mul(usize::try_from(times).ok()?),
            (_, None) => None,
        },
        HirKind::Capture(capture) => quotes(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().try_fold(0, |sum: usize, part| sum.checked_add(quotes(part)?))
        }
        HirKind::Alternation(parts) => {
            parts.iter().try_fold(0, |most, part| Some(most.max(quotes(part)?)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extent_bounds_bytes_and_quotes() {
        for (expression, bytes, quotes) in [
            ("abc[0-9]{4}", Some(7), Some(0)),
            ("(abc[0-9]{4,})(?:[^0-9]|$)", None, Some(1)),
            (r#"abc"(?:x"|y){2}z*"#, None, Some(3)),
            ("abc.*", None, None),
            (r"abc(?:[a-z]+\.)+d", None, Some(0)),
            ("(", None, None),
        ] {
            assert_eq!(Extent::of(expression), Extent { bytes, quotes }, "{expression}");
        }
    }

    #[test]
    fn a_match_ends_before_what_it_cannot_hold() {
        for (expression, text, ends) in [
            ("abc[0-9]{4}", "abc12345", true),
            ("abc[0-9]{4}", "abc1234", false),
            ("abc[0-9]{4,}", "abc12345678", false),
            ("abc[0-9]{4,}", "abc12345678\"", true),
            (r#"abc"[0-9]{4,}"#, "abc\"12345678", false),
            (r#"abc"[0-9]{4,}"#, "abc\"12345678\"", true),
            ("abc.*", "abc\"\"\"\"\"\"", false),
        ] {
            assert_eq!(
                Extent::of(expression).ends_in(text.as_bytes()),
                ends,
                "{expression} {text}"
            );
        }
    }
}
