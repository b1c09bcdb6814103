//! The shape matrix: every sample in every shape, found there at the right bytes and by its own id.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use rayon::prelude::*;

use super::shape::{Shape, shapes};
use super::specimen::{Specimen, specimens};
use crate::finding::Finding;
use crate::location::Span;
use crate::pattern::library::Library;
use crate::scan::{Memory, Scanner};
use crate::source::Source;

/// What became of a sample in a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A sample, found.
    Found,
    /// A counter-sample, not found.
    Quiet,
    /// A sample, not found as it should be.
    Missing,
    /// A counter-sample, found.
    Noisy,
}

impl Outcome {
    /// Every outcome, the good ones first.
    pub const ALL: [Outcome; 4] = [Self::Found, Self::Quiet, Self::Missing, Self::Noisy];

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Quiet => "quiet",
            Self::Missing => "missing",
            Self::Noisy => "noisy",
        }
    }

    /// Whether it is what the pattern's author wants.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Found | Self::Quiet)
    }
}

/// A sample in a shape that did not turn out well.
#[derive(Debug)]
pub struct Miss {
    /// Index of the pattern in the scanner's library.
    pub pattern: usize,
    /// Number of the sample in its list.
    pub number: usize,
    /// The shape.
    pub shape: &'static str,
    /// Missing or noisy.
    pub outcome: Outcome,
    /// What was found instead, without any value.
    pub instead: String,
}

/// What a run of the matrix came to.
#[derive(Debug, Default)]
pub struct Matrix {
    /// How often each outcome was, in the order of [`Outcome::ALL`].
    pub counts: [usize; 4],
    /// Pairs of a sample and a shape that cannot carry it.
    pub skipped: usize,
    /// All that is missing or noisy, by pattern, sample and shape.
    pub misses: Vec<Miss>,
}

/// Puts the samples and counter-samples of the patterns at `chosen` of the scanner's library into
/// every shape, scans the documents and says how each turned out.
///
/// A shape is skipped for a sample that it cannot carry: where the pattern needs a label and the
/// shape has none, where the notation has no way to write the text (line ends in a header, quotes in
/// a shell), or where the pattern is not looked for in the shape's role.
pub fn run(scanner: &Scanner, chosen: &[usize]) -> Matrix {
    let specimens = specimens(scanner.library(), chosen);
    let mut matrix = Matrix::default();
    let seen: BTreeSet<_> = specimens.iter().filter(|s| s.is_sample).map(Specimen::key).collect();
    for &pattern in chosen {
        let samples = scanner.library().patterns.get(pattern).map(|p| p.samples.found.len());
        let unseen = (0..samples.unwrap_or_default()).filter(|n| !seen.contains(&(pattern, *n)));
        for number in unseen {
            matrix.add(Miss {
                pattern,
                number,
                shape: "as written",
                outcome: Outcome::Missing,
                instead: "its own expression does not match it".to_owned(),
            });
        }
    }
    let shapes: Vec<&'static Shape> = shapes().collect();
    let run_shape = |shape: &&'static Shape| {
        let mut matrix = Matrix::default();
        matrix.run_shape(scanner, shape, &specimens);
        matrix
    };
    let parts: Vec<Matrix> = shapes.par_iter().map(run_shape).collect();
    for part in parts {
        matrix.join(part);
    }
    matrix.misses.sort_by(|a, b| {
        let key = |miss: &Miss| (miss.pattern, miss.outcome, miss.number);
        key(a).cmp(&key(b)).then_with(|| a.instead.cmp(&b.instead))
    });
    matrix
}

impl Matrix {
    /// Whether everything was found or quiet.
    pub fn is_good(&self) -> bool {
        self.misses.is_empty()
    }

    /// How often `outcome` was.
    pub fn count(&self, outcome: Outcome) -> usize {
        let at = Outcome::ALL.iter().position(|one| *one == outcome);
        at.and_then(|at| self.counts.get(at)).copied().unwrap_or_default()
    }

    /// What did not turn out well, a line each, and the counts.
    pub fn text(&self, library: &Library, patterns: usize) -> String {
        let mut out = String::new();
        let same = |a: &Miss, b: &Miss| {
            (a.pattern, a.outcome, a.number) == (b.pattern, b.outcome, b.number)
                && a.instead == b.instead
        };
        for misses in self.misses.chunk_by(same) {
            let Some(miss) = misses.first() else { continue };
            let id = library.patterns.get(miss.pattern).map_or("", |p| p.info.id.as_str());
            let what = match miss.outcome {
                Outcome::Noisy | Outcome::Quiet => "counter-sample",
                Outcome::Missing | Outcome::Found => "sample",
            };
            let (number, outcome) = (miss.number + 1, miss.outcome.as_str());
            let shapes: Vec<_> = misses.iter().map(|miss| miss.shape).collect();
            let shapes = shapes.join(", ");
            let _ = writeln!(
                out,
                "{id}: {what} {number} {outcome} in {shapes}: found {}",
                miss.instead
            );
        }
        let counts = Outcome::ALL.map(|one| format!("{} {}", self.count(one), one.as_str()));
        let shapes = shapes().count();
        let word = if patterns == 1 { "pattern" } else { "patterns" };
        let _ = writeln!(
            out,
            "{patterns} {word} in {shapes} shapes: {}; {} skipped",
            counts.join(", "),
            self.skipped
        );
        out
    }

    fn note(&mut self, outcome: Outcome) {
        let at = Outcome::ALL.iter().position(|one| *one == outcome);
        if let Some(count) = at.and_then(|at| self.counts.get_mut(at)) {
            *count += 1;
        }
    }

    fn join(&mut self, other: Matrix) {
        self.skipped += other.skipped;
        self.misses.extend(other.misses);
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
    }

    fn add(&mut self, miss: Miss) {
        self.note(miss.outcome);
        self.misses.push(miss);
    }

    fn run_shape(&mut self, scanner: &Scanner, shape: &'static Shape, specimens: &[Specimen]) {
        let mut memory = Memory::default();
        let patterns = &scanner.library().patterns;
        let fits = |specimen: &Specimen| {
            let pattern = patterns.get(specimen.pattern);
            pattern.is_some_and(|pattern| pattern.is_for(shape.role))
                && shape.carries(&specimen.filling())
        };
        let fillings: Vec<_> = specimens
            .iter()
            .enumerate()
            .filter(|(_, specimen)| fits(specimen))
            .map(|(number, specimen)| (number, specimen.filling()))
            .collect();
        self.skipped += specimens.len() - fillings.len();
        for sheet in shape.sheets(&fillings) {
            let facts = scanner.scan(&Source::new(shape.file, &sheet.bytes), &mut memory);
            for (number, place) in &sheet.items {
                let Some(specimen) = specimens.get(*number) else { continue };
                let Some(pattern) = patterns.get(specimen.pattern) else { continue };
                let here = overlapping(&facts.findings, place);
                let is_own = |id: &String| {
                    *id == pattern.info.id || specimen.is_sample && pattern.shares.contains(id)
                };
                let own = here.iter().filter(|finding| is_own(&finding.pattern.id));
                let value = specimen.text.get(specimen.secret.clone()).unwrap_or_default();
                let exact = Span::new(0, place.clone());
                let is_exact = own.clone().any(|finding| {
                    finding.location.spans == [exact] && finding.secret.reveal() == value.as_bytes()
                });
                let outcome = match (specimen.is_sample, own.count() > 0) {
                    (true, _) if is_exact => Outcome::Found,
                    (true, _) => Outcome::Missing,
                    (false, false) => Outcome::Quiet,
                    (false, true) => Outcome::Noisy,
                };
                if outcome.is_good() {
                    self.note(outcome);
                } else {
                    self.add(Miss {
                        pattern: specimen.pattern,
                        number: specimen.number,
                        shape: shape.name,
                        outcome,
                        instead: instead(here, &exact, &pattern.info.id),
                    });
                }
            }
        }
    }
}

/// The findings, which are in the order of the file, that share bytes with `place`.
fn overlapping<'f>(findings: &'f [Finding], place: &Range<usize>) -> &'f [Finding] {
    let (start, end) = (place.start as u64, place.end as u64);
    let ends = |f: &Finding| f.location.spans.last().map_or(0, |span| span.end);
    let starts = |f: &Finding| f.location.spans.first().map_or(0, |span| span.start);
    let from = findings.partition_point(|finding| ends(finding) <= start);
    let to = findings.partition_point(|finding| starts(finding) < end);
    findings.get(from..to).unwrap_or_default()
}

/// What was found in place of what should have been.
fn instead(here: &[Finding], exact: &Span, id: &str) -> String {
    let one = |finding: &Finding| {
        let spans = &finding.location.spans;
        let own = finding.pattern.id == id;
        let place = match spans.first() {
            Some(span) if own && spans.as_slice() != [*exact] => format!(
                " at bytes {}..{} instead of {}..{}",
                span.start,
                spans.last().map_or(0, |last| last.end),
                exact.start,
                exact.end
            ),
            _ => String::new(),
        };
        format!("{}{place}", finding.pattern.id)
    };
    if here.is_empty() {
        return "nothing".to_owned();
    }
    here.iter().map(one).collect::<Vec<_>>().join(", ")
}
