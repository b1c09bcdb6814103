//! Expressions: none is too large. That they compile and have one group is checked on reading.

use regex::bytes::RegexBuilder;

use super::{Catalogue, flaw};
use crate::workshop::flaw::Flaw;

/// Most bytes of a compiled expression: what takes more is slow to compile and slow to run.
const MOST_BYTES: usize = 2 << 20;

pub(super) fn check(catalogue: &Catalogue, flaws: &mut Vec<Flaw>) {
    for pattern in catalogue.patterns() {
        let mut builder = RegexBuilder::new(pattern.expression());
        let compiled = builder.unicode(false).size_limit(MOST_BYTES).build();
        if let Err(regex::Error::CompiledTooBig(_)) = compiled {
            let problem = format!("the expression compiles to more than {MOST_BYTES} bytes");
            let remedy = "write open bounds (`{40,}`) instead of large counted ones";
            let place = ("regex", None);
            flaws.push(flaw(catalogue, pattern, place, "compile-cost", (problem, remedy)));
        }
    }
}
