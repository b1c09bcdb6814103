//! `postseal fix`

mod show;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::bail;
use clap::builder::TypedValueParser;
use clap::{Args, ValueHint};
use postseal::config::ScanDefaults;
use postseal::finding::{Confidence, Finding, Severity};
use postseal::fix::{FilePlan, FixOptions, Fixer, Replaced, Style, keep, write};
use postseal::input;
use postseal::report::Silent;
use postseal::run::accept::Acceptance;
use postseal::run::{Collector, ExitStatus, run};
use postseal::scan::{ScanOptions, Scanner};

use crate::accept::AcceptArgs;
use crate::args::{self, InputArgs, PatternArgs};
use crate::level::LevelArgs;
use crate::progress::{Progress, Shown};
use crate::{library, scan, terminal};
use show::Show;

/// Take credentials out of files
#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal fix exports/                      show what would be replaced\n  postseal fix exports/ --write              replace it\n  postseal fix api.json --to variable --write\n\nExit status: 0 nothing left to fix · 1 credentials are left · 2 something could not be read or written, or bad usage"
)]
pub(crate) struct FixArgs {
    /// Files and folders to fix
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    #[command(flatten, next_help_heading = "Fix")]
    fix: HowArgs,

    #[command(flatten, next_help_heading = "Patterns")]
    patterns: PatternArgs,

    #[command(flatten, next_help_heading = "Inputs")]
    inputs: InputArgs,

    #[command(flatten, next_help_heading = "Findings")]
    findings: WhichArgs,

    #[command(flatten, next_help_heading = "Findings")]
    accept: AcceptArgs,

    /// Print nothing but what is replaced
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,
}

#[derive(Args)]
struct HowArgs {
    /// What stands in for a secret where Postman resolves variables: {{vault:name}}, {{name}} or <NAME>
    #[arg(long, value_name = "WHAT", default_value = "vault", value_parser = style())]
    to: Style,

    /// Change the files; without it, only show what would change
    #[arg(long)]
    write: bool,

    /// Keep what was replaced, values included, in FILE, which must be outside of the fixed folders and of
    /// any git repository
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    mapping: Option<PathBuf>,

    /// Where --to variable writes an environment with the new variables, without values
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(default_value = "postseal.postman_environment.json")]
    environment: PathBuf,
}

#[derive(Args)]
struct WhichArgs {
    /// Fix only the finding with this fingerprint, accepted or not (repeatable)
    #[arg(long, value_name = "FINGERPRINT")]
    fingerprint: Vec<String>,

    /// Also fix findings that were accepted
    #[arg(long)]
    accepted: bool,

    /// Least confidence that is fixed (default: medium)
    #[arg(long, value_name = "LEVEL", value_parser = args::confidence())]
    confidence: Option<Confidence>,

    /// Least severity that is fixed (default: low)
    #[arg(long, value_name = "LEVEL", value_parser = args::severity())]
    severity: Option<Severity>,
}

fn style() -> impl TypedValueParser<Value = Style> {
    args::one_of(Style::ALL.map(|style| (style.as_str(), style)).to_vec())
}

/// Scans, and shows or does what takes the found credentials out.
pub(crate) fn fix(args: FixArgs) -> anyhow::Result<ExitStatus> {
    let stop = Arc::new(AtomicBool::new(false));
    scan::stop_on_interrupt(&stop)?;
    let mut config = library::config(&args.patterns)?;
    let paths = scan::paths(&args.paths, &args.inputs, &config.scan)?;
    if paths.iter().any(|path| path.as_os_str() == "-") {
        bail!("standard input cannot be fixed: name the file");
    }
    if let Some(mapping) = &args.fix.mapping {
        keep::check(mapping, &paths)?;
    }
    let (threshold, how) = (args.findings, args.fix);
    let (now, markers) = (scan::now(), args.accept.trust_input);
    let scan_options = ScanOptions { now, markers, ..ScanOptions::default() };
    let acceptance = args.accept.acceptance(&mut config, now)?;
    let scanner = Scanner::new(library::library(&args.patterns, &config)?, scan_options)?;
    let options = fix_options(threshold, how.to, &config.scan);
    let (findings, trouble) =
        found((&scanner, acceptance), (args.inputs, config.scan), (paths, args.quiet), &stop)?;
    if stop.load(Ordering::Relaxed) {
        return Ok(ExitStatus::Interrupted);
    }
    let fixer = Fixer::new(findings, options)?;
    let mut out = io::stdout().lock();
    let mut show = Show::new(&mut out, terminal::has_color(false), scanner.library());
    let status = if how.write {
        change(&fixer, &how, (&mut show, &stop))?
    } else {
        for path in fixer.files() {
            show.plan(&fixer.plan(path)?)?;
        }
        if show.counts.places > 0 { ExitStatus::Findings } else { ExitStatus::Clean }
    };
    if !args.quiet {
        anstream::eprintln!("{}", show.sentence(how.write));
    }
    Ok(if trouble && status != ExitStatus::Interrupted { ExitStatus::Trouble } else { status })
}

/// Replaces what can be replaced. Everything that may be in the way is looked at before the first file is
/// written.
fn change(
    fixer: &Fixer,
    how: &HowArgs,
    (show, stop): (&mut Show<'_>, &AtomicBool),
) -> anyhow::Result<ExitStatus> {
    let mut planned: Vec<(&Finding, Replaced)> = Vec::new();
    for path in fixer.files() {
        let plan = fixer.plan(path)?;
        if plan.changes() {
            write::check(path)?;
        }
        planned.extend(replaced(plan));
    }
    if planned.is_empty() {
        for path in fixer.files() {
            show.plan(&fixer.plan(path)?)?;
        }
        return Ok(show.left());
    }
    if let Some(mapping) = &how.mapping {
        write::create(
            mapping,
            keep::mapping(planned.iter().map(|(finding, done)| (*finding, done))).as_bytes(),
        )?;
    }
    if how.to == Style::Variable {
        let environment = keep::environment(planned.iter().map(|(_, done)| done.name.as_str()));
        write::create(&how.environment, environment.as_bytes())?;
    }
    let mut written = Vec::new();
    let outcome = replace(fixer, (show, stop), &mut written);
    if !written.is_empty() {
        show.advice(&written, how)
            .or_else(|error| if outcome.is_err() { Ok(()) } else { Err(error) })?;
    }
    outcome
}

/// Writes one file after the other, and notes in `written` what was replaced. The first that cannot be written
/// ends it: the next would meet the same full disk. That nobody reads what is printed ends nothing.
fn replace<'f>(
    fixer: &'f Fixer,
    (show, stop): (&mut Show<'_>, &AtomicBool),
    written: &mut Vec<(&'f Finding, Replaced)>,
) -> anyhow::Result<ExitStatus> {
    let mut unread = None;
    for path in fixer.files() {
        if stop.load(Ordering::Relaxed) {
            return Ok(ExitStatus::Interrupted);
        }
        let plan = fixer.plan(path)?;
        if plan.changes() {
            write::write(&plan)?;
        }
        unread = unread.or(show.written(&plan).err());
        written.extend(replaced(plan));
    }
    unread.map_or(Ok(show.left()), |error| Err(error.into()))
}

/// The findings of a file that are replaced, with the names of their credentials.
fn replaced(plan: FilePlan<'_>) -> impl Iterator<Item = (&Finding, Replaced)> {
    plan.outcomes.into_iter().filter_map(|outcome| {
        let done = outcome.done.ok()?;
        Some((outcome.finding, done))
    })
}

/// Everything that is found, whatever the thresholds, so that a diff shows nothing of it; and whether
/// something could not be scanned.
fn found(
    (scanner, acceptance): (&Scanner, Acceptance),
    (inputs, defaults): (InputArgs, ScanDefaults),
    (paths, quiet): (Vec<PathBuf>, bool),
    stop: &AtomicBool,
) -> anyhow::Result<(Vec<Finding>, bool)> {
    let all = LevelArgs { severity: Some(Severity::Low), confidence: Some(Confidence::Low) };
    let mut options = scan::run_options(&inputs, all, &defaults);
    options.reviews.push(Arc::new(acceptance));
    let mut progress = Progress::new(Shown::Line, quiet);
    let mut collector = Collector::new(&mut progress);
    let inputs = input::collect(paths, scan::walk_options(&inputs, defaults))?;
    let out: &mut dyn Write = &mut io::sink();
    let summary = run(inputs, (scanner, &Silent), &options, (out, &mut collector), stop)?;
    let (findings, _) = collector.collected();
    progress.finish();
    Ok((findings, summary.trouble))
}

fn fix_options(args: WhichArgs, style: Style, defaults: &ScanDefaults) -> FixOptions {
    let levels = LevelArgs { severity: args.severity, confidence: args.confidence };
    FixOptions {
        style,
        threshold: levels.threshold(defaults),
        accepted: args.accepted,
        fingerprints: args.fingerprint.into_iter().collect::<BTreeSet<String>>(),
    }
}
