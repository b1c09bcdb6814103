//! From a located draft to a finding: values read, names redacted, ids given.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::draft::Located;
use super::insight::{self, Found};
use super::judge::pair::Pairs;
use super::redactor::Redactor;
use crate::finding::{Confidence, Finding, Handling, Kin, LogCall, Rejected};
use crate::location::Location;
use crate::secret::{Secret, StandIns, digest_of};

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
    pub(super) fn findings(&self, found: Vec<Located>, redactor: &Redactor) -> Vec<Finding> {
        let pairs = Pairs::of(found.iter().map(|found| &found.location));
        let mut equals: BTreeMap<String, usize> = BTreeMap::new();
        let finish = |Located { draft, kind, location, origins }: Located| {
            let Ok(mut verdict) = draft.verdict else { return None };
            if pairs.holds_secret_of(&location, draft.told) {
                verdict.cap(Confidence::Low, "its secret stands beside it: it only says who asks");
            }
            let hidden = redactor.hidden_place(&location);
            let location = redactor.clean_place(location);
            let stand_ins = draft.secret.stand_ins();
            let known_by = hidden.as_ref().unwrap_or(&location);
            let identity = identity(&stand_ins, known_by);
            let kin = Kin::of(&stand_ins, known_by);
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
            let secret = &draft.secret;
            let parts = parts.into_iter().chain(read).map(|(name, part)| {
                // Words stay in what is cleaned, and a user may have the own name as password.
                let is_secret = self.redact && part.as_bytes() == secret.reveal();
                (name, if is_secret { secret.to_string() } else { redactor.cleaned(part) })
            });
            Some(Finding {
                service: draft.service,
                severity,
                confidence: verdict.confidence(),
                steps: verdict.into_steps(),
                secret_id: stand_ins.id(&draft.secret, &self.salt),
                fingerprint,
                kin,
                path: self.path.clone(),
                entry: self.entry.clone(),
                kind,
                location,
                parts: parts.collect(),
                notes: draft.notes.into_iter().chain(insight.notes).collect(),
                hosts: origins.iter().map(|origin| redactor.shared(origin)).collect(),
                uses: Vec::new(),
                used: 0,
                handling: Handling { never_expires: insight.never_expires, ..draft.handling },
                suppression: None,
                pattern: draft.info,
                secret: draft.secret,
            })
        };
        found.into_iter().filter_map(finish).collect()
    }

    /// The rejected candidates, in the order of the file.
    pub(super) fn rejected(&self, rejected: Vec<Located>, redactor: &Redactor) -> Vec<Rejected> {
        let finish = |Located { draft, location, .. }: Located| {
            let location = redactor.clean_place(location);
            Some(Rejected {
                pattern: draft.info,
                reason: draft.verdict.err()?.into(),
                secret: draft.secret,
                path: self.path.clone(),
                entry: self.entry.clone(),
                location,
            })
        };
        rejected.into_iter().filter_map(finish).collect()
    }

    /// The calls that write to the console, in the order of the file.
    pub(super) fn logged(&self, logged: Vec<Located>, redactor: &Redactor) -> Vec<LogCall> {
        let finish = |Located { kind, location, .. }: Located| LogCall {
            path: self.path.clone(),
            entry: self.entry.clone(),
            kind,
            location: redactor.clean_place(location),
        };
        logged.into_iter().map(finish).collect()
    }

    /// What takes these values out of names.
    pub(super) fn redactor<'s>(&self, values: impl Iterator<Item = &'s Secret>) -> Redactor {
        Redactor::new(values, !self.redact)
    }
}

/// What makes a finding the same after a move or a re-export; equal ones are then numbered.
fn identity(secret: &StandIns, location: &Location) -> String {
    let value = secret.fingerprint_part();
    let label = location.label.as_deref().unwrap_or_default();
    let place = [value, location.role.as_str(), label];
    digest_of(place.into_iter().chain(location.name_path.iter().map(String::as_str)), 64)
}
