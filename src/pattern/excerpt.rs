//! A mistake in a file that somebody wrote: where it is, what the line says, and what to do.

use std::fmt;
use std::ops::Range;

use super::spelling;

/// What is wrong at one place of a text file, shown with the line and a caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The file, as given.
    pub path: String,
    /// From 1.
    pub line: usize,
    /// In bytes, from 1.
    pub column: usize,
    /// The line, without its end.
    pub text: String,
    /// Characters that the mistake takes on this line.
    pub width: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do, where that is known.
    pub remedy: Option<String>,
}

impl Excerpt {
    /// The mistake at `span` of `text`, which is what the file at `path` holds.
    pub fn new(path: &str, text: &str, span: Range<usize>, problem: impl Into<String>) -> Self {
        let start = (0..=span.start.min(text.len()))
            .rev()
            .find(|&at| text.is_char_boundary(at))
            .unwrap_or_default();
        let before = text.get(..start).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = text.get(line_start..).unwrap_or_default().lines().next().unwrap_or_default();
        let marked = text.get(start..span.end.max(start)).unwrap_or_default();
        Self {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: start - line_start + 1,
            text: line.to_owned(),
            width: marked.lines().next().unwrap_or_default().chars().count().max(1),
            problem: problem.into(),
            remedy: None,
        }
    }

    /// The same, with what to do.
    #[must_use]
    pub fn with_remedy(self, remedy: impl Into<String>) -> Self {
        Self { remedy: Some(remedy.into()), ..self }
    }

    /// The mistake that the reader of TOML found.
    pub fn of_toml(path: &str, text: &str, error: &toml::de::Error) -> Self {
        let span = error.span().unwrap_or(text.len()..text.len());
        let remedy = spelling::remedy(error.message());
        Self { remedy, ..Self::new(path, text, span, error.message().replace('\n', ": ")) }
    }

    /// The line as far as it fits beside a caret, and the characters in front of the caret.
    fn window(&self) -> (String, usize) {
        const WIDEST: usize = 120;
        let at = self.text.get(..self.column - 1).unwrap_or_default().chars().count();
        let skipped = if at > WIDEST / 2 { at - WIDEST / 4 } else { 0 };
        let shown: String = self
            .text
            .chars()
            .skip(skipped)
            .take(WIDEST)
            .map(|c| if c == '\t' { ' ' } else { c })
            .collect();
        (shown, at - skipped)
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, column, problem, .. } = self;
        let margin = " ".repeat(line.to_string().len());
        let (shown, at) = self.window();
        let carets = "^".repeat(self.width.min(shown.chars().count().saturating_sub(at)).max(1));
        writeln!(f, "{path}:{line}:{column}: {problem}")?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{line} | {shown}")?;
        write!(f, "{margin} | {}{carets}", " ".repeat(at))?;
        match &self.remedy {
            Some(remedy) => write!(f, "\n{margin} = {remedy}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Excerpt {}
