//! `postseal pattern explain`

use std::fs;
use std::io::{self, Read};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args, ValueHint};
use postseal::report::printable;
use postseal::run::ExitStatus;
use postseal::scan::{ScanOptions, Scanner};
use postseal::source::Source;
use postseal::workshop::explain::{Target, explain};

use super::files::{catalogue, name};
use crate::print::print;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal pattern explain export.json --at 12:34\n  postseal pattern explain export.json --at /item/0/request/header/0/value\n  pass show acme | postseal pattern explain export.json --value-from -"
)]
pub(crate) struct ExplainArgs {
    /// The file that the string stands in
    #[arg(value_name = "PATH", value_hint = ValueHint::FilePath)]
    path: PathBuf,

    /// The string at this JSON pointer or LINE:COLUMN; by default all that were looked at
    #[arg(long, value_name = "PLACE", help_heading = "Inputs")]
    at: Option<String>,

    /// The strings that hold the value in FILE; `-` reads it from standard input
    #[arg(long, value_name = "FILE", conflicts_with = "at", help_heading = "Inputs")]
    value_from: Option<PathBuf>,

    /// Also look for the patterns in FILE, or the folder (repeatable)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath, help_heading = "Patterns")]
    patterns: Vec<PathBuf>,
}

pub(super) fn run(args: &ExplainArgs) -> anyhow::Result<ExitStatus> {
    let target = target(args)?;
    let shown = name(&args.path);
    let bytes = fs::read(&args.path).with_context(|| format!("cannot read {shown}"))?;
    let options = ScanOptions { keep_rejected: true, ..ScanOptions::default() };
    let scanner = Scanner::new(catalogue(&args.patterns)?.library, options)?;
    print(&explain(&scanner, &Source::new(&shown, &bytes), &target))?;
    Ok(ExitStatus::Clean)
}

fn target(args: &ExplainArgs) -> anyhow::Result<Target> {
    if let Some(path) = &args.value_from {
        let mut value = Vec::new();
        if path.as_os_str() == "-" {
            io::stdin().lock().read_to_end(&mut value).context("cannot read standard input")?;
        } else {
            value = fs::read(path).with_context(|| format!("cannot read {}", name(path)))?;
        }
        return Ok(Target::Value(value.trim_ascii().to_vec()));
    }
    let Some(place) = &args.at else { return Ok(Target::Candidates) };
    if place.is_empty() || place.starts_with(['/', '#']) {
        return Ok(Target::Pointer(place.clone()));
    }
    let numbers = place.split_once(':').and_then(|(line, column)| {
        Some(Target::At { line: line.parse().ok()?, column: column.parse().ok()? })
    });
    match numbers {
        Some(target) => Ok(target),
        None => bail!("`{}` is neither a JSON pointer nor LINE:COLUMN", printable(place)),
    }
}
