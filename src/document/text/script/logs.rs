//! Calls that write to the console, and the names of what they write.

use std::ops::Range;

use memchr::memmem;

use super::MAX_LABEL;
use super::lexer::{Kind, Lexer, Token};

/// A call such as `console.log("token", pm.environment.get("token"))`.
#[derive(Debug, PartialEq, Eq)]
pub struct LogCall {
    /// What stands between its brackets.
    pub arguments: Range<usize>,
    /// The names of the variables, members and entries whose values it writes.
    pub names: Vec<Range<usize>>,
}

/// The methods of the console that write.
const METHODS: [&[u8]; 8] =
    [b"log", b"info", b"warn", b"error", b"debug", b"trace", b"dir", b"table"];

/// Most tokens of a call that are looked at; longer ones are none that write a value.
const MOST_TOKENS: usize = 256;

/// Gives the calls of a script that write to the console. What is commented out writes nothing.
pub fn logs(text: &[u8], emit: &mut dyn FnMut(LogCall)) {
    let mut comments = Comments::default();
    let mut last: [Option<Token>; 4] = Default::default();
    let mut open: Option<Open> = None;
    for token in Lexer::new(text) {
        if let Some(mut call) = open.take() {
            match token.kind {
                Kind::Mark(b')') if call.depth == 0 => {
                    let mut names = Vec::new();
                    written(text, &call.inside, &mut names);
                    emit(LogCall { arguments: call.start..token.range.start, names });
                    continue;
                }
                Kind::Mark(b'(') => call.depth += 1,
                Kind::Mark(b')') => call.depth -= 1,
                _ => {}
            }
            call.inside.push(token);
            open = Some(call).filter(|call| call.inside.len() < MOST_TOKENS);
            continue;
        }
        let console = writes(text, &last).filter(|_| token.kind == Kind::Mark(b'('));
        if console.is_some_and(|at| !comments.hold(text, at)) {
            open = Some(Open { start: token.range.end, depth: 0, inside: Vec::new() });
            last = Default::default();
            continue;
        }
        last.rotate_right(1);
        last[0] = Some(token);
    }
}

/// A call whose bracket has not closed.
struct Open {
    start: usize,
    /// Brackets that are open in it.
    depth: usize,
    inside: Vec<Token>,
}

/// Where `console` stands, if the last tokens, the nearest first, name a method of it that writes.
fn writes(text: &[u8], last: &[Option<Token>; 4]) -> Option<usize> {
    let [Some(method), Some(dot), Some(console), before] = last else { return None };
    let is_member = before.as_ref().is_some_and(|token| token.kind == Kind::Mark(b'.'));
    let is_console = text.get(console.range.clone()) == Some(b"console");
    let is_method = METHODS.contains(&text.get(method.range.clone())?);
    let named = [method, console].iter().all(|token| token.kind == Kind::Name);
    (named && is_console && is_method && dot.kind == Kind::Mark(b'.') && !is_member)
        .then_some(console.range.start)
}

/// Where comments are, found out in one pass. Quotes are not looked at: a remark may hold a lone one.
#[derive(Default)]
struct Comments {
    /// Bytes that have been looked at.
    at: usize,
    in_line: bool,
    in_block: bool,
}

impl Comments {
    /// Whether `to`, which is not before where it was asked last, stands in a comment.
    fn hold(&mut self, text: &[u8], to: usize) -> bool {
        for mark in memchr::memchr2_iter(b'/', b'\n', &text[self.at..to]) {
            let mark = self.at + mark;
            let before = mark.checked_sub(1).map(|at| text[at]);
            match (text[mark], text.get(mark + 1)) {
                (b'\n', _) => self.in_line = false,
                (_, _) if self.in_block => self.in_block = before != Some(b'*'),
                // What looks like the scheme of a URL begins none.
                (_, Some(b'/')) => self.in_line |= before != Some(b':'),
                (_, Some(b'*')) => self.in_block = !self.in_line,
                _ => {}
            }
        }
        self.at = to;
        self.in_line || self.in_block
    }
}

fn moved(token: &Token, by: usize) -> Token {
    Token { kind: token.kind, range: token.range.start + by..token.range.end + by }
}

/// Adds the names of the values that an expression of these tokens comes to.
fn written(text: &[u8], tokens: &[Token], names: &mut Vec<Range<usize>>) {
    let kind = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map(|token| token.kind);
    let word = |at: Option<usize>| {
        let token = at.and_then(|at| tokens.get(at)).filter(|token| token.kind == Kind::Name)?;
        text.get(token.range.clone())
    };
    for (at, token) in tokens.iter().enumerate() {
        let back = |by: usize| at.checked_sub(by);
        let (first, next) = match token.kind {
            Kind::Name => (start_of_chain(tokens, at), at + 1),
            // `get("token")`, `headers["Authorization"]`
            Kind::Literal => {
                let is_got = kind(back(1)) == Some(Kind::Mark(b'('))
                    && kind(Some(at + 1)) == Some(Kind::Mark(b')'))
                    && word(back(2)).is_some_and(|name| name.starts_with(b"get"));
                let is_entry = kind(back(1)) == Some(Kind::Mark(b'['))
                    && kind(Some(at + 1)) == Some(Kind::Mark(b']'))
                    && matches!(kind(back(2)), Some(Kind::Name | Kind::Mark(b']' | b')')));
                if !is_got && !is_entry {
                    continue;
                }
                (start_of_chain(tokens, at - 2), at + 2)
            }
            Kind::Template => {
                placeholders(text, &token.range, names);
                continue;
            }
            _ => continue,
        };
        let before = first.checked_sub(1);
        let is_asked = matches!(kind(before), Some(Kind::Mark(b'!') | Kind::Other))
            || word(before) == Some(b"typeof");
        // It goes on to something else, is a condition, or the key of an object.
        let is_passed = match kind(Some(next)) {
            Some(
                Kind::Mark(b'.' | b'(' | b'[' | b'?' | b'<' | b'>') | Kind::Other | Kind::Name,
            ) => true,
            Some(Kind::Mark(b':')) => kind(before) != Some(Kind::Mark(b'?')),
            _ => false,
        };
        if !is_asked && !is_passed && token.range.len() <= MAX_LABEL {
            names.push(token.range.clone());
        }
    }
}

/// Where the chain of members begins that the token at `at` ends: `pm` in `pm.environment.get`.
fn start_of_chain(tokens: &[Token], at: usize) -> usize {
    let is = |at: usize, kind: Kind| tokens.get(at).is_some_and(|token| token.kind == kind);
    let mut first = at;
    while first >= 2 && is(first - 1, Kind::Mark(b'.')) && is(first - 2, Kind::Name) {
        first -= 2;
    }
    first
}

/// Adds the names in the expressions of a template: `${token}`.
fn placeholders(text: &[u8], template: &Range<usize>, names: &mut Vec<Range<usize>>) {
    let mut from = template.start;
    while let Some(found) = memmem::find(&text[from..template.end], b"${") {
        let start = from + found + 2;
        let Some(length) = memchr::memchr(b'}', &text[start..template.end]) else { return };
        from = start + length;
        let tokens = Lexer::new(&text[start..from]).take(MOST_TOKENS);
        let tokens: Vec<Token> = tokens.map(|token| moved(&token, start)).collect();
        // An expression has no template in it that was not cut at its brace.
        if tokens.iter().all(|token| token.kind != Kind::Template) {
            written(text, &tokens, names);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn a_long_line_takes_no_quadratic_time() {
        for part in [
            "console.log(",
            "console.log(a);",
            "console.log(`${`",
            "/*console.log('",
            "console.log(\"\\",
        ] {
            let text = part.repeat(50_000);
            let started = Instant::now();
            logs(text.as_bytes(), &mut |_| {});
            assert!(started.elapsed().as_secs() < 20, "{part}: {:?}", started.elapsed());
        }
    }

    #[test]
    fn the_names_of_what_is_written_are_told() {
        let cases: [(&str, &[&[&str]]); 28] = [
            ("console.log(token)", &[&["token"]]),
            ("console.log('token: ' + json.access_token);", &[&["access_token"]]),
            ("console.info(pm.environment.get(\"token\"))", &[&["token"]]),
            ("console.log(`Bearer ${token}!`, x)", &[&["token", "x"]]),
            ("console.log(`${pm.globals.get('key')}`)", &[&["key"]]),
            ("console.log(request.headers['Authorization'])", &[&["Authorization"]]),
            ("console.log(JSON.stringify(token))", &[&["token"]]),
            ("console.log({ token, user: name })", &[&["token", "name"]]),
            ("console.log(ok ? token : 'none')", &[&["token"]]),
            ("console.log('token')", &[&[]]),
            ("console.log(token.length)", &[&["length"]]),
            ("console.log(token.slice(0, 4))", &[&[]]),
            ("console.log(!token, !pm.environment.get('token'))", &[&[]]),
            ("console.log(!json.token, typeof token)", &[&[]]),
            ("console.log(token ? 'yes' : 'no')", &[&[]]),
            ("console.log(pm.environment.get('token') ? 'yes' : 'no')", &[&[]]),
            ("console.log(token === undefined)", &[&[]]),
            ("console.log(getToken())", &[&[]]),
            ("// console.log(token)\nconsole.log(a)", &[&["a"]]),
            ("/* console.log(token) */ console.log(a)", &[&["a"]]),
            ("x = 'https://y'; console.log(token)", &[&["token"]]),
            ("/* // */ console.log(a) // /*\nconsole.log(b)", &[&["a"], &["b"]]),
            ("// x\n/* y\n console.log(token) */", &[]),
            ("my.console.log(token); aconsole.log(token)", &[]),
            ("console.clear(token)", &[]),
            ("console.log(token", &[]),
            ("console", &[]),
            ("console.log((((a))))console.log(b)", &[&["a"], &["b"]]),
        ];
        for (text, expected) in cases {
            let mut found = Vec::new();
            logs(text.as_bytes(), &mut |call| {
                found.push(call.names.into_iter().map(|name| &text[name]).collect::<Vec<_>>());
            });
            assert_eq!(found, expected, "{text}");
        }
    }
}
