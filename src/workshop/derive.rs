//! What an expression tells of itself: the literals that set it off.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{ExtractKind, Extractor};

use crate::pattern::literal::{MIN_LITERAL, expand};

/// Most literals that are written down for one expression.
const MOST_LITERALS: usize = 12;

/// Classes of at most this many bytes are written out in brackets behind a short literal.
const LARGEST_CLASS: usize = 64;

/// The literals that every match of `expression` begins with, as pattern files write them; none
/// where it begins with none that is long enough.
pub(super) fn literals(expression: &str) -> Vec<String> {
    let Some(hir) = parse(expression) else { return Vec::new() };
    literals_of(&hir)
}

/// The same, of a part.
fn literals_of(hir: &Hir) -> Vec<String> {
    let plain = prefixes(hir, 1, MOST_LITERALS);
    if plain.iter().all(|literal| literal.len() >= MIN_LITERAL) {
        return written(plain);
    }
    let with_class = prefixes(hir, LARGEST_CLASS, 256);
    let Some(first) = with_class.first() else { return Vec::new() };
    let stem = first.get(..MIN_LITERAL - 1).unwrap_or_default();
    let is_next = |literal: &Vec<u8>| literal.len() >= MIN_LITERAL && literal.starts_with(stem);
    if stem.is_empty() || !with_class.iter().all(is_next) {
        return Vec::new();
    }
    let mut next: Vec<u8> =
        with_class.iter().filter_map(|l| l.get(MIN_LITERAL - 1)).copied().collect();
    next.sort_unstable();
    next.dedup();
    let stem = String::from_utf8_lossy(stem).into_owned();
    written(vec![format!("{stem}[{}]", ranges(&next)).into_bytes()])
}

/// `literals` as texts, if a pattern file may hold them.
fn written(literals: Vec<Vec<u8>>) -> Vec<String> {
    let text =
        |literal: Vec<u8>| String::from_utf8(literal).ok().filter(|text| expand(text).is_ok());
    literals.into_iter().map(text).collect::<Option<_>>().unwrap_or_default()
}

fn prefixes(hir: &Hir, class: usize, total: usize) -> Vec<Vec<u8>> {
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Prefix).limit_class(class).limit_total(total);
    let sequence = extractor.extract(hir);
    let literals = sequence.literals().unwrap_or_default();
    literals.iter().map(|literal| literal.as_bytes().to_vec()).collect()
}

/// Ascending bytes as the inside of a bracket class.
fn ranges(bytes: &[u8]) -> String {
    let mut out = String::new();
    for run in bytes.chunk_by(|a, b| a + 1 == *b) {
        match run {
            [one] => out.push(char::from(*one)),
            [first, .., last] => {
                out.extend([char::from(*first), '-', char::from(*last)]);
            }
            [] => {}
        }
    }
    // A hyphen is itself only at the end.
    if out.starts_with('-') && out.len() > 1 {
        out.remove(0);
        out.push('-');
    }
    out
}

fn parse(expression: &str) -> Option<Hir> {
    let mut parser = ParserBuilder::new();
    parser.unicode(false).utf8(false).build().parse(expression).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_what_every_match_begins_with() {
        let cases: [(&str, &[&str]); 8] = [
            (r"(acme_live_[0-9a-z]{32})\b", &["acme_live_"]),
            (r"(?:acme|bolt)_([0-9]{8})", &["acme_", "bolt_"]),
            (r"(SG\.[0-9A-C_-]{22})", &["SG.[0-9A-C_-]"]),
            (r"(AB[0-9]{22})", &[]),
            (r"^([0-9a-f]{32})$", &[]),
            (r"(?i)(acme_[0-9]{8})", &[]),
            (r"https://hooks\.acme\.example/([0-9a-z]{24})", &["https://hooks.acme.example/"]),
            (r"((?:sk|pk)_test_[a-z]{9})", &["sk_test_", "pk_test_"]),
        ];
        for (expression, expected) in cases {
            assert_eq!(literals(expression), expected, "{expression}");
        }
    }
}
