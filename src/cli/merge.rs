//! `postseal merge`

use std::io;

use postseal::run::ExitStatus;
use postseal::run::merge::{MergeError, merge as merged};

use crate::args::MergeArgs;
use crate::report;

/// Merges shards, writes the report, and says how it ended.
pub(crate) fn merge(args: &MergeArgs) -> anyhow::Result<ExitStatus> {
    let output = &args.output;
    let reporter = report::reporter(output, false)?;
    let hash = output.hash && output.format != "text";
    let mut out = report::open(output.output.as_ref())?;
    let mut progress = report::progress(output);
    let outcome = merged(&args.files, (&*reporter, hash), (&mut out, &mut progress));
    progress.finish();
    let summary = match outcome {
        Err(MergeError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(ExitStatus::Clean);
        }
        outcome => outcome?,
    };
    if report::tells(output) {
        anstream::eprintln!("{}", report::sentence(&summary));
    }
    Ok(match ExitStatus::of(&summary) {
        ExitStatus::Findings if args.exit_zero => ExitStatus::Clean,
        status => status,
    })
}
