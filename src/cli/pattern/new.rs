//! `postseal pattern new`

use std::fs::OpenOptions;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args, ValueHint};
use postseal::finding::Severity;
use postseal::run::ExitStatus;
use postseal::workshop::generate::Dice;
use postseal::workshop::infer::infer;
use postseal::workshop::proposal::{Wish, propose};

use super::files::read;
use crate::args::severity;
use crate::print::print;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal pattern new --id acme-api-key --service Acme --like token.txt -o acme.toml\n  postseal pattern new --id acme-api-key --regex '(acme_[0-9a-f]{32})'"
)]
pub(crate) struct NewArgs {
    /// The pattern's id, service first: `acme-api-key`
    #[arg(long, help_heading = "Pattern")]
    id: Option<String>,

    /// What a report calls it
    #[arg(long, help_heading = "Pattern")]
    name: Option<String>,

    /// Who issues such credentials
    #[arg(long, help_heading = "Pattern")]
    service: Option<String>,

    /// Its expression; the group, or all of it, is the secret
    #[arg(long, conflicts_with = "like", help_heading = "Match")]
    regex: Option<String>,

    /// Make the expression of the token in FILE, `-` for standard input; it is written down nowhere
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Match")]
    like: Option<PathBuf>,

    /// Words beside the value that set it off, needed where tokens have no beginning in common
    #[arg(long, value_name = "WORDS", help_heading = "Match")]
    label: Vec<String>,

    /// A host that such credentials are sent to (repeatable)
    #[arg(long, value_name = "HOST", help_heading = "Pattern")]
    host: Vec<String>,

    /// How bad a leak is
    #[arg(long, value_name = "LEVEL", value_parser = severity(), help_heading = "Pattern")]
    severity: Option<Severity>,

    /// Its offline check, by name
    #[arg(long, value_name = "NAME", help_heading = "Match")]
    checksum: Option<String>,

    /// A text in which it must be found; two are made at random beside
    #[arg(long, value_name = "TEXT", help_heading = "Match")]
    sample: Vec<String>,

    /// URL that the facts come from
    #[arg(long, value_name = "URL", help_heading = "Pattern")]
    source: Option<String>,

    /// Make the same samples each time
    #[arg(long, value_name = "NUMBER", help_heading = "Output")]
    seed: Option<u64>,

    /// Write to FILE, which must not exist, instead of standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &NewArgs) -> anyhow::Result<ExitStatus> {
    let asks = io::stdin().is_terminal();
    let regex = match (&args.regex, &args.like) {
        (Some(regex), _) => regex.clone(),
        (None, Some(path)) => infer(token(path)?.trim()).context("there is no token in it")?,
        (None, None) => {
            given("the expression, with the secret in round brackets", asks, "--regex")?
        }
    };
    let id = match &args.id {
        Some(id) => id.clone(),
        None => given("the pattern's id, such as acme-api-key", asks, "--id")?,
    };
    let wish = Wish {
        id,
        name: args.name.clone(),
        service: args.service.clone(),
        regex,
        labels: args.label.iter().map(|label| label.to_lowercase()).collect(),
        hosts: args.host.clone(),
        severity: args.severity.map(|severity| severity.as_str().to_owned()),
        checksum: args.checksum.clone(),
        samples: args.sample.clone(),
        source: args.source.clone(),
    };
    let text = propose(&wish, &mut dice(args.seed))?.toml();
    write(&text, args.output.as_ref())?;
    Ok(ExitStatus::Clean)
}

/// Dice that fall as `seed` says, or as nobody knows.
pub(super) fn dice(seed: Option<u64>) -> Dice {
    Dice::new(seed.unwrap_or_else(|| RandomState::new().hash_one(0)))
}

/// Writes `text` to a new file, or to standard output.
pub(super) fn write(text: &str, output: Option<&PathBuf>) -> anyhow::Result<()> {
    let Some(path) = output else { return print(text) };
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let shown = super::files::name(path);
    let mut file = file.with_context(|| format!("cannot make {shown}"))?;
    file.write_all(text.as_bytes()).with_context(|| format!("cannot write {shown}"))
}

/// What is typed when asked for `what`.
fn given(what: &str, asks: bool, flag: &str) -> anyhow::Result<String> {
    if !asks {
        bail!("give {what}: `{flag}`");
    }
    anstream::eprint!("{what}: ");
    io::stderr().flush()?;
    let line = read_line()?;
    let text = line.trim();
    if text.is_empty() {
        bail!("nothing was typed");
    }
    Ok(text.to_owned())
}

/// What the file at `path` holds, or standard input.
fn token(path: &Path) -> anyhow::Result<String> {
    if path.as_os_str() == "-" { read_line() } else { read(path) }
}

fn read_line() -> anyhow::Result<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line).context("cannot read standard input")?;
    Ok(line)
}
