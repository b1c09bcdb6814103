//! The command line: what was typed becomes a call of the library, and its outcome an exit status.

mod args;
mod library;
mod merge;
mod pattern;
mod policy;
mod print;
mod progress;
mod report;
mod scan;
mod stats;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use postseal::run::ExitStatus;

/// Finds leaked credentials in exported Postman collections, environments and globals.
#[derive(Parser)]
#[command(name = "postseal", version, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Scan files and folders
    Scan(Box<args::ScanArgs>),
    /// Merge the reports of a scan that was split over machines
    Merge(args::MergeArgs),
    /// Look at patterns, test them and make your own
    #[command(subcommand)]
    Pattern(pattern::PatternCommand),
    /// Look at the rules of policies
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
}

/// Style of the first word of an error.
const RED: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();

fn main() -> ExitCode {
    hide_panic_payloads();
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Scan(args) => scan::scan(*args),
        Command::Merge(args) => merge::merge(&args),
        Command::Pattern(command) => pattern::pattern(command),
        Command::Policy(command) => policy::policy(&command),
    };
    let status = outcome.unwrap_or_else(|error| {
        if print::is_broken_pipe(&error) {
            return ExitStatus::Clean;
        }
        let error = format!("{error:#}");
        let error: Vec<_> = error.lines().map(postseal::report::printable).collect();
        let error = error.join("\n");
        anstream::eprintln!("{RED}error:{RED:#} {error}");
        ExitStatus::Trouble
    });
    ExitCode::from(status.code())
}

/// A panic's message may quote what was being read, so only its place is printed.
fn hide_panic_payloads() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        anstream::eprintln!("internal error at {place}; please report it as a bug");
    }));
}
