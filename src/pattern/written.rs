//! Pattern files that users write: read at run time, with mistakes shown where they stand.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::excerpt::Excerpt;
use super::service::Service;
use super::{MAX_MATCH, Pattern, PatternError, file};

/// A pattern file, checked.
#[derive(Debug)]
pub struct PatternFile {
    /// As given.
    pub path: String,
    /// What it holds.
    pub text: String,
    /// In the order of the file.
    pub patterns: Vec<Pattern>,
    /// Who issues what they find, where the file says so.
    pub service: Option<Arc<Service>>,
}

/// Files of a folder of patterns that are no service's.
const OTHERS: [&str; 3] = ["place.toml", "words.toml", "published.toml"];

impl PatternFile {
    /// The patterns in `text`, which is what the file at `path` holds.
    ///
    /// # Errors
    /// With line and column, for what is no TOML, an unknown field, a word that a field cannot hold,
    /// a literal that is too short, or an expression that does not compile.
    pub fn parse(path: &str, text: &str) -> Result<Self, PatternError> {
        let toml = |error| Box::new(Excerpt::of_toml(path, text, &error));
        let slug = Path::new(path).file_stem().unwrap_or_default().to_string_lossy();
        let file: file::ServiceFile = toml::from_str(text).map_err(toml)?;
        let file = file.named(&slug);
        let mut read = Self {
            path: path.to_owned(),
            text: text.to_owned(),
            patterns: Vec::new(),
            service: file.service.map(|service| Arc::new(Service::new(service))),
        };
        for (index, table) in file.patterns.into_iter().enumerate() {
            let pattern = Pattern::new(table, read.service.as_ref())
                .map_err(|error| read.placed(index, error))?;
            read.check(index, &pattern)?;
            read.patterns.push(pattern);
        }
        Ok(read)
    }

    /// What is wrong with a field of the pattern with this index; with its item of that number, where
    /// the field is a list; with the whole pattern, where it has no such field.
    pub fn excerpt(
        &self,
        (index, field, item): (usize, &str, Option<usize>),
        problem: impl Into<String>,
    ) -> Excerpt {
        let span = self.span(index, field, item).unwrap_or_default();
        Excerpt::new(&self.path, &self.text, span, problem)
    }

    fn span(&self, index: usize, field: &str, item: Option<usize>) -> Option<Range<usize>> {
        let document = DeTable::parse(&self.text).ok()?;
        let patterns = document.get_ref().get("pattern")?.get_ref().as_array()?;
        let pattern = patterns.get(index)?;
        let Some(field) = pattern.get_ref().as_table()?.get(field) else {
            return Some(pattern.span());
        };
        let in_list = |item| field.get_ref().as_array()?.get(item).map(Spanned::span);
        item.map_or(Some(field.span()), in_list)
    }

    /// The error of a pattern, at the place where it stands.
    fn placed(&self, index: usize, error: PatternError) -> PatternError {
        let (field, value) = match &error {
            PatternError::Word { field, value, .. } => (*field, Some(value)),
            PatternError::Literal { literal, .. } => ("literals", Some(literal)),
            PatternError::Trigger { .. } => ("", None),
            _ => return error,
        };
        let item = value.and_then(|value| self.item(index, field, value));
        Box::new(self.excerpt((index, field, item), error.to_string())).into()
    }

    /// Which item of a list of strings is `value`; `None` if the field is no list.
    fn item(&self, index: usize, field: &str, value: &str) -> Option<usize> {
        let document = DeTable::parse(&self.text).ok()?;
        let patterns = document.get_ref().get("pattern")?.get_ref().as_array()?;
        let table = patterns.get(index)?.get_ref().as_table()?;
        let items = table.get(field)?.get_ref().as_array()?;
        items.iter().position(|item| matches!(item.get_ref(), DeValue::String(s) if s == value))
    }

    /// Checks what of the built-in patterns the tests check.
    fn check(&self, index: usize, pattern: &Pattern) -> Result<(), PatternError> {
        let id = &pattern.info.id;
        let wrong = |field, problem: String, remedy: &str| {
            let excerpt = self.excerpt((index, field, None), format!("pattern `{id}`: {problem}"));
            Err(Box::new(excerpt.with_remedy(remedy)).into())
        };
        let plain = |word: &str| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if !id.split('-').all(plain) {
            return wrong(
                "id",
                "its id is not in kebab-case".into(),
                "use lower-case letters and digits, with `-` between words: `acme-api-key`",
            );
        }
        match pattern.compiled() {
            Err(error) => {
                let error = error.to_string();
                let last = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
                return wrong(
                    "regex",
                    format!("its regex does not compile: {last}"),
                    "the syntax is that of Rust's `regex` crate: no look-around, no back-references",
                );
            }
            Ok(regex) if regex.captures_len() != 2 => {
                return wrong(
                    "regex",
                    format!("its regex has {} groups", regex.captures_len() - 1),
                    "give it one group, around the secret; write the others as `(?:…)`",
                );
            }
            Ok(regex) if regex.is_match(b"") => {
                return wrong(
                    "regex",
                    "its regex matches nothing at all".into(),
                    "let it ask for at least one character",
                );
            }
            Ok(_) => {}
        }
        if pattern.lead >= MAX_MATCH {
            return wrong(
                "lead",
                "its lead is longer than a match".into(),
                "give it less than 16384",
            );
        }
        let has_names = self.service.as_ref().is_some_and(|service| !service.names.is_empty());
        if pattern.named && !has_names {
            return wrong(
                "named",
                "no service gives it a name".into(),
                "add a `[service]` with `name`, and `names` where the file's name is not what it is called",
            );
        }
        Ok(())
    }
}

/// Reads the pattern files at `paths`: each a file, or a folder whose files ending in `.toml` are taken
/// in the order of their names, but for those that are no service's (`place.toml`, `words.toml`,
/// `published.toml`).
pub fn read(paths: &[PathBuf]) -> Result<Vec<PatternFile>, PatternError> {
    let mut files = Vec::new();
    for path in paths {
        let unreadable =
            |source| PatternError::Unreadable { path: path.display().to_string(), source };
        for path in toml_files(path).map_err(unreadable)? {
            let shown = path.display().to_string();
            let text = fs::read_to_string(&path)
                .map_err(|source| PatternError::Unreadable { path: shown.clone(), source })?;
            files.push(PatternFile::parse(&shown, &text)?);
        }
    }
    Ok(files)
}

fn toml_files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path)? {
        let path = entry?.path();
        let is_toml = path.extension().is_some_and(|extension| extension == "toml");
        if is_toml && !OTHERS.iter().any(|other| path.ends_with(other)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
