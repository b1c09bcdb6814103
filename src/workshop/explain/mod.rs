//! Why a string is reported, or is not.

mod heard;

use std::fmt::Write as _;

use heard::{Heard, Listener};

use memchr::memmem;

use super::matching::{at_literals, of_value};
use super::reach::reach;
use crate::document::path::Nodes;
use crate::document::{Reading, read};
use crate::finding::{Finding, Rejected};
use crate::location::{Location, Positions, Span};
use crate::pattern::Pattern;
use crate::pattern::label::{Class, Meaning, Strength};
use crate::pattern::literal::Literal;
use crate::pattern::matched::continues_word;
use crate::scan::{Memory, Scanner, SourceFacts};
use crate::source::Source;

/// Which strings of a file are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The string at this JSON pointer; behind `#` it goes on in nested text.
    Pointer(String),
    /// The strings that hold the byte at this line and column.
    At {
        /// From 1.
        line: u64,
        /// Bytes, from 1.
        column: u64,
    },
    /// The strings that hold this value.
    Value(Vec<u8>),
    /// Every string in which something was found or rejected.
    Candidates,
}

/// Says of each string in `source` that `target` means what looks at it and what comes of that, for
/// people and without its value. The scanner should keep what it rejects.
pub fn explain(scanner: &Scanner, source: &Source<'_>, target: &Target) -> String {
    let facts = scanner.scan(source, &mut Memory::default());
    let offset = match target {
        Target::At { line, column } => offset(source.bytes, (*line, *column)),
        _ => None,
    };
    let spans: Vec<Span> = looked_at(&facts).map(hull).collect();
    let mut heard = Listener::new(target, offset, &spans);
    read(source, &mut Reading { sink: &mut heard, nodes: &Nodes::default() });
    let mut positions = Positions::new(source.bytes);
    if heard.strings.is_empty() {
        return "no string stands there: `--at` takes a JSON pointer or LINE:COLUMN\n".to_owned();
    }
    let explained = heard.strings.iter().map(|string| {
        // A label or a pointer may hold a value that was found.
        let secrets = facts.findings.iter().map(|finding| &finding.secret);
        let shown = secrets.filter(|secret| secret.is_strong());
        let mut out = shown.fold(string.describe(&mut positions), |text, secret| {
            text.replace(&secret.reveal_text(), &secret.to_string())
        });
        triggers(scanner, string, &mut out);
        verdicts(&facts, string, &mut out);
        out
    });
    explained.collect::<Vec<_>>().join("\n")
}

/// Every location that a scan looked at.
fn looked_at(facts: &SourceFacts) -> impl Iterator<Item = &Location> {
    let rejected = facts.rejected.iter().map(|rejected| &rejected.location);
    facts.findings.iter().map(|finding| &finding.location).chain(rejected)
}

fn hull(location: &Location) -> Span {
    let start = location.spans.first().map_or(0, |span| span.start);
    Span { start, end: location.spans.last().map_or(start, |span| span.end) }
}

/// The byte at a line and column, both from 1.
fn offset(bytes: &[u8], (line, column): (u64, u64)) -> Option<u64> {
    let before = usize::try_from(line.checked_sub(1)?).ok()?;
    let start = match before.checked_sub(1) {
        None => 0,
        Some(last) => memchr::memchr_iter(b'\n', bytes).nth(last)? + 1,
    };
    Some(start as u64 + column.checked_sub(1)?)
}

/// What sets patterns off in `string`, and how far their expressions come.
fn triggers(scanner: &Scanner, string: &Heard, out: &mut String) {
    let library = scanner.library();
    let mut none = true;
    for pattern in &library.patterns {
        let begins = |hit: &usize| pattern.lead > 0 || !continues_word(&string.text, *hit);
        let stands =
            |literal: &Literal| memmem::find_iter(&string.text, &literal.bytes).find(begins);
        let Some(hit) = pattern.literals.iter().find_map(stands) else { continue };
        none = false;
        let what = literal_match(pattern, &string.text, hit);
        line(out, &format!("literal of {}: {what}{}", pattern.info.id, role(pattern, string)));
    }
    let label = scanner.label(&string.label);
    for index in label.patterns {
        let Some(pattern) = library.patterns.get(index) else { continue };
        none = false;
        let what = value_match(pattern, string.text.trim_ascii());
        line(out, &format!("label of {}: {what}{}", pattern.info.id, role(pattern, string)));
    }
    match label.meaning {
        Some(meaning) => line(out, &format!("its label speaks of {}", said(meaning))),
        None if string.label.is_empty() => {}
        None => line(out, "its label speaks of no credential"),
    }
    if let Some(service) = label.service {
        line(out, &format!("its label names {service}"));
    }
    if none {
        line(out, "no literal of a pattern stands in it, and its label sets none off");
    }
}

fn role(pattern: &Pattern, string: &Heard) -> String {
    if pattern.is_for(string.role) {
        String::new()
    } else {
        format!(", but it is not looked for in a {}", string.role)
    }
}

fn said(Meaning { class, strength }: Meaning) -> String {
    let class = match class {
        Class::Password => "a password",
        Class::Secret => "a secret",
        Class::Token => "a token",
        Class::Key => "a key",
        Class::Private => "a private key",
        Class::Session => "a session",
    };
    let strength = match strength {
        Strength::Weak => "only if the value looks like one",
        Strength::Medium => "among other words",
        Strength::Strong => "by itself",
    };
    format!("{class}, {strength}")
}

fn literal_match(pattern: &Pattern, text: &[u8], hit: usize) -> String {
    let matches = at_literals(pattern, text);
    if let Some(found) = matches.first() {
        return format!("its expression matches, the secret has {} bytes", found.secret.len());
    }
    let starts = hit.saturating_sub(pattern.lead)..=hit;
    let furthest = starts
        .filter_map(|start| Some((reach(pattern.expression(), text.get(start..)?)?, start)))
        .max_by_key(|(reached, start)| (start + reached, *reached));
    let Some((reached, start)) = furthest else {
        return "its expression does not compile".to_owned();
    };
    let rest = text.len() - start - reached;
    if rest == 0 {
        return format!("its expression wants more than the {reached} bytes that are there");
    }
    format!(
        "its expression goes {reached} bytes along and fails at the next, {rest} before the end"
    )
}

fn value_match(pattern: &Pattern, value: &[u8]) -> String {
    if let Some(found) = of_value(pattern, value) {
        return format!("its expression matches, the secret has {} bytes", found.secret.len());
    }
    match reach(pattern.expression(), value) {
        None => "its expression does not compile".to_owned(),
        Some(reached) if reached == value.len() => {
            format!("its expression wants another end than the {reached} bytes that are there")
        }
        Some(reached) => format!(
            "its expression goes {reached} of {} bytes along and fails at the next",
            value.len()
        ),
    }
}

/// What came of the string.
fn verdicts(facts: &SourceFacts, string: &Heard, out: &mut String) {
    let is_here = |location: &Location| hull(location).overlaps(&string.hull);
    let found: Vec<&Finding> =
        facts.findings.iter().filter(|finding| is_here(&finding.location)).collect();
    let rejected: Vec<&Rejected> =
        facts.rejected.iter().filter(|rejected| is_here(&rejected.location)).collect();
    for one in &rejected {
        line(out, &format!("{}: rejected as {}", one.pattern.id, one.reason));
    }
    for finding in &found {
        let Finding { pattern, severity, confidence, secret, .. } = finding;
        line(out, &format!("reported as {}: {secret}, {severity}", pattern.id));
        for step in &finding.steps {
            line(out, &format!("  {} confidence: {}", step.confidence, step.reason));
        }
        for note in &finding.notes {
            line(out, &format!("  {note}"));
        }
        if finding.steps.is_empty() {
            line(out, &format!("  {confidence} confidence"));
        }
    }
    if found.is_empty() {
        line(out, "not reported");
    }
}

fn line(out: &mut String, text: &str) {
    let _ = writeln!(out, "  {text}");
}
