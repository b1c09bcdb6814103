//! Which collections and environments belong together although nobody keeps them together: told by an
//! account that both name, or by the variables that one leaves open and the other defines.
//!
//! Names that everybody uses tell nothing: of the names that two have in common at least one must be left
//! open by few collections only, and where the two lie in different folders, in few folders only. So a
//! folder of strangers' exports stays one, and what is looked at grows with the number of documents, not
//! with that of their pairs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::graph::defined_folder;
use crate::location::Role;
use crate::scan::SourceFacts;
use crate::scan::variable::{Definition, Scope, Use, references};
use crate::source::Kind;

/// Most collections that leave open a name which tells something.
const FEW_COLLECTIONS: usize = 32;

/// Most folders that they lie in, if it tells something of a document in another folder.
const FEW_FOLDERS: usize = 2;

/// Most sources that one is joined to.
const MOST_PARTNERS: usize = 64;

/// What a source has to do with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Nothing: what it says of its findings is all that there is.
    Closed,
    /// Its findings are known, but it says something of those of others.
    Tells,
    /// Others may say something of its findings.
    Open,
}

impl Part {
    /// The part of `source` among others. One with several documents is a list of strangers' exports,
    /// or a dump, which holds what belongs to it.
    pub fn of(source: &SourceFacts) -> Self {
        let [kind] = source.kinds.as_slice() else { return Self::Closed };
        if gives(*kind) {
            let has_secret = |d: &Definition| !d.findings.is_empty() || d.latent.is_some();
            return match source.definitions.is_empty() {
                true => Self::Closed,
                false if source.definitions.iter().any(has_secret) => Self::Open,
                false => Self::Tells,
            };
        }
        let open = open_names(source);
        let is_open = |text: &str| {
            references(text.as_bytes())
                .any(|(_, name)| open.contains(&*String::from_utf8_lossy(name)))
        };
        let mut origins = source.findings.iter().flat_map(|finding| &finding.hosts);
        if open.is_empty() {
            Self::Closed
        } else if origins.any(|origin| is_open(origin)) {
            Self::Open
        } else if source.uses.iter().any(|usage| tells(usage, &open)) {
            Self::Tells
        } else {
            Self::Closed
        }
    }
}

/// What a source that is reported already says of others; without any secret.
pub fn told(source: &SourceFacts) -> SourceFacts {
    let open = open_names(source);
    let all_open = source.uses.iter().map(|usage| Use {
        places: usage.places.iter().take(1).cloned().collect(),
        template: None,
        ..copy(usage)
    });
    let uses: Vec<Use> = all_open.filter(|usage| open.contains(&*usage.name)).collect();
    let named: BTreeSet<String> = uses
        .iter()
        .flat_map(|usage| &usage.origins)
        .flat_map(|origin| references(origin.as_bytes()).collect::<Vec<_>>())
        .map(|(_, name)| String::from_utf8_lossy(name).into_owned())
        .collect();
    let is_giver = source.kinds.iter().any(|kind| gives(*kind));
    let is_kept = |d: &&Definition| d.findings.is_empty() && (is_giver || named.contains(&*d.name));
    let definitions = source.definitions.iter().filter(is_kept).map(|definition| Definition {
        name: definition.name.clone(),
        value: definition.value.clone(),
        findings: Vec::new(),
        latent: None,
        ..*definition
    });
    SourceFacts {
        path: source.path.clone(),
        entry: source.entry.clone(),
        kinds: source.kinds.clone(),
        owners: source.owners.clone(),
        definitions: definitions.collect(),
        uses,
        is_reported: true,
        ..SourceFacts::default()
    }
}

/// What a lone export asks of others: by this alone it is told which of them belong to it. Holds no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The names that it uses and does not define.
    names: BTreeSet<Arc<str>>,
    /// The accounts of its owners and exporters.
    owners: BTreeSet<u64>,
}

impl Asked {
    /// What `source` asks; nothing, where others may be joined to it by what this does not tell: by what it defines,
    /// or by where it lies.
    pub fn by(source: &SourceFacts) -> Option<Self> {
        let [kind] = source.kinds.as_slice() else { return None };
        if gives(*kind) || *kind == Kind::CollectionV3 || defined_folder(&source.path).is_some() {
            return None;
        }
        Some(Self { names: open_names(source), owners: source.owners.clone() })
    }

    /// Facts that are joined to others as those of the export at `path` are, and of which nothing is reported.
    pub fn stand_in(&self, path: &str) -> SourceFacts {
        let uses = self.names.iter().map(|name| Use {
            name: name.clone(),
            document: 0,
            role: Role::Url,
            label: None,
            claim: None,
            template: None,
            count: 0,
            places: Vec::new(),
            origins: Vec::new(),
        });
        SourceFacts {
            path: path.into(),
            kinds: vec![Kind::CollectionV21],
            owners: self.owners.clone(),
            uses: uses.collect(),
            is_reported: true,
            ..SourceFacts::default()
        }
    }
}

/// Which of `sources`, sorted by name, others say something of, or may: those that belong to an environment, and
/// those that lie in a folder that one of them describes.
pub fn are_joined(sources: &[SourceFacts]) -> Vec<bool> {
    let described: BTreeSet<&str> =
        sources.iter().filter_map(|source| defined_folder(&source.path)).collect();
    let is_within = |source: &SourceFacts| {
        let ends = source.path.match_indices('/').map(|(at, _)| at);
        ends.filter_map(|at| source.path.get(..at)).any(|folder| described.contains(folder))
    };
    let partners = partners(sources);
    let both = sources.iter().zip(partners);
    both.map(|(source, partners)| !partners.is_empty() || is_within(source)).collect()
}

fn copy(usage: &Use) -> Use {
    Use {
        name: usage.name.clone(),
        document: usage.document,
        role: usage.role,
        label: usage.label.clone(),
        claim: usage.claim,
        template: None,
        count: usage.count,
        places: Vec::new(),
        origins: usage.origins.clone(),
    }
}

/// For each of `sources` those whose variables it sees, in the order of their names; `sources` are
/// sorted by name.
pub(super) fn partners(sources: &[SourceFacts]) -> Vec<Vec<usize>> {
    let opens: Vec<BTreeSet<Arc<str>>> = sources
        .iter()
        .map(|source| if is_giver(source) { BTreeSet::new() } else { open_names(source) })
        .collect();
    let mut by_name: BTreeMap<&str, Takers> = BTreeMap::new();
    let mut by_owner: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (taker, open) in opens.iter().enumerate().filter(|(_, open)| !open.is_empty()) {
        for name in open {
            by_name.entry(name).or_default().add(taker, folder(sources, taker));
        }
        for owner in sources.get(taker).into_iter().flat_map(|source| &source.owners) {
            by_owner.entry(*owner).or_default().push(taker);
        }
    }
    let mut partners = vec![Vec::new(); sources.len()];
    for (giver, source) in sources.iter().enumerate().filter(|(_, source)| is_giver(source)) {
        let enabled = source.definitions.iter().filter(|definition| !definition.disabled);
        let names: BTreeSet<&str> = enabled.map(|definition| &*definition.name).collect();
        let here = folder(sources, giver);
        let takers = names.iter().filter_map(|name| by_name.get(name));
        let mut takers: BTreeSet<usize> =
            takers.flat_map(|takers| takers.told(|taker| folder(sources, taker) == here)).collect();
        takers.retain(|taker| opens.get(*taker).is_some_and(|open| answers(&names, open)));
        let owned = source.owners.iter().filter_map(|owner| by_owner.get(owner));
        takers.extend(owned.flat_map(|takers| takers.iter().take(MOST_PARTNERS)));
        for taker in takers.into_iter().take(MOST_PARTNERS) {
            let room = |partners: &&mut Vec<usize>| partners.len() < MOST_PARTNERS;
            if let Some(partners) = partners.get_mut(taker).filter(room) {
                partners.push(giver);
            }
        }
    }
    partners
}

/// The collections that leave a name open.
#[derive(Default)]
struct Takers<'s> {
    all: Vec<usize>,
    /// The folders that they lie in, one more than are few at most.
    folders: BTreeSet<&'s str>,
}

impl<'s> Takers<'s> {
    fn add(&mut self, taker: usize, folder: &'s str) {
        self.all.push(taker);
        if self.folders.len() <= FEW_FOLDERS {
            self.folders.insert(folder);
        }
    }

    /// Those of which the name tells something, where `is_here` says which lie in the same folder.
    fn told(&self, is_here: impl Fn(usize) -> bool) -> impl Iterator<Item = usize> {
        let is_rare = self.all.len() <= FEW_COLLECTIONS;
        let in_few = self.folders.len() <= FEW_FOLDERS;
        let all = self.all.iter().copied().filter(move |_| is_rare);
        all.filter(move |taker| in_few || is_here(*taker))
    }
}

/// The folder that a source lies in.
fn folder(sources: &[SourceFacts], index: usize) -> &str {
    let path = sources.get(index).map_or("", |source| &source.path);
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether `names` are at least two and at least half of those left open.
fn answers(names: &BTreeSet<&str>, open: &BTreeSet<Arc<str>>) -> bool {
    let answered = open.iter().filter(|name| names.contains(&***name)).count();
    answered >= 2 && answered * 2 >= open.len()
}

fn is_giver(source: &SourceFacts) -> bool {
    matches!(source.kinds.as_slice(), [kind] if gives(*kind))
}

/// Whether documents of this kind define variables for others.
fn gives(kind: Kind) -> bool {
    matches!(kind, Kind::Environment | Kind::Globals | Kind::Variables)
}

/// The names that a source uses and nobody in it defines.
fn open_names(source: &SourceFacts) -> BTreeSet<Arc<str>> {
    let is_own = |d: &&Definition| !d.by_script && d.scope != Scope::Local;
    let own: BTreeSet<&str> =
        source.definitions.iter().filter(is_own).map(|definition| &*definition.name).collect();
    let mut named: BTreeSet<Arc<str>> =
        source.uses.iter().map(|usage| usage.name.clone()).collect();
    named.retain(|name| !own.contains(&**name));
    named
}

/// Whether a use says something of an open name.
fn tells(usage: &Use, open: &BTreeSet<Arc<str>>) -> bool {
    usage.claim.is_some() && open.contains(&usage.name)
}
