//! Scanning: fields in, findings out.
//!
//! A [`Scanner`] looks at each field two ways, by shape and by place, lets the judge decide on each
//! candidate, and makes findings of what is left. It touches no file, thread or terminal.

mod beside;
mod candidate;
mod claimed;
mod draft;
mod dull;
mod endpoint;
mod facts;
mod finisher;
mod heads;
mod insight;
pub mod judge;
mod latent;
mod logs;
mod marker;
mod memory;
mod meter;
mod naming;
mod parts;
mod passages;
mod place;
mod prefilter;
mod recorder;
mod redactor;
mod said;
mod shape;
mod stream;
pub mod variable;
mod windows;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::document::glance::Glance;
use crate::document::item::Item;
use crate::document::path::Place;
use crate::document::{Field, FieldSink};
use crate::finding::Confidence;
use crate::location::{Role, Span};
use crate::pattern::PatternError;
use crate::pattern::index::Index;
use crate::pattern::library::Library;
use crate::source::Source;
use beside::Beside;
use candidate::{Candidate, Rank};
use draft::Draft;
pub use facts::SourceFacts;
use judge::Rejection;
pub use memory::Memory;
pub use meter::{Meter, PatternCost, Spent, Stage};
use prefilter::{Marks, Prefilter};
use recorder::Recorder;
pub use said::LabelSays;
use said::{LabelFacts, NOTHING};
pub use stream::{More, Stream};

/// What a scan keeps besides findings.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub struct ScanOptions {
    /// Keep the candidates that were rejected, to show why.
    pub keep_rejected: bool,
    /// Leave found values in names and labels: for reports that show secrets anyhow.
    pub reveal_names: bool,
    /// When the scan is done, in seconds since 1970: what has expired by then is milder. Without it
    /// nothing has.
    pub now: Option<u64>,
    /// Note calls in scripts that write credentials to the console: only a policy asks for them.
    pub note_logs: bool,
    /// Note markers in descriptions, but for those of archives.
    pub markers: bool,
}

/// Compiled patterns, ready to scan; shared by all threads.
#[derive(Debug)]
pub struct Scanner {
    library: Library,
    prefilter: Prefilter,
    index: Index,
    /// Parts of paths that tell what is sent there, and the indices of their patterns.
    paths: Vec<(String, usize)>,
    options: ScanOptions,
}

/// Most findings of one source; the rest is counted as a problem, so that a hostile file cannot
/// fill memory.
pub const MOST_FINDINGS: usize = 100_000;

impl Scanner {
    /// A scanner for everything in `library`.
    pub fn new(library: Library, options: ScanOptions) -> Result<Self, PatternError> {
        let prefilter = Prefilter::new(&library.patterns)?;
        let index = Index::new(&library);
        let paths = index.paths();
        Ok(Self { library, prefilter, index, paths, options })
    }

    /// What it looks for.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// What it keeps.
    pub fn options(&self) -> &ScanOptions {
        &self.options
    }

    /// What it looks for, when it is done.
    pub fn into_library(self) -> Library {
        self.library
    }

    /// Scans one source.
    pub fn scan(&self, source: &Source<'_>, memory: &mut Memory) -> SourceFacts {
        let mut stream = self.stream(source.path, source.entry);
        stream.push(source.bytes, More::Nothing, memory);
        let facts = stream.finish();
        memory.lap(Stage::Finish);
        facts
    }

    /// Scans a source of which only a piece at a time is in memory.
    pub fn stream(&self, path: &str, entry: Option<&str>) -> Stream<'_> {
        Stream::new(self, path, entry)
    }
}

/// One scan of one piece of a source.
struct Scan<'s> {
    scanner: &'s Scanner,
    memory: &'s mut Memory,
    marks: Marks<'s>,
    beside: Beside,
    drafts: Vec<Draft>,
    rejected: Vec<Draft>,
    /// Calls that write to the console.
    logged: Vec<Draft>,
    rejections: BTreeMap<Rejection, u64>,
    /// Findings and rejected candidates of this source that may still be kept.
    room: usize,
    rejected_room: usize,
    dropped: u64,
    recorder: Recorder,
    /// Markers, where they are asked for.
    markers: Option<Vec<marker::Noted>>,
}

impl FieldSink for Scan<'_> {
    fn field(&mut self, field: &Field<'_>, place: &dyn Place) {
        let library = &self.scanner.library;
        let found = self.drafts.len();
        if self.scanner.options.note_logs {
            self.note_logs(field, place);
        }
        if self.may_hold_literal(field) {
            self.literals(field, place);
        }
        if let Some(markers) = &mut self.markers {
            marker::note(field, place, markers);
        }
        if field.is_wrapped {
            return;
        }
        let facts = self.label(&field.label);
        let facts = facts.as_deref().unwrap_or(&NOTHING);
        if !field.label.is_empty() {
            self.beside.pass(1);
        }
        if let Some(naming) = &facts.beside {
            self.beside.note(naming, field, place);
        }
        for &(index, rank) in facts.patterns.iter().flat_map(|patterns| patterns.iter()) {
            let Some(pattern) = library.patterns.get(index) else { continue };
            self.memory.lap(Stage::Fields);
            let candidate = shape::by_label(field, pattern, (rank, facts.said));
            self.memory.tried(&pattern.info.id);
            if let Some(candidate) = candidate {
                self.judge(&candidate, field, place);
            }
        }
        let claim = place::claim(field, facts.said, &library.places);
        if let Some(claim) = &claim {
            let before =
                facts.service.is_none().then(|| naming::before(field, &self.scanner.index));
            let before = before.flatten();
            for &index in before.iter().flat_map(|name| &name.patterns) {
                let pattern = library.patterns.get(index);
                let by_name = |pattern| shape::by_label(field, pattern, (Rank::Named, facts.said));
                if let Some(candidate) = pattern.and_then(by_name) {
                    self.judge(&candidate.at_most(Confidence::Medium), field, place);
                }
            }
            let service = facts.service.as_ref().or(before.as_ref().map(|name| &name.service));
            self.claim(claim, (field, service), place);
        }
        self.recorder.field(field, place, claim.as_ref());
        if let Some(mut defined) = self.recorder.definition(field, place) {
            if self.drafts.len() == found {
                defined.latent = self.latent(field, place).map(Box::new);
            }
            self.recorder.defined.push(defined);
        }
    }

    fn is_dull(&mut self, glance: &Glance<'_>) -> bool {
        self.passes_over(glance)
    }

    fn skims(&self) -> bool {
        true
    }

    fn is_marked(&self, near: &Option<Range<usize>>) -> bool {
        near.clone().is_none_or(|near| self.marks.any_in(&Span::new(0, near)))
    }

    fn is_dull_label(&mut self, label: &[u8]) -> bool {
        self.says_nothing(label)
    }

    fn is_dull_text(&mut self, role: Role, raw: &[u8]) -> bool {
        Self::is_plain(role, raw)
    }

    fn pass_over(&mut self, strings: u64) {
        self.beside.pass(strings);
    }

    fn item(&mut self, item: &Item<'_>) {
        self.recorder.item(item);
    }
}

impl Scan<'_> {
    /// Judges what literals lead to.
    fn literals(&mut self, field: &Field<'_>, place: &dyn Place) {
        let patterns = &self.scanner.library.patterns;
        let meter = self.memory.meter.clone();
        let mut search = shape::Search::new(field, patterns, meter.as_deref());
        if let Some(passages) = self.passages(field) {
            for (passage, hits) in &passages {
                for &hit in hits {
                    if let Some(candidate) = search.at(hit, &passage.view) {
                        self.judge(&candidate, field, place);
                    }
                }
            }
            return;
        }
        let view = field.view();
        let windows = self.windows(view, field.begins_in_word());
        self.scanner.prefilter.hits(view.bytes(), &windows, &mut |hit| {
            if let Some(candidate) = search.at(hit, view) {
                self.judge(&candidate, field, place);
            }
        });
    }

    /// What `label` means; `None` where it says nothing, as most do.
    #[inline]
    fn label(&mut self, label: &[u8]) -> Option<Arc<LabelFacts>> {
        self.memory.label(label, |label| {
            let facts = self.scanner.label_facts(label);
            let says_something = facts.said != NOTHING.said
                || facts.patterns.is_some()
                || facts.service.is_some()
                || facts.beside.is_some();
            says_something.then(|| Arc::new(facts))
        })
    }

    fn judge(&mut self, candidate: &Candidate<'_>, field: &Field<'_>, place: &dyn Place) {
        self.memory.lap(Stage::Fields);
        let verdict = judge::judge(candidate, &self.scanner.library.words);
        self.memory.judged(&candidate.info.id, verdict.is_err());
        if let Err(rejection) = &verdict {
            *self.rejections.entry(*rejection).or_default() += 1;
            if !self.scanner.options.keep_rejected || self.rejected.len() >= self.rejected_room {
                return;
            }
        } else if self.drafts.len() >= self.room {
            self.dropped += 1;
            return;
        }
        let mut draft = Draft::new(candidate, verdict, field, place);
        if draft.verdict.is_ok() {
            draft.asks.extend(self.beside.ask((candidate, &draft.secret), place));
        }
        let kept = if draft.verdict.is_ok() { &mut self.drafts } else { &mut self.rejected };
        kept.push(draft);
        self.memory.lap(Stage::Findings);
    }
}
