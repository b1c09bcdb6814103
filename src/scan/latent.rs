//! Variables for whose value nothing speaks but its use: what they would be is worked out where they stand,
//! while their document is in memory.

use super::candidate::Candidate;
use super::draft::Draft;
use super::judge::Case;
use super::judge::verdict::Verdict;
use super::recorder::LatentDraft;
use super::{Scan, place};
use crate::document::Field;
use crate::document::path::Place;
use crate::pattern::label::{Class, Strength};

impl Scan<'_> {
    /// What `field`, the value of a variable, is if it is used as a credential; `None` where the judge
    /// would not take it for one anyhow.
    pub(super) fn latent(&self, field: &Field<'_>, place: &dyn Place) -> Option<LatentDraft> {
        let library = &self.scanner.library;
        let found = library.places.find(field.role, Class::Token, None)?;
        let (view, told) = (field.view(), (Class::Token, Strength::Strong));
        let candidate = Candidate::at_place(found, told, field, (view, place::trimmed(view)));
        let verdicts = Case::of(&candidate, &library.words).token_and_password();
        let [as_token, as_password] =
            verdicts.each_ref().map(|verdict| verdict.as_ref().map(Verdict::confidence));
        let surest = verdicts.into_iter().flatten().max_by_key(Verdict::confidence)?;
        let draft = Draft::new(&candidate, Ok(surest), field, place);
        Some(LatentDraft { draft, as_token, as_password })
    }
}
