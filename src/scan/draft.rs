//! From a judged candidate to a finding: overlaps resolved, places located, names redacted.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::beside::{Ask, Beside};
use super::candidate::{Candidate, Rank, Told};
use super::endpoint::Endpoints;
use super::insight::server;
use super::judge::Rejection;
use super::judge::circumstance::{self, Circumstances};
use super::judge::verdict::Verdict;
use crate::document::Field;
use crate::document::item::ItemId;
use crate::document::path::{Nodes, Pin, Place};
use crate::finding::{Confidence, Handling, PatternInfo, Severity};
use crate::location::{Location, Positions, Role, Span, Via};
use crate::pattern::Part;
use crate::pattern::library::Words;
use crate::secret::Secret;
use crate::source::Kind;

const WRONG_CHECKSUM: &str =
    "its checksum is wrong: a sample, mistyped, or not a credential of this kind";

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
    /// What stands around the secret and belongs to it, by name.
    pub(super) parts: BTreeMap<String, String>,
    /// What else may belong to it, once all is seen.
    pub(super) asks: Vec<Ask>,
    pub(super) notes: Vec<String>,
    pub(super) handling: Handling,
    /// The request, folder or collection that it stands in.
    pub(super) item: Option<ItemId>,
}

impl Draft {
    /// Cuts `candidate`, which `field` holds, loose from its document.
    pub(super) fn new(
        candidate: &Candidate<'_>,
        verdict: Result<Verdict, Rejection>,
        field: &Field<'_>,
        place: &dyn Place,
    ) -> Self {
        let (spans, via) = candidate.view.locate(candidate.range.clone());
        let prefix = candidate.value().get(..candidate.public).unwrap_or_default();
        Self {
            info: candidate.info.clone(),
            service: candidate.service.cloned(),
            wants: candidate.wants.cloned(),
            severity: candidate.severity,
            rank: candidate.rank,
            told: candidate.told,
            verdict: verdict.map_err(Rejection::as_str),
            secret: Secret::new(candidate.value(), &String::from_utf8_lossy(prefix)),
            spans,
            via,
            pin: place.pin(),
            role: if field.is_userinfo { Role::Url } else { candidate.role },
            label: Some(candidate.label.clone().into_owned()).filter(|label| !label.is_empty()),
            disabled: field.disabled,
            parts: parts_of(candidate, field),
            asks: Vec::new(),
            notes: Vec::from_iter(candidate.is_wrong.then(|| WRONG_CHECKSUM.to_owned())),
            handling: Handling { marked_secret: field.is_secret, ..Handling::default() },
            item: place.item(),
        }
    }

    /// From the first to the last byte that it comes from.
    pub(super) fn hull(&self) -> Span {
        let start = self.spans.first().map_or(0, |span| span.start);
        Span { start, end: self.spans.last().map_or(start, |span| span.end) }
    }

    fn confidence(&self) -> Option<Confidence> {
        self.verdict.as_ref().ok().map(Verdict::confidence)
    }

    /// Whether this one, and not `other` at the same bytes, is to be reported. Of two that a literal
    /// told the longer one wins: a webhook's URL, not the key in its query. Of two readings of
    /// the same bytes the more decoded one wins, `&amp;` in markup being `&` in the value; but not one
    /// without a label, for which it is only a guess that the string is encoded.
    fn beats(&self, other: &Draft) -> bool {
        if self.spans == other.spans && self.rank == other.rank && self.secret != other.secret {
            let decoded = |draft: &Draft| draft.label.as_ref().map_or(0, |_| draft.via.len());
            return decoded(self) > decoded(other);
        }
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
            if self.spans == loser.spans && self.secret == loser.secret {
                self.via = loser.via;
            }
        }
        self.handling.marked_secret |= loser.handling.marked_secret;
        if self.service.is_none() {
            self.service.clone_from(&loser.service);
        }
        if self.rank <= Rank::Literal
            && loser.rank == Rank::Place
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
    pub(super) kind: Kind,
    /// Not redacted yet.
    pub(super) location: Location,
    /// Where the requests around it are sent.
    pub(super) origins: Vec<Arc<str>>,
}

impl Located {
    pub(super) fn hull(&self) -> Span {
        let spans = &self.location.spans;
        let start = spans.first().map_or(0, |span| span.start);
        Span { start, end: spans.last().map_or(start, |span| span.end) }
    }

    pub(super) fn secret(&self) -> &Secret {
        &self.draft.secret
    }

    /// The item that it stands in, and whether as a part of its auth.
    pub(super) fn item(&self) -> (Option<ItemId>, Role) {
        (self.draft.item, self.location.role)
    }

    /// Whether its id needs a salt.
    pub(super) fn is_weak(&self) -> bool {
        !self.draft.secret.is_strong()
    }
}

/// Looks up where the drafts of one piece stand.
pub(super) struct Locator<'p> {
    pub(super) nodes: &'p Nodes,
    pub(super) words: &'p Words,
    pub(super) endpoints: Endpoints<'p>,
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

    pub(super) fn kind(&self, document: u32) -> Kind {
        let Some(index) = document.checked_sub(self.documents) else { return self.kind_before };
        let index = usize::try_from(index).unwrap_or(usize::MAX);
        self.kinds.get(index).copied().unwrap_or(self.kind_before)
    }

    pub(super) fn located(&self, mut draft: Draft, positions: &mut Positions<'_>) -> Located {
        let mut around = self.nodes.resolve(&draft.pin);
        if let Ok(verdict) = &mut draft.verdict {
            if let Some(pattern) = self.endpoints.of(draft.told, draft.role, &around)
                && pattern.fits(draft.secret.reveal())
            {
                let place = std::mem::replace(&mut draft.info, pattern.info.clone());
                draft.notes.push(format!("also matches {}", place.id));
                draft.service = pattern.info.service.clone().or(draft.service);
                draft.severity = pattern.severity;
                verdict
                    .raise(pattern.confidence, "its request goes where such credentials are sent");
            }
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
        Located { kind: self.kind(location.document), draft, location, origins: Vec::new() }
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

/// What stands around the value of `candidate` in its own text.
fn parts_of(candidate: &Candidate<'_>, field: &Field<'_>) -> BTreeMap<String, String> {
    let mut parts = if field.is_userinfo {
        server::parts(field.before(), field.behind())
    } else if server::is_around(&candidate.info.id) {
        let text = candidate.view.bytes();
        let before = text.get(..candidate.range.start).unwrap_or_default();
        server::parts(before, text.get(candidate.range.end..).unwrap_or_default())
    } else {
        BTreeMap::new()
    };
    if let Some(user) = candidate.user.as_ref().filter(|user| !user.is_empty()) {
        parts.insert("user".to_owned(), user.clone());
    }
    parts
}
