//! `postseal scan` on what git has: what is staged, what commits add, every version of a history.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;
use clap::Args;
use postseal::finding::{Problem, ProblemCode};
use postseal::git::{GitError, Repository, Revisions};
use postseal::input::{self, Collected, Tracked, WalkOptions};
use postseal::run::added::{Added, Comparison, Earlier, HistoryInputs};
use postseal::run::{Review, RunOptions};
use postseal::scan::Scanner;

use crate::args::ScanArgs;

/// What is scanned of the repository around the working directory, instead of files.
#[derive(Args)]
pub(crate) struct GitArgs {
    /// Scan what is staged, and report what a commit of it would add
    #[arg(long, conflicts_with_all = ["since", "range", "history", "files_from", "journal", "shard"])]
    pub(crate) staged: bool,

    /// Report what HEAD adds to where it forks from REV
    #[arg(long, value_name = "REV", conflicts_with_all = ["range", "files_from", "journal", "shard"])]
    pub(crate) since: Option<String>,

    /// Report what B adds to where it forks from A
    #[arg(long, value_name = "A..B", conflicts_with_all = ["files_from", "journal", "shard"])]
    pub(crate) range: Option<String>,

    /// Scan every version of each file in all commits, or in those of --since or --range, and tell with
    /// each finding which commit brought it
    #[arg(long, conflicts_with_all = ["files_from", "journal", "shard"])]
    pub(crate) history: bool,
}

impl GitArgs {
    /// Whether a repository is scanned instead of files. It is never all that there is.
    pub(crate) fn is_asked(&self) -> bool {
        self.staged || self.history || self.since.is_some() || self.range.is_some()
    }
}

/// What is scanned of a repository, and what of it is reported.
pub(crate) struct Chosen {
    pub(crate) inputs: Box<dyn Iterator<Item = Collected> + Send>,
    pub(crate) review: Arc<dyn Review>,
    /// Whether each input stands alone.
    pub(crate) alone: bool,
}

/// What a scan needs beside its arguments.
pub(crate) struct Means<'m> {
    pub(crate) walk: WalkOptions,
    pub(crate) scanner: &'static Scanner,
    pub(crate) options: &'m RunOptions,
    pub(crate) stop: &'m Arc<AtomicBool>,
}

/// What `args` choose of the repository around the working directory; none, if they ask for no repository.
pub(crate) fn choose(args: &ScanArgs, means: &Means<'_>) -> anyhow::Result<Option<Chosen>> {
    let asked = &args.git;
    if !asked.is_asked() {
        return Ok(None);
    }
    let repository = Repository::find(&env::current_dir().context("no working directory")?)?;
    let range = range(asked.since.as_deref(), asked.range.as_deref())?;
    let below = args.paths.iter().map(|path| repository.from_top(path));
    let below = below.collect::<Result<Vec<PathBuf>, _>>()?;
    let tracked = Arc::new(Tracked::new(repository.clone(), below, means.walk.clone())?);
    let named = &means.options.workspaces;
    let (comparison, missing) = match range {
        _ if asked.history => {
            let revisions = range.map_or(Revisions::All, |(from, to)| Revisions::Range(from, to));
            return history(&repository, tracked, &revisions, means).map(Some);
        }
        None => (Comparison::staged(&repository, &tracked, named)?, missing(args)),
        Some((from, to)) => {
            let (from, to) = (repository.fork_point(&from, &to)?, repository.commit(&to)?);
            (Comparison::between(&repository, &tracked, (&from, &to), named)?, Vec::new())
        }
    };
    Ok(Some(compared(comparison, missing, means)))
}

fn compared(comparison: Comparison, missing: Vec<Problem>, means: &Means<'_>) -> Chosen {
    let Comparison { inputs, mut changed, earlier } = comparison;
    let inputs: Vec<Collected> = inputs.into_iter().chain(missing.into_iter().map(Err)).collect();
    let problems = inputs.iter().filter_map(|input| input.as_ref().err());
    changed.extend(problems.map(|problem| problem.path.to_string()));
    let earlier =
        Arc::new(Earlier::new(earlier, (means.scanner, means.options), means.stop.clone()));
    Chosen {
        inputs: Box::new(inputs.into_iter()),
        review: Arc::new(Added::new(changed, earlier)),
        alone: false,
    }
}

fn history(
    repository: &Repository,
    tracked: Arc<Tracked>,
    revisions: &Revisions,
    means: &Means<'_>,
) -> anyhow::Result<Chosen> {
    let mut inputs = HistoryInputs::new(repository, tracked, revisions)?;
    let options = RunOptions { alone: true, ..means.options.clone() };
    let earlier = std::mem::take(&mut inputs.earlier);
    let earlier = Arc::new(Earlier::new(earlier, (means.scanner, &options), means.stop.clone()));
    let review = Arc::new(inputs.review(earlier));
    let shallow = (repository.is_shallow() && *revisions == Revisions::All).then(|| {
        let message = "a shallow clone has only the newest versions: fetch the others, in CI with a fetch depth of 0";
        Err(Problem::with_file(ProblemCode::Unreadable, "the history", message))
    });
    Ok(Chosen { inputs: Box::new(shallow.into_iter().chain(inputs)), review, alone: true })
}

/// The commits from which and to which, if a range is asked for.
fn range(since: Option<&str>, range: Option<&str>) -> Result<Option<(String, String)>, GitError> {
    let Some(range) = range else {
        return Ok(since.map(|since| (since.to_owned(), "HEAD".to_owned())));
    };
    let (from, to) = range.split_once("..").ok_or_else(|| GitError::NotRange(range.to_owned()))?;
    let to = to.strip_prefix('.').unwrap_or(to);
    let or_head = |name: &str| if name.is_empty() { "HEAD".to_owned() } else { name.to_owned() };
    if from.is_empty() && to.is_empty() {
        return Err(GitError::NotRange(range.to_owned()));
    }
    Ok(Some((or_head(from), or_head(to))))
}

/// The paths that are not there: most likely typed wrongly.
fn missing(args: &ScanArgs) -> Vec<Problem> {
    let missing = args.paths.iter().filter(|path| path.symlink_metadata().is_err());
    let problem = |path: &PathBuf| {
        let message = "no such file or folder in the work tree";
        Problem::with_file(ProblemCode::NotFound, &input::name_of(path), message)
    };
    missing.map(problem).collect()
}
