//! From the parser's events to tokens.

use std::ops::Range;

use saphyr_parser::{Event, Parser, StrInput};

use super::bound::too_long;
use super::scalar::Scalar;
use super::text::Offsets;
use crate::document::json::{Flaw, MAX_DEPTH};
use crate::document::token::{Container, Events, Str};

/// Reads the documents of one file.
pub(super) struct Reader<'t> {
    bytes: &'t [u8],
    parser: Parser<'t, StrInput<'t>>,
    offsets: Offsets<'t>,
    open: Vec<Level>,
    /// Where the last token ended.
    token_end: usize,
    /// Where the last value ended: the text behind it is read as lines if it breaks off.
    value_end: usize,
    /// What is left to be read as lines.
    left: Vec<Range<usize>>,
    flaw: Option<Flaw>,
}

/// A container that is open.
struct Level {
    container: Container,
    /// Whether a key comes next.
    at_key: bool,
}

/// The text cannot be read on.
#[derive(Debug)]
pub(super) struct Stop;

impl<'t> Reader<'t> {
    /// Reads `bytes`, which the parser takes as `readable`.
    pub(super) fn new(bytes: &'t [u8], readable: &'t str) -> Self {
        Self {
            bytes,
            parser: Parser::new_from_str(readable),
            offsets: Offsets::new(readable),
            open: Vec::new(),
            token_end: 0,
            value_end: 0,
            left: Vec::new(),
            flaw: None,
        }
    }

    /// Refuses a text that would fill memory.
    ///
    /// # Errors
    /// If it is one; all of it is left.
    pub(super) fn bounded(&mut self) -> Result<(), Stop> {
        match too_long(self.bytes) {
            None => Ok(()),
            Some(at) => Err(self.stop(at, "a list in brackets is too long")),
        }
    }

    /// Whether there is one more document; leads up to it.
    pub(super) fn has_document(&mut self) -> bool {
        loop {
            match self.next() {
                Ok((Event::DocumentStart(_), _)) => return true,
                Ok((Event::StreamEnd, range)) => {
                    self.pass(range.start..range.end);
                    return false;
                }
                Ok(_) => {}
                Err(Stop) => return false,
            }
        }
    }

    /// Reads one document.
    ///
    /// # Errors
    /// If it does not go on as YAML.
    pub(super) fn document(&mut self, events: &mut impl Events) -> Result<(), Stop> {
        self.open.clear();
        loop {
            let (event, range) = self.next()?;
            match event {
                Event::MappingStart(..) => self.open(Container::Object, range, events)?,
                Event::SequenceStart(..) => self.open(Container::Array, range, events)?,
                Event::MappingEnd | Event::SequenceEnd => {
                    self.open.pop();
                    events.close();
                    self.turn();
                }
                Event::Scalar(value, style, anchor, tag) => {
                    let has_properties = anchor != 0 || tag.is_some();
                    let scalar = Scalar { value: &value, style, has_properties };
                    self.scalar(scalar, range, events);
                }
                Event::Alias(_) => {
                    self.pass(range.clone());
                    self.word(Str::word(range), events);
                }
                Event::DocumentEnd => return Ok(()),
                Event::Nothing
                | Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(_) => {}
            }
        }
    }

    /// What was read as no field: comments, and all behind the place where the text broke off.
    pub(super) fn left(&mut self) -> Vec<Range<usize>> {
        std::mem::take(&mut self.left)
    }

    /// The first place, if any, where the text is not YAML.
    pub(super) fn flaw(&self) -> Option<Flaw> {
        self.flaw
    }

    /// The next event and the bytes of the file that it says it comes from.
    fn next(&mut self) -> Result<(Event<'t>, Range<usize>), Stop> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let start = self.offsets.byte(span.start.index());
                let end = self.offsets.byte(span.end.index());
                Ok((event, start..end.max(start)))
            }
            Some(Err(error)) => {
                let at = self.offsets.byte(error.marker().index());
                Err(self.stop(at, "the text does not go on as its first lines"))
            }
            None => Err(Stop),
        }
    }

    fn note(&mut self, at: usize, what: &'static str) {
        self.flaw.get_or_insert(Flaw { at, format: "YAML", what });
    }

    fn stop(&mut self, at: usize, what: &'static str) -> Stop {
        let around = self.bytes.get(at.saturating_sub(1)..=at).unwrap_or_default();
        let what = if around.contains(&b'\t') { "a tab stands where blanks should" } else { what };
        self.note(at, what);
        let rest = self.value_end..self.bytes.len();
        self.left.retain(|comment| comment.start < rest.start);
        self.left.push(rest);
        Stop
    }

    /// Passes a token, and what stands in front of it.
    fn pass(&mut self, token: Range<usize>) {
        let between = self.bytes.get(self.token_end..token.start).unwrap_or_default();
        if let Some(comment) = memchr::memchr(b'#', between) {
            self.left.push(self.token_end + comment..token.start);
        }
        self.token_end = token.end.max(self.token_end);
    }

    fn open(
        &mut self,
        container: Container,
        range: Range<usize>,
        events: &mut impl Events,
    ) -> Result<(), Stop> {
        if self.open.len() >= MAX_DEPTH {
            return Err(self.stop(range.start, "the document is nested more than 1024 levels deep"));
        }
        if self.open.last().is_some_and(|level| level.at_key) {
            events.key(Str::word(range.start..range.start));
        }
        self.open.push(Level { container, at_key: container == Container::Object });
        events.open(container);
        Ok(())
    }

    /// Notes that a key or a value has ended.
    fn turn(&mut self) {
        if let Some(level) = self.open.last_mut().filter(|l| l.container == Container::Object) {
            level.at_key = !level.at_key;
        }
    }

    fn scalar(&mut self, scalar: Scalar<'_>, range: Range<usize>, events: &mut impl Events) {
        let token = scalar.token(self.bytes, range.clone(), self.token_end);
        self.pass(token.start..range.end.max(token.end));
        if scalar.is_plain() && token.of(self.bytes).starts_with(b"{{") {
            self.note(token.start, "a template stands without quotes");
        }
        if scalar.is_word() {
            self.word(token, events);
        } else if self.open.last().is_some_and(|level| level.at_key) {
            events.key(token);
            self.turn();
        } else {
            if self.open.is_empty() {
                self.left.push(token.range());
            } else {
                events.string(token);
            }
            self.value_end = self.token_end;
            self.turn();
        }
    }

    /// Takes a number, a truth value, null or an alias.
    fn word(&mut self, token: Str, events: &mut impl Events) {
        if self.open.last().is_some_and(|level| level.at_key) {
            events.key(token);
        } else {
            events.scalar(token.range());
            self.value_end = self.token_end;
        }
        self.turn();
    }
}
