//! `postseal pattern test`

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

use anyhow::bail;
use clap::{Args, ValueHint};
use postseal::run::ExitStatus;
use postseal::scan::{ScanOptions, Scanner};
use postseal::workshop::matrix;

use super::files::catalogue;
use crate::print::print;

#[derive(Args)]
#[command(
    after_help = "Examples:\n  postseal pattern test acme.toml --watch\n  postseal pattern test --pattern github-pat"
)]
pub(crate) struct TestArgs {
    /// Pattern files, and folders of them; the built-in ones by default
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    files: Vec<PathBuf>,

    /// Only patterns with these ids
    #[arg(long = "pattern", value_name = "ID", help_heading = "Patterns")]
    ids: Vec<String>,

    /// Test again each time that a file is saved
    #[arg(long, requires = "files", help_heading = "Run")]
    watch: bool,
}

/// How often it is looked whether a file was saved.
const WATCH_EVERY: Duration = Duration::from_millis(300);

pub(super) fn run(args: &TestArgs) -> anyhow::Result<ExitStatus> {
    if !args.watch {
        return test(args);
    }
    loop {
        let saved = saved(args);
        if let Err(error) = test(args) {
            print(&format!("error: {error:#}\n"))?;
        }
        while self::saved(args) == saved {
            thread::sleep(WATCH_EVERY);
        }
        print("\n")?;
    }
}

fn test(args: &TestArgs) -> anyhow::Result<ExitStatus> {
    let mut catalogue = catalogue(&args.files)?;
    let library = catalogue.library;
    if !args.ids.is_empty() {
        catalogue.chosen.retain(|&index| {
            library.patterns.get(index).is_some_and(|pattern| args.ids.contains(&pattern.info.id))
        });
    }
    if catalogue.chosen.is_empty() {
        bail!("there is no such pattern: `postseal pattern list` shows all");
    }
    let scanner =
        Scanner::new(library, ScanOptions { reveal_names: true, ..ScanOptions::default() })?;
    let matrix = matrix::run(&scanner, &catalogue.chosen);
    print(&matrix.text(scanner.library(), catalogue.chosen.len()))?;
    Ok(if matrix.is_good() { ExitStatus::Clean } else { ExitStatus::Findings })
}

/// When each file, or a file in a folder among them, was last saved.
fn saved(args: &TestArgs) -> BTreeMap<PathBuf, SystemTime> {
    let folders = args.files.iter().filter_map(|path| fs::read_dir(path).ok());
    let inside = folders.flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let time = |path: PathBuf| {
        let saved = fs::metadata(&path).ok()?.modified().ok()?;
        Some((path, saved))
    };
    args.files.iter().cloned().chain(inside).filter_map(time).collect()
}
