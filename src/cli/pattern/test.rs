//! `postseal pattern test`

use clap::Args;
use postseal::pattern::library::Library;
use postseal::run::ExitStatus;
use postseal::scan::{ScanOptions, Scanner};
use postseal::workshop::matrix;

use super::print;

#[derive(Args)]
pub(crate) struct TestArgs {
    /// Only patterns with these ids
    #[arg(long = "pattern", value_name = "ID")]
    ids: Vec<String>,
}

pub(super) fn test(args: &TestArgs) -> anyhow::Result<ExitStatus> {
    let library = Library::built_in()?;
    let is_chosen = |id: &String| args.ids.is_empty() || args.ids.contains(id);
    let chosen: Vec<usize> = library
        .patterns
        .iter()
        .enumerate()
        .filter(|(_, pattern)| is_chosen(&pattern.info.id))
        .map(|(index, _)| index)
        .collect();
    let scanner = Scanner::new(library, ScanOptions::default())?;
    let matrix = matrix::run(&scanner, &chosen);
    print(&matrix.text(scanner.library(), chosen.len()))?;
    Ok(if matrix.is_good() { ExitStatus::Clean } else { ExitStatus::Findings })
}
