//! What may be typed behind `postseal scan`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint};
use postseal::finding::{Confidence, Level, Severity};
use postseal::input::Mmap;
use postseal::report::GroupBy;
use postseal::run::Split;

use crate::accept::AcceptArgs;
use crate::level::LevelArgs;
use crate::progress::Shown;
use crate::size;
use crate::terminal::When;
use crate::wish::{Wish, WishParser};

/// Scan files and folders.
#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal scan\n  postseal scan exports/ --format jsonl -o findings.jsonl\n  git ls-files '*.json' | postseal scan --files-from -\n  postseal scan --staged\n  postseal scan --since origin/main\n  curl -s https://api.example/collection | postseal scan -\n\nExit status: 0 clean · 1 findings · 2 something could not be scanned, or bad usage"
)]
pub(crate) struct ScanArgs {
    /// Files and folders to scan; `-` is standard input
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten, next_help_heading = "Patterns")]
    pub(crate) patterns: PatternArgs,

    #[command(flatten, next_help_heading = "Inputs")]
    pub(crate) inputs: InputArgs,

    #[command(flatten, next_help_heading = "Inputs")]
    pub(crate) share: ShareArgs,

    #[command(flatten, next_help_heading = "Git")]
    pub(crate) git: crate::git::GitArgs,

    #[command(flatten, next_help_heading = "Findings")]
    pub(crate) findings: FindingArgs,

    #[command(flatten, next_help_heading = "Policy")]
    pub(crate) policy: PolicyArgs,

    #[command(flatten, next_help_heading = "Findings")]
    pub(crate) accept: AcceptArgs,

    #[command(flatten, next_help_heading = "Output")]
    pub(crate) output: OutputArgs,

    #[command(flatten, next_help_heading = "Output")]
    pub(crate) values: ValueArgs,
}

/// What is looked for.
#[derive(Args)]
pub(crate) struct PatternArgs {
    /// Also look for the patterns in this file, or in the files of this folder (repeatable); one with
    /// the id of a built-in pattern goes in its place
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) patterns: Vec<PathBuf>,

    /// Look only for patterns whose id matches GLOB (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) pattern: Vec<String>,

    /// Do not look for patterns whose id matches GLOB (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude_pattern: Vec<String>,

    /// Take the configuration from FILE; by default from the closest postseal.toml, from the working
    /// directory upward
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    /// Take no configuration
    #[arg(long, conflicts_with = "config")]
    pub(crate) no_config: bool,
}

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct InputArgs {
    /// Also scan the paths in FILE, one a line; `-` reads the list from standard input
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) files_from: Option<PathBuf>,

    /// The paths of --files-from end in NUL instead of a line feed
    #[arg(short = '0', long = "null", requires = "files_from")]
    pub(crate) nul: bool,

    /// Take what is scanned below DIR for one workspace, and scan DIR (repeatable)
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) workspace: Vec<PathBuf>,

    /// In folders, take only paths that match GLOB (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) include: Vec<String>,

    /// In folders, leave out paths that match GLOB (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,

    /// In folders, also take hidden files and folders
    #[arg(long)]
    pub(crate) hidden: bool,

    /// In folders, also take what .gitignore leaves out
    #[arg(long)]
    pub(crate) no_ignore: bool,

    /// In folders, follow symbolic links
    #[arg(long)]
    pub(crate) follow: bool,

    /// Do not scan inputs of more than SIZE bytes (suffixes K, M, G); each is a problem
    #[arg(long, value_name = "SIZE", value_parser = size::parse)]
    pub(crate) max_file_size: Option<u64>,

    /// Map large files instead of reading them
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = mmap())]
    pub(crate) mmap: Mmap,

    /// Threads; by default one a core
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
}

/// What a scan leaves to other scans.
#[derive(Args)]
pub(crate) struct ShareArgs {
    /// Scan only shard I of N, from 1/N to N/N, and write a report for `postseal merge`
    #[arg(long, value_name = "I/N", conflicts_with_all = ["format", "group_by", "show_secrets"])]
    pub(crate) shard: Option<Split>,

    /// Keep what is found of each archive and file in FILE, and take from there what has not changed
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "show_secrets")]
    pub(crate) journal: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct FindingArgs {
    #[command(flatten)]
    pub(crate) levels: LevelArgs,

    /// Exit with 1 only for findings of at least this severity
    #[arg(long, value_name = "LEVEL", value_parser = severity())]
    pub(crate) fail_on: Option<Severity>,

    /// Exit with 0 even if there are findings
    #[arg(long)]
    pub(crate) exit_zero: bool,

    /// Also report what was rejected, and why
    #[arg(long)]
    pub(crate) show_rejected: bool,
}

/// What is objected to besides leaks.
#[derive(Args)]
pub(crate) struct PolicyArgs {
    /// Also report what goes against the policy of this level, each with the controls that it speaks to;
    /// counts for --fail-on. `postseal policy list` shows the rules
    #[arg(long, value_name = "LEVEL", value_parser = level())]
    pub(crate) policy: Option<Level>,

    /// Credentials may be sent to this domain and the hosts below it (repeatable)
    #[arg(long, value_name = "DOMAIN", value_hint = ValueHint::Hostname, requires = "policy")]
    pub(crate) allowed_host: Vec<String>,
}

/// How a report is written.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct OutputArgs {
    /// Format of the report, and with =FILE where it goes (repeatable: -f text -f sarif=out.sarif)
    #[arg(short, long, value_name = "FORMAT[=FILE]", default_value = "text", value_parser = WishParser)]
    pub(crate) format: Vec<Wish>,

    /// The template that the template format fills in, in the language of Jinja2
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) template: Option<PathBuf>,

    /// What the text format puts together
    #[arg(long, value_name = "WHAT", default_value = "file", value_parser = group_by())]
    pub(crate) group_by: GroupBy,

    /// Also show accepted findings in the text format; the others always do
    #[arg(long)]
    pub(crate) show_suppressed: bool,

    /// Write the report whose format has no file to FILE instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,

    /// Add the SHA-256 of every secret to the JSON formats
    #[arg(long)]
    pub(crate) hash: bool,

    /// No colours: --color never
    #[arg(long)]
    pub(crate) no_color: bool,

    /// When places in the text format are links to their files; by default where the terminal has links
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = when())]
    pub(crate) hyperlinks: When,

    /// Show how far it is: a line on a terminal, or lines of JSON for a supervisor
    #[arg(long, value_name = "HOW", default_value = "auto", value_parser = progress())]
    pub(crate) progress: Shown,

    /// Print nothing but the report
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// What only a scan writes.
#[derive(Args)]
pub(crate) struct ValueArgs {
    /// Write secrets instead of their redacted form
    #[arg(long, overrides_with = "redact")]
    pub(crate) show_secrets: bool,

    /// Redact secrets (the default)
    #[arg(long)]
    pub(crate) redact: bool,

    /// Print what took the time: stages, patterns, and the slowest inputs
    #[arg(long)]
    pub(crate) stats: bool,
}

/// Merge the reports of all shards of one scan.
#[derive(Args)]
#[command(
    after_help = "Example:\n  postseal scan exports/ --shard 1/2 -o 1.shard\n  postseal scan exports/ --shard 2/2 -o 2.shard\n  postseal merge 1.shard 2.shard --format jsonl\n\nExit status: that of a scan of all"
)]
pub(crate) struct MergeArgs {
    /// Reports that `postseal scan --shard` wrote, in any order
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, required = true)]
    pub(crate) files: Vec<PathBuf>,

    /// Take what the baseline in FILE knows for accepted
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    #[arg(help_heading = "Findings")]
    pub(crate) baseline: Option<PathBuf>,

    #[command(flatten, next_help_heading = "Output")]
    pub(crate) output: OutputArgs,

    /// Exit with 0 even if there are findings
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

pub(crate) fn level() -> impl TypedValueParser<Value = Level> {
    one_of(Level::ALL.map(|level| (level.as_str(), level)).to_vec())
}

pub(crate) fn severity() -> impl TypedValueParser<Value = Severity> {
    one_of(Severity::ALL.map(|severity| (severity.as_str(), severity)).to_vec())
}

pub(crate) fn confidence() -> impl TypedValueParser<Value = Confidence> {
    one_of(Confidence::ALL.map(|confidence| (confidence.as_str(), confidence)).to_vec())
}

/// When something is done that a terminal may not be able to show.
pub(crate) fn when() -> impl TypedValueParser<Value = When> {
    one_of(vec![("auto", When::Auto), ("always", When::Always), ("never", When::Never)])
}

fn progress() -> impl TypedValueParser<Value = Shown> {
    one_of(vec![("auto", Shown::Line), ("json", Shown::Json), ("none", Shown::Nothing)])
}

fn group_by() -> impl TypedValueParser<Value = GroupBy> {
    one_of(GroupBy::ALL.map(|group| (group.as_str(), group)).to_vec())
}

fn mmap() -> impl TypedValueParser<Value = Mmap> {
    one_of(vec![("auto", Mmap::Auto), ("always", Mmap::Always), ("never", Mmap::Never)])
}

/// Takes one of these words for its value.
pub(crate) fn one_of<T: Clone + Send + Sync + 'static>(
    words: Vec<(&'static str, T)>,
) -> impl TypedValueParser<Value = T> {
    let names = words.iter().map(|(word, _)| *word).collect::<Vec<_>>();
    PossibleValuesParser::new(names).try_map(move |text| {
        let value = words.iter().find(|(word, _)| *word == text).map(|(_, value)| value.clone());
        value.ok_or("not one of the words")
    })
}
