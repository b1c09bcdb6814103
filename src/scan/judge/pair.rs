//! Pairs of a key and its secret: `apiKey` beside `apiSecret`. The secret opens; the key only says
//! who asks, and is sent and shown where the secret is not.

use std::collections::BTreeSet;

use crate::location::Location;
use crate::pattern::label::{self, Class, Words};
use crate::scan::candidate::Told;

/// The secrets of one source that may be half of a pair.
pub(in crate::scan) struct Pairs {
    secrets: BTreeSet<String>,
}

impl Pairs {
    pub(in crate::scan) fn of<'l>(found: impl Iterator<Item = &'l Location>) -> Self {
        let secret = |location: &Location| {
            let words = label::words(location.label.as_deref()?);
            words.has("secret").then(|| place(location, &words))
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
        words.has("key") && self.secrets.contains(&place(location, &words))
    }
}

/// Where the halves of a pair stand, and what both are called.
fn place(location: &Location, words: &Words) -> String {
    let stem = words.iter().filter(|word| !matches!(*word, "key" | "secret"));
    let mut place = format!("{}{}", location.document, container(&location.pointer));
    for word in stem {
        place.push('\u{0}');
        place.push_str(word);
    }
    place
}

/// The object or list of rows that holds what stands at `pointer`.
fn container(pointer: &str) -> &str {
    let around = |pointer: &str| pointer.rfind('/').unwrap_or(0);
    let row = pointer.strip_suffix("/value").unwrap_or(pointer);
    pointer.get(..around(row)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_stand_in_one_object_or_list() {
        for (pointer, expected) in [
            ("/values/3/value", "/values"),
            ("/item/0/request/body/raw#/app/key", "/item/0/request/body/raw#/app"),
            ("/key", ""),
            ("", ""),
        ] {
            assert_eq!(container(pointer), expected, "{pointer}");
        }
    }
}
