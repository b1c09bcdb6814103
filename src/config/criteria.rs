//! What findings are accepted: criteria that all have to hold.

use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::finding::{Finding, file_name};
use crate::input::Folder;
use crate::pattern::own::{is_below, written_host};

/// What a finding has to be so that it is accepted. Each kind of criterion that is given has to hold; of
/// several of one kind, one does, but every host that the finding is sent to has to be among `hosts`.
#[derive(Debug, Default)]
pub struct Criteria {
    /// Fingerprints.
    pub fingerprints: Vec<String>,
    /// Secret ids.
    pub secrets: Vec<String>,
    patterns: Vec<GlobMatcher>,
    pointers: Vec<GlobMatcher>,
    names: Vec<Vec<Name>>,
    paths: Option<Gitignore>,
    hosts: Vec<String>,
}

/// What may stand in a name path.
#[derive(Debug)]
enum Name {
    /// Any names, or none.
    Any,
    /// A name that is like this.
    Like(GlobMatcher),
}

/// A criterion as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// A fingerprint.
    Fingerprint,
    /// A secret id.
    Secret,
    /// A glob over pattern ids.
    Pattern,
    /// A glob over JSON pointers.
    Pointer,
    /// Globs over names, from the collection down.
    NamePath,
    /// A glob over paths, as `.gitignore` has them.
    Path,
    /// A host, for itself and those below it.
    Host,
}

impl Criterion {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Fingerprint,
        Self::Secret,
        Self::Pattern,
        Self::Pointer,
        Self::NamePath,
        Self::Path,
        Self::Host,
    ];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fingerprint => "fingerprint",
            Self::Secret => "secret",
            Self::Pattern => "pattern",
            Self::Pointer => "pointer",
            Self::NamePath => "name-path",
            Self::Path => "path",
            Self::Host => "host",
        }
    }
}

impl Criteria {
    /// Adds what is written: the alternatives of one kind, a name path being one alternative.
    ///
    /// # Errors
    /// With what is wrong, if it is nothing that could be found.
    pub fn add(&mut self, kind: Criterion, texts: &[String]) -> Result<(), String> {
        if texts.is_empty() || texts.iter().any(String::is_empty) {
            return Err(format!("an empty `{}` accepts nothing", kind.as_str()));
        }
        match kind {
            Criterion::Fingerprint => self.fingerprints.extend(ids(texts)?),
            Criterion::Secret => self.secrets.extend(ids(texts)?),
            Criterion::Pattern => self.patterns.extend(globs(texts, false)?),
            Criterion::Pointer => self.pointers.extend(globs(texts, true)?),
            Criterion::NamePath => self.names.push(names(texts)?),
            Criterion::Path => self.paths = Some(paths(texts)?),
            Criterion::Host => self.hosts.extend(texts.iter().map(|host| written_host(host))),
        }
        Ok(())
    }

    /// Whether nothing is asked for, which would accept everything.
    pub fn is_empty(&self) -> bool {
        self.fingerprints.is_empty()
            && self.secrets.is_empty()
            && self.patterns.is_empty()
            && self.pointers.is_empty()
            && self.names.is_empty()
            && self.paths.is_none()
            && self.hosts.is_empty()
    }

    /// Whether `finding` is one of these; paths are those from `folder`.
    pub fn admit(&self, finding: &Finding, folder: &Folder) -> bool {
        let place = &finding.location;
        is_among(&self.fingerprints, |id| *id == finding.fingerprint)
            && is_among(&self.secrets, |id| *id == finding.secret_id)
            && is_among(&self.patterns, |glob| glob.is_match(&finding.pattern.id))
            && is_among(&self.pointers, |glob| glob.is_match(&place.pointer))
            && is_among(&self.names, |names| are_like(names, &place.name_path))
            && self.paths.as_ref().is_none_or(|paths| is_at(paths, finding, folder))
            && (self.hosts.is_empty() || self.admit_hosts(finding))
    }

    fn admit_hosts(&self, finding: &Finding) -> bool {
        let is_one = |host: &str| self.hosts.iter().any(|known| is_below(host, known));
        !finding.hosts.is_empty() && finding.hosts.iter().all(|host| is_one(host))
    }
}

fn is_among<T>(known: &[T], is_one: impl Fn(&T) -> bool) -> bool {
    known.is_empty() || known.iter().any(is_one)
}

fn ids(texts: &[String]) -> Result<Vec<String>, String> {
    let id = |text: &String| {
        let id = text.to_ascii_lowercase();
        let is_id = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_id.then_some(id).ok_or_else(|| format!("`{text}` is no id: they have 32 hex digits"))
    };
    texts.iter().map(id).collect()
}

fn globs(texts: &[String], has_parts: bool) -> Result<Vec<GlobMatcher>, String> {
    let glob = |text: &String| {
        let glob =
            GlobBuilder::new(text).literal_separator(has_parts).backslash_escape(true).build();
        glob.map(|glob| glob.compile_matcher())
            .map_err(|error| format!("`{text}` is no glob: {}", error.kind()))
    };
    texts.iter().map(glob).collect()
}

fn names(texts: &[String]) -> Result<Vec<Name>, String> {
    let globs = globs(texts, false)?;
    let name = |(text, glob): (&String, GlobMatcher)| match text.as_str() {
        "**" => Name::Any,
        _ => Name::Like(glob),
    };
    Ok(texts.iter().zip(globs).map(name).collect())
}

/// Whether names are like those that are asked for. No name is looked at more than once for each of
/// those, however many may be any.
fn are_like(asked: &[Name], names: &[String]) -> bool {
    // Which numbers of names what has been asked for so far may take.
    let mut taken = vec![false; names.len() + 1];
    if let Some(none) = taken.first_mut() {
        *none = true;
    }
    for name in asked {
        taken = match name {
            Name::Any => {
                let first = taken.iter().position(|taken| *taken).unwrap_or(taken.len());
                (0..taken.len()).map(|count| count >= first).collect()
            }
            Name::Like(glob) => {
                let one = |(name, taken): (&String, &bool)| *taken && glob.is_match(name);
                std::iter::once(false).chain(names.iter().zip(&taken).map(one)).collect()
            }
        };
    }
    taken.last().copied().unwrap_or(false)
}

fn paths(texts: &[String]) -> Result<Gitignore, String> {
    let mut globs = GitignoreBuilder::new("");
    for text in texts {
        if text.starts_with('!') || text.starts_with('#') {
            return Err(format!("`{text}` is no glob of a path: write `\\{text}` for this name"));
        }
        let wrong = |error| format!("`{text}` is no glob: {error}");
        globs.add_line(None, text).map_err(wrong)?;
    }
    globs.build().map_err(|error| error.to_string())
}

fn is_at(paths: &Gitignore, finding: &Finding, folder: &Folder) -> bool {
    let Some(name) = folder.name(&finding.path) else { return false };
    let is_match =
        |name: &str| paths.matched_path_or_any_parents(Path::new(name), false).is_ignore();
    // A member is below its archive.
    is_match(&name)
        || finding.entry.as_ref().is_some_and(|entry| {
            let entry = entry.trim_start_matches('/');
            is_match(&format!("{name}/{entry}")) || is_match(&file_name(&name, Some(entry)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_paths_are_asked_for_name_by_name() {
        let list = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let cases = [
            ("a b c", "a b c", true),
            ("a b", "a b c", false),
            ("** c", "a b c", true),
            ("a **", "a b c", true),
            ("a **", "a", true),
            ("a ** c", "a c", true),
            ("a * c", "a c", false),
            ("a * c", "a b c", true),
            ("** b **", "a b c", true),
            ("** x **", "a b c", false),
            ("[Aa]uth*", "authorization", true),
            ("**", "", true),
        ];
        for (asked, given, expected) in cases {
            assert_eq!(
                are_like(&names(&list(asked)).unwrap(), &list(given)),
                expected,
                "{asked} | {given}"
            );
        }
    }

    #[test]
    fn what_could_accept_nothing_is_a_mistake() {
        let cases = [
            (Criterion::Fingerprint, "abc", "32 hex digits"),
            (Criterion::Pattern, "[", "no glob"),
            (Criterion::Path, "!a", "no glob of a path"),
            (Criterion::Host, "", "accepts nothing"),
        ];
        for (kind, text, expected) in cases {
            let problem = Criteria::default().add(kind, &[text.to_owned()]).unwrap_err();
            assert!(problem.contains(expected), "{problem}");
        }
    }
}
