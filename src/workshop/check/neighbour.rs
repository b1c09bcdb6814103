//! Neighbours: what patterns say of each other, and what they must not have in common.

use std::collections::BTreeMap;

use super::{Catalogue, flaw};
use crate::pattern::Pattern;
use crate::workshop::flaw::Flaw;

/// Whether the patterns that `parts` and `shares` name are there.
pub(super) fn check(catalogue: &Catalogue, flaws: &mut Vec<Flaw>) {
    let all = &catalogue.library.patterns;
    for pattern in catalogue.patterns() {
        let parts = pattern.parts.iter().map(|part| ("parts", &part.pattern));
        let shares = pattern.shares.iter().map(|id| ("shares", id));
        for (field, id) in parts.chain(shares) {
            if !all.iter().any(|other| other.info.id == *id) {
                let message = format!("there is no pattern `{id}`");
                let remedy = "name an id that `postseal pattern list` shows";
                let place = (field, None);
                flaws.push(flaw(catalogue, pattern, place, "unknown-pattern", (message, remedy)));
            }
        }
    }
}

/// Patterns that look for the same thing by the same triggers: one of them never gets a match.
pub(super) fn twins(catalogue: &Catalogue, flaws: &mut Vec<Flaw>) {
    let mut first: BTreeMap<_, &Pattern> = BTreeMap::new();
    for pattern in &catalogue.library.patterns {
        let literals: Vec<&[u8]> = pattern.literals.iter().map(|l| l.bytes.as_slice()).collect();
        let service =
            pattern.service.iter().filter(|_| pattern.named).map(|service| &service.names);
        let service: Vec<_> = service.collect();
        let key = (pattern.expression(), literals, &pattern.labels, service, &pattern.hosts);
        let Some(other) = first.insert(key, pattern) else { continue };
        let ids = [&pattern.info.id, &other.info.id];
        if catalogue.patterns().any(|chosen| ids.contains(&&chosen.info.id)) {
            let message = format!("it is the same as `{}`", other.info.id);
            let remedy = "keep one of the two";
            let place = ("regex", None);
            flaws.push(flaw(catalogue, pattern, place, "twins", (message, remedy)));
        }
    }
}
