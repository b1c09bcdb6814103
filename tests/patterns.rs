//! What makes a pattern good, checked on every pattern of the built-in library.

mod corpus;
mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use postseal::location::Span;
use postseal::pattern::library::Library;
use postseal::pattern::{MAX_MATCH, Pattern};
use postseal::scan::{Memory, ScanOptions, Scanner, SourceFacts};
use postseal::source::Source;

/// Samples that another pattern claims, with the reason why it may.
const CLAIMED: &[(&str, &[&str], &str)] = &[
    (
        "google-service-account",
        &["private-key-pkcs8"],
        "the same bytes, read as the member `private_key` of JSON; a note names this pattern",
    ),
    (
        "paystack-secret-key",
        &["stripe-secret-key", "stripe-test-key"],
        "the prefix is the same, and a literal goes before a label; a note names this pattern",
    ),
    (
        "picatic-api-key",
        &["stripe-secret-key", "stripe-test-key"],
        "the prefix is the same, and a literal goes before a label; a note names this pattern",
    ),
];

/// Most hits of a pattern's literals that lead nowhere, for each MB.
const MOST_VAIN_HITS: usize = 2;

/// The least that is admitted: fixtures are dense with tokens and near misses, and few.
const ADMITTED_VAIN_HITS: usize = 16;

#[test]
fn every_sample_is_found_by_its_pattern() {
    let scanner = scanner(library());
    let mut missing = Vec::new();
    for pattern in &scanner.library().patterns {
        let id = pattern.info.id.as_str();
        let claimed = CLAIMED.iter().find(|(claimed, ..)| *claimed == id).map(|(_, by, _)| *by);
        let admitted = claimed.unwrap_or(std::slice::from_ref(&id));
        for sample in &pattern.samples.found {
            let facts = scan(&scanner, sample);
            let found: Vec<&str> = facts.findings.iter().map(|f| f.pattern.id.as_str()).collect();
            if !found.iter().any(|found| admitted.contains(found)) {
                let rejected: Vec<String> = facts
                    .rejected
                    .iter()
                    .map(|r| format!("{} {}", r.pattern.id, r.reason))
                    .collect();
                missing.push(format!("{id}: {sample}\n  found {found:?}, rejected {rejected:?}"));
            }
        }
    }
    assert!(missing.is_empty(), "{} missing:\n{}", missing.len(), missing.join("\n"));
}

#[test]
fn every_sample_has_a_right_checksum() {
    let library = library();
    let scanner = scanner(library);
    let mut wrong = Vec::new();
    for pattern in &scanner.library().patterns {
        let id = &pattern.info.id;
        for sample in pattern.samples.found.iter().filter(|_| pattern.checksum.is_some()) {
            let facts = scan(&scanner, sample);
            let own = facts.findings.iter().find(|finding| finding.pattern.id == *id);
            if own.is_none_or(|finding| finding.notes.iter().any(|n| n.contains("checksum"))) {
                wrong.push(format!("{id}: {sample}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_near_miss_is_quiet() {
    let scanner = scanner(library());
    let mut noisy = Vec::new();
    for pattern in &scanner.library().patterns {
        for miss in &pattern.samples.quiet {
            let facts = scan(&scanner, miss);
            if facts.findings.iter().any(|finding| finding.pattern.id == pattern.info.id) {
                noisy.push(format!("{}: {miss}", pattern.info.id));
            }
        }
    }
    assert!(noisy.is_empty(), "{} noisy:\n{}", noisy.len(), noisy.join("\n"));
}

#[test]
fn every_expression_compiles_and_has_one_group() {
    for pattern in library().patterns {
        let id = &pattern.info.id;
        let regex = pattern.regex().unwrap_or_else(|| panic!("{id} does not compile"));
        assert_eq!(regex.captures_len(), 2, "{id}: one group, the secret");
        assert!(!regex.is_match(b""), "{id} matches nothing at all");
    }
}

#[test]
fn every_pattern_has_samples_and_near_misses() {
    for pattern in library().patterns {
        let (samples, id) = (&pattern.samples, &pattern.info.id);
        assert!(samples.found.len() >= 2, "{id} has {} samples", samples.found.len());
        assert!(samples.quiet.len() >= 2, "{id} has {} near misses", samples.quiet.len());
    }
}

#[test]
fn ids_are_unique_and_kebab_case() {
    let library = library();
    let patterns = library.patterns.iter().map(|pattern| pattern.info.id.as_str());
    let places = library.places.iter().map(|place| place.info.id.as_str());
    let mut seen = BTreeSet::new();
    for id in patterns.chain(places) {
        assert!(seen.insert(id), "{id} is there twice");
        let plain = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        assert!(id.split('-').all(plain), "{id} is not kebab-case");
        assert!(id.len() <= 48, "{id} is too long for a column");
    }
}

#[test]
fn ids_begin_with_the_slug_of_their_file() {
    for file in files::below(Path::new("patterns")) {
        let name = file.name.strip_prefix("patterns/").and_then(|name| name.strip_suffix(".toml"));
        let Some(slug) = name.filter(|name| *name != "place" && !name.contains('/')) else {
            continue;
        };
        let text = String::from_utf8(file.bytes).expect("pattern files are text");
        for id in text.lines().filter_map(|line| line.strip_prefix("id = \"")) {
            assert!(id.starts_with(&format!("{slug}-")), "{}: {id}", file.name);
        }
    }
}

/// The prefilter must not lose what the regex alone would find, nor add to it.
#[test]
fn the_prefilter_changes_no_result() {
    let mut different = Vec::new();
    let all = library();
    let literals_only = |pattern: &Pattern| pattern.labels.is_empty() && !pattern.named;
    for index in (0..all.patterns.len()).filter(|&index| literals_only(&all.patterns[index])) {
        let mut library = library();
        library.patterns = library.patterns.drain(index..=index).collect();
        let scanner = scanner(library);
        let [pattern] = scanner.library().patterns.as_slice() else { panic!("one pattern") };
        for text in pattern.samples.found.iter().chain(&pattern.samples.quiet) {
            let (with, without) =
                (found_in(&scanner, pattern, text), matches(pattern, &as_line(text)));
            if with != without {
                let id = &pattern.info.id;
                different.push(format!("{id}: {text}\n  with {with:?}, without {without:?}"));
            }
        }
    }
    assert!(different.is_empty(), "{}:\n{}", different.len(), different.join("\n"));
}

/// Each hit that leads nowhere costs a regex, so a literal must be rare in ordinary exports.
#[test]
fn literals_keep_within_their_budget() {
    let library = library();
    let literals: Vec<(&Pattern, &[u8])> = library
        .patterns
        .iter()
        .flat_map(|pattern| pattern.literals.iter().map(move |l| (pattern, l.bytes.as_slice())))
        .collect();
    let searched = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(literals.iter().map(|(_, bytes)| bytes))
        .expect("literals fit");
    let files = corpus::fixtures_and_corpus();
    let mut vain: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for file in &files {
        for hit in searched.find_overlapping_iter(&file.bytes) {
            let (pattern, _) = literals[hit.pattern().as_usize()];
            if !leads_somewhere(pattern, &file.bytes, hit.start()) {
                let shown = &file.bytes[hit.start()..file.bytes.len().min(hit.start() + 24)];
                let place = format!("{} at {}", file.name, hit.start());
                let hits = vain.entry(&pattern.info.id).or_default();
                hits.push(format!("  {place}: {}", String::from_utf8_lossy(shown)));
            }
        }
    }
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    let admitted = (MOST_VAIN_HITS * bytes / 1_000_000).max(ADMITTED_VAIN_HITS);
    vain.retain(|_, hits| hits.len() > admitted);
    let over: Vec<String> = vain
        .iter()
        .map(|(id, hits)| format!("{id}: {}, such as\n{}", hits.len(), hits[..8].join("\n")))
        .collect();
    assert!(over.is_empty(), "more than {admitted} hits in {bytes} bytes:\n{}", over.join("\n"));
}

fn library() -> Library {
    Library::built_in().expect("the built-in library is sound")
}

fn scanner(library: Library) -> Scanner {
    let options = ScanOptions { keep_rejected: true, ..ScanOptions::default() };
    Scanner::new(library, options).expect("its literals fit")
}

/// Scans `text` as a line, whatever it begins with: JSON at the top would be read member by member.
fn scan(scanner: &Scanner, text: &str) -> SourceFacts {
    scanner.scan(&Source::new("sample.txt", as_line(text).as_bytes()), &mut Memory::default())
}

fn as_line(text: &str) -> String {
    if text.trim_start().starts_with(['{', '[']) { format!("- {text}") } else { text.to_owned() }
}

/// Where a scanner of `pattern` alone sees it in `text`, whatever the judge says.
fn found_in(scanner: &Scanner, pattern: &Pattern, text: &str) -> BTreeSet<Span> {
    let facts = scan(scanner, text);
    let own = |id: &str| id == pattern.info.id;
    let findings = facts.findings.iter().filter(|f| own(&f.pattern.id)).map(|f| &f.location);
    let rejected = facts.rejected.iter().filter(|r| own(&r.pattern.id)).map(|r| &r.location);
    findings.chain(rejected).flat_map(|location| location.spans.clone()).collect()
}

/// Where the expression of `pattern` alone matches in `text`.
fn matches(pattern: &Pattern, text: &str) -> BTreeSet<Span> {
    let expression = regex::bytes::RegexBuilder::new(pattern.expression()).unicode(false).build();
    let expression = expression.expect("compiles");
    let joined = |start: usize| {
        let before = start.checked_sub(1).map(|before| text.as_bytes()[before]);
        before.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    expression
        .captures_iter(text.as_bytes())
        .filter(|captures| !joined(captures.get(0).expect("the match").start()))
        .filter_map(|captures| captures.get(1))
        .map(|secret| Span::new(0, secret.range()))
        .collect()
}

/// Whether the pattern's regex matches where a literal hit.
fn leads_somewhere(pattern: &Pattern, text: &[u8], hit: usize) -> bool {
    let start = hit.saturating_sub(pattern.lead);
    let window = &text[start..text.len().min(hit + MAX_MATCH)];
    let regex = pattern.regex().expect("compiles");
    regex.find(window).is_some_and(|found| start + found.start() <= hit)
}
