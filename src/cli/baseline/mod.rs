//! `postseal baseline`: what is known of findings, and what was decided on them.

mod answers;
mod audit;
mod create;
mod diff;
mod scanned;
mod update;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use postseal::baseline::Baseline;
use postseal::config::Config;
use postseal::run::ExitStatus;

use crate::args::{InputArgs, PatternArgs};
use crate::level::LevelArgs;

/// What can be done with a baseline.
#[derive(Subcommand)]
pub(crate) enum BaselineCommand {
    /// Scan, and write a baseline of all that is found
    Create(Box<create::CreateArgs>),
    /// Scan, and bring the baseline up to date: what is new comes in, what is gone goes out
    #[command(after_help = "Example:\n  postseal baseline update exports/")]
    Update(Box<BaselineArgs>),
    /// Scan, and show what changed since the baseline
    Diff(Box<diff::DiffArgs>),
    /// Go through open findings at the terminal and decide on each
    Audit(Box<audit::AuditArgs>),
}

/// What is scanned, and which baseline it is held against.
#[derive(Args)]
pub(crate) struct BaselineArgs {
    /// Files and folders to scan; by default those of the configuration, or else the working directory
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// The baseline; by default that of the configuration, or else postseal-baseline.jsonl
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(help_heading = "Baseline")]
    pub(crate) baseline: Option<PathBuf>,

    /// Let what is scanned say what is accepted: by markers in descriptions, and by ignore files beside it
    #[arg(long, help_heading = "Baseline")]
    pub(crate) trust_input: bool,

    #[command(flatten, next_help_heading = "Patterns")]
    pub(crate) patterns: PatternArgs,

    #[command(flatten, next_help_heading = "Inputs")]
    pub(crate) inputs: InputArgs,

    #[command(flatten, next_help_heading = "Findings")]
    pub(crate) findings: LevelArgs,

    /// Print nothing but what was asked for
    #[arg(short, long, help_heading = "Output")]
    pub(crate) quiet: bool,
}

/// The file where nobody names one.
const DEFAULT: &str = "postseal-baseline.jsonl";

impl BaselineArgs {
    fn file(&self, config: &Config) -> PathBuf {
        let file = self.baseline.clone().or(config.scan.baseline.clone());
        file.unwrap_or_else(|| PathBuf::from(DEFAULT))
    }
}

/// Does what `command` asks for.
pub(crate) fn baseline(command: BaselineCommand) -> anyhow::Result<ExitStatus> {
    match command {
        BaselineCommand::Create(args) => create::create(&args),
        BaselineCommand::Update(args) => update::update(&args),
        BaselineCommand::Diff(args) => diff::diff(&args),
        BaselineCommand::Audit(args) => audit::audit(*args),
    }
}

/// `12 active, 3 revoked`
fn counts(baseline: &Baseline) -> String {
    let counts = baseline.counts();
    let there = counts.iter().filter(|(_, count)| *count > 0);
    let there: Vec<String> = there.map(|(state, count)| format!("{count} {state}")).collect();
    if there.is_empty() { "no entries".to_owned() } else { there.join(", ") }
}
