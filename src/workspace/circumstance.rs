//! What the surroundings of a workspace make of a finding: who may read it, and how it is sent.

use std::collections::BTreeSet;

use super::graph::Ties;
use super::host::Hosts;
use crate::finding::Finding;
use crate::scan::SourceFacts;
use crate::source::Kind;

/// The documents of a workspace that everybody may read.
pub(super) struct Circumstances {
    public: BTreeSet<(usize, u32)>,
    /// Whether all of them are, because the workspace says it.
    all: bool,
}

impl Circumstances {
    pub(super) fn of(sources: &[SourceFacts], ties: &Ties) -> Self {
        let public = |(index, facts): (usize, &SourceFacts)| {
            facts.public.iter().map(move |&document| (index, document)).collect::<Vec<_>>()
        };
        let is_workspace = |facts: &SourceFacts| {
            let kind = |document: &u32| facts.kinds.get(usize::try_from(*document).ok()?).copied();
            facts.public.iter().any(|document| kind(document) == Some(Kind::Workspace))
        };
        Self {
            public: sources.iter().enumerate().flat_map(public).collect(),
            all: *ties == Ties::All && sources.iter().any(is_workspace),
        }
    }

    /// Raises what everybody may read, and notes what goes over the wire in the clear.
    pub(super) fn weigh(&self, finding: &mut Finding, source: usize, hosts: &Hosts) {
        if self.all || self.public.contains(&(source, finding.location.document)) {
            finding.severity = finding.severity.raised();
            finding
                .notes
                .push("everybody may read it: its export says that it is public".to_owned());
        }
        finding.handling.plain_hosts =
            hosts.plain.iter().map(|host| host.as_str().into()).collect();
        if let Some(host) = hosts.plain.first() {
            finding.notes.push(format!("sent to {host} over plain http"));
        }
    }
}
