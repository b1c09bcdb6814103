//! What is nearly JSON: templates, comments, single quotes and bare words, read by plain loops.

use super::lexical::{comment_length, find_end, is_json_word, word_length};
use super::{Stop, Tokenizer, Want};
use crate::document::token::{Events, Str};

impl Tokenizer<'_> {
    pub(super) fn single_quoted(&mut self, events: &mut impl Events) -> Result<(), Stop> {
        let start = self.at + 1;
        self.note("a string stands in single quotes");
        let mut from = start;
        let mut escaped = false;
        let end = loop {
            let rest = self.text.get(from..).unwrap_or_default();
            let Some(found) = find_end(rest) else {
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
        self.quoted(Str::json(start, end, escaped), events);
        self.blocks.restart(self.at);
        Ok(())
    }

    /// The end of the template (`{{name}}`) that begins here, if one does.
    pub(super) fn template(&self) -> Option<usize> {
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
    pub(super) fn comment(&mut self, events: &mut impl Events) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let Some(length) = comment_length(rest) else { return false };
        self.note("comments are not JSON");
        events.comment(self.at..self.at + length);
        self.at += length;
        self.blocks.restart(self.at);
        true
    }

    pub(super) fn scalar(&mut self, events: &mut impl Events) -> Result<(), Stop> {
        let start = self.at;
        let end = match self.template() {
            Some(end) => {
                self.note("a template stands in place of a value");
                self.blocks.restart(end);
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
