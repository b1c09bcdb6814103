//! Ignore files: rules that accept findings, one a line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ConfigError;
use super::allow::AllowRule;
use super::criteria::{Criteria, Criterion};
use crate::finding::SuppressedBy;
use crate::input::{Folder, name_of};
use crate::pattern::excerpt::Excerpt;
use crate::pattern::spelling;

/// What such a file is called.
pub const IGNORE_FILE: &str = ".postsealignore";

/// Most bytes of one.
const LARGEST: u64 = 4 << 20;

/// The ignore file of the closest folder that has one, from `folder` upward.
pub fn find(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(IGNORE_FILE)).find(|path| path.is_file())
}

/// The rules in the file at `path`; scans are run in `here`, an absolute path.
pub fn read(path: &Path, here: &Path) -> Result<Vec<AllowRule>, ConfigError> {
    let shown = shown(path, here);
    let unreadable = |source| ConfigError::Unreadable { path: shown.clone(), source };
    if fs::metadata(path).map_err(unreadable)?.len() > LARGEST {
        return Err(unreadable(io::Error::other("it is too large for an ignore file")));
    }
    let text = fs::read_to_string(path).map_err(unreadable)?;
    parse(&shown, &text, Folder::of_file(path, here))
}

/// A path as it is shown, from `here` if it lies below.
pub(super) fn shown(path: &Path, here: &Path) -> String {
    name_of(path.strip_prefix(here).unwrap_or(path))
}

/// The rules that `text` is, which the file called `path` in `folder` holds.
///
/// # Errors
/// With line and column, for what is no rule.
pub fn parse(path: &str, text: &str, folder: Folder) -> Result<Vec<AllowRule>, ConfigError> {
    let (name, folder): (Arc<str>, _) = (path.into(), Arc::new(folder));
    let mut rules = Vec::new();
    let mut start = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let from = start;
        start += line.len();
        // Editors put a mark in front of the first line.
        let line = line.trim_end();
        let mut rule = AllowRule {
            criteria: Criteria::default(),
            reason: None,
            author: None,
            expires: None,
            by: SuppressedBy::IgnoreFile,
            place: (Arc::clone(&name), number),
            folder: Arc::clone(&folder),
        };
        let outcome = Words::of(line.trim_start_matches('\u{feff}')).and_then(|words| {
            let is_rule = !words.terms.is_empty();
            rule.take(words)?;
            Ok(is_rule)
        });
        match outcome {
            Ok(true) => rules.push(rule),
            Ok(false) => {}
            Err((problem, remedy)) => {
                let excerpt = Excerpt::new(path, text, from..from + line.len(), problem);
                return Err(Box::new(Excerpt { remedy, ..excerpt }).into());
            }
        }
    }
    Ok(rules)
}

/// What is wrong with a line, and what to do.
type Mistake = (String, Option<String>);

fn mistake(problem: impl Into<String>) -> Mistake {
    (problem.into(), None)
}

impl AllowRule {
    /// Takes what the words of a line say.
    fn take(&mut self, words: Words) -> Result<(), Mistake> {
        self.reason = words.reason;
        let mut paths = Vec::new();
        for (key, text) in words.terms {
            let kind =
                Criterion::ALL.into_iter().find(|kind| key.as_deref() == Some(kind.as_str()));
            match (key.as_deref(), kind) {
                (None, _) | (_, Some(Criterion::Path)) => paths.push(text),
                (_, Some(Criterion::NamePath)) => {
                    let names: Vec<String> =
                        text.split('>').map(|name| name.trim().to_owned()).collect();
                    self.criteria.add(Criterion::NamePath, &names).map_err(mistake)?;
                }
                (_, Some(kind)) => {
                    let texts: Vec<String> = text.split(',').map(str::to_owned).collect();
                    self.criteria.add(kind, &texts).map_err(mistake)?;
                }
                (Some("author"), None) => self.author = Some(text),
                (Some("expires"), None) => {
                    self.expires = Some(text.parse().map_err(|error| mistake(format!("{error}")))?);
                }
                (Some(key), None) => return Err(unknown(key)),
            }
        }
        if !paths.is_empty() {
            self.criteria.add(Criterion::Path, &paths).map_err(mistake)?;
        }
        if self.criteria.is_empty() && (self.author.is_some() || self.expires.is_some()) {
            return Err(mistake("it would accept everything: say what, by a path for instance"));
        }
        Ok(())
    }
}

fn unknown(key: &str) -> Mistake {
    let known = Criterion::ALL.map(Criterion::as_str);
    let known = known.into_iter().chain(["author", "expires"]);
    let meant = spelling::closest(key, known).map(|word| format!("did you mean `{word}:`?"));
    let path = "a path with `:` in it goes in quotes".to_owned();
    (format!("unknown term `{key}:`"), Some(meant.unwrap_or(path)))
}

/// A line, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
struct Words {
    /// What stands before a `:`, if that is a word, and what stands behind it.
    terms: Vec<(Option<String>, String)>,
    /// What stands behind a `#`.
    reason: Option<String>,
}

impl Words {
    fn of(line: &str) -> Result<Self, Mistake> {
        let mut words = Self::default();
        let mut rest = line.trim_start();
        while !rest.is_empty() {
            if let Some(reason) = rest.strip_prefix('#') {
                words.reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
                break;
            }
            let key: String =
                rest.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '-').collect();
            let behind = rest.get(key.len()..).and_then(|rest| rest.strip_prefix(':'));
            let (key, behind) = match behind.filter(|_| key.len() > 1) {
                Some(behind) => (Some(key), behind),
                None => (None, rest),
            };
            let (text, behind) = word(behind)?;
            if text.is_empty() {
                let key = key.unwrap_or_default();
                return Err(mistake(format!("nothing stands behind `{key}:`")));
            }
            words.terms.push((key, text));
            rest = behind.trim_start();
        }
        Ok(words)
    }
}

/// The first word of a text, and what stands behind it. Blanks stand in quotes, or behind a backslash;
/// other backslashes are left to the globs.
fn word(text: &str) -> Result<(String, &str), Mistake> {
    let mut word = String::new();
    let mut quoted = false;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => quoted = !quoted,
            '\\' => {
                let escaped = chars.next().map(|(_, c)| c);
                match escaped {
                    Some(c @ (' ' | '"')) => word.push(c),
                    other => word.extend(std::iter::once('\\').chain(other)),
                }
            }
            c if c.is_whitespace() && !quoted => {
                return Ok((word, text.get(at..).unwrap_or_default()));
            }
            c => word.push(c),
        }
    }
    if quoted {
        return Err(mistake("a quote that does not end"));
    }
    Ok((word, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_terms_and_a_reason() {
        type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);
        let cases: [Case; 8] = [
            ("", &[], ""),
            ("  # about", &[], "about"),
            ("docs/** # samples", &[("", "docs/**")], "samples"),
            ("fingerprint:ab pattern:jwt-*", &[("fingerprint", "ab"), ("pattern", "jwt-*")], ""),
            (
                "name-path:\"My API > ** > token\" # why # so",
                &[("name-path", "My API > ** > token")],
                "why # so",
            ),
            (r"my\ file\[1\].json", &[("", r"my file\[1\].json")], ""),
            ("a#b.json", &[("", "a#b.json")], ""),
            ("\"odd: name.json\"", &[("", "odd: name.json")], ""),
        ];
        for (line, terms, reason) in cases {
            let words = Words::of(line).unwrap();
            let expected: Vec<_> = terms
                .iter()
                .map(|(key, text)| {
                    (Some((*key).to_owned()).filter(|key| !key.is_empty()), (*text).to_owned())
                })
                .collect();
            assert_eq!(words.terms, expected, "{line}");
            assert_eq!(words.reason.unwrap_or_default(), reason, "{line}");
        }
    }

    #[test]
    fn what_is_no_rule_is_shown_with_its_line() {
        let folder = Folder::new(Path::new("/r"), Path::new("/r"));
        let cases = [
            ("a\npaht:b", "f:2:1: unknown term `paht:`", "did you mean `path:`?"),
            ("c:\\x", "", ""),
            ("odd:name", "unknown term `odd:`", "in quotes"),
            ("host: x", "nothing stands behind `host:`", ""),
            ("fingerprint:12", "`12` is no id", ""),
            ("a expires:2027-02-30", "`2027-02-30` is no date", ""),
            ("expires:2027-02-20", "accept everything", ""),
            ("\"a", "does not end", ""),
        ];
        for (text, problem, remedy) in cases {
            let message = match parse("f", text, folder.clone()) {
                Ok(_) => String::new(),
                Err(error) => error.to_string(),
            };
            assert_eq!(problem.is_empty(), message.is_empty(), "{text}: {message}");
            assert!(message.contains(problem) && message.contains(remedy), "{text}: {message}");
        }
    }
}
