//! What commands print that write no report.

use std::io::{self, Write};

use postseal::report::printable;

/// Writes `text` to standard output, its lines made safe for a terminal: names in files are not ours.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        write!(out, "{}{end}", printable(line))?;
    }
    Ok(out.flush()?)
}

/// Whether nobody reads standard output any more, which is no trouble.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
