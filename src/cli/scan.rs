//! `postseal scan`

use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use postseal::config::{Config, ScanDefaults};
use postseal::input::{self, Collected, Separator, WalkOptions};
use postseal::policy::{Allowed, Policy};
use postseal::replace::remove_unfinished;
use postseal::report::shard::{self, Shard, ShardHeader};
use postseal::report::{Guide, Reporter};
use postseal::run::{ExitStatus, Journal, RunError, RunOptions, Split, identity, run};
use postseal::scan::{ScanOptions, Scanner};

use crate::args::{InputArgs, ScanArgs};
use crate::git::{self, Means};
use crate::level::LevelArgs;
use crate::report::Press;
use crate::{accept, library, report};

/// Scans, writes the report, and says how it ended.
pub(crate) fn scan(args: &ScanArgs) -> anyhow::Result<ExitStatus> {
    let stop = Arc::new(AtomicBool::new(false));
    stop_on_interrupt(&stop)?;
    let scan_options = ScanOptions {
        keep_rejected: args.findings.show_rejected,
        reveal_names: args.values.show_secrets,
        now: now(),
        note_logs: args.policy.policy.is_some(),
        markers: args.accept.trust_input,
    };
    let mut config = library::config(&args.patterns)?;
    let scanner = Scanner::new(library::library(&args.patterns, &config)?, scan_options)?;
    // The process ends with the scan: to free its tables one by one would be half of a short run.
    let scanner: &'static Scanner = Box::leak(Box::new(scanner));
    let mut run_options = options_of(args, &config)?;
    let acceptance = args.accept.acceptance(&mut config, scan_options.now)?;
    let acceptance = acceptance.telling_unused(looks_at_all(args)?);
    run_options.reviews.push(Arc::new(acceptance));
    if let Some(path) = &args.share.journal {
        let journal = Journal::open(path, (scanner, &run_options), args.output.hash)?;
        run_options.journal = Some(Arc::new(journal));
    }
    let mut press = match run_options.split {
        Some(split) => {
            let header = header(split, scanner, &run_options, args.output.hash);
            Press::of(Box::new(Shard(header)), &args.output)?
        }
        None => press(args, scanner)?,
    };
    let exit_zero = args.findings.exit_zero;
    let tells = report::tells(&args.output) && run_options.split.is_none();
    let inputs = inputs(args, &config.scan, (scanner, &mut run_options), &stop)?;
    let mut progress = report::progress(&args.output).with_stats(args.values.stats);
    let reports = (scanner, &press.several as &dyn Reporter);
    let outcome = run(inputs, reports, &run_options, (&mut press.fan, &mut progress), &stop);
    if let Ok(summary) = &outcome {
        progress.notices(&summary.notices);
    }
    progress.finish();
    let summary = match outcome {
        Err(RunError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(ExitStatus::Clean);
        }
        outcome => outcome?,
    };
    press.keep()?;
    if tells {
        anstream::eprintln!("{}", report::sentence(&summary));
    }
    if tells && args.git.staged && summary.failing > 0 {
        anstream::eprintln!("{WAYS_ON}");
    }
    Ok(match ExitStatus::of(&summary) {
        _ if stop.load(Ordering::Relaxed) => ExitStatus::Interrupted,
        ExitStatus::Findings if exit_zero => ExitStatus::Clean,
        status => status,
    })
}

/// What writes the reports that `args` ask for.
fn press(args: &ScanArgs, scanner: &Scanner) -> anyhow::Result<Press> {
    let is_guided = report::is_guided(&args.output);
    let guide = if is_guided { report::guide(scanner.library()) } else { Guide::default() };
    let options = report::options(&args.output, args.values.show_secrets, &guide.into())?;
    Press::new(&args.output, &options)
}

/// What may be done about a credential that is about to be committed.
const WAYS_ON: &str = "
Three ways on, then stage the file again:
  postseal fix FILE --write   puts a variable in the place of the credential
  Postman Vault               keep the value there and write {{vault:name}} in its place
  postseal.toml               accept it with a reason, see docs/configuration.md
A credential that was pushed or shared before is known: have it revoked.";

/// Inputs, found one by one.
type Inputs = Box<dyn Iterator<Item = Collected> + Send>;

/// What is scanned: of a repository, or of the file system.
fn inputs(
    args: &ScanArgs,
    defaults: &ScanDefaults,
    (scanner, options): (&'static Scanner, &mut RunOptions),
    stop: &Arc<AtomicBool>,
) -> anyhow::Result<Inputs> {
    let walk = walk_options(&args.inputs, defaults.clone());
    let means = Means { walk: walk.clone(), scanner, options, stop };
    if let Some(chosen) = git::choose(args, &means)? {
        options.reviews.push(chosen.review);
        options.alone = chosen.alone;
        return Ok(chosen.inputs);
    }
    let paths = paths(&args.paths, &args.inputs, defaults)?;
    Ok(Box::new(input::collect(paths, walk)?))
}

/// How the scan is done that `args` ask for.
fn options_of(args: &ScanArgs, config: &Config) -> anyhow::Result<RunOptions> {
    let mut options = run_options(&args.inputs, args.findings.levels, &config.scan);
    options.measure = args.values.stats;
    options.split = args.share.shard;
    if let Some(severity) = args.findings.fail_on.or(config.scan.fail_on) {
        options.fail_on.severity = severity;
    }
    options.policy = policy(args, config)?;
    Ok(options)
}

/// The policy that `args` ask for; trusted hosts are allowed ones.
fn policy(args: &ScanArgs, config: &Config) -> anyhow::Result<Option<Arc<Policy>>> {
    let Some(level) = args.policy.policy else { return Ok(None) };
    let hosts = [config.own.trusted_hosts.as_slice(), &args.policy.allowed_host].concat();
    Ok(Some(Arc::new(Policy::new(level, Allowed::new(&hosts))?)))
}

/// Whether the scan looks for all that there is, so that what accepts nothing is of no use.
fn looks_at_all(args: &ScanArgs) -> anyhow::Result<bool> {
    let (patterns, findings, inputs) = (&args.patterns, &args.findings, &args.inputs);
    let is_narrow = !patterns.pattern.is_empty()
        || !patterns.exclude_pattern.is_empty()
        || findings.levels.severity.is_some()
        || findings.levels.confidence.is_some()
        || inputs.files_from.is_some()
        || args.git.is_asked();
    Ok(!is_narrow && accept::is_all(&args.paths, &library::here()?))
}

/// What the report of a shard begins with.
fn header(split: Split, scanner: &Scanner, options: &RunOptions, hash: bool) -> ShardHeader {
    ShardHeader {
        postseal_shard: shard::FORMAT,
        shard: split.shard,
        shards: split.shards,
        scan: identity(scanner, options),
        hash,
        fail_on: options.fail_on,
    }
}

/// Seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "whether a token has expired depends on the day")]
pub(crate) fn now() -> Option<u64> {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().map(|passed| passed.as_secs())
}

/// The first Ctrl-C lets running inputs end and be written; a second one ends the process.
pub(crate) fn stop_on_interrupt(stop: &Arc<AtomicBool>) -> anyhow::Result<()> {
    let stop = Arc::clone(stop);
    ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            remove_unfinished();
            #[expect(clippy::exit, clippy::disallowed_methods, reason = "the user asked twice")]
            std::process::exit(ExitStatus::Interrupted.code().into());
        }
    })
    .context("cannot listen for Ctrl-C")
}

/// How a scan of `inputs` is done; what is reported makes the exit status 1.
pub(crate) fn run_options(
    inputs: &InputArgs,
    levels: LevelArgs,
    defaults: &ScanDefaults,
) -> RunOptions {
    let threshold = levels.threshold(defaults);
    RunOptions {
        jobs: inputs.jobs.or(defaults.jobs).unwrap_or(0),
        mmap: inputs.mmap,
        max_file_size: inputs.max_file_size,
        workspaces: inputs.workspace.iter().map(|folder| input::name_of(folder)).collect(),
        threshold,
        fail_on: threshold,
        ..RunOptions::default()
    }
}

/// The paths to scan: those given, those listed, or else those of the configuration, or else the working
/// directory.
pub(crate) fn paths(
    given: &[PathBuf],
    inputs: &InputArgs,
    defaults: &ScanDefaults,
) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = given.to_vec();
    for folder in &inputs.workspace {
        if !paths.iter().any(|path| folder.starts_with(path)) {
            paths.push(folder.clone());
        }
    }
    if let Some(list) = &inputs.files_from {
        let separator = if inputs.nul { Separator::Nul } else { Separator::Line };
        let listed = if list.as_os_str() == "-" {
            input::read_list(io::stdin().lock(), separator)
        } else {
            File::open(list).and_then(|file| input::read_list(file, separator))
        };
        paths.extend(listed.with_context(|| format!("cannot read the list {}", list.display()))?);
    } else if paths.is_empty() {
        paths.clone_from(&defaults.paths);
        if paths.is_empty() {
            paths.push(PathBuf::from("."));
        }
    }
    Ok(paths)
}

/// Paths to leave out add up; the paths to take are those of the command line, if it names any.
pub(crate) fn walk_options(args: &InputArgs, defaults: ScanDefaults) -> WalkOptions {
    WalkOptions {
        include: if args.include.is_empty() { defaults.include } else { args.include.clone() },
        exclude: [defaults.exclude, args.exclude.clone()].concat(),
        hidden: args.hidden || defaults.hidden,
        no_ignore: args.no_ignore || defaults.no_ignore,
        follow: args.follow || defaults.follow,
    }
}
