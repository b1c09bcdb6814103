//! Parts: what belongs to a credential and stands near it.
//!
//! Near is the same string within some lines, the same object, or another row of the same list, in
//! this order. Looked for among the findings of one source once all of them are known, so that it
//! does not matter where a stream was cut.

use std::collections::BTreeMap;

use super::candidate::Rank;
use super::draft::{Draft, Located};
use crate::pattern::library::Library;
use crate::pattern::{Part, Pattern};

/// Most lines between two things in one text that belong together.
const MOST_LINES: u64 = 5;

/// Most findings of one container that are looked at on either side, so that a list of a hundred
/// thousand takes no quadratic time.
const MOST_NEIGHBOURS: usize = 64;

/// Gives each of `found` the parts that it wants, as far as they stand near it; what lacks one is
/// less sure. A part is what its pattern told, or what only its place told and its pattern's
/// expression fits: that is then known to be of the same service.
pub(super) fn join(found: &mut [Located], library: &Library) {
    if found.iter().all(|located| located.draft.wants.is_none()) {
        return;
    }
    let neighbours = Neighbours::new(found);
    let mut joined: Vec<(usize, String, Option<usize>)> = Vec::new();
    for (index, located) in found.iter().enumerate() {
        for part in located.draft.wants.iter().flat_map(|wants| wants.iter()) {
            let pattern = library.pattern(&part.pattern);
            let is_part = |near: &usize| {
                found.get(*near).is_some_and(|near| is_part(&near.draft, part, pattern))
            };
            joined.push((index, part.name.clone(), neighbours.near(index).find(is_part)));
        }
    }
    for (index, name, part) in joined {
        let service = found.get(index).and_then(|located| located.draft.service.clone());
        let part = part.and_then(|part| found.get_mut(part)).map(|Located { draft, .. }| {
            draft.service = draft.service.take().or(service);
            draft.secret.to_string()
        });
        let Some(Located { draft, .. }) = found.get_mut(index) else { continue };
        if let Some(part) = part {
            draft.parts.insert(name, part);
        } else {
            draft.notes.push(format!("no {name} near it"));
            if let Ok(verdict) = &mut draft.verdict {
                verdict.lower("what belongs to it does not stand near it");
            }
        }
    }
}

fn is_part(draft: &Draft, part: &Part, pattern: Option<&Pattern>) -> bool {
    draft.info.id == part.pattern
        || draft.rank == Rank::Place
            && pattern
                .and_then(Pattern::value_regex)
                .is_some_and(|shape| shape.is_match(draft.secret.reveal()))
}

/// What stands near what.
pub(super) struct Neighbours<'f> {
    found: &'f [Located],
    containers: BTreeMap<Container<'f>, Vec<usize>>,
}

/// What two findings may stand in together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Container<'f> {
    /// One string, by its document and pointer.
    Text(u32, &'f str),
    /// An object or a list of strings.
    Members(u32, &'f str),
    /// A list of rows, and the member of a row.
    Rows(u32, &'f str, &'f str),
}

impl<'f> Neighbours<'f> {
    /// Of `found`, which is in the order of the file.
    pub(super) fn new(found: &'f [Located]) -> Self {
        let mut containers: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (index, located) in found.iter().enumerate() {
            for container in containers_of(located).into_iter().flatten() {
                containers.entry(container).or_default().push(index);
            }
        }
        Self { found, containers }
    }

    /// The findings near that with this index, the nearest first.
    pub(super) fn near(&self, index: usize) -> impl Iterator<Item = usize> {
        let own = self.found.get(index);
        let containers = own.map(containers_of).into_iter().flatten().flatten();
        containers.flat_map(move |container| {
            let members = self.containers.get(&container).map(Vec::as_slice).unwrap_or_default();
            let at = members.partition_point(|&member| member < index);
            let before = members.get(..at).unwrap_or_default().iter().rev().take(MOST_NEIGHBOURS);
            let behind = members.get(at + 1..).unwrap_or_default().iter().take(MOST_NEIGHBOURS);
            let mut near: Vec<usize> = before.chain(behind).copied().collect();
            near.sort_by_key(|&near| self.bytes_between(index, near));
            near.retain(|&near| {
                !matches!(container, Container::Text(..))
                    || self.lines_between(index, near) <= MOST_LINES
            });
            near
        })
    }

    fn bytes_between(&self, one: usize, other: usize) -> u64 {
        let start = |index: usize| {
            let located = self.found.get(index);
            located.and_then(|l| l.location.spans.first()).map_or(0, |span| span.start)
        };
        start(one).abs_diff(start(other))
    }

    fn lines_between(&self, one: usize, other: usize) -> u64 {
        let line = |index: usize| self.found.get(index).map_or(0, |l| l.location.start.line);
        line(one).abs_diff(line(other))
    }
}

/// What a finding stands in, from the closest.
fn containers_of(located: &Located) -> [Option<Container<'_>>; 3] {
    let document = located.location.document;
    let pointer = located.location.pointer.as_str();
    let parent = pointer.rsplit_once('/');
    let rows = parent.and_then(|(row, member)| {
        let (list, index) = row.rsplit_once('/')?;
        let is_row = index.bytes().all(|byte| byte.is_ascii_digit());
        is_row.then_some(Container::Rows(document, list, member))
    });
    [
        Some(Container::Text(document, pointer)),
        parent.map(|(object, _)| Container::Members(document, object)),
        rows,
    ]
}
