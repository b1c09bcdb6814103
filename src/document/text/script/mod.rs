//! Scripts, foremost Postman's JavaScript, and code samples of languages that are written alike.
//!
//! A string literal belongs to a name if it is assigned to it, stands behind it in an object, or follows it
//! as the second argument of a method that stores something (`set("name", "literal")`). Names and literals
//! are found from tokens alone, without a grammar, so that no script is too broken to be read.

use std::ops::Range;

use memchr::memrchr;

use super::token::{is_scheme, trim};
use super::{MAX_LABEL, Pair};
use crate::document::codec::Codec;

mod foreign;
mod lexer;
mod logs;
mod object;

#[cfg(test)]
mod tests;

use lexer::{Kind, Lexer, Token};
pub use logs::{LogCall, logs};
use object::Object;

/// How the names of methods begin that store their second argument under their first.
const STORES: [&[u8]; 8] =
    [b"set", b"add", b"append", b"put", b"upsert", b"define", b"header", b"with"];

/// How the names of methods begin that keep their only argument, and how the names of functions end that
/// say what it is: `withToken("…")`, `new ApiKey("…")`.
const KEEPS: [&[u8]; 3] = [b"set", b"with", b"use"];
const SAYS: [&[u8]; 8] = [
    b"apikey",
    b"accesskey",
    b"secretkey",
    b"token",
    b"secret",
    b"password",
    b"passwd",
    b"credential",
];

/// Functions whose result still is their argument, as far as a leak goes.
const PASSES_ON: [&[u8]; 4] = [b"parse", b"String", b"encodeURIComponent", b"atob"];

/// Functions that encode `user:password` for Basic authentication.
const ENCODES: [&[u8]; 2] = [b"btoa", b"from"];

/// Gives the string literals of a script that have a name. Template literals with expressions, and literals
/// that are compared rather than assigned, give nothing. Lines of other languages among the code give what
/// they give in any text.
pub fn pairs(text: &[u8], emit: &mut dyn FnMut(Pair)) {
    let mut given = Vec::new();
    let mut keep = |pair: Pair| {
        given.push(pair.value.clone());
        emit(pair);
    };
    let mut reader =
        Reader { text, last: Default::default(), target: None, object: Object::default() };
    for token in Lexer::new(text) {
        reader.token(&token, &mut keep);
        let [first, second, third, _] = std::mem::take(&mut reader.last);
        reader.last = [Some(token), first, second, third];
    }
    reader.object.close(&mut keep);
    given.sort_unstable_by_key(|value| value.start);
    foreign::pairs(text, &given, emit);
}

/// Whether a method of this name stores its second argument under its first.
pub(super) fn stores(method: &[u8]) -> bool {
    begins(method, &STORES)
}

/// Whether the name of a function says what its only argument is.
pub(super) fn names_its_argument(function: &[u8]) -> bool {
    let ends = |word: &&[u8]| {
        let start = function.len().checked_sub(word.len());
        start.is_some_and(|start| function[start..].eq_ignore_ascii_case(word))
    };
    begins(function, &KEEPS) && function.len() > 4 || SAYS.iter().any(ends)
}

fn begins(name: &[u8], verbs: &[&[u8]]) -> bool {
    verbs
        .iter()
        .any(|verb| name.len() >= verb.len() && name[..verb.len()].eq_ignore_ascii_case(verb))
}

/// What the next literal would be assigned to.
struct Target {
    label: Range<usize>,
    /// Whether the very next token can be the value.
    ready: bool,
    /// Whether a scheme such as `"Bearer "` has been passed, so that what is added to it is the value.
    scheme: bool,
    /// Whether it is a member of an object.
    member: bool,
}

struct Reader<'a> {
    text: &'a [u8],
    /// The last tokens, the nearest first.
    last: [Option<Token>; 4],
    target: Option<Target>,
    object: Object,
}

impl Reader<'_> {
    fn token(&mut self, token: &Token, emit: &mut dyn FnMut(Pair)) {
        match token.kind {
            Kind::Literal => self.literal(token.range.clone(), emit),
            Kind::Assign => self.aim(self.assigned(), false),
            Kind::Arrow => self.aim(self.entry(), true),
            Kind::Mark(b':') => self.aim(self.member(), true),
            Kind::Mark(b',') => self.aim(self.stored(), false),
            Kind::Default => self.ready(|_| true),
            Kind::Mark(b'+') => self.ready(|target| target.scheme),
            Kind::Mark(b'(') => {
                let passed = self.name_before().is_none_or(|name| PASSES_ON.contains(&name));
                self.ready(|target| target.ready || passed);
            }
            Kind::Mark(b')') => {
                self.only_argument(emit);
                self.ready(|_| false);
            }
            Kind::Mark(b'.' | b'[' | b']') | Kind::Template => self.ready(|_| false),
            Kind::Name => {
                // Two names in a row, and the statement is over, whether or not a semicolon says so.
                if self.kind(0).is_some_and(|kind| matches!(kind, Kind::Name | Kind::Literal)) {
                    self.target = None;
                }
                self.ready(|_| false);
            }
            Kind::Mark(b'{' | b'}') => {
                self.target = None;
                self.object.close(emit);
            }
            Kind::Other | Kind::Mark(_) => self.target = None,
        }
    }

    /// Gives the only argument of a call, if the function's name says what it is.
    fn only_argument(&mut self, emit: &mut dyn FnMut(Pair)) {
        let Some(value) = self.literal_before().filter(|value| !value.is_empty()) else { return };
        let function = self.name_at(2).filter(|_| self.kind(1) == Some(Kind::Mark(b'(')));
        let is_label = |name: &Range<usize>| {
            name.len() <= MAX_LABEL && names_its_argument(&self.text[name.clone()])
        };
        if let Some(label) = function.filter(is_label) {
            emit(Pair { label, value, codec: Codec::Backslash });
        }
    }

    fn literal(&mut self, range: Range<usize>, emit: &mut dyn FnMut(Pair)) {
        let value = trim(self.text, range);
        let bytes = &self.text[value.clone()];
        if self.kind(0) == Some(Kind::Mark(b'('))
            && let Some(function) = self.name_at(1)
            && ENCODES.contains(&&self.text[function.clone()])
            && bytes.contains(&b':')
        {
            if !bytes.ends_with(b":") {
                emit(Pair { label: function, value, codec: Codec::Backslash });
            }
            self.target = None;
            return;
        }
        let Some(target) = self.target.as_mut().filter(|target| target.ready) else { return };
        if bytes.is_empty() || is_scheme(bytes) {
            target.ready = false;
            target.scheme = true;
            return;
        }
        let pair = Pair { label: target.label.clone(), value, codec: Codec::Backslash };
        let member = target.member;
        self.target = None;
        if member {
            self.object.member(self.text, pair, emit);
        } else {
            emit(pair);
        }
    }

    /// Makes `label` the name of what comes next.
    fn aim(&mut self, label: Option<Range<usize>>, member: bool) {
        let label = label.filter(|label| !label.is_empty() && label.len() <= MAX_LABEL);
        self.target = label.map(|label| Target { label, ready: true, scheme: false, member });
    }

    fn ready(&mut self, is_ready: impl FnOnce(&Target) -> bool) {
        if let Some(target) = &mut self.target {
            target.ready = is_ready(target);
        }
    }

    /// What is assigned to: a name, or the literal of `headers["name"]`.
    fn assigned(&self) -> Option<Range<usize>> {
        match (self.kind(0)?, self.kind(1), self.kind(2)) {
            // The name of a type stands between: `key: string = "…"`, `key: &str = "…"`.
            (Kind::Name, Some(Kind::Mark(b':')), Some(Kind::Name)) => {
                let name = self.name_at(2)?;
                let scope = &self.text[name.clone()] == b"$env";
                if scope { self.name_at(0) } else { Some(name) }
            }
            (Kind::Name, Some(Kind::Mark(b'&')), Some(Kind::Mark(b':'))) => self.name_at(3),
            (Kind::Name, ..) => self.name_at(0),
            (Kind::Mark(b']'), Some(Kind::Literal), Some(Kind::Mark(b'['))) => {
                Some(self.last[1].as_ref()?.range.clone())
            }
            _ => None,
        }
    }

    /// The member of an object that a colon follows, unless the colon belongs to a condition.
    fn member(&self) -> Option<Range<usize>> {
        let conditional = self.kind(1) == Some(Kind::Mark(b'?'));
        let case = self.name_at(1).is_some_and(|name| &self.text[name] == b"case");
        if conditional || case {
            return None;
        }
        self.name_at(0).or_else(|| self.literal_before())
    }

    /// The first argument of a method that stores, if the comma behind it has come.
    fn stored(&self) -> Option<Range<usize>> {
        let method = self.name_at(2).filter(|_| self.kind(1) == Some(Kind::Mark(b'(')))?;
        if !stores(&self.text[method]) {
            return None;
        }
        self.name_at(0).or_else(|| self.literal_before())
    }

    /// The key of a hash that an arrow follows: a literal, or a name that begins its line or has a colon in
    /// front (any other name is the parameter of a function).
    fn entry(&self) -> Option<Range<usize>> {
        if let Some(literal) = self.literal_before() {
            return Some(literal);
        }
        let name = self.name_at(0)?;
        let line = memrchr(b'\n', &self.text[..name.start]).map_or(0, |end| end + 1);
        let front = self.text[line..name.start].trim_ascii();
        matches!(front, b"" | b":").then_some(name)
    }

    fn literal_before(&self) -> Option<Range<usize>> {
        let token = self.last[0].as_ref().filter(|token| token.kind == Kind::Literal)?;
        Some(trim(self.text, token.range.clone()))
    }

    fn name_before(&self) -> Option<&[u8]> {
        self.name_at(0).map(|name| &self.text[name])
    }

    fn name_at(&self, back: usize) -> Option<Range<usize>> {
        let token = self.last[back].as_ref().filter(|token| token.kind == Kind::Name)?;
        Some(token.range.clone())
    }

    fn kind(&self, back: usize) -> Option<Kind> {
        self.last[back].as_ref().map(|token| token.kind)
    }
}
