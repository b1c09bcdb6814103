//! `postseal baseline create`

use clap::Args;
use postseal::baseline::{Baseline, Entry};
use postseal::run::ExitStatus;

use super::scanned::{Scanned, scanned};
use super::{BaselineArgs, counts};
use crate::library;

/// Scan, and write a baseline of all that is found.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal baseline create exports/\n  postseal scan exports/ --baseline postseal-baseline.jsonl\n\nExit status: 0 written · 2 something could not be scanned, or the baseline not written"
)]
pub(crate) struct CreateArgs {
    #[command(flatten)]
    baseline: BaselineArgs,

    /// Write it even if there is one, which loses what was decided in that
    #[arg(long, help_heading = "Baseline")]
    force: bool,
}

pub(super) fn create(args: &CreateArgs) -> anyhow::Result<ExitStatus> {
    let (force, quiet) = (args.force, args.baseline.quiet);
    let file = args.baseline.file(&library::config(&args.baseline.patterns)?);
    if file.exists() && !force {
        anyhow::bail!(
            "{} is there already: `postseal baseline update` keeps what was decided in it, --force does not",
            file.display()
        );
    }
    let Scanned { findings, summary, .. } = scanned(&args.baseline)?;
    let mut baseline = Baseline::empty(&file, &library::here()?);
    for finding in &findings {
        let entry = Entry::new(finding, &baseline.folder);
        baseline.entries.entry(entry.fingerprint.clone()).or_insert(entry);
    }
    baseline.write(&file)?;
    if !quiet {
        anstream::eprintln!("{}: {}", file.display(), counts(&baseline));
    }
    Ok(if summary.trouble { ExitStatus::Trouble } else { ExitStatus::Clean })
}
