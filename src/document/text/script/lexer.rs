//! Scripts as tokens, as far as it takes to find literals and their names.

use std::ops::Range;

use memchr::{memchr, memmem};

use super::super::token::Quotes;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or keyword.
    Name,
    /// A string literal; its range is what is between the quotes.
    Literal,
    /// A template literal with expressions in it, which has no value of its own.
    Template,
    /// `=`, `:=` and the like of `+=`: what follows is the new value of what stands in front.
    Assign,
    /// `=>`.
    Arrow,
    /// `||` or `??`: what follows is a default.
    Default,
    /// Any other operator of several characters, and numbers.
    Other,
    /// A character that stands for itself.
    Mark(u8),
}

/// A token and its bytes.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
}

/// Reads a script token by token. Comments are read as code, for code that is commented out is code.
pub(super) struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    quotes: Quotes,
    /// Where the line comment that was last begun ends.
    comment_end: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, quotes: Quotes::default(), comment_end: 0 }
    }

    fn skip_blanks(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }

    fn name(&mut self, start: usize) -> Token {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|&&byte| is_name_byte(byte)).count();
        let kind = if self.text[start].is_ascii_digit() { Kind::Other } else { Kind::Name };
        Token { kind, range: start..self.at }
    }

    /// The literal that opens at `start`; a quote that is not closed is a mark like any other.
    fn literal(&mut self, start: usize) -> Token {
        // A stray backtick in a remark must not swallow the code behind it.
        let end = if start < self.comment_end { self.comment_end } else { self.text.len() };
        let Some(close) = self.quotes.close(self.text, start, end) else {
            return Token { kind: Kind::Mark(self.text[start]), range: start..start + 1 };
        };
        let range = start + 1..close;
        self.at = close + 1;
        let template =
            self.text[start] == b'`' && memmem::find(&self.text[range.clone()], b"${").is_some();
        Token { kind: if template { Kind::Template } else { Kind::Literal }, range }
    }

    fn operator(&mut self, start: usize) -> Token {
        let rest = &self.text[start..];
        let (kind, width) = match *rest {
            [b'=', b'=' | b'~', ..] => {
                (Kind::Other, rest.iter().take_while(|&&byte| matches!(byte, b'=' | b'~')).count())
            }
            [b'=', b'>', ..] => (Kind::Arrow, 2),
            [b'=', ..] => (Kind::Assign, 1),
            [b'!' | b'<' | b'>', b'=', b'=', ..] => (Kind::Other, 3),
            [b'!' | b'<' | b'>', b'=', ..] | [b'&', b'&', ..] => (Kind::Other, 2),
            [b'+' | b'-' | b'*' | b'/' | b'%' | b'|' | b'?' | b':' | b'.', b'=', ..] => {
                (Kind::Assign, 2)
            }
            [b'|', b'|', b'=', ..] | [b'?', b'?', b'=', ..] => (Kind::Assign, 3),
            [b'|', b'|', ..] | [b'?', b'?', ..] => (Kind::Default, 2),
            // A member that may be missing, a member of a pointer or class.
            [b'?', b'.', ..] | [b'-', b'>', ..] | [b':', b':', ..] => (Kind::Mark(b'.'), 2),
            _ => (Kind::Mark(rest[0]), 1),
        };
        self.at = start + width;
        Token { kind, range: start..self.at }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let start = self.at;
            let byte = *self.text.get(start)?;
            self.at += 1;
            match byte {
                b'"' | b'\'' | b'`' => return Some(self.literal(start)),
                b'/' if self.text.get(self.at) == Some(&b'/') => {
                    self.at += 1;
                    if start >= self.comment_end {
                        let rest = &self.text[start..];
                        self.comment_end = start + memchr(b'\n', rest).unwrap_or(rest.len());
                    }
                }
                b'/' if self.text.get(self.at) == Some(&b'*') => self.at += 1,
                b'*' if self.text.get(self.at) == Some(&b'/') => self.at += 1,
                _ if byte.is_ascii_whitespace() => self.skip_blanks(),
                _ if is_name_byte(byte) => return Some(self.name(start)),
                _ => return Some(self.operator(start)),
            }
        }
    }
}

#[inline]
fn is_name_byte(byte: u8) -> bool {
    NAME_BYTES[usize::from(byte)]
}

/// The bytes that names have: a table, because every byte of a script is asked for.
const NAME_BYTES: [bool; 256] = {
    let (mut table, mut byte) = ([true; 256], 0_u8);
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'@');
        byte += 1;
    }
    table
};
