//! A scan of one source, all at once or piece by piece.
//!
//! Whatever the pieces, what is found is the same: spans, lines, documents, ids and names are those
//! of the whole source. A piece ends behind a document or, in text, behind a line, so that memory is
//! bounded by the longest of them and not by the source.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::beside::Beside;
use super::draft::{Draft, Located, Locator, resolve_overlaps};
use super::finisher::Finisher;
use super::judge::Rejection;
use super::logs;
use super::marker::Markers;
use super::meter::Stage;
use super::parts;
use super::recorder::{MOST_VARIABLES, Recorder, Variables};
use super::{MOST_FINDINGS, Memory, Scan, Scanner, SourceFacts};
use crate::document::path::Nodes;
use crate::document::{Cut, Edge, Format, Piece, Reading, format_of};
use crate::finding::{Problem, ProblemCode};
use crate::location::charset::{Charset, Decoded};
use crate::location::{Cursor, Position, Positions};
use crate::secret::SaltHash;
use crate::source::Kind;

/// What comes behind the bytes that are pushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum More {
    /// Nothing: the source ends with them.
    Nothing,
    /// More bytes, and what can't be scanned without them can be kept until they come.
    Later,
    /// More bytes, but there is no room for them: what can't be scanned as a document without them
    /// is scanned as text.
    TooMuch,
}

/// A scan of one source that goes on. Push bytes until the source ends, then finish.
#[must_use]
pub struct Stream<'s> {
    scanner: &'s Scanner,
    path: Arc<str>,
    entry: Option<Arc<str>>,
    format: Option<&'static dyn Format>,
    charset: Charset,
    cursor: Cursor,
    edge: Edge,
    hash: SaltHash,
    beside: Beside,
    found: Vec<Located>,
    rejected: Vec<Located>,
    logged: Vec<Located>,
    rejections: BTreeMap<Rejection, u64>,
    dropped: u64,
    variables: Variables,
    markers: Markers,
    flaw: Option<Problem>,
    bytes: u64,
    documents: u64,
    kinds: Vec<Kind>,
    last_kind: Kind,
}

/// Least bytes by which a format is told, where more follow.
const HEAD: usize = 1024;

/// Most documents whose kinds are kept.
const MOST_KINDS: usize = 100_000;

impl<'s> Stream<'s> {
    pub(super) fn new(scanner: &'s Scanner, path: &str, entry: Option<&str>) -> Self {
        Self {
            scanner,
            path: path.into(),
            entry: entry.map(Into::into),
            format: None,
            charset: Charset::Utf8,
            cursor: Cursor::default(),
            edge: Edge::default(),
            hash: SaltHash::default(),
            beside: Beside::default(),
            found: Vec::new(),
            rejected: Vec::new(),
            logged: Vec::new(),
            rejections: BTreeMap::new(),
            dropped: 0,
            variables: Variables::default(),
            markers: Markers::default(),
            flaw: None,
            bytes: 0,
            documents: 0,
            kinds: Vec::new(),
            last_kind: Kind::Text,
        }
    }

    /// Scans as much of `bytes` as can be scanned without what follows, and returns how many bytes
    /// that was. Push the others again, in front of what follows.
    pub fn push(&mut self, bytes: &[u8], more: More, memory: &mut Memory) -> usize {
        let is_first = self.cursor.offset == 0;
        if is_first && more == More::Later && bytes.len() < HEAD {
            return 0;
        }
        let (charset, mark) = if is_first { Charset::of(bytes) } else { (self.charset, 0) };
        let start = Cursor { offset: self.cursor.offset + mark as u64, ..self.cursor };
        let raw = bytes.get(mark..).unwrap_or_default();
        let text = Decoded::new(raw, charset, start.offset);
        let Some((format, cut)) = self.cut(&text, more) else { return 0 };
        let used = text.raw_length(cut.at).min(raw.len());
        self.bytes += if more == More::Nothing { bytes.len() } else { mark + used } as u64;
        let mut positions = Positions::resume(raw.get(..used).unwrap_or_default(), charset, start);
        self.scan(format, &text.head(cut.at), &mut positions, memory);
        if more == More::Nothing {
            // Most sources come whole and hold no plain secret: those need no hash.
            if !is_first || self.is_weak() {
                self.hash.add(bytes);
            }
            return bytes.len();
        }
        self.hash.add(bytes.get(..mark + used).unwrap_or_default());
        (self.format, self.charset, self.edge) = (Some(format), charset, cut.edge);
        self.cursor = positions.end();
        mark + used
    }

    /// Whether any bytes of it have been scanned.
    pub fn is_begun(&self) -> bool {
        self.cursor.offset > 0
    }

    /// What was found, once nothing more comes.
    pub fn finish(mut self) -> SourceFacts {
        parts::join(&mut self.found, &self.scanner.library);
        for found in &mut self.found {
            found.take(&self.beside);
        }
        let salt = self.is_weak().then(|| self.hash.clone().finish());
        let dropped = (self.dropped > 0).then(|| {
            let dropped = self.dropped;
            format!("{dropped} more findings than the {MOST_FINDINGS} that are kept of one file")
        });
        let full = self.variables.is_full.then(|| {
            format!("more variables than the {MOST_VARIABLES} that are followed in one file")
        });
        let problems = [
            dropped.map(|message| self.problem(ProblemCode::TooManyFindings, message, None)),
            full.map(|message| self.problem(ProblemCode::TooManyVariables, message, None)),
        ];
        let finisher = Finisher {
            path: self.path.clone(),
            entry: self.entry.clone(),
            salt: salt.unwrap_or_default(),
            redact: !self.scanner.options.reveal_names,
            now: self.scanner.options.now,
        };
        let found = self.found.iter().map(Located::secret);
        let redactor = finisher.redactor(found.chain(self.variables.strong()));
        let owners = self.variables.owners.clone();
        let public = self.variables.public.clone();
        let heirs = self.variables.heirs;
        let (definitions, uses, origins) = self.variables.finish(&finisher, &redactor);
        SourceFacts {
            bytes: self.bytes,
            documents: self.documents,
            kinds: self.kinds,
            salt,
            rejected: finisher.rejected(self.rejected, &redactor),
            logged: finisher.logged(self.logged, &redactor),
            findings: finisher.findings(self.found, &redactor),
            definitions,
            uses,
            origins,
            markers: self.markers.finish(&finisher, &redactor),
            owners,
            public,
            heirs,
            is_reported: false,
            rejections: self.rejections,
            problems: self.flaw.into_iter().chain(problems.into_iter().flatten()).collect(),
            path: self.path,
            entry: self.entry,
        }
    }

    fn is_weak(&self) -> bool {
        self.found.iter().any(Located::is_weak) || self.variables.is_weak()
    }

    fn problem(&self, code: ProblemCode, message: String, start: Option<Position>) -> Problem {
        let (path, entry) = (self.path.clone(), self.entry.clone());
        Problem { code, path, entry, message, start }
    }

    /// How `text` is read, and up to where for now; `None` where more is needed to tell.
    fn cut(&self, text: &Decoded<'_>, more: More) -> Option<(&'static dyn Format, Cut)> {
        let bytes = text.bytes();
        let format = self.format.unwrap_or_else(|| format_of(self.name(), bytes));
        if more == More::Later {
            let tells = self.format.is_some() || !bytes.trim_ascii_start().is_empty();
            return tells.then(|| format.cut(&self.piece(text)))?.map(|cut| (format, cut));
        }
        let edge = if bytes.ends_with(b"\n") { Edge::Line } else { Edge::InLine };
        Some((format, Cut { at: bytes.len(), edge }))
    }

    /// The path that tells what the source is: the member's, where it is one.
    fn name(&self) -> &str {
        self.entry.as_deref().unwrap_or(&self.path)
    }

    fn piece<'p>(&'p self, text: &'p Decoded<'p>) -> Piece<'p> {
        Piece {
            name: self.name(),
            text,
            documents: u32::try_from(self.documents).unwrap_or(u32::MAX),
            begins: self.edge,
        }
    }

    /// Scans one piece.
    fn scan(
        &mut self,
        format: &dyn Format,
        text: &Decoded<'_>,
        positions: &mut Positions<'_>,
        memory: &mut Memory,
    ) {
        memory.lap(Stage::Cut);
        let nodes = Nodes::default();
        let mut scan = Scan {
            scanner: self.scanner,
            marks: self.scanner.prefilter.marks(text.bytes(), memory),
            memory,
            beside: std::mem::take(&mut self.beside),
            drafts: Vec::new(),
            rejected: Vec::new(),
            logged: Vec::new(),
            rejections: std::mem::take(&mut self.rejections),
            room: MOST_FINDINGS.saturating_sub(self.found.len()),
            rejected_room: MOST_FINDINGS.saturating_sub(self.rejected.len()),
            dropped: 0,
            recorder: Recorder::default(),
            markers: (self.scanner.options.markers && self.entry.is_none()).then(Vec::new),
        };
        let piece = self.piece(text);
        let contents = format.read(&piece, &mut Reading { sink: &mut scan, nodes: &nodes });
        scan.memory.lap(Stage::Fields);
        let locator = Locator {
            nodes: &nodes,
            words: &self.scanner.library.words,
            endpoints: self.scanner.endpoints(),
            kinds: &contents.kinds,
            documents: piece.documents,
            kind_before: self.last_kind,
        };
        let mut found = locator.locate(resolve_overlaps(scan.drafts), positions);
        scan.recorder.say_where(&mut found);
        scan.logged.sort_by_key(Draft::hull);
        let mut logged = locator.locate(scan.logged, positions);
        logged.retain(|call| logs::tells(call, &found));
        scan.rejected.sort_by_key(Draft::hull);
        let rejected = locator.locate(scan.rejected, positions);
        if let (None, Some(flaw)) = (&self.flaw, contents.flaw) {
            let message = format!("not valid {}: {}", flaw.format, flaw.what);
            let start = positions.at(text.span(flaw.at..flaw.at).start);
            self.flaw = Some(self.problem(ProblemCode::Malformed, message, Some(start)));
        }
        self.markers.add(scan.markers.unwrap_or_default(), positions);
        self.variables.add(scan.recorder, (&found, self.found.len()), &locator, positions);
        self.found.extend(found);
        self.rejected.extend(rejected);
        self.logged.extend(logged);
        self.rejections = scan.rejections;
        self.beside = scan.beside;
        self.dropped += scan.dropped;
        self.documents += contents.kinds.len() as u64;
        self.last_kind = contents.kinds.last().copied().unwrap_or(self.last_kind);
        self.kinds.extend(contents.kinds);
        self.kinds.truncate(MOST_KINDS);
        memory.lap(Stage::Findings);
    }
}
