//! Literals that can lead somewhere. That they are long enough and not generic is checked on reading.

use memchr::memmem;

use super::{Catalogue, flaw};
use crate::pattern::Pattern;
use crate::pattern::literal::{Literal, expand};
use crate::workshop::flaw::Flaw;
use crate::workshop::generate::{Dice, generate};
use crate::workshop::reach::reach;

pub(super) fn check(catalogue: &Catalogue, flaws: &mut Vec<Flaw>) {
    for pattern in catalogue.patterns() {
        let id = &pattern.info.id;
        for (number, written) in catalogue.written_literals(id).into_iter().enumerate() {
            let expansions = expand(&written).unwrap_or_default();
            if !expansions.iter().any(|literal| leads_somewhere(pattern, literal)) {
                let message = format!("the literal `{written}` is dead: it leads to no match");
                let remedy = "give a sample that holds it, or take the literal out";
                let place = ("literals", Some(number));
                flaws.push(flaw(catalogue, pattern, place, "dead-literal", (message, remedy)));
            }
        }
    }
}

/// Texts that are made of an expression to see whether one holds a literal of its middle.
const TRIES: usize = 256;

/// Whether a sample holds the literal, a match may begin with it, or, where it stands further behind,
/// a text that is made of the expression holds it.
fn leads_somewhere(pattern: &Pattern, literal: &Literal) -> bool {
    let holds = |text: &str| memmem::find(text.as_bytes(), &literal.bytes).is_some();
    if pattern.samples.found.iter().any(|sample| holds(sample)) {
        return true;
    }
    if pattern.lead == 0 {
        return reach(pattern.expression(), &literal.bytes) == Some(literal.bytes.len());
    }
    let mut dice = Dice::new(0);
    (0..TRIES)
        .any(|_| generate(pattern.expression(), &mut dice).is_ok_and(|made| holds(&made.text)))
}
