//! What one input comes to: a file, a stream, or all members of an archive, joined.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::holding::Gathered;
use super::twins::LARGEST_TWIN;
use super::{RunOptions, Worker};
use crate::finding::{Problem, ProblemCode};
use crate::input::archive::{self, Container, Content, Members, Peeked};
use crate::input::{Buffer, Input, ReadError};
use crate::scan::{MOST_FINDINGS, Memory, Meter, More, SourceFacts, Stage, Stream};
use crate::source::Source;

/// What a thread reuses from input to input.
#[derive(Debug, Default)]
pub(super) struct Bench {
    buffer: Buffer,
    pieces: Vec<u8>,
    memory: Memory,
}

impl Bench {
    /// One whose scans `meter` measures.
    pub(super) fn measured(meter: Option<&Arc<Meter>>) -> Self {
        let memory = meter.map(|meter| Memory::measuring(Arc::clone(meter))).unwrap_or_default();
        Self { memory, ..Self::default() }
    }
}

/// Bytes of a stream that are scanned at once, if no document in them is longer.
const PIECE: usize = 4 << 20;

/// Bytes of a mapped file that are scanned at once, if no document in them is longer.
const WINDOW: usize = 32 << 20;

/// Scans `input`.
pub(super) fn read(worker: &Worker<'_>, input: &Input, bench: &mut Bench) -> Gathered {
    let name = input.name();
    let options = worker.options;
    let Bench { buffer, pieces, memory } = bench;
    let mut reading = Reading {
        worker,
        name: &name,
        pieces,
        memory,
        facts: Vec::new(),
        problems: Vec::new(),
        found: 0,
        is_archive: false,
    };
    let opened = buffer.open(input, options.mmap, options.max_file_size);
    reading.memory.lap(Stage::Read);
    let outcome = match opened {
        Ok(content) => reading.content(content),
        Err(ReadError::Io(error)) => Err(error),
        Err(ReadError::TooLarge(limit)) => {
            reading.problem(ProblemCode::TooLarge, None, too_large(limit));
            Ok(())
        }
    };
    reading.lap_read();
    if let Err(error) = outcome {
        reading.problem(ProblemCode::Unreadable, None, error.to_string());
    }
    let Reading { facts: sources, problems, is_archive, .. } = reading;
    Gathered { sources, problems, is_archive }
}

fn too_large(limit: u64) -> String {
    format!("larger than the {limit} bytes that --max-file-size allows")
}

/// The scan of one input that goes on.
struct Reading<'r> {
    worker: &'r Worker<'r>,
    name: &'r str,
    pieces: &'r mut Vec<u8>,
    memory: &'r mut Memory,
    facts: Vec<SourceFacts>,
    problems: Vec<Problem>,
    /// Findings and rejected candidates so far.
    found: usize,
    is_archive: bool,
}

impl Reading<'_> {
    fn content(&mut self, content: Content<'_>) -> io::Result<()> {
        let limits = self.worker.options.limits;
        match content {
            Content::Bytes(bytes) => {
                let head = bytes.get(..bytes.len().min(archive::HEAD)).unwrap_or_default();
                if let Some(container) = Container::of(head, self.name) {
                    self.is_archive = true;
                    archive::unpack(self.name, container, content, limits, self);
                } else if bytes.len() > LARGEST_TWIN {
                    self.windows(bytes);
                } else {
                    self.worker.count(bytes.len());
                    let source = Source::new(self.name, bytes);
                    let facts = self.worker.facts(&source, self.memory);
                    self.facts.push(facts);
                }
            }
            Content::Stream(stream) => {
                let stream = Peeked::new(stream);
                let container = Container::of(stream.head(), self.name);
                if let Some(container) = container {
                    self.is_archive = true;
                    let content = Content::Stream(Box::new(stream));
                    archive::unpack(self.name, container, content, limits, self);
                } else {
                    self.stream(None, stream)?;
                }
            }
        }
        Ok(())
    }

    /// Scans what is at hand as a stream.
    fn windows(&mut self, bytes: &[u8]) {
        let worker = self.worker;
        let mut stream = worker.scanner.stream(self.name, None);
        if !worker.stop.load(Ordering::Relaxed) {
            stream.push_windows(bytes, WINDOW, self.memory, &mut |used| {
                worker.count(used);
                !worker.stop.load(Ordering::Relaxed)
            });
        }
        self.facts.push(stream.finish());
        self.memory.lap(Stage::Finish);
    }

    /// Scans a stream piece by piece. What was read before an error is scanned.
    fn stream(&mut self, entry: Option<&str>, content: impl Read) -> io::Result<()> {
        let mut stream = self.worker.scanner.stream(self.name, entry);
        let outcome = self.pieces(&mut stream, content);
        // What has not been scanned yet is the end, or all of it, which may have a twin.
        let facts = if stream.is_begun() {
            stream.push(self.pieces, More::Nothing, self.memory);
            let facts = stream.finish();
            self.memory.lap(Stage::Finish);
            facts
        } else {
            let source = Source { path: self.name, entry, bytes: self.pieces };
            self.worker.facts(&source, self.memory)
        };
        self.pieces.clear();
        self.pieces.shrink_to(PIECE);
        self.found += facts.findings.len() + facts.rejected.len();
        self.facts.push(facts);
        if let Some((code, message)) = outcome? {
            self.problem(code, entry, message);
        }
        Ok(())
    }

    /// Ends what the bytes of an input came by.
    fn lap_read(&self) {
        self.memory.lap(if self.is_archive { Stage::Unpack } else { Stage::Read });
    }

    /// Pushes the pieces of `content` into `stream` but for the last, and says what was too large of it.
    fn pieces(
        &mut self,
        stream: &mut Stream<'_>,
        content: impl Read,
    ) -> io::Result<Option<(ProblemCode, String)>> {
        let RunOptions { limits, max_file_size, .. } = *self.worker.options;
        let most = usize::try_from(limits.document).unwrap_or(usize::MAX);
        let limit = max_file_size.unwrap_or(u64::MAX);
        let mut content = content.take(limit.saturating_add(1));
        let mut excess = None;
        while !self.worker.stop.load(Ordering::Relaxed) {
            let goal = self.pieces.len().saturating_mul(2).max(PIECE).min(most);
            let room = goal.saturating_sub(self.pieces.len());
            self.pieces.reserve(room);
            let before = self.pieces.len();
            let read = content.by_ref().take(room as u64).read_to_end(self.pieces);
            self.worker.count(self.pieces.len() - before);
            self.lap_read();
            if !read.as_ref().is_ok_and(|&read| read == room) {
                read?;
                break;
            }
            let mut used = stream.push(self.pieces, More::Later, self.memory);
            if used == 0 && self.pieces.len() >= most {
                used = stream.push(self.pieces, More::TooMuch, self.memory);
                let message = format!("a document has more than {most} bytes: scanned as text");
                excess.get_or_insert((ProblemCode::TooLarge, message));
            }
            self.pieces.drain(..used);
        }
        if self.worker.stop.load(Ordering::Relaxed) {
            self.pieces.clear();
        }
        let is_over = max_file_size.is_some() && content.limit() == 0;
        Ok(if is_over { Some((ProblemCode::TooLarge, too_large(limit))) } else { excess })
    }
}

impl Members for Reading<'_> {
    fn member(&mut self, name: &str, content: &mut dyn Read) -> io::Result<ControlFlow<()>> {
        self.stream(Some(name), content)?;
        if self.found >= MOST_FINDINGS {
            let message = format!("more than {MOST_FINDINGS} findings: the rest is not read");
            self.problem(ProblemCode::TooManyFindings, None, message);
            return Ok(ControlFlow::Break(()));
        }
        let stopped = self.worker.stop.load(Ordering::Relaxed);
        Ok(if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    }

    fn problem(&mut self, code: ProblemCode, entry: Option<&str>, message: String) {
        let entry = entry.map(Into::into);
        let problem = Problem { entry, ..Problem::with_file(code, self.name, message) };
        self.problems.push(problem);
    }
}
