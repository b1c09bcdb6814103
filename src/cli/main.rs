//! The command line: what was typed becomes a call of the library, and its outcome an exit status.

mod accept;
mod args;
mod baseline;
mod config;
mod convert;
mod fix;
mod generate;
mod git;
mod hook;
mod level;
mod library;
mod merge;
mod pattern;
mod policy;
mod print;
mod progress;
mod report;
mod scan;
mod size;
mod stats;
mod target;
mod terminal;
mod wish;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use postseal::run::ExitStatus;
use terminal::When;

/// Finds leaked credentials in exported Postman collections, environments and globals.
#[derive(Parser)]
#[command(name = "postseal", version, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    /// When there are colours; by default as `NO_COLOR`, `CLICOLOR_FORCE`, `CLICOLOR` and the terminal say
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto", value_parser = args::when(), help_heading = "Output")]
    color: When,

    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Scan files and folders
    Scan(Box<args::ScanArgs>),
    /// Take credentials out of files
    Fix(Box<fix::FixArgs>),
    /// Merge the reports of a scan that was split over machines
    Merge(Box<args::MergeArgs>),
    /// Make other formats of saved reports
    Report(Box<convert::ReportArgs>),
    /// Scan what is staged before each commit
    #[command(subcommand)]
    Hook(hook::HookCommand),
    /// Keep what is known of findings, and what was decided on them
    #[command(subcommand)]
    Baseline(baseline::BaselineCommand),
    /// Look at the configuration
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Look at patterns, test them and make your own
    #[command(subcommand)]
    Pattern(pattern::PatternCommand),
    /// Look at the rules of policies
    #[command(subcommand)]
    Policy(policy::PolicyCommand),
    /// Print what completes commands and flags in a shell
    Completions(generate::CompletionsArgs),
    /// Print the manual, or write a page for each command
    Man(generate::ManArgs),
}

/// Style of the first word of an error.
const RED: anstyle::Style = anstyle::AnsiColor::Red.on_default().bold();

fn main() -> ExitCode {
    hide_panic_payloads();
    let cli = Cli::parse();
    terminal::set_color(cli.color);
    let outcome = match cli.command {
        Command::Scan(args) => scan::scan(&args),
        Command::Fix(args) => fix::fix(*args),
        Command::Merge(args) => merge::merge(&args),
        Command::Report(args) => convert::report(&args),
        Command::Hook(command) => hook::hook(&command),
        Command::Baseline(command) => baseline::baseline(command),
        Command::Config(command) => config::config(command),
        Command::Pattern(command) => pattern::pattern(command),
        Command::Policy(command) => policy::policy(&command),
        Command::Completions(args) => generate::completions(&args, Cli::command()),
        Command::Man(args) => generate::man(&args, Cli::command()),
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
