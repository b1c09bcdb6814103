//! What must hold for every input: values lead back to their bytes, places are right, nothing that
//! is read panics, and the order of threads does not show.

#[path = "../corpus/mod.rs"]
mod corpus;
mod decode;
#[path = "../files/mod.rs"]
mod files;
mod hostile;
mod json;
mod order;
mod passages;
mod places;
mod skim;

use postseal::location::Location;
use postseal::pattern::library::Library;
use postseal::scan::{Memory, ScanOptions, Scanner, SourceFacts};
use postseal::secret::Secret;
use postseal::source::Source;

fn scanner() -> Scanner {
    let library = Library::built_in().expect("the built-in library is sound");
    let options = ScanOptions {
        keep_rejected: true,
        reveal_names: true,
        now: None,
        note_logs: true,
        markers: false,
    };
    Scanner::new(library, options).expect("its literals fit")
}

fn scan(scanner: &Scanner, name: &str, bytes: &[u8]) -> SourceFacts {
    scanner.scan(&Source::new(name, bytes), &mut Memory::default())
}

/// Everything that was looked at closely: findings and rejected candidates, with their patterns.
fn looked_at(facts: &SourceFacts) -> impl Iterator<Item = (&str, &Secret, &Location)> {
    let findings = facts.findings.iter().map(|f| (f.pattern.id.as_str(), &f.secret, &f.location));
    findings.chain(facts.rejected.iter().map(|r| (r.pattern.id.as_str(), &r.secret, &r.location)))
}
