//! `postseal pattern check`

use std::path::PathBuf;

use clap::{Args, ValueHint};
use postseal::run::ExitStatus;
use postseal::workshop::check::{budget, check};

use super::files::{catalogue, texts};
use crate::print::print;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal pattern check acme.toml\n  postseal pattern check patterns/ --on exports/"
)]
pub(crate) struct CheckArgs {
    /// Pattern files, and folders of them; the built-in ones by default
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    files: Vec<PathBuf>,

    /// Count on the files at PATH how often a literal leads nowhere (repeatable)
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath, help_heading = "Inputs")]
    on: Vec<PathBuf>,

    /// Write the flaws as one JSON array
    #[arg(long, help_heading = "Output")]
    json: bool,
}

pub(super) fn run(args: &CheckArgs) -> anyhow::Result<ExitStatus> {
    let (catalogue, mut flaws) = check(catalogue(&args.files)?)?;
    if !args.on.is_empty() {
        flaws.extend(budget(&catalogue, texts(&args.on)?)?);
    }
    if args.json {
        print(&(serde_json::to_string_pretty(&flaws)? + "\n"))?;
    } else {
        let lines: Vec<String> = flaws.iter().map(|flaw| format!("{flaw}\n")).collect();
        let count = |count: usize, word: &str| {
            format!("{count} {word}{}", if count == 1 { "" } else { "s" })
        };
        let patterns = count(catalogue.chosen.len(), "pattern");
        print(&format!("{}{patterns}, {}\n", lines.concat(), count(flaws.len(), "flaw")))?;
    }
    Ok(if flaws.is_empty() { ExitStatus::Clean } else { ExitStatus::Findings })
}
