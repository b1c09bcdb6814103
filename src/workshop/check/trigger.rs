//! Literals that can lead somewhere. That they are long enough and not generic is checked on reading.

use memchr::memmem;

use super::{Catalogue, flaw};
use crate::pattern::Pattern;
use crate::pattern::literal::{Literal, expand};
use crate::workshop::flaw::Flaw;
use crate::workshop::reach::reach;

pub(super) fn check(catalogue: &Catalogue, flaws: &mut Vec<Flaw>) {
    for pattern in catalogue.patterns() {
        let id = &pattern.info.id;
        for (number, written) in catalogue.written_literals(id).into_iter().enumerate() {
            let expansions = expand(id, &written).unwrap_or_default();
            if !expansions.iter().any(|literal| leads_somewhere(pattern, literal)) {
                let message = format!("the literal `{written}` is dead: it leads to no match");
                let remedy = "give a sample that holds it, or take the literal out";
                let place = ("literals", Some(number));
                flaws.push(flaw(catalogue, pattern, place, "dead-literal", (message, remedy)));
            }
        }
    }
}

/// Whether a sample holds the literal, or a match may begin with it.
fn leads_somewhere(pattern: &Pattern, literal: &Literal) -> bool {
    let holds = |text: &String| memmem::find(text.as_bytes(), &literal.bytes).is_some();
    let begins = reach(pattern.expression(), &literal.bytes) == Some(literal.bytes.len());
    pattern.samples.found.iter().any(holds) || pattern.lead == 0 && begins
}
