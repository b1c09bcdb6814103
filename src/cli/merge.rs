//! `postseal merge`

use std::io;
use std::sync::Arc;

use postseal::baseline::{Baseline, Known};
use postseal::pattern::library::Library;
use postseal::report::Guide;
use postseal::run::accept::Acceptance;
use postseal::run::merge::{MergeError, merge as merged};
use postseal::run::{ExitStatus, Review};

use crate::args::MergeArgs;
use crate::{library, report, scan, target};

/// Merges shards, writes the report, and says how it ended.
pub(crate) fn merge(args: &MergeArgs) -> anyhow::Result<ExitStatus> {
    target::remove_on_interrupt()?;
    let output = &args.output;
    let guide = if report::is_guided(output) {
        report::guide(&Library::built_in()?)
    } else {
        Guide::default()
    };
    let options = report::options(output, false, &guide.into())?;
    let mut press = report::Press::new(output, &options)?;
    let hashes = report::hashes(output);
    let mut progress = report::progress(output);
    let acceptance = match &args.baseline {
        Some(path) => {
            let known = Known::new(Baseline::read(path, &library::here()?)?);
            let acceptance = Acceptance::new([], scan::now()).with_baseline(Arc::new(known));
            Some(acceptance.telling_unused(true))
        }
        None => None,
    };
    let review = acceptance.as_ref().map(|acceptance| acceptance as &dyn Review);
    let outcome =
        merged(&args.files, (&press.several, hashes), (&mut press.fan, &mut progress), review);
    if let Ok(summary) = &outcome {
        progress.notices(&summary.notices);
    }
    progress.finish();
    let summary = match outcome {
        Err(MergeError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(ExitStatus::Clean);
        }
        outcome => outcome?,
    };
    press.keep()?;
    if report::tells(output) {
        anstream::eprintln!("{}", report::sentence(&summary));
    }
    Ok(match ExitStatus::of(&summary) {
        ExitStatus::Findings if args.exit_zero => ExitStatus::Clean,
        status => status,
    })
}
