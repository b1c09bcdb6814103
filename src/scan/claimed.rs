//! Candidates by place: what a claim makes of its field.

use std::borrow::Cow;
use std::sync::Arc;

use super::candidate::Candidate;
use super::{Scan, place};
use crate::document::Field;
use crate::document::path::Place;

impl Scan<'_> {
    /// Judges what a place says is a credential.
    pub(super) fn claim(
        &mut self,
        claim: &place::Claim,
        (field, service): (&Field<'_>, Option<&Arc<str>>),
        place: &dyn Place,
    ) {
        let view = field.view();
        let found = self.scanner.library.places.find(field.role, claim.class, claim.scheme);
        let Some(found) = found.filter(|found| found.is_selected) else { return };
        let decoded;
        let (view, range, user) = match &claim.value {
            place::Value::Here(range) => (view, range.clone(), None),
            place::Value::Basic(range) => {
                let Some(text) = view.base64(range.clone()) else { return };
                decoded = text;
                let colon = memchr::memchr(b':', decoded.bytes()).unwrap_or(0);
                let user = decoded.bytes().get(..colon).unwrap_or_default();
                (&decoded, colon + 1..decoded.bytes().len(), Some(user.to_vec()))
            }
        };
        let user = user.or_else(|| field.is_userinfo.then(|| field.label.to_vec()));
        let told = (claim.class, claim.strength);
        let candidate = Candidate::at_place(found, told, field, (view, range));
        let label = if field.is_userinfo { Cow::Borrowed("") } else { candidate.label };
        let user = user.map(|user| String::from_utf8_lossy(&user).into_owned());
        let candidate = Candidate { service, label, user, ..candidate };
        self.judge(&candidate, field, place);
    }
}
