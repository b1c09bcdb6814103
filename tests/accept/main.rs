//! Accepting findings: baselines over all fixtures, rules, ignore files, markers, and the commands.

#[path = "../files/mod.rs"]
mod files;

mod baseline;
mod commands;
mod rules;

use postseal::credential::WorkspaceReport;
use postseal::finding::{Finding, Threshold};
use postseal::pattern::library::Library;
use postseal::scan::{Memory, ScanOptions, Scanner};
use postseal::source::Source;
use postseal::workspace::{Joiner, Ties};

/// One that notes markers, or does not.
fn scanner(markers: bool) -> Scanner {
    let library = Library::built_in().expect("the built-in library is sound");
    let options = ScanOptions { markers, ..ScanOptions::default() };
    Scanner::new(library, options).expect("its literals fit")
}

/// What a document of this name comes to.
fn report(scanner: &Scanner, name: &str, bytes: &[u8]) -> WorkspaceReport {
    let facts = scanner.scan(&Source::new(name, bytes), &mut Memory::default());
    Joiner::new(scanner.library()).join(vec![facts], &Ties::None, &Threshold::ALL)
}

/// The ids of patterns of findings that are open.
fn open(findings: &[Finding]) -> Vec<&str> {
    let open = findings.iter().filter(|finding| finding.suppression.is_none());
    open.map(|finding| finding.pattern.id.as_str()).collect()
}
