//! Services, told by where a credential is sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::Finding;
use crate::location::Role;
use crate::pattern::library::Library;

/// What services and patterns say of hosts and headers.
pub(super) struct Services<'l> {
    library: &'l Library,
    /// A host → the services whose credentials are sent there or below, by index.
    hosts: BTreeMap<&'l str, Vec<usize>>,
    /// A header of one service, in lower case → that service.
    headers: BTreeMap<&'l str, usize>,
    /// A host → the patterns that a value sent there may have, by index.
    patterns: BTreeMap<&'l str, Vec<usize>>,
    names: Vec<Arc<str>>,
}

impl<'l> Services<'l> {
    pub(super) fn new(library: &'l Library) -> Self {
        let (mut hosts, mut headers) = (BTreeMap::<_, Vec<usize>>::new(), BTreeMap::new());
        for (index, service) in library.services.iter().enumerate() {
            for host in &service.hosts {
                hosts.entry(host.as_str()).or_default().push(index);
            }
            headers.extend(service.headers.iter().map(|header| (header.as_str(), index)));
        }
        let mut patterns = BTreeMap::<_, Vec<usize>>::new();
        for (index, pattern) in library.patterns.iter().enumerate() {
            for host in &pattern.hosts {
                patterns.entry(host.as_str()).or_default().push(index);
            }
        }
        let names = library.services.iter().map(|service| Arc::clone(&service.name)).collect();
        Self { library, hosts, headers, patterns, names }
    }

    /// Says who issued `finding`, where its pattern does not: by the headers that it is sent in, or
    /// else by the hosts, if they speak of one service.
    pub(super) fn tell(&self, finding: &mut Finding, headers: &[String]) {
        self.take_shape(finding);
        if finding.service.is_some() {
            return;
        }
        let label = finding.location.label.as_deref().unwrap_or_default().to_ascii_lowercase();
        let own = (finding.location.role == Role::Header).then_some(&label);
        let mut known = own.into_iter().chain(headers).map(String::as_str);
        let by_header = known.find_map(|header| self.headers.get(header).copied());
        let by_host = || {
            let mut services = finding.hosts.iter().map(|host| self.of_host(host));
            let first = services.next()??;
            services.all(|service| service.is_none_or(|service| service == first)).then_some(first)
        };
        let service = by_header.or_else(by_host);
        finding.service = service.and_then(|index| self.names.get(index)).cloned();
    }

    /// The one service of a host.
    fn of_host(&self, host: &str) -> Option<usize> {
        match closest(&self.hosts, host)? {
            [service] => Some(*service),
            _ => None,
        }
    }

    /// Makes a finding that its place told one of the pattern whose whole shape it has, if it is sent
    /// to a host of that pattern.
    fn take_shape(&self, finding: &mut Finding) {
        if finding.pattern.service.is_some() {
            return;
        }
        let value = finding.secret.reveal();
        let patterns = finding.hosts.iter().filter_map(|host| closest(&self.patterns, host));
        let fits = |index: &&usize| {
            self.library.patterns.get(**index).is_some_and(|pattern| pattern.fits(value))
        };
        let Some(pattern) =
            patterns.flatten().find(fits).and_then(|index| self.library.patterns.get(*index))
        else {
            return;
        };
        let place = std::mem::replace(&mut finding.pattern, pattern.info.clone());
        finding.notes.push(format!("also matches {}", place.id));
        finding.service.clone_from(&pattern.info.service);
        finding.severity = pattern.severity;
        finding.settle(pattern.confidence, "it has the shape of what is sent to its host");
    }
}

/// What is known of the longest suffix of `host` that something is known of.
fn closest<'m>(known: &'m BTreeMap<&str, Vec<usize>>, host: &str) -> Option<&'m [usize]> {
    let suffixes = std::iter::successors(Some(host), |host| Some(host.split_once('.')?.1));
    suffixes.into_iter().find_map(|suffix| known.get(suffix).map(Vec::as_slice))
}
