//! Links between the definitions of variables and their uses.

use std::collections::{BTreeMap, BTreeSet};

use super::graph::{DefinitionId, DocumentId, Graph};
use super::host::Hosts;
use crate::finding;
use crate::location::Role;
use crate::scan::SourceFacts;
use crate::scan::variable::{Use, UsedAs, references};
use crate::secret::Secret;

/// Most uses that are listed of one finding.
const MOST_USES: usize = 20;

/// Most definitions that the values of a name's own lead on to.
const MOST_FOLLOWED: usize = 32;

/// What the uses of one definition come to.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// The first uses, sorted.
    pub(super) uses: Vec<finding::Use>,
    /// How many there are in all.
    pub(super) count: u64,
    pub(super) hosts: Hosts,
    /// What places say of it that send nothing else, the clearest last.
    pub(super) claims: BTreeSet<UsedAs>,
    /// The other variables that it is put together with into a credential.
    pub(super) together: BTreeMap<UsedAs, BTreeSet<String>>,
    /// The labels that it is sent under in headers, in lower case.
    pub(super) headers: BTreeSet<String>,
}

/// The uses of each definition that has some.
pub(super) fn links(sources: &[SourceFacts], graph: &Graph<'_>) -> BTreeMap<DefinitionId, Linked> {
    let mut all: BTreeMap<DefinitionId, Linked> = BTreeMap::new();
    for (source, facts) in sources.iter().enumerate() {
        let mut by_name: BTreeMap<(u32, &str), Vec<&Use>> = BTreeMap::new();
        for usage in &facts.uses {
            by_name.entry((usage.document, &*usage.name)).or_default().push(usage);
        }
        for ((document, name), uses) in by_name {
            let at = DocumentId { source, document };
            for id in reached(name, at, graph) {
                let linked = all.entry(id).or_default();
                for usage in &uses {
                    linked.add(graph, id, (facts, usage), at);
                }
            }
        }
    }
    for linked in all.values_mut() {
        linked.sort();
    }
    all
}

/// The definitions that a name stands for: its own, and those that their values name, the first few.
fn reached(name: &str, at: DocumentId, graph: &Graph<'_>) -> Vec<DefinitionId> {
    let mut reached = graph.winners(name, at);
    let mut known: BTreeSet<DefinitionId> = reached.iter().copied().collect();
    let mut next = 0;
    let most = reached.len() + MOST_FOLLOWED;
    while let Some(&id) = reached.get(next).filter(|_| reached.len() < most) {
        next += 1;
        let value = graph.definition(id).and_then(|definition| definition.value.as_ref());
        for (_, name) in references(value.map(Secret::reveal).unwrap_or_default()) {
            let named = graph.winners(&String::from_utf8_lossy(name), at);
            reached.extend(named.into_iter().filter(|id| known.insert(*id)));
        }
    }
    reached.truncate(most);
    reached
}

impl Linked {
    fn add(
        &mut self,
        graph: &Graph<'_>,
        id: DefinitionId,
        (facts, usage): (&SourceFacts, &Use),
        at: DocumentId,
    ) {
        self.count += usage.count;
        self.uses.extend(usage.places.iter().map(|place| finding::Use {
            path: facts.path.clone(),
            entry: facts.entry.clone(),
            role: usage.role,
            label: usage.label.clone(),
            name_path: place.name_path.clone(),
            pointer: place.pointer.clone(),
            disabled: place.disabled,
        }));
        if self.uses.len() >= 4 * MOST_USES {
            self.sort();
        }
        let below = match usage.role {
            Role::Auth if usage.origins.is_empty() => graph.below(at.source),
            _ => Vec::new(),
        };
        for origin in usage.origins.iter().chain(&below) {
            self.hosts.add(graph, (origin, at), graph.environment_of(id));
        }
        if usage.role == Role::Header {
            self.headers.extend(usage.label.as_deref().map(str::to_ascii_lowercase));
        }
        match (usage.claim, &usage.template) {
            (Some(claim), None) => drop(self.claims.insert(claim)),
            (Some(claim), Some(template)) => {
                let others = references(template.reveal());
                let names = others.map(|(_, name)| String::from_utf8_lossy(name).into_owned());
                self.together.entry(claim).or_default().extend(names);
            }
            (None, _) => {}
        }
    }

    fn sort(&mut self) {
        self.uses.sort();
        self.uses.dedup();
        self.uses.truncate(MOST_USES);
    }
}
