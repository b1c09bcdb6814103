//! Variables: where documents define them, and where requests use them.

use std::sync::{Arc, LazyLock};

use memchr::memmem::Finder;

use crate::finding::{Confidence, Finding};
use crate::location::Role;
use crate::pattern::label::{Class, Strength};
use crate::pattern::place::Scheme;
use crate::secret::Secret;

/// Who sees a variable, the weakest first: where two scopes define a name, the later one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Every request of a workspace.
    Globals,
    /// The requests of one collection, folder or request.
    Collection,
    /// Every request, while its environment is active.
    Environment,
    /// A run, for one row of its data.
    Iteration,
    /// What a script sets for the rest of a run.
    Local,
}

/// One definition of a variable.
#[derive(Debug, Clone)]
pub struct Definition {
    /// What `{{name}}` calls it.
    pub name: Arc<str>,
    /// Number of its document in the file.
    pub document: u32,
    /// Number of its set of variables in the document: a dump holds several environments.
    pub set: u32,
    /// Who sees it.
    pub scope: Scope,
    /// Whether a script sets it: it then holds beside what documents define, not instead of it.
    pub by_script: bool,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Its value, which may name other variables; none where it is too long to matter.
    pub value: Option<Secret>,
    /// Which of the source's findings stand in it, by index.
    pub findings: Vec<usize>,
    /// What it is if some use of it says that it is a credential.
    pub latent: Option<Box<Latent>>,
}

/// A credential for which nothing speaks but its use.
#[derive(Debug, Clone)]
pub struct Latent {
    /// As it would be reported.
    pub finding: Finding,
    /// How sure it is if it is used as a token or key; none where the judge would reject that.
    pub as_token: Option<Confidence>,
    /// How sure it is if it is used as a password.
    pub as_password: Option<Confidence>,
}

impl Latent {
    /// How sure it is if it is used so.
    pub fn confidence(&self, class: Class) -> Option<Confidence> {
        if class == Class::Password { self.as_password } else { self.as_token }
    }
}

/// All uses of one variable in one document that have role, label and template in common.
#[derive(Debug, Clone)]
pub struct Use {
    /// What stands between the braces.
    pub name: Arc<str>,
    /// Number of the document in its file.
    pub document: u32,
    /// What part of a request it is used in.
    pub role: Role,
    /// The name beside the value.
    pub label: Option<Arc<str>>,
    /// What the place says the value is, where it says that it is a credential.
    pub claim: Option<UsedAs>,
    /// The whole value, where it holds more than this one variable.
    pub template: Option<Secret>,
    /// How often.
    pub count: u64,
    /// Where, for the first few.
    pub places: Vec<UsePlace>,
    /// Where the requests are sent: schemes and hosts as written, the first few that differ.
    pub origins: Vec<Arc<str>>,
}

/// What the place of a use says of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UsedAs {
    /// What sort of credential.
    pub class: Class,
    /// How clearly the place says so.
    pub strength: Strength,
    /// How it is sent.
    pub scheme: Option<Scheme>,
}

/// Where a use stands.
#[derive(Debug, Clone)]
pub struct UsePlace {
    /// Names from the collection down, then the label.
    pub name_path: Vec<String>,
    /// JSON pointer of the string.
    pub pointer: String,
    /// Whether it is switched off.
    pub disabled: bool,
}

/// The names that `text` refers to as `{{name}}`, each with where its braces stand, of the first few.
/// Names that Postman itself gives a value (`$guid`, `vault:…`) are left out.
pub fn references(text: &[u8]) -> impl Iterator<Item = (std::ops::Range<usize>, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let open = at + OPEN.find(text.get(at..)?)?;
            let near = text.get(open + 2..text.len().min(open + 2 + LONGEST_NAME))?;
            let Some(length) = memchr::memchr3(b'}', b'{', b'\n', near) else {
                at = open + 2;
                continue;
            };
            let end = open + 2 + length;
            at = if length == 0 { open + 1 } else { end };
            if text.get(end..end + 2) != Some(b"}}") {
                continue;
            }
            at = end + 2;
            let name = text.get(open + 2..end)?.trim_ascii();
            if !name.is_empty() && !name.starts_with(b"$") && !name.starts_with(b"vault:") {
                return Some((open..end + 2, name));
            }
        }
    })
    .take(MOST_REFERENCES)
}

/// What finds the braces that a reference begins with: made once, for most texts are short.
pub(super) static OPEN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"{{"));

/// Longest name of a variable that is followed.
const LONGEST_NAME: usize = 256;

/// Most references of one text that are followed.
const MOST_REFERENCES: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_named_between_two_pairs_of_braces() {
        let cases: [(&str, &[&str]); 9] = [
            ("{{a}}", &["a"]),
            ("https://{{host}}:{{port}}/", &["host", "port"]),
            ("{{ spaced out }}", &["spaced out"]),
            ("{{$guid}}{{vault:key}}{{b}}", &["b"]),
            ("{\"a\":{\"b\":1}}", &[]),
            ("{{a}", &[]),
            ("{{{a}}}", &["a"]),
            ("{{}} {{\n}} {{c}}", &["c"]),
            ("{{a{{b}}", &["b"]),
        ];
        for (text, expected) in cases {
            let names: Vec<_> = references(text.as_bytes()).map(|(_, name)| name).collect();
            let expected: Vec<_> = expected.iter().map(|name| name.as_bytes()).collect();
            assert_eq!(names, expected, "{text}");
        }
    }
}
