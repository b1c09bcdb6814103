//! Paths of requests that tell what is sent with them: a bearer token on the way to `/scim/v2/Users`
//! provisions accounts, whoever issued it.

use super::Scanner;
use super::candidate::Told;
use crate::document::path::Surroundings;
use crate::location::Role;
use crate::pattern::Pattern;
use crate::pattern::label::Class;
use crate::pattern::patterns::Patterns;

/// The patterns that the path of a request tells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Endpoints<'s> {
    patterns: &'s Patterns,
    /// A part of a path, and the index of its pattern.
    paths: &'s [(String, usize)],
}

impl Scanner {
    pub(super) fn endpoints(&self) -> Endpoints<'_> {
        Endpoints { patterns: &self.library.patterns, paths: &self.paths }
    }
}

impl<'s> Endpoints<'s> {
    /// The pattern of what is sent in a header or by an auth helper of a request `around` it, if its place
    /// alone told it.
    pub(super) fn of(self, told: Told, role: Role, around: &Surroundings) -> Option<&'s Pattern> {
        let is_sent = matches!(role, Role::Auth | Role::Header);
        let is_token = matches!(told, Told::Place { class, .. } if class != Class::Password);
        let url = around.url.as_deref().filter(|_| is_sent && is_token)?;
        let path = url.split(['?', '#']).next()?.to_ascii_lowercase();
        let (_, index) = self.paths.iter().find(|(part, _)| holds(&path, part))?;
        self.patterns.get(*index)
    }
}

/// Whether the segments of `part` stand in `path`.
fn holds(path: &str, part: &str) -> bool {
    path.match_indices(part).any(|(at, _)| {
        let behind = path.get(at + part.len()..).unwrap_or_default();
        behind.is_empty() || behind.starts_with('/')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_holds_whole_segments() {
        for (path, expected) in [
            ("https://x.example/scim/v2/users", true),
            ("{{base}}/scim/v2", true),
            ("https://x.example/scim/v2.json", false),
            ("https://x.example/scim", false),
        ] {
            assert_eq!(holds(path, "/scim/v2"), expected, "{path}");
        }
    }
}
