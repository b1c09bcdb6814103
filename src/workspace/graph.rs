//! Who sees whose variables, and which definition holds where.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::expand::Memo;
use crate::document::postman::tree::collection_folder;
use crate::location::Role;
use crate::scan::SourceFacts;
use crate::scan::variable::{Definition, Scope};

/// A document of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct DocumentId {
    /// Which of the sources.
    pub(super) source: usize,
    /// Its number in that source.
    pub(super) document: u32,
}

/// A definition of a workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct DefinitionId {
    pub(super) source: usize,
    pub(super) index: usize,
}

/// A set of variables that is active or not as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Set {
    document: DocumentId,
    number: u32,
}

/// Which documents of a workspace see each other's environments and globals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ties {
    /// None: each stands alone.
    None,
    /// All: somebody keeps them together.
    All,
    /// Each source sees those of some others.
    Some(Vec<Vec<usize>>),
}

/// The variables of one workspace by their names.
pub(super) struct Graph<'f> {
    sources: &'f [SourceFacts],
    ties: &'f Ties,
    names: HashMap<&'f str, Vec<DefinitionId>, foldhash::fast::RandomState>,
    /// The folder of the collection that a source is a part of.
    folders: Vec<Option<&'f str>>,
    /// Definitions that may still be looked at.
    room: Cell<usize>,
    /// What was resolved last.
    pub(super) memo: Memo,
}

/// Most definitions that are looked at in one workspace, each as often as it is. Only a workspace of
/// thousands of environments with thousands of uses of the same name comes near.
const MOST_LOOKS: usize = 5_000_000;

impl<'f> Graph<'f> {
    pub(super) fn new(sources: &'f [SourceFacts], ties: &'f Ties) -> Self {
        let mut names: HashMap<&str, Vec<DefinitionId>, _> = HashMap::default();
        for (source, facts) in sources.iter().enumerate() {
            for (index, definition) in facts.definitions.iter().enumerate() {
                let id = DefinitionId { source, index };
                names.entry(&definition.name).or_default().push(id);
            }
        }
        let folders = sources.iter().map(|facts| collection_folder(name_of(facts))).collect();
        Self { sources, ties, names, folders, room: Cell::new(MOST_LOOKS), memo: Memo::default() }
    }

    /// Whether everything that was asked has been looked at.
    pub(super) fn is_whole(&self) -> bool {
        self.room.get() > 0
    }

    /// Notes that something was looked at; whether there is room for more.
    pub(super) fn spend(&self) -> bool {
        self.room.set(self.room.get().saturating_sub(1));
        self.is_whole()
    }

    /// The environment that is active wherever a definition holds.
    pub(super) fn environment_of(&self, id: DefinitionId) -> Option<Set> {
        let definition = self.definition(id)?;
        let is_environment = definition.scope == Scope::Environment && !definition.by_script;
        self.set(id).filter(|_| is_environment)
    }

    /// Where the requests go that take the auth which the source at `index` says for a folder of them: in
    /// format 3 they lie in files of their own, below the one that says it.
    pub(super) fn below(&self, index: usize) -> Vec<Arc<str>> {
        let own = self.sources.get(index).map(name_of).unwrap_or_default();
        let Some(folder) = defined_folder(own) else { return Vec::new() };
        let room = self.room.get();
        self.room.set(room.saturating_sub(self.sources.len()));
        let below = self.sources.iter().take(room).filter(|facts| is_below(folder, name_of(facts)));
        let origins: BTreeSet<&Arc<str>> = below.flat_map(|facts| &facts.origins).collect();
        origins.into_iter().take(MOST_BELOW).cloned().collect()
    }

    /// How many requests take that auth: those below no folder that says an auth of its own.
    pub(super) fn heirs_below(&self, index: usize) -> u64 {
        let own = self.sources.get(index).map(name_of).and_then(defined_folder);
        let Some(own) = own.filter(|_| self.is_whole()) else { return 0 };
        let below = self.sources.iter().filter(|facts| is_below(own, name_of(facts)));
        let below: Vec<&SourceFacts> = below.collect();
        let providers: Vec<&str> = below
            .iter()
            .filter(|facts| speaks_of_auth(facts))
            .filter_map(|facts| defined_folder(name_of(facts)))
            .filter(|folder| *folder != own)
            .take(MOST_BELOW)
            .collect();
        let room = self.room.get();
        self.room.set(room.saturating_sub(self.sources.len() * (1 + providers.len())));
        let takes =
            |facts: &&SourceFacts| !providers.iter().any(|folder| is_below(folder, name_of(facts)));
        below.into_iter().filter(takes).map(|facts| facts.heirs).sum()
    }

    pub(super) fn definition(&self, id: DefinitionId) -> Option<&'f Definition> {
        self.sources.get(id.source)?.definitions.get(id.index)
    }

    /// The set that a definition belongs to.
    pub(super) fn set(&self, id: DefinitionId) -> Option<Set> {
        let definition = self.definition(id)?;
        let document = DocumentId { source: id.source, document: definition.document };
        Some(Set { document, number: definition.set })
    }

    /// The definitions of `name` that hold in the document at `at`, under whatever environment: one of
    /// each environment, and of the collection, or else of the globals. What a script sets or a row of
    /// data gives holds beside them.
    pub(super) fn winners(&self, name: &str, at: DocumentId) -> Vec<DefinitionId> {
        let mut sets: BTreeMap<(Scope, Option<Set>), DefinitionId> = BTreeMap::new();
        let mut beside = Vec::new();
        for (id, definition) in self.visible(name, at) {
            if definition.by_script || definition.scope == Scope::Iteration {
                beside.push(id);
            } else {
                sets.insert((definition.scope, self.set(id)), id);
            }
        }
        let in_collection = sets.keys().any(|(scope, _)| *scope == Scope::Collection);
        let holds = |scope: Scope| scope != Scope::Globals || !in_collection;
        let sets = sets.into_iter().filter(|((scope, _), _)| holds(*scope));
        sets.map(|(_, id)| id).chain(beside).collect()
    }

    /// The environments that define `name` for the document at `at`, the first few.
    pub(super) fn environments(&self, name: &str, at: DocumentId) -> Vec<Set> {
        let environments = self.visible(name, at).filter(|(_, d)| d.scope == Scope::Environment);
        let mut sets: Vec<Set> = environments.filter_map(|(id, _)| self.set(id)).collect();
        sets.dedup();
        sets.truncate(MOST_ENVIRONMENTS);
        sets
    }

    pub(super) fn visible(
        &self,
        name: &str,
        at: DocumentId,
    ) -> impl Iterator<Item = (DefinitionId, &'f Definition)> {
        let all = self.names.get(name).filter(|_| self.is_whole());
        let all = all.map(Vec::as_slice).unwrap_or_default();
        let own = || [at.source].into_iter().collect::<BTreeSet<_>>();
        let ids: Vec<DefinitionId> = match self.ties {
            Ties::All => all.to_vec(),
            Ties::None => of_sources(all, own()),
            Ties::Some(partners) => {
                let partners = partners.get(at.source).into_iter().flatten().copied();
                of_sources(all, own().into_iter().chain(partners).collect())
            }
        };
        let room = self.room.get();
        self.room.set(room.saturating_sub(ids.len()));
        ids.into_iter().take(room).filter_map(move |id| {
            let definition = self.definition(id)?;
            let there = DocumentId { source: id.source, document: definition.document };
            let is_seen = there == at
                || *self.ties != Ties::None
                    && (definition.scope != Scope::Collection || self.same_folder(id.source, at));
            (is_seen && !definition.disabled).then_some((id, definition))
        })
    }

    /// Whether both are parts of a collection that is a folder of files.
    fn same_folder(&self, source: usize, at: DocumentId) -> bool {
        let folder = |source: usize| self.folders.get(source).copied().flatten();
        folder(source).is_some_and(|mine| folder(at.source) == Some(mine))
    }
}

/// The folder that the source called `name` says what it is.
pub(super) fn defined_folder(name: &str) -> Option<&str> {
    name.split_once("/.resources/definition.").map(|(folder, _)| folder)
}

fn is_below(folder: &str, name: &str) -> bool {
    name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether it says an auth, by a literal or by variables.
fn speaks_of_auth(facts: &SourceFacts) -> bool {
    facts.findings.iter().any(|finding| finding.location.role == Role::Auth)
        || facts.uses.iter().any(|usage| usage.role == Role::Auth)
}

/// What tells where a source lies.
fn name_of(facts: &SourceFacts) -> &str {
    facts.entry.as_deref().unwrap_or(&facts.path)
}

/// Most origins that are taken over from the files of a folder.
const MOST_BELOW: usize = 32;

/// Those of `all`, which are sorted, that stand in these sources.
fn of_sources(all: &[DefinitionId], sources: BTreeSet<usize>) -> Vec<DefinitionId> {
    let of = |source| {
        let from = all.partition_point(|id| id.source < source);
        all.iter().skip(from).take_while(move |id| id.source == source).copied()
    };
    sources.into_iter().flat_map(of).collect()
}

/// Most environments under which a text is resolved.
const MOST_ENVIRONMENTS: usize = 32;
