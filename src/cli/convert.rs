//! `postseal report`

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use clap::{Args, ValueHint};
use postseal::input::name_of;
use postseal::report::Guide;
use postseal::report::saved::{SavedError, Wanted, convert};
use postseal::run::ExitStatus;

use crate::args::{OutputArgs, PatternArgs};
use crate::{library, report, target};

/// Make other formats of reports that were saved with `--format jsonl`.
#[derive(Args)]
#[command(
    after_help = "Example:\n  postseal scan exports/ -f jsonl -o findings.jsonl\n  postseal report findings.jsonl -f html=report.html -f csv=findings.csv\n\nExit status: 0 written · 2 a file is no saved report, or bad usage"
)]
pub(crate) struct ReportArgs {
    /// Files that `postseal scan --format jsonl` wrote, which become one report; `-` is standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, required = true)]
    pub(crate) files: Vec<PathBuf>,

    #[command(flatten, next_help_heading = "Patterns")]
    pub(crate) patterns: PatternArgs,

    #[command(flatten, next_help_heading = "Output")]
    pub(crate) output: OutputArgs,

    /// Write the values of secrets, where the files hold them
    #[arg(long)]
    pub(crate) show_secrets: bool,
}

/// Makes other formats of saved reports.
pub(crate) fn report(args: &ReportArgs) -> anyhow::Result<ExitStatus> {
    target::remove_on_interrupt()?;
    let files = args.files.iter().map(open).collect::<anyhow::Result<Vec<_>>>()?;
    let config = library::config(&args.patterns)?;
    let guide: Arc<Guide> = report::guide(&library::library(&args.patterns, &config)?).into();
    let options = report::options(&args.output, args.show_secrets, &guide)?;
    let wanted = Wanted { values: args.show_secrets, hashes: report::hashes(&args.output) };
    let mut press = report::Press::new(&args.output, &options)?;
    let outcome = convert(files, (&guide, wanted), &press.several, &mut press.fan);
    let summary = match outcome {
        Err(SavedError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(ExitStatus::Clean);
        }
        outcome => outcome?,
    };
    press.keep()?;
    if report::tells(&args.output) {
        anstream::eprintln!("{}", report::sentence(&summary));
    }
    Ok(ExitStatus::Clean)
}

/// A saved report and its name; `-` is standard input.
fn open(path: &PathBuf) -> anyhow::Result<(String, Box<dyn BufRead>)> {
    if path.as_os_str() == "-" {
        return Ok(("standard input".to_owned(), Box::new(BufReader::new(io::stdin()))));
    }
    let name = name_of(path);
    let file = File::open(path).with_context(|| format!("cannot read {name}"))?;
    Ok((name, Box::new(BufReader::new(file))))
}
