//! Scripts that write credentials to the console: noted for a policy, whatever the credentials are.

use std::borrow::Cow;

use super::Scan;
use super::candidate::Candidate;
use super::draft::{Draft, Located};
use super::judge::Rejection;
use crate::document::Field;
use crate::document::path::Place;
use crate::document::text::script;
use crate::location::Role;
use crate::pattern::label::{Class, Meaning, Strength};

/// Most calls that are noted of one piece.
const MOST_CALLS: usize = 10_000;

impl Scan<'_> {
    /// Notes the calls in `field`, if it is a script, that write something to the console. Those that write
    /// nothing of which the name tells that it is a credential are noted too, without a label: a literal in
    /// them may be one.
    pub(super) fn note_logs(&mut self, field: &Field<'_>, place: &dyn Place) {
        if field.role != Role::Script || field.depth > 0 || !holds_console(field.raw()) {
            return;
        }
        let library = &self.scanner.library;
        let Some(found) = library.places.find(field.role, Class::Token, None) else { return };
        let text = field.view().bytes();
        let mut calls = Vec::new();
        script::logs(text, &mut |call| calls.push(call));
        for call in calls {
            if self.logged.len() >= MOST_CALLS {
                return;
            }
            let names = call.names.iter().filter_map(|name| text.get(name.clone()));
            let told = names.into_iter().find(|name| self.names_credential(name));
            let weakly = (Class::Token, Strength::Weak);
            let whole = Candidate::at_place(found, weakly, field, (field.view(), call.arguments));
            let label = told.map_or(Cow::Borrowed(""), String::from_utf8_lossy);
            let candidate = Candidate { label, ..whole };
            self.logged.push(Draft::new(&candidate, Err(Rejection::Reference), field, place));
        }
    }

    /// Whether what is called `name` is a credential, as far as its name tells. Of a variable `token` that is all
    /// there is to go by, while a label `token` has a value beside it that must look like one.
    fn names_credential(&mut self, name: &[u8]) -> bool {
        let Some(facts) = self.label(name) else { return false };
        let lower = name.to_ascii_lowercase();
        let is_plain = PLAIN.iter().any(|end| lower.ends_with(end));
        let is_clear = |strength| matches!(strength, Strength::Medium | Strength::Strong);
        let says = |meaning: Meaning| is_plain || is_clear(meaning.strength);
        facts.said.authorization || !facts.said.only_names && facts.said.meaning.is_some_and(says)
    }
}

/// How names end that speak weakly as labels, and clearly as what a script writes.
const PLAIN: [&[u8]; 4] = [b"token", b"tokens", b"credential", b"credentials"];

fn holds_console(text: &[u8]) -> bool {
    memchr::memmem::find(text, b"console").is_some()
}

/// Whether `call` writes a credential: by the name of what it writes, or because one of `found`, which are in
/// the order of the file, stands in it.
pub(super) fn tells(call: &Located, found: &[Located]) -> bool {
    let hull = call.hull();
    let first = found.partition_point(|found| found.hull().start < hull.start);
    call.location.label.is_some()
        || found.get(first).is_some_and(|found| found.hull().end <= hull.end)
}
