//! Makes the plan of one file.

use std::ops::Range;

use super::Task;
use super::edit::{Bytes, Edit, File, apply, edits, repeated};
use super::outcome::{FilePlan, Outcome, Replaced};
use super::refusal::Refusal;
use super::repeats::Repeat;
use super::skeleton::{Skeleton, skeleton};
use super::style::{Place, Spot, Style};
use super::surroundings::{Looked, look};
use crate::finding::Finding;
use crate::location::Span;
use crate::secret::Secret;

/// Makes the plan of the file at `path`, which holds `before`. `tasks` are its findings, `hidden` those that
/// are not to be fixed; `alone` says that strings which no finding tells of are to stay, too.
pub(super) fn plan<'f>(
    style: Style,
    (path, before): (&'f str, Vec<u8>),
    tasks: &[Task<'f>],
    (hidden, alone): (Vec<&'f Finding>, bool),
) -> FilePlan<'f> {
    let findings: Vec<&Finding> = tasks.iter().map(|task| task.finding).collect();
    let looked = look(path, &before, &findings);
    let mut planned = Planned { path, before: &before, items: Vec::new() };
    for (task, around) in tasks.iter().zip(&looked.around) {
        let item = item(&before, &looked, (task, around), style);
        planned.items.push(item);
    }
    planned.settle_overlaps();
    let repeated = if alone { 0 } else { planned.repeat(&looked, style, &hidden) };
    planned.check();
    planned.settle_orphans();
    let edits = planned.edits();
    let (after, ranges) = apply(&before, &edits);
    let values = planned.values();
    let left = skeleton(path, &after, &ranges, &values).values.iter().sum();
    let outcomes = planned.items.into_iter().map(|item| item.outcome).collect();
    FilePlan { path, before, after, outcomes, repeated, left, edits, hidden }
}

/// A finding on its way to an outcome.
struct Item<'f> {
    outcome: Outcome<'f>,
    /// The edit of its secret is the last.
    edits: Vec<Edit>,
}

fn item<'f>(
    bytes: &[u8],
    looked: &Looked,
    (task, around): (&Task<'f>, &super::surroundings::Surroundings),
    style: Style,
) -> Item<'f> {
    let Task { finding, name, part } = task;
    let whole = name.clone();
    let name = around.part.as_ref().and(part.as_ref()).unwrap_or(name);
    let place = Place::of(&Spot::of(finding, around.is_whole), name);
    let text = style.text(name, place);
    let file = File { bytes, looked };
    match edits(&file, (finding, around), (&text, place)) {
        Err(refusal) => {
            Item { outcome: Outcome { finding, done: Err(refusal) }, edits: Vec::new() }
        }
        Ok(edits) => {
            let note = place.note(style, name);
            let value = match &around.part {
                Some(part) if edits.len() > 1 => Secret::new(&part.value, ""),
                _ => finding.secret.clone(),
            };
            let replaced = Replaced { name: name.clone(), value, whole, text, note };
            Item { outcome: Outcome { finding, done: Ok(replaced) }, edits }
        }
    }
}

/// The findings of a file, with what is to be done.
struct Planned<'p, 'f> {
    path: &'p str,
    before: &'p [u8],
    items: Vec<Item<'f>>,
}

/// Most findings of a file that are tried one by one where all together would break it.
const MOST_TRIED: usize = 64;

impl<'f> Planned<'_, 'f> {
    /// Where two findings share bytes, the longer one is replaced: the other goes with it if it lies in it.
    fn settle_overlaps(&mut self) {
        let range = |item: &Item<'_>| item.edits.last().map(|edit| edit.range);
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by_key(|&at| {
            let range = self.items.get(at).and_then(range);
            range.map_or((usize::MAX, 0), |range| (range.start, usize::MAX - range.end))
        });
        let mut last: Option<Range<usize>> = None;
        for at in order {
            let Some(item) = self.items.get_mut(at) else { continue };
            let Some(range) = range(item).map(Bytes::range) else { continue };
            match &last {
                Some(last) if range.end <= last.end => item.edits.clear(),
                Some(last) if range.start < last.end => item.refuse(Refusal::Overlap),
                _ => last = Some(range),
            }
        }
        self.drop_repeated();
    }

    /// Adds the strings that hold a secret which is replaced elsewhere, but for those of `hidden` findings,
    /// which are to stay. How many they are.
    fn repeat(&mut self, looked: &Looked, style: Style, hidden: &[&Finding]) -> u64 {
        let file = File { bytes: self.before, looked };
        let stays = hidden.iter().filter(|finding| finding.suppression.is_some());
        let stays: Vec<Span> = stays.flat_map(|f| f.location.spans.iter().copied()).collect();
        let told = self.items.iter().flat_map(|item| &item.outcome.finding.location.spans);
        let told: Vec<Span> = told.copied().chain(stays).collect();
        let mut count = 0;
        for repeat in &looked.repeats {
            let Some(finding) = self.items.get(repeat.finding).map(|item| item.outcome.finding)
            else {
                continue;
            };
            let value = finding.secret.reveal();
            let mut same = self.items.iter_mut();
            let same = same.find(|item| {
                item.outcome.done.is_ok() && item.outcome.finding.secret.reveal() == value
            });
            let is_told = told.iter().any(|span| span.overlaps(&repeat.span));
            let Some(item) = same.filter(|item| !is_told && !item.edits.is_empty()) else {
                continue;
            };
            let Ok(done) = &item.outcome.done else { continue };
            let Repeat { role, pointer, label, is_whole, .. } = repeat;
            let (kind, label) = (finding.kind, Some(label.as_str()));
            let spot = Spot { kind, role: *role, pointer, label, is_whole: *is_whole };
            let text = style.text(&done.whole, Place::of(&spot, &done.whole));
            let more = repeated(&file, repeat, (&finding.secret, &text));
            count += u64::from(!more.is_empty());
            item.edits.splice(0..0, more);
        }
        count
    }

    /// Leaves a string that repeats a part of a finding to the finding that is made of it itself.
    fn drop_repeated(&mut self) {
        let own: Vec<Edit> =
            self.items.iter().filter_map(|item| item.edits.last().cloned()).collect();
        for item in &mut self.items {
            let Some(last) = item.edits.pop() else { continue };
            let is_free = |edit: &Edit| !own.iter().any(|other| other.range.overlaps(edit.range));
            item.edits.retain(is_free);
            item.edits.push(last);
        }
    }

    /// Refuses what was to go with another one that is refused.
    fn settle_orphans(&mut self) {
        let edits = self.edits();
        for item in self.items.iter_mut().filter(|item| item.edits.is_empty()) {
            let span = item.outcome.finding.location.spans.first().map(Span::range);
            let goes = |span: Range<usize>| {
                let covers =
                    |range: Range<usize>| range.start <= span.start && span.end <= range.end;
                edits.iter().any(|edit| covers(edit.range.range()))
            };
            if item.outcome.done.is_ok() && !span.is_some_and(goes) {
                item.refuse(Refusal::Overlap);
            }
        }
    }

    /// Refuses what would change more than the strings it stands in.
    fn check(&mut self) {
        if self.keeps(&self.edits()) {
            return;
        }
        let one_by_one = self.items.len() <= MOST_TRIED;
        for at in 0..self.items.len() {
            let edits = self.items.get(at).map(|item| item.edits.clone()).unwrap_or_default();
            let keeps = edits.is_empty() || one_by_one && self.keeps(&sorted(edits));
            if let Some(item) = self.items.get_mut(at).filter(|_| !keeps) {
                item.refuse(Refusal::Breaks);
            }
        }
        if !self.keeps(&self.edits()) {
            let edited = self.items.iter_mut().filter(|item| item.outcome.done.is_ok());
            edited.for_each(|item| item.refuse(Refusal::Breaks));
        }
    }

    /// Whether all strings that `edits` do not touch stay as they are.
    fn keeps(&self, edits: &[Edit]) -> bool {
        let ranges: Vec<Range<usize>> = edits.iter().map(|edit| edit.range.range()).collect();
        let before: Skeleton = skeleton(self.path, self.before, &ranges, &[]);
        let (after, ranges) = apply(self.before, edits);
        before == skeleton(self.path, &after, &ranges, &[])
    }

    fn edits(&self) -> Vec<Edit> {
        sorted(self.items.iter().flat_map(|item| item.edits.iter().cloned()).collect())
    }

    /// The values that are replaced, but for plain ones, which may stand anywhere by chance.
    fn values(&self) -> Vec<&'f [u8]> {
        let fixed = self.items.iter().filter(|item| item.outcome.done.is_ok());
        let secrets = fixed.map(|item| &item.outcome.finding.secret);
        let mut values: Vec<_> = secrets.filter(|s| s.is_strong()).map(Secret::reveal).collect();
        values.sort_unstable();
        values.dedup();
        values
    }
}

impl Item<'_> {
    fn refuse(&mut self, refusal: Refusal) {
        self.outcome.done = Err(refusal);
        self.edits.clear();
    }
}

/// Two findings of one scalar quote it once.
fn sorted(mut edits: Vec<Edit>) -> Vec<Edit> {
    edits.sort();
    edits.dedup();
    edits
}
