//! `postseal scan`

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint};
use postseal::finding::{Confidence, Severity, Threshold};
use postseal::input::{self, Limits, Mmap, Separator, WalkOptions};
use postseal::pattern::library::Library;
use postseal::report::{self, ReportOptions, Summary};
use postseal::run::{ExitStatus, RunOptions, run};
use postseal::scan::{ScanOptions, Scanner};

use crate::progress::Progress;

/// Exit status: 0 clean, 1 findings, 2 something could not be scanned or the call was wrong.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal scan\n  postseal scan exports/ --format jsonl -o findings.jsonl\n  git ls-files '*.json' | postseal scan --files-from -\n  curl -s https://api.example/collection | postseal scan -\n\nExit status: 0 clean · 1 findings · 2 something could not be scanned, or bad usage"
)]
pub(crate) struct ScanArgs {
    /// Files and folders to scan; `-` is standard input
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,

    #[command(flatten, next_help_heading = "Inputs")]
    inputs: InputArgs,

    #[command(flatten, next_help_heading = "Findings")]
    findings: FindingArgs,

    #[command(flatten, next_help_heading = "Output")]
    output: OutputArgs,
}

#[derive(Args)]
struct InputArgs {
    /// Also scan the paths in FILE, one a line; `-` reads the list from standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    files_from: Option<PathBuf>,

    /// The paths of --files-from end in NUL instead of a line feed
    #[arg(short = '0', long = "null", requires = "files_from")]
    nul: bool,

    /// In folders, take only paths that match GLOB (repeatable)
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,

    /// In folders, leave out paths that match GLOB (repeatable)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,

    /// In folders, also take hidden files and folders
    #[arg(long)]
    hidden: bool,

    /// In folders, also take what .gitignore and .ignore leave out
    #[arg(long)]
    no_ignore: bool,

    /// In folders, follow symbolic links
    #[arg(long)]
    follow: bool,

    /// Do not scan inputs of more than SIZE bytes (suffixes K, M, G); each is a problem
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    max_file_size: Option<u64>,

    /// Map large files instead of reading them
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = mmap())]
    mmap: Mmap,

    /// Threads; by default one a core
    #[arg(short, long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    jobs: usize,
}

#[derive(Args)]
struct FindingArgs {
    /// Least confidence that is reported
    #[arg(long, value_name = "LEVEL", default_value = "medium", value_parser = confidence())]
    confidence: Confidence,

    /// Least severity that is reported
    #[arg(long, value_name = "LEVEL", default_value = "low", value_parser = severity())]
    severity: Severity,

    /// Exit with 1 only for findings of at least this severity
    #[arg(long, value_name = "LEVEL", value_parser = severity())]
    fail_on: Option<Severity>,

    /// Exit with 0 even if there are findings
    #[arg(long)]
    exit_zero: bool,

    /// Also report what was rejected, and why
    #[arg(long)]
    show_rejected: bool,
}

#[derive(Args)]
struct OutputArgs {
    /// Format of the report
    #[arg(short, long, value_name = "FORMAT", default_value = "text", value_parser = format())]
    format: String,

    /// Write the report to FILE instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,

    /// Write secrets instead of their redacted form
    #[arg(long, overrides_with = "redact")]
    show_secrets: bool,

    /// Redact secrets (the default)
    #[arg(long)]
    redact: bool,

    /// Add the SHA-256 of every secret to the JSON formats
    #[arg(long)]
    hash: bool,

    /// No colours
    #[arg(long)]
    no_color: bool,

    /// Print nothing but the report
    #[arg(short, long)]
    quiet: bool,
}

/// Scans, writes the report, and says how it ended.
pub(crate) fn scan(args: ScanArgs) -> anyhow::Result<ExitStatus> {
    let stop = Arc::new(AtomicBool::new(false));
    stop_on_interrupt(&stop)?;
    let scan_options = ScanOptions {
        keep_rejected: args.findings.show_rejected,
        reveal_names: args.output.show_secrets,
    };
    let scanner = Scanner::new(Library::built_in()?, scan_options)?;
    let to_terminal = args.output.output.is_none() && io::stdout().is_terminal();
    let color = to_terminal
        && !args.output.no_color
        && anstream::stdout().current_choice() != anstream::ColorChoice::Never;
    let options =
        ReportOptions { show_secrets: args.output.show_secrets, hash: args.output.hash, color };
    let format = report::FORMATS.iter().find(|format| format.name == args.output.format);
    let format = format.context("clap admits only formats that exist")?;
    let run_options = run_options(&args);
    let (quiet, exit_zero) = (args.output.quiet, args.findings.exit_zero);
    let mut out = open(args.output.output.as_ref())?;
    let mut progress = Progress::new(io::stderr().is_terminal() && !quiet, quiet);
    let inputs = input::collect(paths(&args)?, walk_options(args.inputs))?;
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

fn run_options(args: &ScanArgs) -> RunOptions {
    let (severity, confidence) = (args.findings.severity, args.findings.confidence);
    let fail_on = args.findings.fail_on.unwrap_or(severity);
    RunOptions {
        jobs: args.inputs.jobs,
        mmap: args.inputs.mmap,
        max_file_size: args.inputs.max_file_size,
        limits: Limits::default(),
        threshold: Threshold { severity, confidence },
        fail_on: Threshold { severity: fail_on, confidence },
    }
}

/// The paths to scan: those given, those listed, or else the working directory.
fn paths(args: &ScanArgs) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = args.paths.clone();
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

fn walk_options(args: InputArgs) -> WalkOptions {
    WalkOptions {
        include: args.include,
        exclude: args.exclude,
        hidden: args.hidden,
        no_ignore: args.no_ignore,
        follow: args.follow,
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

/// Text for the terminal, with control characters as escapes.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .flat_map(|c| if c.is_control() { c.escape_unicode().collect() } else { vec![c] })
        .collect()
}

fn format() -> PossibleValuesParser {
    PossibleValuesParser::new(
        report::FORMATS
            .iter()
            .map(|format| clap::builder::PossibleValue::new(format.name).help(format.about)),
    )
}

fn severity() -> impl TypedValueParser<Value = Severity> {
    one_of(Severity::ALL.map(|severity| (severity.as_str(), severity)).to_vec())
}

fn confidence() -> impl TypedValueParser<Value = Confidence> {
    one_of(Confidence::ALL.map(|confidence| (confidence.as_str(), confidence)).to_vec())
}

fn mmap() -> impl TypedValueParser<Value = Mmap> {
    one_of(vec![("auto", Mmap::Auto), ("always", Mmap::Always), ("never", Mmap::Never)])
}

/// Takes one of these words for its value.
fn one_of<T: Clone + Send + Sync + 'static>(
    words: Vec<(&'static str, T)>,
) -> impl TypedValueParser<Value = T> {
    let names = words.iter().map(|(word, _)| *word).collect::<Vec<_>>();
    PossibleValuesParser::new(names).try_map(move |text| {
        let value = words.iter().find(|(word, _)| *word == text).map(|(_, value)| value.clone());
        value.ok_or("not one of the words")
    })
}

fn parse_size(text: &str) -> Result<u64, String> {
    let (digits, unit) =
        match text.to_ascii_uppercase().strip_suffix('B').unwrap_or(&text.to_ascii_uppercase()) {
            text if text.ends_with('K') => (text.len() - 1, 1 << 10),
            text if text.ends_with('M') => (text.len() - 1, 1 << 20),
            text if text.ends_with('G') => (text.len() - 1, 1 << 30),
            text => (text.len(), 1),
        };
    let number: u64 = text
        .get(..digits)
        .unwrap_or_default()
        .parse()
        .map_err(|_| "give a number of bytes, or one with the suffix K, M or G".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "too large".to_owned())
}
