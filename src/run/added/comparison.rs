//! Which files of two states are scanned, so that their findings can be compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Problem, ProblemCode};
use crate::git::{Change, Entry, GitError, Repository};
use crate::input::{Collected, Tracked};
use crate::workspace::root_of;

/// What is scanned of a later state, and what it is compared with.
#[derive(Debug)]
pub struct Comparison {
    /// The files that differ, and those that belong to the same workspaces, sorted.
    pub inputs: Vec<Collected>,
    /// The names of the files that differ.
    pub changed: BTreeSet<String>,
    /// The states before: several, if a merge is made.
    pub earlier: Vec<State>,
}

/// What is scanned of an earlier state.
#[derive(Debug, Default)]
pub struct State {
    /// The files, sorted.
    pub inputs: Vec<Collected>,
    /// What files that were renamed are called later.
    pub renamed: BTreeMap<String, String>,
}

impl State {
    /// What the file called `name` is called later.
    pub(super) fn later_name(&self, name: &str) -> String {
        self.renamed.get(name).map_or(name, String::as_str).to_owned()
    }
}

impl Comparison {
    /// What is staged against the commits that it would come from; `named` are the folders that the user calls
    /// workspaces.
    ///
    /// # Errors
    /// If there is no work tree, or git fails.
    pub fn staged(
        repository: &Repository,
        tracked: &Tracked,
        named: &[String],
    ) -> Result<Self, GitError> {
        let parents = repository.parents()?;
        let changes = repository.staged(&parents)?;
        let states = States { tracked, named, now: &|| repository.index() };
        states.compare(&changes, &|at| {
            parents.get(at).map_or(Ok(Vec::new()), |id| repository.tree(id))
        })
    }

    /// What the tree `to` has against the tree `from`.
    ///
    /// # Errors
    /// If git fails.
    pub fn between(
        repository: &Repository,
        tracked: &Tracked,
        (from, to): (&str, &str),
        named: &[String],
    ) -> Result<Self, GitError> {
        let changes = [repository.changes(from, to)?];
        let states = States { tracked, named, now: &|| repository.tree(to) };
        states.compare(&changes, &|_| repository.tree(from))
    }
}

/// The later state, and what is taken of it.
struct States<'s> {
    tracked: &'s Tracked,
    named: &'s [String],
    now: &'s dyn Fn() -> Result<Vec<Entry>, GitError>,
}

impl States<'_> {
    /// Compares with earlier states, by the changes from each of them; `before` lists the files of one.
    fn compare(
        &self,
        changes: &[Vec<Change>],
        before: &dyn Fn(usize) -> Result<Vec<Entry>, GitError>,
    ) -> Result<Comparison, GitError> {
        let mut inputs = BTreeMap::new();
        for change in everywhere(changes) {
            let name = Tracked::name(&change.path);
            let input = match &change.now {
                _ if change.is_conflict => self.conflict(change, &name),
                Some(id) => self.input(&change.path, id),
                None => None,
            };
            inputs.extend(input.map(|input| (name, input)));
        }
        let changed: BTreeSet<String> = inputs.keys().cloned().collect();
        let roots: BTreeSet<String> = changed.iter().filter_map(|name| self.root(name)).collect();
        let earlier = changes.iter().enumerate().map(|(at, changes)| {
            let of_changed =
                changes.iter().filter(|change| changed.contains(&Tracked::name(&change.path)));
            let files = if roots.is_empty() { Vec::new() } else { before(at)? };
            Ok(self.earlier(of_changed, files, &roots))
        });
        let earlier = earlier.collect::<Result<_, GitError>>()?;
        if !roots.is_empty() {
            for file in (self.now)()? {
                let name = Tracked::name(&file.path);
                if !inputs.contains_key(&name) && self.is_in(&name, &roots) {
                    inputs.extend(self.tracked.any(&file, None).map(|input| (name, input)));
                }
            }
        }
        Ok(Comparison { inputs: inputs.into_values().collect(), changed, earlier })
    }

    fn input(&self, path: &[u8], id: &str) -> Option<Collected> {
        let version = Entry { path: path.to_vec(), id: id.to_owned() };
        self.tracked.input(&version, None)
    }

    /// The problem that a path is in which a merge left a conflict, if the path counts at all.
    fn conflict(&self, change: &Change, name: &str) -> Option<Collected> {
        self.tracked.covers(&change.path).then(|| {
            let message = "has a conflict: resolve it and stage the file";
            Err(Problem::with_file(ProblemCode::Unreadable, name, message))
        })
    }

    /// The earlier state: the versions before `changes`, and the `files` of the same workspaces.
    fn earlier<'c>(
        &self,
        changes: impl Iterator<Item = &'c Change>,
        files: Vec<Entry>,
        roots: &BTreeSet<String>,
    ) -> State {
        let (mut inputs, mut renamed) = (BTreeMap::new(), BTreeMap::new());
        for change in changes {
            for version in &change.before {
                let name = Tracked::name(&version.path);
                if version.path != change.path {
                    renamed.insert(name.clone(), Tracked::name(&change.path));
                }
                inputs.insert(name, Ok(self.tracked.whatever(version)));
            }
        }
        for file in files {
            let name = Tracked::name(&file.path);
            if !inputs.contains_key(&name) && self.is_in(&name, roots) {
                inputs.extend(self.tracked.any(&file, None).map(|input| (name, input)));
            }
        }
        State { inputs: inputs.into_values().collect(), renamed }
    }

    fn root(&self, name: &str) -> Option<String> {
        root_of(name, self.named)
    }

    fn is_in(&self, name: &str, roots: &BTreeSet<String>) -> bool {
        self.root(name).is_some_and(|root| roots.contains(&root))
    }
}

/// The changes from the first state at paths that differ in all others, too: a merge adds nothing to a file that it
/// takes as one of its parents has it.
fn everywhere(changes: &[Vec<Change>]) -> impl Iterator<Item = &Change> {
    let others: Vec<BTreeSet<&[u8]>> = changes
        .iter()
        .skip(1)
        .map(|changes| changes.iter().map(|change| change.path.as_slice()).collect())
        .collect();
    let first = changes.first().into_iter().flatten();
    first.filter(move |change| others.iter().all(|other| other.contains(change.path.as_slice())))
}
