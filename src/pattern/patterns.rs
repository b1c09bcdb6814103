//! Patterns and services of a library. The built-in ones are made when they are first asked for: a scan of a few
//! files asks for a handful of thousands.

use std::sync::Arc;

use super::service::Service;
use super::{Pattern, embedded};

/// Patterns, sorted by id.
#[derive(Debug)]
pub struct Patterns {
    entries: Vec<Entry>,
}

#[derive(Debug)]
enum Entry {
    /// The built-in one of this number.
    BuiltIn(u16),
    Added(Box<Pattern>),
}

impl Entry {
    fn id(&self) -> &str {
        match self {
            Self::BuiltIn(number) => embedded::id((*number).into()).unwrap_or_default(),
            Self::Added(pattern) => &pattern.info.id,
        }
    }

    fn pattern(&self) -> Option<&Pattern> {
        match self {
            Self::BuiltIn(number) => embedded::pattern((*number).into()),
            Self::Added(pattern) => Some(pattern),
        }
    }
}

impl Patterns {
    /// All built-in ones.
    pub(super) fn built_in() -> Self {
        let numbers = 0..u16::try_from(embedded::PATTERN_COUNT).unwrap_or(u16::MAX);
        Self { entries: numbers.map(Entry::BuiltIn).collect() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The one at `index`.
    #[inline]
    pub fn get(&self, index: usize) -> Option<&Pattern> {
        self.entries.get(index)?.pattern()
    }

    /// The index of the one with this id, or else where it would go.
    pub fn find(&self, id: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|entry| entry.id().cmp(id))
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Pattern> {
        self.entries.iter().filter_map(Entry::pattern)
    }

    /// The ids of all of them.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(Entry::id)
    }

    /// Those that are not built in, with their indices.
    pub fn added(&self) -> impl Iterator<Item = (usize, &Pattern)> {
        self.entries.iter().enumerate().filter_map(|(index, entry)| match entry {
            Entry::BuiltIn(_) => None,
            Entry::Added(pattern) => Some((index, &**pattern)),
        })
    }

    /// Drops all of them.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Drops those that are not to be kept, told by their ids.
    pub fn retain(&mut self, mut keep: impl FnMut(&str) -> bool) {
        self.entries.retain(|entry| keep(entry.id()));
    }

    /// Adds one, in the place of the one with its id, if there is one.
    pub(super) fn insert(&mut self, pattern: Pattern) {
        let entry = self.find(&pattern.info.id);
        let added = Entry::Added(Box::new(pattern));
        match entry {
            Ok(at) => self.entries.splice(at..=at, [added]).for_each(drop),
            Err(at) => self.entries.insert(at, added),
        }
    }

    /// Where the built-in patterns are in it, by their numbers.
    pub(crate) fn numbering(&self) -> Numbering {
        let number = |entry: &Entry| match entry {
            Entry::BuiltIn(number) => Some(usize::from(*number)),
            Entry::Added(_) => None,
        };
        let stays = |(index, entry): (usize, &Entry)| number(entry) == Some(index);
        if self.len() == embedded::PATTERN_COUNT && self.entries.iter().enumerate().all(stays) {
            return Numbering(None);
        }
        let mut indices = vec![None; embedded::PATTERN_COUNT];
        for (index, entry) in self.entries.iter().enumerate() {
            if let Some(place) = number(entry).and_then(|number| indices.get_mut(number)) {
                *place = Some(index);
            }
        }
        Numbering(Some(indices))
    }
}

impl<'p> IntoIterator for &'p Patterns {
    type Item = &'p Pattern;
    type IntoIter = Box<dyn Iterator<Item = &'p Pattern> + 'p>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

/// The indices of built-in patterns by their numbers, if they differ.
#[derive(Debug)]
pub(crate) struct Numbering(Option<Vec<Option<usize>>>);

impl Numbering {
    /// The index of the built-in pattern `number`, if it is in the library.
    #[inline]
    pub(crate) fn index(&self, number: usize) -> Option<usize> {
        match &self.0 {
            None => Some(number),
            Some(indices) => *indices.get(number)?,
        }
    }
}

/// Who issues credentials: the built-in services in the order of their files, then those that were added.
#[derive(Debug)]
pub struct Services {
    built_in: usize,
    added: Vec<Arc<Service>>,
}

impl Services {
    pub(super) fn built_in() -> Self {
        Self { built_in: embedded::SERVICE_COUNT, added: Vec::new() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.built_in + self.added.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The one at `index`.
    pub fn get(&self, index: usize) -> Option<&Arc<Service>> {
        match index.checked_sub(self.built_in) {
            None => embedded::service(index),
            Some(index) => self.added.get(index),
        }
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Service>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Whether the built-in ones are there.
    pub(super) fn has_built_in(&self) -> bool {
        self.built_in > 0
    }

    /// Those that were added, with their indices.
    pub(super) fn added(&self) -> impl Iterator<Item = (usize, &Arc<Service>)> {
        (self.built_in..).zip(&self.added)
    }

    /// Drops all of them.
    pub fn clear(&mut self) {
        (self.built_in, self.added) = (0, Vec::new());
    }

    /// Adds one.
    pub(super) fn push(&mut self, service: Arc<Service>) {
        self.added.push(service);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_pattern_can_be_made_and_they_are_sorted() {
        let patterns = Patterns::built_in();
        assert_eq!(patterns.iter().count(), patterns.len());
        assert!(patterns.ids().is_sorted());
        assert!(patterns.iter().map(|pattern| pattern.info.id.as_str()).eq(patterns.ids()));
        for (index, id) in patterns.ids().enumerate() {
            assert_eq!(patterns.find(id), Ok(index));
        }
    }

    #[test]
    fn numbers_lead_to_the_same_patterns_when_some_are_gone_or_replaced() {
        let mut patterns = Patterns::built_in();
        let all: Vec<String> = patterns.ids().map(str::to_owned).collect();
        let gone = |id: &str| id.starts_with('b');
        patterns.retain(|id| !gone(id));
        let numbering = patterns.numbering();
        for (number, id) in all.iter().enumerate() {
            let found = numbering.index(number).and_then(|index| patterns.get(index));
            assert_eq!(found.map(|found| &found.info.id), (!gone(id)).then_some(id));
        }
    }
}
