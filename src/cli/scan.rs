//! `postseal scan`

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use postseal::config::ScanDefaults;
use postseal::finding::{Confidence, Severity, Threshold};
use postseal::input::{self, Limits, Separator, WalkOptions};
use postseal::report::{self, ReportOptions, Summary};
use postseal::run::{ExitStatus, RunOptions, run};
use postseal::scan::{ScanOptions, Scanner};

use crate::args::{InputArgs, ScanArgs};
use crate::library;
use crate::progress::Progress;

/// Scans, writes the report, and says how it ended.
pub(crate) fn scan(args: ScanArgs) -> anyhow::Result<ExitStatus> {
    let stop = Arc::new(AtomicBool::new(false));
    stop_on_interrupt(&stop)?;
    let scan_options = ScanOptions {
        keep_rejected: args.findings.show_rejected,
        reveal_names: args.output.show_secrets,
        now: now(),
    };
    let config = library::config(&args.patterns)?;
    let scanner = Scanner::new(library::library(&args.patterns, &config)?, scan_options)?;
    // The process ends with the scan: to free its tables one by one would be half of a short run.
    let scanner = ManuallyDrop::new(scanner);
    let to_terminal = args.output.output.is_none() && io::stdout().is_terminal();
    let color = to_terminal
        && !args.output.no_color
        && anstream::stdout().current_choice() != anstream::ColorChoice::Never;
    let options = ReportOptions {
        show_secrets: args.output.show_secrets,
        hash: args.output.hash,
        color,
        group_by: args.output.group_by,
    };
    let format = report::FORMATS.iter().find(|format| format.name == args.output.format);
    let format = format.context("clap admits only formats that exist")?;
    let run_options = run_options(&args, &config.scan);
    let (quiet, exit_zero) = (args.output.quiet, args.findings.exit_zero);
    let mut out = open(args.output.output.as_ref())?;
    let mut progress = Progress::new(io::stderr().is_terminal() && !quiet, quiet);
    let inputs = input::collect(paths(&args)?, walk_options(args.inputs, config.scan))?;
    let reporter = (format.make)(options);
    let outcome =
        run(inputs, (&scanner, &*reporter), &run_options, (&mut out, &mut progress), &stop);
    progress.finish();
    let summary = match outcome {
        Err(postseal::run::RunError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(ExitStatus::Clean);
        }
        outcome => outcome?,
    };
    if !quiet && format.name == "text" {
        anstream::eprintln!("{}", sentence(&summary));
    }
    Ok(match ExitStatus::of(&summary) {
        _ if stop.load(Ordering::Relaxed) => ExitStatus::Interrupted,
        ExitStatus::Findings if exit_zero => ExitStatus::Clean,
        status => status,
    })
}

/// Seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "whether a token has expired depends on the day")]
fn now() -> Option<u64> {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().map(|passed| passed.as_secs())
}

/// The first Ctrl-C lets running inputs end and be written; a second one ends the process.
fn stop_on_interrupt(stop: &Arc<AtomicBool>) -> anyhow::Result<()> {
    let stop = Arc::clone(stop);
    ctrlc::set_handler(move || {
        if stop.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, clippy::disallowed_methods, reason = "the user asked twice")]
            std::process::exit(ExitStatus::Interrupted.code().into());
        }
    })
    .context("cannot listen for Ctrl-C")
}

fn run_options(args: &ScanArgs, defaults: &ScanDefaults) -> RunOptions {
    let findings = &args.findings;
    let severity = findings.severity.or(defaults.severity).unwrap_or(Severity::Low);
    let confidence = findings.confidence.or(defaults.confidence).unwrap_or(Confidence::Medium);
    let fail_on = findings.fail_on.or(defaults.fail_on).unwrap_or(severity);
    RunOptions {
        jobs: args.inputs.jobs,
        mmap: args.inputs.mmap,
        max_file_size: args.inputs.max_file_size,
        limits: Limits::default(),
        workspaces: args.inputs.workspace.iter().map(|folder| input::name_of(folder)).collect(),
        threshold: Threshold { severity, confidence },
        fail_on: Threshold { severity: fail_on, confidence },
    }
}

/// The paths to scan: those given, those listed, or else the working directory.
fn paths(args: &ScanArgs) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = args.paths.clone();
    for folder in &args.inputs.workspace {
        if !paths.iter().any(|path| folder.starts_with(path)) {
            paths.push(folder.clone());
        }
    }
    if let Some(list) = &args.inputs.files_from {
        let separator = if args.inputs.nul { Separator::Nul } else { Separator::Line };
        let listed = if list.as_os_str() == "-" {
            input::read_list(io::stdin().lock(), separator)
        } else {
            File::open(list).and_then(|file| input::read_list(file, separator))
        };
        paths.extend(listed.with_context(|| format!("cannot read the list {}", list.display()))?);
    } else if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    Ok(paths)
}

/// Paths to leave out add up; the paths to take are those of the command line, if it names any.
fn walk_options(args: InputArgs, defaults: ScanDefaults) -> WalkOptions {
    WalkOptions {
        include: if args.include.is_empty() { defaults.include } else { args.include },
        exclude: [defaults.exclude, args.exclude].concat(),
        hidden: args.hidden || defaults.hidden,
        no_ignore: args.no_ignore || defaults.no_ignore,
        follow: args.follow || defaults.follow,
    }
}

fn open(output: Option<&PathBuf>) -> anyhow::Result<Box<dyn Write>> {
    Ok(match output {
        Some(path) => {
            let file =
                File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout().lock())),
    })
}

/// `5 credentials in 12 places (1 critical, 11 high) · 7 files, 3 problems`
fn sentence(summary: &Summary) -> String {
    let count =
        |count: u64, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let levels: Vec<String> = Severity::ALL
        .iter()
        .zip(summary.by_severity)
        .rev()
        .filter(|(_, count)| *count > 0)
        .map(|(severity, count)| format!("{count} {severity}"))
        .collect();
    let found = if summary.findings == 0 {
        "no credentials found".to_owned()
    } else {
        let places = count(summary.findings, "place");
        format!(
            "{} in {places} ({})",
            count(summary.credentials(), "credential"),
            levels.join(", ")
        )
    };
    let problems = if summary.problems == 0 {
        String::new()
    } else {
        format!(", {}", count(summary.problems, "problem"))
    };
    format!("{found} · {}{problems}", count(summary.files, "file"))
}
