//! From a judged candidate to a finding: overlaps resolved, places located, names redacted.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::beside::{Ask, Beside};
use super::candidate::{Rank, Told};
use super::insight::{self, Found};
use super::judge::circumstance::{self, Circumstances};
use super::judge::pair::Pairs;
use super::judge::verdict::Verdict;
use super::redactor::Redactor;
use crate::document::path::{Nodes, Pin};
use crate::finding::{Confidence, Finding, PatternInfo, Rejected, Severity};
use crate::location::{Location, Positions, Role, Span, Via};
use crate::pattern::Part;
use crate::pattern::library::Words;
use crate::secret::{Secret, digest_of};
use crate::source::Kind;

/// A judged candidate, cut loose from its document.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) info: Arc<PatternInfo>,
    pub(super) service: Option<Arc<str>>,
    /// What stands near it if it is whole.
    pub(super) wants: Option<Arc<[Part]>>,
    pub(super) severity: Severity,
    pub(super) rank: Rank,
    pub(super) told: Told,
    /// How sure, or the word for the reason to reject it.
    pub(super) verdict: Result<Verdict, &'static str>,
    pub(super) secret: Secret,
    pub(super) spans: Vec<Span>,
    pub(super) via: Vec<Via>,
    pub(super) pin: Pin,
    pub(super) role: Role,
    pub(super) label: Option<String>,
    pub(super) disabled: bool,
    /// Whether a checksum in it is wrong.
    pub(super) is_wrong: bool,
    /// What stands around the secret and belongs to it, by name.
    pub(super) parts: BTreeMap<String, String>,
    /// What else may belong to it, once all is seen.
    pub(super) asks: Vec<Ask>,
    pub(super) notes: Vec<String>,
}

impl Draft {
    /// From the first to the last byte that it comes from.
    pub(super) fn hull(&self) -> Span {
        let start = self.spans.first().map_or(0, |span| span.start);
        Span { start, end: self.spans.last().map_or(start, |span| span.end) }
    }

    fn confidence(&self) -> Option<Confidence> {
        self.verdict.as_ref().ok().map(Verdict::confidence)
    }

    /// Whether this one, and not `other` at the same bytes, is to be reported. Of two that a literal
    /// told the longer one wins: a webhook's URL, not the key in its query.
    fn beats(&self, other: &Draft) -> bool {
        let order = |draft: &Draft| {
            let hull = draft.hull();
            let whole = if draft.rank <= Rank::Literal { hull.end - hull.start } else { 0 };
            let surest =
                (whole, draft.confidence(), draft.label.is_some(), draft.pin.pointer.len());
            (draft.rank, std::cmp::Reverse(surest))
        };
        order(self) < order(other)
    }

    /// Takes over from `loser`, which overlaps it: its place, where that says more, and its name.
    fn absorb(&mut self, loser: Draft) {
        if self.label.is_none() && loser.label.is_some() {
            (self.role, self.label, self.pin) = (loser.role, loser.label, loser.pin);
            self.disabled = loser.disabled;
            if self.spans == loser.spans {
                self.via = loser.via;
            }
        }
        if self.service.is_none() {
            self.service.clone_from(&loser.service);
        }
        if self.rank <= Rank::Literal
            && loser.rank == Rank::Place
            && !self.is_wrong
            && let (Ok(verdict), Ok(beside)) = (&mut self.verdict, &loser.verdict)
        {
            verdict.raise(beside.confidence(), "its place says so too");
        }
        for (name, part) in loser.parts {
            self.parts.entry(name).or_insert(part);
        }
        self.asks.extend(loser.asks);
        if self.info.id != loser.info.id {
            let note = format!("also matches {}", loser.info.id);
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }
}

/// Keeps of drafts that share bytes the one that says most. Rejected drafts neither beat nor lose.
pub(super) fn resolve_overlaps(mut drafts: Vec<Draft>) -> Vec<Draft> {
    drafts.sort_by_key(|draft| (draft.hull().start, std::cmp::Reverse(draft.hull().end)));
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    for mut draft in drafts {
        while let Some(last) = kept.pop_if(|last| last.hull().overlaps(&draft.hull())) {
            if draft.beats(&last) {
                draft.absorb(last);
            } else {
                let mut winner = last;
                winner.absorb(draft);
                draft = winner;
            }
        }
        kept.push(draft);
    }
    kept
}

/// A draft with its place in the file.
#[derive(Debug)]
pub(super) struct Located {
    pub(super) draft: Draft,
    kind: Kind,
    /// Not redacted yet.
    pub(super) location: Location,
}

impl Located {
    /// Whether its id needs a salt.
    pub(super) fn is_weak(&self) -> bool {
        !self.draft.secret.is_strong()
    }
}

/// Looks up where the drafts of one piece stand.
pub(super) struct Locator<'p> {
    pub(super) nodes: &'p Nodes,
    pub(super) words: &'p Words,
    /// The kinds of the documents that begin in the piece, the first of them being number
    /// `documents` of the file.
    pub(super) kinds: &'p [Kind],
    pub(super) documents: u32,
    /// The kind of the document that goes on from the piece before.
    pub(super) kind_before: Kind,
}

impl Locator<'_> {
    /// Locates `drafts`, which are in the order of the file.
    pub(super) fn locate(&self, drafts: Vec<Draft>, positions: &mut Positions<'_>) -> Vec<Located> {
        drafts.into_iter().map(|draft| self.located(draft, positions)).collect()
    }

    fn kind(&self, document: u32) -> Kind {
        let Some(index) = document.checked_sub(self.documents) else { return self.kind_before };
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        self.kinds.get(index).copied().unwrap_or(self.kind_before)
    }

    fn located(&self, mut draft: Draft, positions: &mut Positions<'_>) -> Located {
        let mut around = self.nodes.resolve(&draft.pin);
        if let Ok(verdict) = &mut draft.verdict {
            let told = Circumstances {
                told: draft.told,
                role: draft.role,
                label: draft.label.as_deref().unwrap_or_default(),
                value: draft.secret.reveal(),
                around: &around,
                words: self.words,
            };
            circumstance::weigh(&told, verdict);
        }
        around.names.extend(draft.label.clone());
        let hull = draft.hull();
        let location = Location {
            document: draft.pin.document,
            role: draft.role,
            label: draft.label.take(),
            disabled: draft.disabled || around.disabled,
            name_path: around.names,
            pointer: std::mem::take(&mut draft.pin.pointer),
            spans: std::mem::take(&mut draft.spans),
            via: std::mem::take(&mut draft.via),
            start: positions.at(hull.start),
            end: positions.at(hull.end),
        };
        Located { kind: self.kind(location.document), draft, location }
    }
}

impl Located {
    /// Takes what stood beside it.
    pub(super) fn take(&mut self, beside: &Beside) {
        let Draft { parts, asks, .. } = &mut self.draft;
        for (name, part) in asks.iter().flat_map(|ask| beside.answers(*ask)) {
            parts.entry(name.to_owned()).or_insert_with(|| part.to_owned());
        }
    }
}

/// Makes findings of what was found in one source, once all of it is known.
pub(super) struct Finisher {
    pub(super) path: Arc<str>,
    pub(super) entry: Option<Arc<str>>,
    pub(super) salt: [u8; 32],
    /// Whether names and labels are to be rid of the values that were found.
    pub(super) redact: bool,
    /// Seconds since 1970, where they are known.
    pub(super) now: Option<u64>,
}

impl Finisher {
    /// The findings of `found`, in the order of the file.
    pub(super) fn findings(&self, found: Vec<Located>) -> Vec<Finding> {
        if found.is_empty() {
            return Vec::new();
        }
        let redactor = self.redactor(&found);
        let pairs = Pairs::of(found.iter().map(|found| &found.location));
        let mut equals: BTreeMap<String, usize> = BTreeMap::new();
        let finish = |Located { draft, kind, location }: Located| {
            let Ok(mut verdict) = draft.verdict else { return None };
            if pairs.holds_secret_of(&location, draft.told) {
                verdict.cap(Confidence::Low, "its secret stands beside it: it only says who asks");
            }
            let location = redactor.clean_place(location);
            let identity = identity(&draft.secret, &location);
            let ordinal = equals.entry(identity.clone()).or_default();
            *ordinal += 1;
            let fingerprint = digest_of([identity.as_str(), &ordinal.to_string()], 32);
            let value = draft.secret.reveal();
            let mut insight = insight::of(&Found { pattern: &draft.info.id, value, now: self.now });
            let mut parts = draft.parts;
            insight.end(&mut parts, self.now);
            if let Some((most, reason)) = insight.confidence {
                verdict.cap(most, reason);
            }
            let severity = insight.temper(draft.severity);
            let read = insight.parts.into_iter().map(|(name, part)| (name.to_owned(), part));
            let parts = parts.into_iter().chain(read);
            Some(Finding {
                service: draft.service,
                severity,
                confidence: verdict.confidence(),
                steps: verdict.into_steps(),
                secret_id: draft.secret.id(&self.salt),
                fingerprint,
                path: self.path.clone(),
                entry: self.entry.clone(),
                kind,
                location,
                parts: parts.map(|(name, part)| (name, redactor.clean(&part))).collect(),
                notes: draft.notes.into_iter().chain(insight.notes).collect(),
                pattern: draft.info,
                secret: draft.secret,
            })
        };
        found.into_iter().filter_map(finish).collect()
    }

    /// The rejected candidates, in the order of the file; `found` are those that were not.
    pub(super) fn rejected(&self, rejected: Vec<Located>, found: &[Located]) -> Vec<Rejected> {
        let redactor = self.redactor(found);
        let finish = |Located { draft, location, .. }: Located| {
            let location = redactor.clean_place(location);
            Some(Rejected {
                pattern: draft.info,
                reason: draft.verdict.err()?,
                secret: draft.secret,
                path: self.path.clone(),
                entry: self.entry.clone(),
                location,
            })
        };
        rejected.into_iter().filter_map(finish).collect()
    }

    fn redactor(&self, found: &[Located]) -> Redactor {
        Redactor::new(found.iter().filter(|_| self.redact).map(|found| &found.draft.secret))
    }
}

/// What makes a finding the same after a move or a re-export; equal ones are then numbered.
fn identity(secret: &Secret, location: &Location) -> String {
    let value = secret.fingerprint_part();
    let label = location.label.as_deref().unwrap_or_default();
    let place = [value.as_str(), location.role.as_str(), label];
    digest_of(place.into_iter().chain(location.name_path.iter().map(String::as_str)), 64)
}
