//! Several reports of one run.
//!
//! A run knows one reporter and one place to write to. [`Several`] formats for each of its reporters
//! and puts what they make into frames, [`Fan`] takes the frames apart again: so all formats have the
//! bytes that each would have alone, and memory is bounded as for one.

use std::io::{self, Write};

use super::{Keep, Reporter, Summary};
use crate::credential::WorkspaceReport;

/// A frame: the number of the report, whether it holds a workspace, and how many bytes follow.
const HEADER: usize = 10;

/// Several reporters as one, which writes frames for a [`Fan`].
pub struct Several(pub Vec<Box<dyn Reporter>>);

impl Several {
    /// Where the frames go: to each reporter's writer, in the same order.
    pub fn fan<W: Write>(&self, outs: Vec<W>) -> Fan<W> {
        let between = self.0.iter().map(|reporter| reporter.between());
        let branch = |(out, between)| Branch { out: Some(out), between, is_begun: false };
        let branches = outs.into_iter().zip(between).map(branch).collect();
        Fan { branches, header: Vec::new(), left: 0 }
    }
}

impl Reporter for Several {
    fn keeps(&self) -> Keep {
        self.0.iter().map(|reporter| reporter.keeps()).max().unwrap_or_default()
    }

    fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut of_each = (0..).zip(&self.0);
        of_each.try_for_each(|(number, reporter)| reporter.begin(&mut Framed { number, out }))
    }

    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
        for (number, reporter) in (0..).zip(&self.0) {
            let mut bytes = Vec::new();
            reporter.workspace(report, &mut bytes);
            if !bytes.is_empty() {
                out.extend(header(number, true, &bytes));
                out.append(&mut bytes);
            }
        }
    }

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let mut of_each = (0..).zip(&self.0);
        of_each
            .try_for_each(|(number, reporter)| reporter.end(summary, &mut Framed { number, out }))
    }
}

fn header(number: u8, is_workspace: bool, bytes: &[u8]) -> [u8; HEADER] {
    let mut header = [0; HEADER];
    let [first, second, length @ ..] = &mut header;
    (*first, *second) = (number, is_workspace.into());
    *length = (bytes.len() as u64).to_le_bytes();
    header
}

/// Puts what goes before and behind all workspaces into frames.
struct Framed<'f> {
    number: u8,
    out: &'f mut dyn Write,
}

impl Write for Framed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write_all(&header(self.number, false, bytes))?;
        self.out.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Where one report goes.
struct Branch<W> {
    /// `None` once its reader has gone.
    out: Option<W>,
    between: &'static str,
    /// Whether a workspace has been written.
    is_begun: bool,
}

impl<W: Write> Branch<W> {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some(out) = &mut self.out else { return Ok(()) };
        out.write_all(bytes)
    }
}

/// Takes the frames of [`Several`] apart.
pub struct Fan<W> {
    branches: Vec<Branch<W>>,
    /// What is read of the next header.
    header: Vec<u8>,
    /// Bytes that are still to come of the frame.
    left: u64,
}

impl<W: Write> Fan<W> {
    /// The writers, in their order, without those whose reader has gone.
    pub fn into_outs(self) -> Vec<W> {
        self.branches.into_iter().filter_map(|branch| branch.out).collect()
    }

    /// Takes a byte of a header; the last one begins its frame.
    fn begin(&mut self, byte: u8) -> io::Result<()> {
        self.header.push(byte);
        let header = <[u8; HEADER]>::try_from(self.header.as_slice());
        let Ok([number, is_workspace, length @ ..]) = header else { return Ok(()) };
        self.left = u64::from_le_bytes(length);
        if self.left == 0 {
            self.header.clear();
        }
        let Some(branch) = self.branches.get_mut(usize::from(number)) else { return Ok(()) };
        if is_workspace == 0 {
            return Ok(());
        }
        let begun = std::mem::replace(&mut branch.is_begun, true);
        if begun { self.put(number, None) } else { Ok(()) }
    }

    /// Writes `bytes`, or what stands between two workspaces. A report whose reader has gone is given
    /// up while there are others.
    fn put(&mut self, number: u8, bytes: Option<&[u8]>) -> io::Result<()> {
        let Some(branch) = self.branches.get_mut(usize::from(number)) else { return Ok(()) };
        match branch.put(bytes.unwrap_or(branch.between.as_bytes())) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                branch.out = None;
                if self.branches.iter().any(|branch| branch.out.is_some()) {
                    Ok(())
                } else {
                    Err(error)
                }
            }
            outcome => outcome,
        }
    }
}

impl<W: Write> Write for Fan<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some((&first, _)) = bytes.split_first() else { return Ok(0) };
        if self.left == 0 {
            return self.begin(first).map(|()| 1);
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
        let number = self.header.first().copied().unwrap_or_default();
        self.put(number, bytes.get(..most))?;
        self.left -= most as u64;
        if self.left == 0 {
            self.header.clear();
        }
        Ok(most)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.branches.iter_mut().filter_map(|branch| branch.out.as_mut()).try_for_each(Write::flush)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes a word for each workspace that has files.
    struct Word(&'static str);

    impl Reporter for Word {
        fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
            write!(out, "<{}", self.0)
        }

        fn between(&self) -> &'static str {
            ", "
        }

        fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>) {
            if report.files > 0 {
                out.extend_from_slice(self.0.as_bytes());
            }
        }

        fn end(&self, _summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
            write!(out, "{}>", self.0)
        }
    }

    fn frames(several: &Several) -> Vec<u8> {
        let mut frames = Vec::new();
        several.begin(&mut frames).unwrap();
        for files in [0, 1, 2, 0, 3] {
            several.workspace(&WorkspaceReport { files, ..Default::default() }, &mut frames);
        }
        several.end(&Summary::default(), &mut frames).unwrap();
        frames
    }

    #[test]
    fn each_has_its_own_bytes_however_the_frames_are_cut() {
        let several = Several(vec![Box::new(Word("a")), Box::new(Word("bc"))]);
        let frames = frames(&several);
        for size in [1, 2, 3, 7, 11, frames.len()] {
            let mut fan = several.fan(vec![Vec::new(), Vec::new()]);
            frames.chunks(size).for_each(|chunk| fan.write_all(chunk).unwrap());
            let outs = fan.into_outs().into_iter().map(|out| String::from_utf8(out).unwrap());
            assert_eq!(outs.collect::<Vec<_>>(), ["<aa, a, aa>", "<bcbc, bc, bcbc>"]);
        }
    }

    /// Refuses every byte.
    struct Gone;

    impl Write for Gone {
        fn write(&mut self, _bytes: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_has_gone_takes_no_other_report_with_it() {
        let several = Several(vec![Box::new(Word("a")), Box::new(Word("b"))]);
        let frames = frames(&several);
        let mut file = Vec::new();
        let outs: Vec<Box<dyn Write>> = vec![Box::new(Gone), Box::new(&mut file)];
        several.fan(outs).write_all(&frames).unwrap();
        assert_eq!(file, b"<bb, b, bb>");
        let alone = Several(vec![Box::new(Word("a"))]);
        let error = alone.fan(vec![Gone]).write_all(&self::frames(&alone)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}
