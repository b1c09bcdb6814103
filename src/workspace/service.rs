//! Services, told by where a credential is sent.

use std::collections::BTreeMap;

use crate::document::text::url::is_near;
use crate::finding::Finding;
use crate::location::Role;
use crate::pattern::index::Index;
use crate::pattern::library::Library;
use crate::pattern::own::is_below;

/// What services and patterns say of hosts and headers.
pub(super) struct Services<'l> {
    library: &'l Library,
    index: Index,
    /// A name → the service, where the user says which hosts are trusted.
    named: BTreeMap<&'l str, usize>,
}

impl<'l> Services<'l> {
    pub(super) fn new(library: &'l Library) -> Self {
        let is_asked = !library.own.trusted_hosts.is_empty();
        // To walk through the services is to make all of them.
        let services = is_asked.then(|| library.services.iter().enumerate());
        let named = services
            .into_iter()
            .flatten()
            .map(|(index, service)| (&*service.name, index))
            .collect();
        Self { library, index: Index::new(library), named }
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
        let by_header = known.find_map(|header| self.index.service_of_header(header));
        let by_host = || {
            let mut services = finding.hosts.iter().map(|host| self.of_host(host));
            let first = services.next()??;
            services.all(|service| service.is_none_or(|service| service == first)).then_some(first)
        };
        let service = by_header.or_else(by_host);
        let service = service.and_then(|index| self.library.services.get(index));
        finding.service = service.map(|service| service.name.clone());
    }

    /// Raises what is sent elsewhere than to trusted hosts, those of its service, and the own network, if
    /// the user says which hosts are trusted.
    pub(super) fn distrust(&self, finding: &mut Finding) {
        let trusted = &self.library.own.trusted_hosts;
        if trusted.is_empty() {
            return;
        }
        let service = finding.service.as_deref().and_then(|name| self.named.get(name));
        let service = service.and_then(|index| self.library.services.get(*index));
        let known = || trusted.iter().chain(service.iter().flat_map(|service| &service.hosts));
        let strange: Vec<&str> = finding
            .hosts
            .iter()
            .map(AsRef::as_ref)
            .filter(|host| !is_near(host) && !known().any(|known| is_below(host, known)))
            .collect();
        if !strange.is_empty() {
            let note =
                format!("sent to {}, which is not among the trusted hosts", strange.join(", "));
            finding.severity = finding.severity.raised();
            finding.notes.push(note);
        }
    }

    /// The one service of a host.
    fn of_host(&self, host: &str) -> Option<usize> {
        match closest(host, |host| self.index.services_of_host(host).collect())?.as_slice() {
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
        let patterns = finding
            .hosts
            .iter()
            .filter_map(|host| closest(host, |host| self.index.patterns_of_host(host).collect()));
        let mut patterns = patterns.flatten().filter_map(|index| self.library.patterns.get(index));
        let Some(pattern) = patterns.find(|pattern| pattern.fits(value)) else {
            return;
        };
        let place = std::mem::replace(&mut finding.pattern, pattern.info.clone());
        finding.notes.push(format!("also matches {}", place.id));
        finding.service.clone_from(&pattern.info.service);
        finding.severity = pattern.severity;
        finding.settle(pattern.confidence, "it has the shape of what is sent to its host");
    }
}

/// What `known` says of the longest suffix of `host` that it says anything of.
fn closest(host: &str, known: impl Fn(&str) -> Vec<usize>) -> Option<Vec<usize>> {
    let suffixes = std::iter::successors(Some(host), |host| Some(host.split_once('.')?.1));
    suffixes.map(known).find(|found| !found.is_empty())
}
