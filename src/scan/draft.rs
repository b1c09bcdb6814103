//! From a judged candidate to a finding: overlaps resolved, places located, names redacted.

use std::collections::BTreeMap;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::candidate::Rank;
use crate::document::path::{Nodes, Pin};
use crate::finding::{Confidence, Finding, PatternInfo, Rejected, Severity};
use crate::location::{Location, Positions, Role, Span, Via};
use crate::secret::{Secret, content_hash, digest_of, reads_like_a_word};
use crate::source::{Kind, Source};

/// A judged candidate, cut loose from its document.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) info: Arc<PatternInfo>,
    pub(super) severity: Severity,
    pub(super) rank: Rank,
    /// How sure, or the word for the reason to reject it.
    pub(super) verdict: Result<Confidence, &'static str>,
    pub(super) secret: Secret,
    pub(super) spans: Vec<Span>,
    pub(super) via: Vec<Via>,
    pub(super) pin: Pin,
    pub(super) role: Role,
    pub(super) label: Option<String>,
    pub(super) disabled: bool,
    pub(super) user: Option<String>,
    pub(super) notes: Vec<String>,
}

impl Draft {
    /// From the first to the last byte that it comes from.
    fn hull(&self) -> Span {
        let start = self.spans.first().map_or(0, |span| span.start);
        Span { start, end: self.spans.last().map_or(start, |span| span.end) }
    }

    /// Whether this one, and not `other` at the same bytes, is to be reported. Of two that a literal
    /// told the longer one wins: a webhook's URL, not the key in its query.
    fn beats(&self, other: &Draft) -> bool {
        let order = |draft: &Draft| {
            let hull = draft.hull();
            let whole = if draft.rank == Rank::Literal { hull.end - hull.start } else { 0 };
            let surest =
                (whole, draft.verdict.ok(), draft.label.is_some(), draft.pin.pointer.len());
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
        if self.rank == Rank::Literal && loser.rank == Rank::Place {
            self.verdict = self.verdict.max(loser.verdict.map(|c| c.min(Confidence::High)));
        }
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

/// Makes findings of the drafts of one source.
pub(super) struct Finisher<'s> {
    pub(super) source: &'s Source<'s>,
    pub(super) nodes: &'s Nodes,
    pub(super) kinds: &'s [Kind],
    /// Whether names and labels are to be rid of the values that were found.
    pub(super) redact: bool,
}

impl Finisher<'_> {
    /// The findings of `drafts`, in the order of the file.
    pub(super) fn findings(&self, drafts: Vec<Draft>) -> Vec<Finding> {
        if drafts.is_empty() {
            return Vec::new();
        }
        let (path, entry) = self.names();
        let redactor = self.redactor(&drafts);
        let weak = drafts.iter().any(|draft| !draft.secret.is_strong());
        let salt = if weak { content_hash(self.source.bytes) } else { [0; 32] };
        let mut positions = Positions::new(self.source.bytes);
        let mut equals: BTreeMap<String, usize> = BTreeMap::new();
        let finish = |draft: Draft| {
            let Ok(confidence) = draft.verdict else { return None };
            let location = self.location(&draft, &redactor, &mut positions);
            let identity = identity(&draft.secret, &location);
            let ordinal = equals.entry(identity.clone()).or_default();
            *ordinal += 1;
            let fingerprint = digest_of([identity.as_str(), &ordinal.to_string()], 32);
            let user = draft.user.map(|user| ("user".to_owned(), redactor.clean(&user)));
            Some(Finding {
                severity: draft.severity,
                confidence,
                secret_id: draft.secret.id(&salt),
                fingerprint,
                path: path.clone(),
                entry: entry.clone(),
                kind: self.kind(location.document),
                location,
                parts: user.into_iter().collect(),
                notes: draft.notes,
                pattern: draft.info,
                secret: draft.secret,
            })
        };
        drafts.into_iter().filter_map(finish).collect()
    }

    /// The rejected drafts, in the order of the file; `found` are those that were not.
    pub(super) fn rejected(&self, mut drafts: Vec<Draft>, found: &[Draft]) -> Vec<Rejected> {
        drafts.sort_by_key(Draft::hull);
        let (path, entry) = self.names();
        let redactor = self.redactor(found);
        let mut positions = Positions::new(self.source.bytes);
        let finish = |draft: Draft| {
            let reason = draft.verdict.err()?;
            let location = self.location(&draft, &redactor, &mut positions);
            let (pattern, secret) = (draft.info, draft.secret);
            Some(Rejected {
                pattern,
                reason,
                secret,
                path: path.clone(),
                entry: entry.clone(),
                location,
            })
        };
        drafts.into_iter().filter_map(finish).collect()
    }

    fn redactor(&self, found: &[Draft]) -> Redactor {
        Redactor::new(found.iter().filter(|_| self.redact).map(|draft| &draft.secret))
    }

    fn names(&self) -> (Arc<str>, Option<Arc<str>>) {
        (self.source.path.into(), self.source.entry.map(Into::into))
    }

    fn kind(&self, document: u32) -> Kind {
        let index = usize::try_from(document).unwrap_or(usize::MAX);
        self.kinds.get(index).copied().unwrap_or(Kind::Text)
    }

    fn location(
        &self,
        draft: &Draft,
        redactor: &Redactor,
        positions: &mut Positions<'_>,
    ) -> Location {
        let (mut names, inactive) = self.nodes.resolve(&draft.pin);
        names.extend(draft.label.clone());
        let hull = draft.hull();
        Location {
            document: draft.pin.document,
            role: draft.role,
            label: draft.label.as_deref().map(|label| redactor.clean(label)),
            disabled: draft.disabled || inactive,
            name_path: names.iter().map(|name| redactor.clean(name)).collect(),
            pointer: redactor.clean(&draft.pin.pointer),
            spans: draft.spans.clone(),
            via: draft.via.clone(),
            start: positions.at(hull.start),
            end: positions.at(hull.end),
        }
    }
}

/// What makes a finding the same after a move or a re-export; equal ones are then numbered.
fn identity(secret: &Secret, location: &Location) -> String {
    let value = secret.fingerprint_part();
    let label = location.label.as_deref().unwrap_or_default();
    let place = [value.as_str(), location.role.as_str(), label];
    digest_of(place.into_iter().chain(location.name_path.iter().map(String::as_str)), 64)
}

/// Takes the values that were found in a document out of the names around them.
struct Redactor {
    values: Option<AhoCorasick>,
    shown: Vec<String>,
}

/// Shortest value that is taken out of names.
const SHORTEST: usize = 6;

impl Redactor {
    /// Words are left alone: to black out `admin` in "Log in as admin" would tell the password.
    fn new<'s>(secrets: impl Iterator<Item = &'s Secret>) -> Self {
        let in_words =
            |byte: &u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b'.' | b' ');
        let is_word = |value: &[u8]| value.iter().all(in_words) && reads_like_a_word(value);
        let mut secrets: Vec<&Secret> = secrets
            .filter(|secret| secret.reveal().len() >= SHORTEST && !is_word(secret.reveal()))
            .collect();
        secrets.sort();
        secrets.dedup();
        let values = (!secrets.is_empty()).then(|| {
            let values = secrets.iter().map(|secret| secret.reveal());
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(values).ok()
        });
        Self { values: values.flatten(), shown: secrets.iter().map(ToString::to_string).collect() }
    }

    fn clean(&self, text: &str) -> String {
        match &self.values {
            Some(values) if values.is_match(text) => values.replace_all(text, &self.shown),
            _ => text.to_owned(),
        }
    }
}
