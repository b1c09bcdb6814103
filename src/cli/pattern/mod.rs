//! `postseal pattern …`: the workshop's faces.

mod check;
mod convert;
mod explain;
mod files;
mod list;
mod new;
mod test;
mod trial;

use clap::Subcommand;
use postseal::run::ExitStatus;

/// What one does with patterns.
#[derive(Subcommand)]
pub(crate) enum PatternCommand {
    /// List the patterns
    List(list::ListArgs),
    /// Show what a pattern is, where it looks and how to revoke what it finds
    Show(list::ShowArgs),
    /// Write the file of a new pattern, with samples made at random
    New(Box<new::NewArgs>),
    /// Check everything that makes a pattern good
    Check(check::CheckArgs),
    /// Put the samples into every shape of Postman's documents and look whether they are found
    Test(test::TestArgs),
    /// Try an expression or a pattern file on exports, without installing anything
    Try(trial::TryArgs),
    /// Say why a string is or is not reported
    Explain(explain::ExplainArgs),
    /// Compare what two sets of patterns find
    Diff(trial::DiffArgs),
    /// Make a pattern file of the rules of another tool
    Import(convert::ImportArgs),
    /// Write patterns in the form of another tool
    Export(convert::ExportArgs),
}

/// Does it, and says how it ended.
pub(crate) fn pattern(command: PatternCommand) -> anyhow::Result<ExitStatus> {
    match command {
        PatternCommand::List(args) => list::list(&args),
        PatternCommand::Show(args) => list::show(&args),
        PatternCommand::New(args) => new::run(&args),
        PatternCommand::Check(args) => check::run(&args),
        PatternCommand::Test(args) => test::run(&args),
        PatternCommand::Try(args) => trial::try_out(&args),
        PatternCommand::Explain(args) => explain::run(&args),
        PatternCommand::Diff(args) => trial::diff(&args),
        PatternCommand::Import(args) => convert::take(&args),
        PatternCommand::Export(args) => convert::give(&args),
    }
}
