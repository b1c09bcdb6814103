//! JSON: the tokenizer, and the reader that makes fields of its events.
//!
//! The tokenizer is forgiving, because documents in the wild are: a template in place of a value
//! (`{{port}}`), trailing commas, comments, bare keys and single quotes are noted as a [`Flaw`] and
//! read on. It stops only where going on would be guessing.

mod blocks;
mod lexical;
mod odd;
mod stream;

use super::token::{Container, Events, Str};
use blocks::Blocks;
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
    let mut tokenizer = Tokenizer::new(text, start);
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

/// Reads a text.
struct Tokenizer<'t> {
    text: &'t [u8],
    blocks: Blocks<'t>,
    at: usize,
    stack: Vec<Container>,
    want: Want,
    flaw: Option<Flaw>,
    ran_out: bool,
}

impl<'t> Tokenizer<'t> {
    fn new(text: &'t [u8], start: usize) -> Self {
        Self {
            text,
            blocks: Blocks::new(text, start),
            at: start,
            stack: Vec::new(),
            want: Want::Value,
            flaw: None,
            ran_out: false,
        }
    }

    fn run(&mut self, events: &mut impl Events) -> Result<(), Stop> {
        loop {
            if events.is_over() {
                return Err(Stop);
            }
            self.at = self.blocks.solid(self.at).unwrap_or(self.text.len());
            let Some(&byte) = self.text.get(self.at) else {
                return Err(self.run_out("the document ends before its last bracket closes"));
            };
            match byte {
                b'"' => self.string(events)?,
                b'\'' => self.single_quoted(events)?,
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
                b'/' if self.comment(events) => {}
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
        if let Some(end) = events.skip(self.at) {
            self.want = Want::Comma;
            self.at = end;
            return Ok(());
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

    #[inline]
    fn string(&mut self, events: &mut impl Events) -> Result<(), Stop> {
        let start = self.at + 1;
        let Some((end, escaped)) = self.blocks.end(start) else {
            return Err(self.run_out("a string does not close"));
        };
        if self.text.get(end) == Some(&b'\n') {
            return Err(self.stop("a string does not close on its line"));
        }
        self.quoted(Str::json(start, end, escaped), events);
        Ok(())
    }

    fn quoted(&mut self, token: Str, events: &mut impl Events) {
        if self.at_key() {
            events.key(token);
            self.want = Want::Colon;
            self.at = token.end + 1;
            // Mostly the colon follows at once.
            if self.text.get(self.at) == Some(&b':') {
                self.expect(Want::Colon, Want::Value);
            }
        } else {
            events.string(token);
            self.want = Want::Comma;
            self.at = token.end + 1;
            if self.text.get(self.at) == Some(&b',') {
                self.comma();
            }
        }
    }
}

#[cfg(test)]
mod tests;
