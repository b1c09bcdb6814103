//! `postseal baseline update`

use postseal::baseline::{Baseline, Changes, Known};
use postseal::run::ExitStatus;

use super::scanned::{Scanned, scanned};
use super::{BaselineArgs, counts};
use crate::library::here;

/// Brings the baseline up to date. What was decided stays.
pub(super) fn update(args: &BaselineArgs) -> anyhow::Result<ExitStatus> {
    let quiet = args.quiet;
    let Scanned { findings, scope, summary, file, .. } = scanned(args)?;
    let here = here()?;
    let known = Known::new(Baseline::read(&file, &here)?);
    let changes = Changes::of(&known, &findings, &scope);
    let (new, gone, changed) = (changes.new.len(), changes.gone.len(), changes.changed.len());
    let is_changed = !changes.are_none();
    let baseline = changes.apply(known.into_baseline());
    if is_changed {
        baseline.write(&file)?;
    }
    if !quiet {
        let counts = counts(&baseline);
        anstream::eprintln!(
            "{}: {new} new, {gone} gone, {changed} changed · {counts}",
            file.display()
        );
    }
    Ok(if summary.trouble { ExitStatus::Trouble } else { ExitStatus::Clean })
}
