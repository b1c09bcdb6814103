//! `postseal pattern import` and `postseal pattern export`

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, ValueHint};
use postseal::report::printable;
use postseal::run::ExitStatus;
use postseal::workshop::export::{TARGETS, Target};
use postseal::workshop::import::import;

use super::files::{catalogue, name, read};
use super::new::{dice, write};
use crate::print::print;

#[derive(Args)]
#[command(after_help = "Example:\n  postseal pattern import gitleaks.toml -o imported.toml")]
pub(crate) struct ImportArgs {
    /// The rules: TOML of gitleaks or betterleaks, YAML of nosey parker, kingfisher or titus, custom
    /// detectors of trufflehog, custom patterns of GitHub or of Postman (name, regex, sample value)
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: PathBuf,

    /// Make the same samples each time
    #[arg(long, value_name = "NUMBER", help_heading = "Output")]
    seed: Option<u64>,

    /// Write to FILE, which must not exist, instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    output: Option<PathBuf>,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal pattern export github-pat --to gitleaks\n  postseal pattern export acme-api-key --patterns acme.toml --to github"
)]
pub(crate) struct ExportArgs {
    /// Ids of patterns
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,

    /// The tool
    #[arg(long, value_name = "TOOL", value_parser = tools(), help_heading = "Output")]
    to: String,

    /// Also take the patterns in FILE, or the folder (repeatable)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::AnyPath, help_heading = "Patterns")]
    patterns: Vec<PathBuf>,
}

fn tools() -> PossibleValuesParser {
    let value = |target: &Target| PossibleValue::new(target.name).help(target.about);
    PossibleValuesParser::new(TARGETS.iter().map(value))
}

pub(super) fn take(args: &ImportArgs) -> anyhow::Result<ExitStatus> {
    let shown = name(&args.file);
    let outcome = import(&shown, &read(&args.file)?, &mut dice(args.seed));
    let outcome = outcome.with_context(|| format!("cannot import {}", printable(&shown)))?;
    write(&outcome.form.toml(), args.output.as_ref())?;
    for loss in &outcome.losses {
        let what = if loss.is_whole { "not imported" } else { "not carried over" };
        anstream::eprintln!("{what}: {}: {}", printable(&loss.rule), printable(&loss.what));
    }
    let (count, whole) =
        (outcome.form.entries.len(), outcome.losses.iter().filter(|loss| loss.is_whole).count());
    anstream::eprintln!("{}: {count} rules imported, {whole} not", outcome.format);
    Ok(ExitStatus::Clean)
}

pub(super) fn give(args: &ExportArgs) -> anyhow::Result<ExitStatus> {
    let target = Target::find(&args.to).context("clap admits only tools that exist")?;
    let library = catalogue(&args.patterns)?.library;
    let mut patterns = Vec::new();
    for id in &args.ids {
        match library.patterns.iter().find(|pattern| pattern.info.id == *id) {
            Some(pattern) => patterns.push(pattern),
            None => bail!("there is no pattern `{id}`: `postseal pattern list` shows all"),
        }
    }
    let export = target.write(&patterns);
    print(&export.text)?;
    for warning in &export.warnings {
        anstream::eprintln!("warning: {warning}");
    }
    Ok(ExitStatus::Clean)
}
