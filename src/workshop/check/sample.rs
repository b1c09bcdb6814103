//! Samples: found by their own pattern, near misses not, with the prefilter as without.

use super::{Catalogue, flaw};
use crate::location::{Location, Span};
use crate::pattern::checksum::Outcome;
use crate::pattern::library::Library;
use crate::pattern::matched::continues_word;
use crate::pattern::{Pattern, PatternError};
use crate::scan::{Memory, ScanOptions, Scanner, SourceFacts};
use crate::source::Source;
use crate::workshop::flaw::Flaw;
use crate::workshop::specimen::value_in;

/// Fewest samples, and fewest counter-samples.
const FEWEST: usize = 2;

/// Whether there are enough of both.
pub(super) fn count(catalogue: &Catalogue, flaws: &mut Vec<Flaw>) {
    for pattern in catalogue.patterns() {
        let lists = [
            ("samples", "sample", pattern.samples.found.len()),
            ("not", "counter-sample", pattern.samples.quiet.len()),
        ];
        for (field, word, count) in lists {
            if count < FEWEST {
                let message = format!("it has {count} {word}s, and needs {FEWEST}");
                let remedy =
                    "add random ones in the right shape; `postseal pattern new` makes them";
                flaws.push(flaw(catalogue, pattern, (field, None), "samples", (message, remedy)));
            }
        }
    }
}

/// Whether the samples pass the offline check that their pattern names.
pub(super) fn checksum(catalogue: &Catalogue, flaws: &mut Vec<Flaw>) {
    for pattern in catalogue.patterns() {
        let Some(checksum) = pattern.checksum else { continue };
        for (number, sample) in pattern.samples.found.iter().enumerate() {
            let secret = value_in(pattern, sample);
            let outcome = secret.map(|secret| checksum.check(secret.as_bytes()));
            if outcome == Some(Outcome::Wrong) {
                let message = format!("the checksum of sample {} is wrong", number + 1);
                let remedy = "compute it: `postseal pattern new --checksum` makes right ones";
                let place = ("samples", Some(number));
                flaws.push(flaw(catalogue, pattern, place, "checksum", (message, remedy)));
            }
        }
    }
}

/// What is wrong with one sample.
struct Fault {
    field: &'static str,
    number: usize,
    check: &'static str,
    message: String,
    remedy: &'static str,
}

/// Whether a scan by all patterns finds each sample by its own, and no counter-sample, and sees what
/// the expression alone sees.
pub(super) fn find(
    mut catalogue: Catalogue,
    flaws: &mut Vec<Flaw>,
) -> Result<Catalogue, PatternError> {
    let scanner = scanner(catalogue.library)?;
    let mut memory = Memory::default();
    let mut faults = Vec::new();
    for &index in &catalogue.chosen {
        let Some(pattern) = scanner.library().patterns.get(index) else { continue };
        for (field, texts) in [("samples", &pattern.samples.found), ("not", &pattern.samples.quiet)]
        {
            for (number, text) in texts.iter().enumerate() {
                let line = as_line(text);
                let facts = scanner.scan(&Source::new("sample.txt", line.as_bytes()), &mut memory);
                let fault = fault(pattern, &facts, (field, number));
                let other = unlike(pattern, &facts, line.as_bytes(), (field, number));
                faults.extend(fault.into_iter().chain(other).map(|fault| (index, fault)));
            }
        }
    }
    catalogue.library = scanner.into_library();
    for (index, fault) in faults {
        let Some(pattern) = catalogue.library.patterns.get(index) else { continue };
        let Fault { field, number, check, message, remedy } = fault;
        let place = (field, Some(number));
        flaws.push(flaw(&catalogue, pattern, place, check, (message, remedy)));
    }
    Ok(catalogue)
}

/// What is wrong with what was found in a text of `pattern`.
fn fault(
    pattern: &Pattern,
    facts: &SourceFacts,
    (field, number): (&'static str, usize),
) -> Option<Fault> {
    let fault = |check, message, remedy| Some(Fault { field, number, check, message, remedy });
    let ordinal = number + 1;
    if field == "not" {
        facts.findings.iter().find(|finding| finding.pattern.id == pattern.info.id)?;
        let remedy = "narrow the expression, or move the text to `samples`";
        return fault("noisy", format!("counter-sample {ordinal} is found"), remedy);
    }
    let is_own = |id: &String| *id == pattern.info.id || pattern.shares.contains(id);
    if facts.findings.iter().any(|finding| is_own(&finding.pattern.id)) {
        return None;
    }
    let start = format!("sample {ordinal} is not found: ");
    if let Some(rejected) = facts.rejected.iter().find(|one| is_own(&one.pattern.id)) {
        let why = format!("{start}the judge rejects it as {}", rejected.reason);
        return fault("missing", why, "give a sample that looks as random as a real one");
    }
    if let Some(finding) = facts.findings.first() {
        let why = format!("{start}`{}` claims it", finding.pattern.id);
        let remedy = "name what tells the two apart; if nothing does, list the other in `shares`";
        return fault("missing", why, remedy);
    }
    let why = format!("{start}nothing sets it off, or the expression does not match");
    fault("missing", why, "`postseal pattern explain` shows how far the expression comes")
}

/// Where the scan of a text by literals and the expression alone see different things: the prefilter
/// must neither lose nor add a match. What another pattern took counts as seen.
fn unlike(
    pattern: &Pattern,
    facts: &SourceFacts,
    line: &[u8],
    (field, number): (&'static str, usize),
) -> Option<Fault> {
    if pattern.literals.is_empty() || !pattern.labels.is_empty() || pattern.named {
        return None;
    }
    let alone = without_prefilter(pattern, line);
    let findings = facts.findings.iter().map(|finding| (&finding.pattern.id, &finding.location));
    let rejected = facts.rejected.iter().map(|one| (&one.pattern.id, &one.location));
    let seen: Vec<(&String, Span)> =
        findings.chain(rejected).map(|(id, location)| (id, hull(location))).collect();
    let lost = alone.iter().find(|span| !seen.iter().any(|(_, other)| other.overlaps(span)));
    let is_own = |id: &String| *id == pattern.info.id;
    let added = seen.iter().find(|(id, span)| is_own(id) && !alone.contains(span));
    let what = match (lost, added) {
        (Some(_), _) => "misses a match of the expression",
        (None, Some(_)) => "sees a match that the expression does not have",
        (None, None) => return None,
    };
    Some(Fault {
        field,
        number,
        check: "prefilter",
        message: format!("the search by literals {what} in text {} of `{field}`", number + 1),
        remedy: "let a literal stand at the first byte of the match, or `lead` bytes behind it",
    })
}

fn hull(location: &Location) -> Span {
    let start = location.spans.first().map_or(0, |span| span.start);
    Span { start, end: location.spans.last().map_or(start, |span| span.end) }
}

/// Where the expression of `pattern` matches in `text` by itself.
fn without_prefilter(pattern: &Pattern, text: &[u8]) -> Vec<Span> {
    let Some(expression) = pattern.value_regex() else { return Vec::new() };
    expression
        .captures_iter(text)
        .filter(|captures| captures.get(0).is_some_and(|m| !continues_word(text, m.start())))
        .filter_map(|captures| captures.get(1))
        .map(|secret| Span::new(0, secret.range()))
        .collect()
}

fn scanner(library: Library) -> Result<Scanner, PatternError> {
    Scanner::new(library, ScanOptions { keep_rejected: true, ..ScanOptions::default() })
}

/// `text` as a line, whatever it begins with: JSON at the top would be read member by member.
fn as_line(text: &str) -> String {
    if text.trim_start().starts_with(['{', '[']) { format!("- {text}") } else { text.to_owned() }
}
