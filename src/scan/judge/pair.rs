//! Pairs of a key and its secret: `apiKey` beside `apiSecret`. The secret opens; the key only says
//! who asks, and is sent and shown where the secret is not.

use std::collections::BTreeSet;

use crate::location::Location;
use crate::pattern::label::{self, Class};
use crate::scan::candidate::Told;

/// The secrets of one source that may be half of a pair.
pub(in crate::scan) struct Pairs {
    secrets: BTreeSet<String>,
}

impl Pairs {
    pub(in crate::scan) fn of<'l>(found: impl Iterator<Item = &'l Location>) -> Self {
        let secret = |location: &Location| {
            let words = label::words(location.label.as_deref()?);
            words.iter().any(|word| word == "secret").then(|| place(location, &words))
        };
        Self { secrets: found.filter_map(secret).collect() }
    }

    /// Whether what stands at `location` is a key whose secret stands beside it.
    pub(in crate::scan) fn holds_secret_of(&self, location: &Location, told: Told) -> bool {
        let is_key = matches!(told, Told::Place { class: Class::Key, .. });
        if !is_key || self.secrets.is_empty() {
            return false;
        }
        let words = label::words(location.label.as_deref().unwrap_or_default());
        words.iter().any(|word| word == "key") && self.secrets.contains(&place(location, &words))
    }
}

/// Where the halves of a pair stand, and what both are called.
fn place(location: &Location, words: &[String]) -> String {
    let names = location.name_path.split_last().map_or(&[][..], |(_, names)| names);
    let stem = words.iter().filter(|word| !matches!(word.as_str(), "key" | "secret"));
    let parts = [location.document.to_string(), location.role.to_string()];
    let all = parts.iter().chain(names).chain([const { &String::new() }]).chain(stem);
    all.map(String::as_str).collect::<Vec<_>>().join("\u{0}")
}
