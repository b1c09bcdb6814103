//! `postseal merge`

use std::io;

use postseal::pattern::library::Library;
use postseal::report::Guide;
use postseal::run::ExitStatus;
use postseal::run::merge::{MergeError, merge as merged};

use crate::args::MergeArgs;
use crate::{report, target};

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
    let outcome = merged(&args.files, (&press.several, hashes), (&mut press.fan, &mut progress));
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
