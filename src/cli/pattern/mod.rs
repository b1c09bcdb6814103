//! `postseal pattern …`: the workshop's faces.

mod list;
mod test;

use std::io::{self, Write};

use clap::Subcommand;
use postseal::run::ExitStatus;

/// What one does with patterns.
#[derive(Subcommand)]
pub(crate) enum PatternCommand {
    /// List the patterns
    List(list::ListArgs),
    /// Show what a pattern is, where it looks and how to revoke what it finds
    Show(list::ShowArgs),
    /// Put the samples into every shape of Postman's documents and look whether they are found
    Test(test::TestArgs),
}

/// Does it, and says how it ended.
pub(crate) fn pattern(command: PatternCommand) -> anyhow::Result<ExitStatus> {
    let outcome = match command {
        PatternCommand::List(args) => list::list(&args),
        PatternCommand::Show(args) => list::show(&args),
        PatternCommand::Test(args) => test::test(&args),
    };
    match outcome {
        Err(error) if is_broken_pipe(&error) => Ok(ExitStatus::Clean),
        outcome => outcome,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Writes `text` to standard output.
fn print(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
