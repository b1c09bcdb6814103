//! `postseal pattern try` and `postseal pattern diff`

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use postseal::pattern::library::Library;
use postseal::pattern::written::PatternFile;
use postseal::report::printable;
use postseal::run::ExitStatus;
use postseal::scan::{ScanOptions, Scanner};
use postseal::workshop::catalogue::Catalogue;
use postseal::workshop::change;
use postseal::workshop::proposal::{Wish, propose};
use postseal::workshop::survey::{Survey, survey};
use postseal::workshop::trial::{Cost, trials};

use super::files::{catalogue, inputs, texts};
use super::new::dice;
use crate::print::print;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal pattern try '(acme_[0-9a-f]{32})' --on exports/\n  postseal pattern try acme.toml --on exports/ --examples 20"
)]
pub(crate) struct TryArgs {
    /// An expression, or a pattern file or a folder of them
    #[arg(value_name = "REGEX|FILE", value_hint = ValueHint::AnyPath)]
    what: String,

    /// Exports to try it on (repeatable)
    #[arg(long, value_name = "PATH", required = true, value_hint = ValueHint::AnyPath, help_heading = "Inputs")]
    on: Vec<PathBuf>,

    /// Words beside the value that set an expression off
    #[arg(long, value_name = "WORDS", help_heading = "Match")]
    label: Vec<String>,

    /// Most examples that are shown
    #[arg(long, value_name = "NUMBER", default_value_t = 5, help_heading = "Output")]
    examples: usize,
}

#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal pattern diff built-in acme.toml --on exports/\n  postseal pattern diff old/ new/ --on exports/ --json"
)]
pub(crate) struct DiffArgs {
    /// A pattern file, a folder of them, or `built-in` for none
    #[arg(value_name = "OLD", value_hint = ValueHint::AnyPath)]
    old: PathBuf,

    /// The same, as it is now
    #[arg(value_name = "NEW", value_hint = ValueHint::AnyPath)]
    new: PathBuf,

    /// Exports to compare on (repeatable)
    #[arg(long, value_name = "PATH", required = true, value_hint = ValueHint::AnyPath, help_heading = "Inputs")]
    on: Vec<PathBuf>,

    /// Write the changes as one JSON array
    #[arg(long, help_heading = "Output")]
    json: bool,
}

/// The id of a pattern that is an expression only.
const TRIED: &str = "try-expression";

pub(super) fn try_out(args: &TryArgs) -> anyhow::Result<ExitStatus> {
    let path = Path::new(&args.what);
    let is_toml = path.extension().is_some_and(|ending| ending == "toml");
    let catalogue = if path.exists() || is_toml {
        catalogue(&[path.to_owned()])?
    } else {
        of_expression(args)?
    };
    let chosen = catalogue.chosen;
    let scanner = scanner(catalogue.library)?;
    let survey = survey(inputs(&args.on)?, &scanner)?;
    let library = scanner.library();
    let mut costs = vec![Cost::default(); chosen.len()];
    for (_, bytes) in texts(&args.on)? {
        for (cost, &index) in costs.iter_mut().zip(&chosen) {
            if let Some(pattern) = library.patterns.get(index) {
                cost.add(pattern, &bytes);
            }
        }
    }
    let trials = trials(&survey, library, &chosen, args.examples);
    for (trial, cost) in trials.iter().zip(&costs) {
        print(&trial.text())?;
        print(&cost.text())?;
    }
    print(&format!("{} files, {} bytes\n", survey.files, survey.bytes))?;
    let hits: usize = trials.iter().map(|trial| trial.hits).sum();
    Ok(status(&[&survey], hits > 0))
}

/// A catalogue with the expression as a pattern of its own.
fn of_expression(args: &TryArgs) -> anyhow::Result<Catalogue> {
    let wish = Wish {
        id: TRIED.to_owned(),
        regex: args.what.clone(),
        labels: args.label.iter().map(|label| label.to_lowercase()).collect(),
        ..Wish::default()
    };
    let text = propose(&wish, &mut dice(None))?.toml();
    Ok(Catalogue::over_built_in(vec![PatternFile::parse("try.toml", &text)?])?)
}

pub(super) fn diff(args: &DiffArgs) -> anyhow::Result<ExitStatus> {
    let seen = |set: &PathBuf| -> anyhow::Result<Survey> {
        let library = if set.as_os_str() == "built-in" {
            Library::built_in()?
        } else {
            catalogue(std::slice::from_ref(set))?.library
        };
        Ok(survey(inputs(&args.on)?, &scanner(library)?)?)
    };
    let (old, new) = (seen(&args.old)?, seen(&args.new)?);
    let changes = change::changes(&old, &new);
    print(&if args.json {
        serde_json::to_string_pretty(&changes)? + "\n"
    } else {
        change::text(&changes)
    })?;
    Ok(status(&[&new], !changes.is_empty()))
}

fn scanner(library: Library) -> anyhow::Result<Scanner> {
    Ok(Scanner::new(library, ScanOptions { keep_rejected: true, ..ScanOptions::default() })?)
}

/// Says what could not be read, and how it ended.
fn status(surveys: &[&Survey], found: bool) -> ExitStatus {
    let mut trouble = false;
    let problems = surveys.iter().flat_map(|survey| &survey.problems);
    for problem in problems.filter(|problem| problem.code.is_trouble()) {
        trouble = true;
        let place = printable(&problem.place());
        anstream::eprintln!("warning: {place}: {}", printable(&problem.message));
    }
    match (trouble, found) {
        (true, _) => ExitStatus::Trouble,
        (false, true) => ExitStatus::Findings,
        (false, false) => ExitStatus::Clean,
    }
}
