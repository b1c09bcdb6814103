//! Lines of other languages among the code of a script: shell commands, YAML, settings, markup.
//!
//! A name and a bare word around a sign is an assignment in many of them; in JavaScript the word is
//! another name. So the word has to look like what a machine made.

use std::ops::Range;

use super::super::{Pair, lines};

/// First words of lines that are no JavaScript.
const COMMANDS: [&[u8]; 16] = [
    b"curl", b"http", b"wget", b"export", b"set", b"setx", b"setenv", b"ENV", b"ARG", b"aws",
    b"declare", b"docker", b"heroku", b"gh", b"CREATE", b"ALTER",
];

/// Least bytes of a bare word that is a value, and least digits in it.
const SHORTEST: usize = 12;
const LEAST_DIGITS: usize = 2;

/// Gives the pairs of such lines, but none whose value is among those `given`, which are ascending.
pub(super) fn pairs(text: &[u8], given: &[Range<usize>], emit: &mut dyn FnMut(Pair)) {
    lines::some((text, true), &mut |line| is_foreign(&text[line]), &mut |pair| {
        let next = given.partition_point(|value| value.end <= pair.value.start);
        if given.get(next).is_none_or(|value| value.start >= pair.value.end) {
            emit(pair);
        }
    });
}

fn is_foreign(line: &[u8]) -> bool {
    if line.first() == Some(&b'<') {
        return true;
    }
    let name =
        line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.$".contains(byte));
    let (name, rest) = line.split_at(name.count());
    if rest.first() == Some(&b' ') && (COMMANDS.contains(&name) || has_options(rest)) {
        return true;
    }
    let rest = rest.trim_ascii_start();
    let signs = rest.iter().take_while(|byte| b":=?".contains(byte)).count();
    (1..=3).contains(&signs) && !name.is_empty() && is_made(rest[signs..].trim_ascii())
}

/// Whether a long option stands in a line: `--token`; a program has a name or a number behind a blank and
/// two dashes only in one letter.
fn has_options(line: &[u8]) -> bool {
    memchr::memmem::find(line, b" --").is_some_and(|at| {
        let name = |byte: &&u8| byte.is_ascii_lowercase() || **byte == b'-';
        line[at + 3..].iter().take_while(name).count() > 2
    })
}

/// Whether what stands behind a sign is one word, and none that a program would call something.
fn is_made(value: &[u8]) -> bool {
    let value = value.strip_suffix(b";").or(value.strip_suffix(b",")).unwrap_or(value);
    let value = value.strip_prefix(b"Bearer ").unwrap_or(value);
    let digits = |text: &[u8]| text.iter().filter(|byte| byte.is_ascii_digit()).count();
    let is_bare = |byte: &u8| byte.is_ascii_graphic() && !b"\"'`()[]{}<>,;".contains(byte);
    let is_number = value.iter().all(|byte| byte.is_ascii_digit() || b".+-*/".contains(byte));
    let longest =
        value.split(|&byte| byte == b'.').max_by_key(|part| part.len()).unwrap_or_default();
    longest.len() >= SHORTEST
        && digits(longest) >= LEAST_DIGITS
        && value.iter().all(is_bare)
        && !is_number
}

#[cfg(test)]
mod tests {
    use super::super::super::check;
    use super::super::pairs;

    #[test]
    fn lines_of_other_languages_give_their_values() {
        check(
            pairs,
            &[
                ("export A_KEY=Qk3vZz9Lm2Xc8", &[("A_KEY", "Qk3vZz9Lm2Xc8")]),
                ("a_key: Qk3vZz9Lm2Xc8\nb = 'c'", &[("b", "c"), ("a_key", "Qk3vZz9Lm2Xc8")]),
                ("A_KEY ?= Qk3vZz9Lm2Xc8", &[("A_KEY", "Qk3vZz9Lm2Xc8")]),
                ("tool --a-key Qk3v", &[("a-key", "Qk3v")]),
                ("set A_KEY=Qk3v", &[("A_KEY", "Qk3v")]),
                ("setx A_KEY \"Qk3v\"", &[("A_KEY", "Qk3v")]),
                ("curl -H \"X-Key: Qk3v\" https://h/", &[("X-Key", "Qk3v")]),
                ("-- a_key: Qk3vZz9Lm2Xc8", &[("a_key", "Qk3vZz9Lm2Xc8")]),
                ("<aKey>Qk3v</aKey>", &[("aKey", "Qk3v")]),
                ("export A_KEY=\"Qk3vZz9Lm2Xc8\"", &[("A_KEY", "Qk3vZz9Lm2Xc8")]),
            ],
        );
    }

    #[test]
    fn code_gives_nothing_more() {
        for text in [
            "a = responseData",
            "x = a --b",
            "let a = b;",
            "{ a: response2Data.body1 }",
            "x: 12345678901234",
            "a = b.c2d3e4.f",
            "if (a == Qk3vZz9Lm2Xc8)",
            "a = f2345678901234(b)",
        ] {
            check(pairs, &[(text, &[])]);
        }
    }
}
