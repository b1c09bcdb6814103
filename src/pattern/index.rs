//! Which patterns and services words of labels lead to. What is built in comes from tables of the program; only
//! a user's patterns are entered at start.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::embedded;
use super::library::Library;

/// Patterns and services by words written together. Holds for the library that it was made of, and patterns
/// are told by their index in that.
#[derive(Debug)]
pub struct Index {
    /// Where in the library a built-in pattern is, by its number, if it is there.
    places: Vec<Option<usize>>,
    services: Vec<Arc<str>>,
    terms: Table<Vec<usize>>,
    names: Table<Name>,
}

/// Looked up, never listed.
type Table<T> = HashMap<String, T, FixedState>;

/// What the name of a service leads to.
#[derive(Debug, Clone)]
pub struct Name {
    /// The service.
    pub service: Arc<str>,
    /// The patterns that it sets off.
    pub patterns: Vec<usize>,
}

impl Index {
    /// The index of `library`.
    pub fn new(library: &Library) -> Self {
        let mut index = Self {
            places: vec![None; embedded::COUNT],
            services: library.services.iter().map(|service| Arc::clone(&service.name)).collect(),
            terms: Table::default(),
            names: Table::default(),
        };
        for (at, pattern) in library.patterns.iter().enumerate() {
            if let Some(place) = pattern.number.and_then(|number| index.places.get_mut(number)) {
                *place = Some(at);
                continue;
            }
            for label in &pattern.labels {
                index.terms.entry(label.replace(' ', "")).or_default().push(at);
            }
            let Some(service) = &pattern.service else { continue };
            for name in &service.names {
                let name = index.names.entry(name.replace(' ', "")).or_insert_with(|| Name {
                    service: Arc::clone(&service.name),
                    patterns: Vec::new(),
                });
                name.patterns.extend(pattern.named.then_some(at));
            }
        }
        index
    }

    /// The patterns that list the label term `words`.
    pub fn term(&self, words: &str) -> impl Iterator<Item = usize> {
        let added = self.terms.get(words).into_iter().flatten().copied();
        self.built_in(embedded::term(words).unwrap_or_default()).chain(added)
    }

    /// What the name `words` of a service leads to.
    pub fn name(&self, words: &str) -> Option<Name> {
        let added = self.names.get(words);
        let Some((service, patterns)) = embedded::name(words) else { return added.cloned() };
        let mut name = Name {
            service: Arc::clone(self.services.get(service)?),
            patterns: self.built_in(patterns).collect(),
        };
        name.patterns.extend(added.into_iter().flat_map(|added| &added.patterns));
        Some(name)
    }

    fn built_in(&self, numbers: &'static [u16]) -> impl Iterator<Item = usize> {
        numbers.iter().filter_map(|&number| *self.places.get(usize::from(number))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_and_name_of_the_library_leads_to_its_pattern() {
        let mut library = Library::built_in().unwrap();
        // Without some, so that numbers and indices differ.
        library.patterns.retain(|pattern| !pattern.info.id.starts_with('b'));
        let index = Index::new(&library);
        for (at, pattern) in library.patterns.iter().enumerate() {
            for label in &pattern.labels {
                assert!(index.term(&label.replace(' ', "")).any(|found| found == at), "{label}");
            }
            for name in pattern.service.iter().flat_map(|service| &service.names) {
                let found = index.name(&name.replace(' ', "")).unwrap().patterns;
                assert_eq!(found.contains(&at), pattern.named, "{name}");
            }
        }
        for other in ["", "datadogapikez", "kyedatadogapi"] {
            assert_eq!(index.term(other).count(), 0, "{other}");
            assert!(index.name(other).is_none(), "{other}");
        }
    }
}
