//! Which patterns and services words of labels, hosts, headers and paths lead to. What is built in comes from
//! tables of the program; only a user's patterns are entered at start.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::embedded;
use super::library::Library;
use super::patterns::Numbering;

/// Patterns and services by words written together. Holds for the library that it was made of, and patterns
/// are told by their index in that.
#[derive(Debug)]
pub struct Index {
    numbering: Numbering,
    has_services: bool,
    terms: Table<Vec<usize>>,
    names: Table<Name>,
    /// Services by host and by header, patterns by host.
    hosts: Table<Vec<usize>>,
    headers: Table<usize>,
    sent_to: Table<Vec<usize>>,
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
            numbering: library.patterns.numbering(),
            has_services: library.services.has_built_in(),
            terms: Table::default(),
            names: Table::default(),
            hosts: Table::default(),
            headers: Table::default(),
            sent_to: Table::default(),
        };
        for service in &library.own.services {
            for name in &service.names {
                let entry = index.names.entry(name.replace(' ', ""));
                entry.or_insert_with(|| Name {
                    service: Arc::clone(&service.name),
                    patterns: Vec::new(),
                });
            }
        }
        for (at, service) in library.services.added() {
            for host in &service.hosts {
                index.hosts.entry(host.clone()).or_default().push(at);
            }
            index.headers.extend(service.headers.iter().map(|header| (header.clone(), at)));
        }
        for (at, pattern) in library.patterns.added() {
            for host in &pattern.hosts {
                index.sent_to.entry(host.clone()).or_default().push(at);
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
        self.built_in(embedded::term(words)).chain(added)
    }

    /// What the name `words` of a service leads to.
    pub fn name(&self, words: &str) -> Option<Name> {
        let added = self.names.get(words);
        let built_in = embedded::name(words).filter(|_| self.has_services);
        let Some((service, patterns)) = built_in else { return added.cloned() };
        let mut name = Name {
            service: Arc::clone(&embedded::service(service)?.name),
            patterns: self.built_in(patterns).collect(),
        };
        name.patterns.extend(added.into_iter().flat_map(|added| &added.patterns));
        Some(name)
    }

    /// The services whose credentials are sent to `host`.
    pub fn services_of_host(&self, host: &str) -> impl Iterator<Item = usize> {
        let built_in = embedded::services_of_host(host).iter().map(|&service| usize::from(service));
        let added = self.hosts.get(host).into_iter().flatten().copied();
        built_in.filter(|_| self.has_services).chain(added)
    }

    /// The service that has this request header, in lower case, for its own.
    pub fn service_of_header(&self, header: &str) -> Option<usize> {
        let built_in = || embedded::service_of_header(header).filter(|_| self.has_services);
        self.headers.get(header).copied().or_else(built_in)
    }

    /// The patterns of what is sent to `host`.
    pub fn patterns_of_host(&self, host: &str) -> impl Iterator<Item = usize> {
        let added = self.sent_to.get(host).into_iter().flatten().copied();
        self.built_in(embedded::patterns_of_host(host)).chain(added)
    }

    /// Parts of paths of requests, in lower case, that tell what is sent there, and the patterns of it, sorted
    /// by pattern.
    pub fn paths(&self) -> Vec<(String, usize)> {
        let lower = |path: &str| path.to_ascii_lowercase();
        let built_in = embedded::paths().flat_map(|(path, numbers)| {
            self.built_in(numbers).map(move |index| (lower(path), index))
        });
        let added = self.sent_to.iter().filter(|(host, _)| host.starts_with('/'));
        let added =
            added.flat_map(|(path, found)| found.iter().map(move |&index| (lower(path), index)));
        let mut paths: Vec<_> = built_in.chain(added).collect();
        paths.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        paths
    }

    fn built_in(&self, numbers: &'static [u16]) -> impl Iterator<Item = usize> {
        numbers.iter().filter_map(|&number| self.numbering.index(number.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_and_name_of_the_library_leads_to_its_pattern() {
        let mut library = Library::built_in().unwrap();
        // Without some, so that numbers and indices differ.
        library.patterns.retain(|id| !id.starts_with('b'));
        let index = Index::new(&library);
        for (at, pattern) in library.patterns.iter().enumerate() {
            for label in &pattern.labels {
                assert!(index.term(&label.replace(' ', "")).any(|found| found == at), "{label}");
            }
            for name in pattern.service.iter().flat_map(|service| &service.names) {
                let found = index.name(&name.replace(' ', "")).unwrap().patterns;
                assert_eq!(found.contains(&at), pattern.named, "{name}");
            }
            let (paths, hosts): (Vec<_>, Vec<_>) =
                pattern.hosts.iter().partition(|host| host.starts_with('/'));
            for host in hosts {
                assert!(index.patterns_of_host(host).any(|found| found == at), "{host}");
            }
            for path in paths {
                assert!(index.paths().contains(&(path.clone(), at)), "{path}");
            }
        }
        for (at, service) in library.services.iter().enumerate() {
            for host in &service.hosts {
                assert!(index.services_of_host(host).any(|found| found == at), "{host}");
            }
            for header in &service.headers {
                assert!(
                    index.service_of_header(header).is_some_and(|found| found >= at),
                    "{header}"
                );
            }
        }
        for other in ["", "datadogapikez", "kyedatadogapi"] {
            assert_eq!(index.term(other).count(), 0, "{other}");
            assert!(index.name(other).is_none(), "{other}");
        }
    }
}
