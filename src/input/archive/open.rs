//! Going through an archive: which members are read, and what is told of the others.

use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder};

use super::budget::{Budget, Counted, Excess, Guard, Limits, Sized};
use super::{Container, Content, Members, Peeked, problem_of, tar, zip, zstd};
use crate::finding::ProblemCode;
use crate::input::sniff;

/// Hands every member of an archive that is worth reading to `out`. `name` is that of the file, or
/// what it is called where it has none.
pub(crate) fn unpack(
    name: &str,
    container: Container,
    content: Content<'_>,
    limits: Limits,
    out: &mut dyn Members,
) {
    let known = if let Content::Bytes(bytes) = content { bytes.len() as u64 } else { 0 };
    let budget = Budget::new(limits, known);
    let content = match content {
        Content::Stream(inner) => Content::Stream(Box::new(Counted { inner, budget: &budget })),
        content @ Content::Bytes(_) => content,
    };
    let mut unpacking = Unpacking { budget: &budget, out, around: None };
    // Where it stops early, that has been told.
    let _ = unpacking.open(name, container, content);
}

/// One archive, or one in another.
struct Unpacking<'u> {
    budget: &'u Budget,
    out: &'u mut dyn Members,
    /// The member that the archive is, where it stands in another.
    around: Option<&'u str>,
}

/// What stands between the name of an archive in an archive and the name of its member.
const INSIDE: char = '!';

impl Unpacking<'_> {
    fn open(&mut self, name: &str, container: Container, content: Content<'_>) -> ControlFlow<()> {
        let outcome = match (container, content) {
            (Container::Zip, Content::Bytes(bytes)) => self.zip(bytes),
            (Container::Zip, Content::Stream(stream)) => {
                self.whole(stream).and_then(|bytes| self.zip(&bytes))
            }
            (Container::Tar, Content::Bytes(bytes)) => self.tar(bytes),
            (Container::Tar, Content::Stream(stream)) => self.tar(stream),
            (packed, Content::Bytes(bytes)) => self.packed(name, packed, Box::new(bytes)),
            (packed, Content::Stream(stream)) => self.packed(name, packed, stream),
        };
        outcome.unwrap_or_else(|error| self.failed(None, &error))
    }

    /// All bytes of a stream, which must fit into memory.
    fn whole(&self, stream: Box<dyn Read + '_>) -> io::Result<Vec<u8>> {
        let most = self.budget.limits.document;
        let mut bytes = Vec::new();
        stream.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most { Err(Excess::Entry(most).into()) } else { Ok(bytes) }
    }

    fn zip(&mut self, bytes: &[u8]) -> io::Result<ControlFlow<()>> {
        let Some(directory) = zip::Directory::find(bytes) else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        for member in directory.filter(|member| !member.name.ends_with('/')) {
            self.budget.entry()?;
            let flow = match self.zip_member(&member) {
                Ok(flow) => flow,
                Err(error) => self.failed(Some(&member.name), &error),
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn zip_member(&mut self, member: &zip::Member<'_>) -> io::Result<ControlFlow<()>> {
        let name = member.name.as_str();
        if member.is_encrypted {
            if sniff::is_wanted_name(name) || Container::is_named(name) {
                let message = "encrypted: it was not read".to_owned();
                self.problem(ProblemCode::Encrypted, Some(name), message);
            }
            return Ok(ControlFlow::Continue(()));
        }
        let packed = member.packed.ok_or(io::ErrorKind::UnexpectedEof)?;
        let size = Some(packed.len() as u64);
        let decoder: Box<dyn Read + '_> = match member.method {
            0 => Box::new(packed),
            8 => Box::new(DeflateDecoder::new(packed)),
            93 => Box::new(zstd::Decoder::new(packed)),
            method => {
                let message = format!("compression method {method} is not supported");
                return Err(io::Error::new(io::ErrorKind::InvalidData, message));
            }
        };
        let inner = Guard::new(decoder, self.budget, size);
        let declared = Some(member.size);
        self.member(name, &mut Sized { inner, budget: self.budget, declared, read: 0 })
    }

    fn tar(&mut self, archive: impl Read) -> io::Result<ControlFlow<()>> {
        let mut headers = tar::Headers::new(archive);
        while let Some(member) = headers.next()? {
            self.budget.entry()?;
            let inner = headers.data(&member);
            let declared = Some(member.size);
            let mut data = Sized { inner, budget: self.budget, declared, read: 0 };
            let outcome = self.member(&member.name, &mut data);
            let read = data.read;
            let flow = outcome.unwrap_or_else(|error| {
                let is_all = Excess::of(&error).is_none_or(|excess| !excess.ends_member_only());
                let flow = self.failed(Some(&member.name), &error);
                if is_all { ControlFlow::Break(()) } else { flow }
            });
            if flow.is_break() {
                return Ok(self.around.map_or(flow, |_| ControlFlow::Continue(())));
            }
            headers.finish(&member, read)?;
        }
        Ok(ControlFlow::Continue(()))
    }

    /// What one compressed file holds: a tar archive, or a file.
    fn packed(
        &mut self,
        name: &str,
        container: Container,
        stream: Box<dyn Read + '_>,
    ) -> io::Result<ControlFlow<()>> {
        let source = BufReader::new(stream);
        let decoder: Box<dyn Read + '_> = match container {
            Container::Gzip => Box::new(MultiGzDecoder::new(source)),
            _ => Box::new(zstd::Decoder::new(source)),
        };
        let mut content = Peeked::new(Guard::new(decoder, self.budget, None));
        content.take_error()?;
        let stem = Container::compressed(name).unwrap_or(name);
        let stem = stem.rsplit('/').next().unwrap_or(stem);
        let is_tar = Container::of(content.head(), stem) == Some(Container::Tar);
        if is_tar {
            return self.tar(content);
        }
        self.budget.entry()?;
        let content = Sized { inner: content, budget: self.budget, declared: None, read: 0 };
        Ok(match self.chosen(stem, Peeked::new(content)) {
            Ok(flow) => flow,
            Err(error) => self.failed(Some(stem), &error),
        })
    }

    /// A member: read if it is worth it, gone through if it is an archive.
    fn member(&mut self, name: &str, content: &mut dyn Read) -> io::Result<ControlFlow<()>> {
        let mut content = Peeked::new(content);
        content.take_error()?;
        let is_wanted = sniff::is_wanted_name(name)
            || Container::of(content.head(), name).is_some()
            || sniff::is_postman(name, content.head());
        if is_wanted { self.chosen(name, content) } else { Ok(ControlFlow::Continue(())) }
    }

    /// A member that is worth reading.
    fn chosen(
        &mut self,
        name: &str,
        mut content: Peeked<impl Read>,
    ) -> io::Result<ControlFlow<()>> {
        let Some(container) = Container::of(content.head(), name) else {
            return self.out.member(&self.entry(name), &mut content);
        };
        if self.around.is_some() {
            let message = "an archive in an archive in an archive: it was not opened".to_owned();
            self.problem(ProblemCode::ArchiveLimit, Some(name), message);
            return Ok(ControlFlow::Continue(()));
        }
        let mut inner = Unpacking { budget: self.budget, out: self.out, around: Some(name) };
        let stream: Box<dyn Read + '_> = Box::new(content);
        Ok(inner.open(name, container, Content::Stream(stream)))
    }

    /// What the member `name` is called in reports.
    fn entry(&self, name: &str) -> String {
        self.around.map_or_else(|| name.to_owned(), |around| format!("{around}{INSIDE}{name}"))
    }

    fn problem(&mut self, code: ProblemCode, name: Option<&str>, message: String) {
        let entry = name.map(|name| self.entry(name)).or(self.around.map(str::to_owned));
        self.out.problem(code, entry.as_deref(), message);
    }

    /// Tells of an error, and whether anything can still be read.
    fn failed(&mut self, name: Option<&str>, error: &io::Error) -> ControlFlow<()> {
        let (code, message) = problem_of(error);
        self.problem(code, name, message);
        match Excess::of(error) {
            Some(excess) if !excess.ends_member_only() => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }
}
