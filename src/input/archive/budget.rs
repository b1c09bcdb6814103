//! How much may come out of an archive.

use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};

/// Bounds on what is unpacked of one input. What goes beyond is a problem, never an end of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most members of an archive, those of archives inside it included.
    pub entries: u64,
    /// Most bytes that one member may have, unpacked.
    pub entry: u64,
    /// Most bytes that all members together may have, unpacked.
    pub total: u64,
    /// Most bytes that may come out for each that goes in, once 16 MiB have.
    pub ratio: u64,
    /// Most bytes of one JSON document, or of one line of text, in what is read as a stream; also
    /// of an archive that has to be held as a whole because it comes as a stream. This bounds the
    /// memory that one thread takes.
    pub document: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 100_000,
            entry: 16 << 30,
            total: 32 << 30,
            ratio: 1000,
            document: 512 << 20,
        }
    }
}

/// Bytes that may come out whatever the ratio: what compresses well is no attack while it is small.
const FREE: u64 = 16 << 20;

/// Which bound was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    /// Of members.
    Entries(u64),
    /// Of one member's bytes.
    Entry(u64),
    /// Of one member's ratio.
    EntryRatio(u64),
    /// Of all members' bytes.
    Total(u64),
    /// Of the archive's ratio.
    Ratio(u64),
}

impl Excess {
    /// The excess that `error` is about.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }

    /// Whether the rest of the archive may still be read.
    pub(super) fn ends_member_only(self) -> bool {
        matches!(self, Self::Entry(_) | Self::EntryRatio(_))
    }
}

impl fmt::Display for Excess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entries(most) => write!(f, "more than {most} members: the others are not read"),
            Self::Entry(most) => write!(f, "more than {most} bytes unpacked: not read any further"),
            Self::EntryRatio(most) => {
                write!(f, "unpacks to more than {most} times its size: not read any further")
            }
            Self::Total(most) => {
                write!(f, "more than {most} bytes unpacked in all: the rest is not read")
            }
            Self::Ratio(most) => {
                write!(f, "unpacks to more than {most} times its size: the rest is not read")
            }
        }
    }
}

impl std::error::Error for Excess {}

impl From<Excess> for io::Error {
    fn from(excess: Excess) -> Self {
        io::Error::other(excess)
    }
}

/// What went into and came out of one input so far.
#[derive(Debug)]
pub(super) struct Budget {
    pub(super) limits: Limits,
    entries: Cell<u64>,
    taken: Cell<u64>,
    made: Cell<u64>,
    /// What came out of members that were given up for their own ratio: it does not count against
    /// the archive's, or one bomb in front would hide the members behind it.
    forgiven: Cell<u64>,
}

impl Budget {
    /// A budget for an input of which `known` bytes are at hand.
    pub(super) fn new(limits: Limits, known: u64) -> Self {
        let zero = || Cell::new(0);
        Self { limits, entries: zero(), taken: Cell::new(known), made: zero(), forgiven: zero() }
    }

    /// Counts a member.
    pub(super) fn entry(&self) -> Result<(), Excess> {
        let entries = self.entries.get() + 1;
        self.entries.set(entries);
        if entries > self.limits.entries {
            Err(Excess::Entries(self.limits.entries))
        } else {
            Ok(())
        }
    }

    /// Whether `made` bytes are too many for `taken`.
    fn is_too_dense(&self, made: u64, taken: u64) -> bool {
        made > FREE && made / self.limits.ratio.max(1) > taken
    }

    fn add(&self, made: u64) -> Result<(), Excess> {
        let made = self.made.get() + made;
        self.made.set(made);
        if made > self.limits.total {
            Err(Excess::Total(self.limits.total))
        } else if self.is_too_dense(made - self.forgiven.get(), self.taken.get()) {
            Err(Excess::Ratio(self.limits.ratio))
        } else {
            Ok(())
        }
    }
}

/// Counts what is read of an input that comes as a stream.
pub(super) struct Counted<'b, R> {
    pub(super) inner: R,
    pub(super) budget: &'b Budget,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.budget.taken.set(self.budget.taken.get() + read as u64);
        Ok(read)
    }
}

/// A decoder whose output is counted. Fails once it goes beyond a limit.
pub(super) struct Guard<'b, R> {
    inner: R,
    budget: &'b Budget,
    made: u64,
    /// Bytes that the decoder takes in all, where that is known.
    size: Option<u64>,
}

impl<'b, R: Read> Guard<'b, R> {
    pub(super) fn new(inner: R, budget: &'b Budget, size: Option<u64>) -> Self {
        Self { inner, budget, made: 0, size }
    }
}

impl<R: Read> Read for Guard<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.made += read as u64;
        if self.size.is_some_and(|size| self.budget.is_too_dense(self.made, size)) {
            let forgiven = &self.budget.forgiven;
            forgiven.set(forgiven.get() + self.made);
            self.budget.add(read as u64)?;
            return Err(Excess::EntryRatio(self.budget.limits.ratio).into());
        }
        self.budget.add(read as u64)?;
        Ok(read)
    }
}

/// A member: fails where it ends before the size that its header declares, and beyond a limit.
pub(super) struct Sized<'b, R> {
    pub(super) inner: R,
    pub(super) budget: &'b Budget,
    /// Bytes that the header declares, where it does.
    pub(super) declared: Option<u64>,
    pub(super) read: u64,
}

impl<R: Read> Read for Sized<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read += read as u64;
        if self.read > self.budget.limits.entry {
            return Err(Excess::Entry(self.budget.limits.entry).into());
        }
        if read == 0 && !buffer.is_empty() && self.declared.is_some_and(|size| self.read < size) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(read)
    }
}
