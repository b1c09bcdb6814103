//! The words that an expression spells out before its secret: what stands beside such a value.

use regex_syntax::ast::Ast;
use regex_syntax::ast::parse::Parser;

/// Fewest letters of a word that may name something.
const SHORTEST: usize = 4;

/// The words in `before`, a part of an expression, in lower case; each once.
pub(super) fn words(before: &str) -> Vec<String> {
    let Ok(ast) = Parser::new().parse(before) else { return Vec::new() };
    let mut words = Vec::new();
    collect(&ast, &mut words);
    words
}

fn collect(ast: &Ast, words: &mut Vec<String>) {
    match ast {
        Ast::Concat(concat) => {
            let letter = |ast: &Ast| match ast {
                Ast::Literal(literal) if literal.c.is_ascii_alphanumeric() => Some(literal.c),
                _ => None,
            };
            let runs = concat.asts.chunk_by(|a, b| letter(a).is_some() && letter(b).is_some());
            for run in runs {
                let word: String = run.iter().filter_map(letter).collect();
                let word = word.to_lowercase();
                if word.len() >= SHORTEST && !words.contains(&word) {
                    words.push(word);
                }
                for ast in run {
                    collect(ast, words);
                }
            }
        }
        Ast::Alternation(all) => all.asts.iter().for_each(|ast| collect(ast, words)),
        Ast::Group(group) => collect(&group.ast, words),
        Ast::Repetition(repetition) => collect(&repetition.ast, words),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters() {
        let cases: [(&str, &[&str]); 4] = [
            (r"(?i)acme.{0,20}?[:=]\s*", &["acme"]),
            (r"(?:BoltKey|quay)[_-]?api", &["boltkey", "quay"]),
            (r"\bab[a-z]{4}", &[]),
            ("(", &[]),
        ];
        for (before, expected) in cases {
            assert_eq!(words(before), expected, "{before}");
        }
    }
}
