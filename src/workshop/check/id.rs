//! Ids: other tools filter on them, and people look for their file by them.

use super::{Catalogue, flaw};
use crate::workshop::flaw::Flaw;

/// Longest id: it is a column of lists.
const LONGEST: usize = 48;

pub(super) fn check(catalogue: &Catalogue, flaws: &mut Vec<Flaw>) {
    for pattern in catalogue.patterns() {
        let id = &pattern.info.id;
        let mut add = |check, problem: String, remedy: &str| {
            flaws.push(flaw(catalogue, pattern, ("id", None), check, (problem, remedy)));
        };
        if id.len() > LONGEST {
            let problem = format!("the id has more than {LONGEST} characters");
            add("id-length", problem, "take fewer words");
        }
        let slug = slug(catalogue.path(id));
        if !id.starts_with(&format!("{slug}-")) {
            let problem = format!("the id does not begin with the name of its file, `{slug}-`");
            add("id-slug", problem, "rename the pattern or the file");
        }
        if catalogue.library.places.iter().any(|place| place.info.id == *id) {
            add("id-twice", "a place pattern has this id".to_owned(), "give it one of its own");
        }
    }
}

/// The name of a file without its folder and ending.
fn slug(file: &str) -> &str {
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    name.strip_suffix(".toml").unwrap_or_default()
}
