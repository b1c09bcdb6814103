//! JSON: the tokenizer, and the reader that makes fields of its events.
//!
//! The tokenizer is forgiving, because documents in the wild are: a template in place of a value
//! (`{{port}}`), trailing commas, comments, bare keys and single quotes are noted as a [`Flaw`] and
//! read on. It stops only where going on would be guessing.

mod stream;

use super::token::{Container, Events, Str};
pub use stream::Json;

/// A place where a text is not of its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flaw {
    /// Offset of the offending byte.
    pub at: usize,
    /// The format that the text begins as.
    pub format: &'static str,
    /// What is wrong, for people.
    pub what: &'static str,
}

/// How reading one value ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Offset behind what was read.
    pub end: usize,
    /// The first thing that is not JSON.
    pub flaw: Option<Flaw>,
    /// Whether the value was read to its end.
    pub complete: bool,
    /// Whether it was not because the text ends: more text might complete it.
    pub ran_out: bool,
}

/// Deepest nesting that is read; deeper text is scanned as text. Real exports stay far below 100.
pub const MAX_DEPTH: usize = 1024;

/// Reads the one value that begins at `start` of `text`, an object or an array.
pub fn tokenize(text: &[u8], start: usize, events: &mut impl Events) -> Outcome {
    let mut tokenizer = Tokenizer {
        text,
        at: start,
        stack: Vec::new(),
        want: Want::Value,
        flaw: None,
        ran_out: false,
    };
    let complete = tokenizer.run(events).is_ok();
    let Tokenizer { at: end, flaw, ran_out, .. } = tokenizer;
    Outcome { end, flaw, complete, ran_out }
}

/// What strict JSON has next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    /// A value, or the end of an array that has just opened.
    Value,
    /// A key, or the end of an object that has just opened.
    Key,
    /// A key; an end here would leave a trailing comma.
    NextKey,
    /// A value; an end here would leave a trailing comma.
    NextValue,
    Colon,
    Comma,
}

/// The text can't be read on.
struct Stop;

struct Tokenizer<'t> {
    text: &'t [u8],
    at: usize,
    stack: Vec<Container>,
    want: Want,
    flaw: Option<Flaw>,
    ran_out: bool,
}

impl Tokenizer<'_> {
    fn run(&mut self, events: &mut impl Events) -> Result<(), Stop> {
        loop {
            let Some(&byte) = self.text.get(self.at) else {
                return Err(self.run_out("the document ends before its last bracket closes"));
            };
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => self.at += 1,
                b'"' | b'\'' => self.string(byte, events)?,
                b':' => self.expect(Want::Colon, Want::Value),
                b',' => self.comma(),
                b'{' if self.template().is_none() => self.open(Container::Object, events)?,
                b'[' => self.open(Container::Array, events)?,
                b'}' | b']' => {
                    self.close(byte, events)?;
                    if self.stack.is_empty() {
                        return Ok(());
                    }
                }
                b'/' if self.comment() => {}
                _ => self.scalar(events)?,
            }
        }
    }

    fn note(&mut self, what: &'static str) {
        self.flaw.get_or_insert(Flaw { at: self.at, format: "JSON", what });
    }

    fn stop(&mut self, what: &'static str) -> Stop {
        self.note(what);
        Stop
    }

    fn run_out(&mut self, what: &'static str) -> Stop {
        self.ran_out = true;
        self.stop(what)
    }

    fn expect(&mut self, wanted: Want, next: Want) {
        if self.want != wanted {
            self.note("a value is missing");
        }
        self.want = next;
        self.at += 1;
    }

    fn comma(&mut self) {
        let next = if self.in_object() { Want::NextKey } else { Want::NextValue };
        self.expect(Want::Comma, next);
    }

    fn in_object(&self) -> bool {
        self.stack.last() == Some(&Container::Object)
    }

    /// Whether the next string or word is a key.
    fn at_key(&mut self) -> bool {
        if matches!(self.want, Want::Comma | Want::Colon) {
            self.note("a comma or colon is missing");
            self.want =
                if self.in_object() && self.want == Want::Comma { Want::Key } else { Want::Value };
        }
        matches!(self.want, Want::Key | Want::NextKey)
    }

    fn open(&mut self, container: Container, events: &mut impl Events) -> Result<(), Stop> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(self.stop("the document is nested more than 1024 levels deep"));
        }
        if self.at_key() {
            self.note("a key is missing");
        }
        self.stack.push(container);
        self.want = if container == Container::Object { Want::Key } else { Want::Value };
        self.at += 1;
        events.open(container);
        Ok(())
    }

    fn close(&mut self, byte: u8, events: &mut impl Events) -> Result<(), Stop> {
        let container = if byte == b'}' { Container::Object } else { Container::Array };
        if self.stack.last() != Some(&container) {
            return Err(self.stop("a bracket closes that was not opened"));
        }
        match self.want {
            Want::NextKey | Want::NextValue => self.note("a comma stands before a closing bracket"),
            Want::Colon => self.note("a value is missing"),
            Want::Value if container == Container::Object => self.note("a value is missing"),
            _ => {}
        }
        self.stack.pop();
        self.want = Want::Comma;
        self.at += 1;
        events.close();
        Ok(())
    }

    fn string(&mut self, quote: u8, events: &mut impl Events) -> Result<(), Stop> {
        let start = self.at + 1;
        if quote == b'\'' {
            self.note("a string stands in single quotes");
        }
        let mut from = start;
        let mut escaped = false;
        let end = loop {
            let rest = self.text.get(from..).unwrap_or_default();
            let Some(found) = find_end(rest, quote) else {
                return Err(self.run_out("a string does not close"));
            };
            match rest.get(found) {
                Some(b'\\') => {
                    escaped = true;
                    from += found + 2;
                }
                Some(b'\n') => return Err(self.stop("a string does not close on its line")),
                _ => break from + found,
            }
        };
        let token = Str::json(start, end, escaped);
        if self.at_key() {
            events.key(token);
            self.want = Want::Colon;
        } else {
            events.string(token);
            self.want = Want::Comma;
        }
        self.at = end + 1;
        Ok(())
    }

    /// The end of the template (`{{name}}`) that begins here, if one does.
    fn template(&self) -> Option<usize> {
        const LONGEST: usize = 512;
        let rest = self.text.get(self.at..)?;
        let body = rest.strip_prefix(b"{{")?;
        let body = body.get(..body.len().min(LONGEST)).unwrap_or_default();
        let end = memchr::memmem::find(body, b"}}")?;
        let name = body.get(..end)?;
        name.iter()
            .all(|byte| !matches!(byte, b'\n' | b'"' | b'{'))
            .then_some(self.at + 2 + end + 2)
    }

    /// Skips a comment; `false` where the slash begins none.
    fn comment(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(end) = comment_length(rest) else { return false };
        self.note("comments are not JSON");
        self.at += end;
        true
    }

    fn scalar(&mut self, events: &mut impl Events) -> Result<(), Stop> {
        let start = self.at;
        let end = match self.template() {
            Some(end) => {
                self.note("a template stands in place of a value");
                end
            }
            None => start + word_length(self.text.get(start..).unwrap_or_default()),
        };
        if end == start {
            return Err(self.stop("this byte is no JSON"));
        }
        if self.at_key() {
            self.note("a key stands without quotes");
            events.key(Str::json(start, end, false));
            self.want = Want::Colon;
        } else {
            if !is_json_word(self.text.get(start..end).unwrap_or_default()) {
                self.note("a value stands without quotes");
            }
            events.scalar(start..end);
            self.want = Want::Comma;
        }
        self.at = end;
        Ok(())
    }
}

/// Offset of the first quote, backslash or line feed. Most strings are short, so that a plain loop
/// over their first bytes beats a call.
fn find_end(rest: &[u8], quote: u8) -> Option<usize> {
    const NEAR: usize = 16;
    let ends = |byte: &u8| *byte == quote || *byte == b'\\' || *byte == b'\n';
    let near = rest.get(..NEAR.min(rest.len())).unwrap_or_default();
    near.iter()
        .position(ends)
        .or_else(|| Some(NEAR + memchr::memchr3(quote, b'\\', b'\n', rest.get(NEAR..)?)?))
}

/// Bytes of the comment at the start of `rest`, if there is one.
fn comment_length(rest: &[u8]) -> Option<usize> {
    match rest {
        [b'/', b'/', ..] => Some(memchr::memchr(b'\n', rest).unwrap_or(rest.len())),
        [b'/', b'*', body @ ..] => {
            Some(memchr::memmem::find(body, b"*/").map_or(rest.len(), |end| end + 4))
        }
        _ => None,
    }
}

/// Bytes of the bare word at the start of `rest`.
fn word_length(rest: &[u8]) -> usize {
    let part = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'.' | b'-' | b'+' | b'_' | b'$')
            || *byte >= 0x80
    };
    rest.iter().position(|byte| !part(byte)).unwrap_or(rest.len())
}

/// Whether a bare word is one that JSON has.
fn is_json_word(word: &[u8]) -> bool {
    let number =
        |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E');
    matches!(word, b"true" | b"false" | b"null")
        || (word.first().is_some_and(|first| first.is_ascii_digit() || *first == b'-')
            && word.iter().all(number))
}

#[cfg(test)]
mod tests;
