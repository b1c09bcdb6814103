//! Questions and answers, a line each.

use std::io::{self, BufRead, Write};

/// Asks on one stream and reads the answers from another.
pub(super) struct Answers<'a> {
    pub(super) input: &'a mut dyn BufRead,
    pub(super) out: &'a mut dyn Write,
    /// Whether a reader does not see what is typed, and so needs it repeated.
    pub(super) echo: bool,
}

/// Longest answer that is read, in bytes.
const LONGEST: u64 = 4096;

impl Answers<'_> {
    /// The answer to `question`; `None` once there are no more.
    pub(super) fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        write!(self.out, "{question} ")?;
        self.out.flush()?;
        let mut line = Vec::new();
        let mut input = io::Read::take(&mut *self.input, LONGEST);
        let read = input.read_until(b'\n', &mut line)?;
        let answer = String::from_utf8_lossy(&line).trim().to_owned();
        if self.echo || read == 0 {
            writeln!(self.out, "{}", postseal::report::printable(&answer))?;
        }
        Ok((read > 0).then_some(answer))
    }

    /// Writes a line.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{line}")
    }
}
