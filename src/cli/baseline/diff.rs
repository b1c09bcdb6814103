//! `postseal baseline diff`

use std::io::{self, Write};

use clap::Args;
use postseal::baseline::{Baseline, Changes, Entry, Known};
use postseal::report::printable;
use postseal::run::ExitStatus;
use serde::Serialize;

use super::BaselineArgs;
use super::scanned::{Scanned, scanned};
use crate::library::here;

/// Scan, and show what changed since the baseline.
#[derive(Args)]
#[command(
    after_help = "Example:\n  postseal baseline diff exports/\n\nExit status: 0 nothing is new · 1 something is new · 2 something could not be scanned, or bad usage"
)]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    baseline: BaselineArgs,

    /// Write one JSON object a line
    #[arg(long, help_heading = "Output")]
    json: bool,
}

/// A line of `--json`.
#[derive(Serialize)]
struct Line<'l> {
    change: &'static str,
    #[serde(flatten)]
    entry: &'l Entry,
    /// As it was, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<&'l Entry>,
}

pub(super) fn diff(args: &DiffArgs) -> anyhow::Result<ExitStatus> {
    let quiet = args.baseline.quiet;
    let Scanned { findings, scope, summary, file, .. } = scanned(&args.baseline)?;
    let known = Known::new(Baseline::read(&file, &here()?)?);
    let changes = Changes::of(&known, &findings, &scope);
    let lines = lines(&changes);
    let written = write(&lines, args.json);
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(ExitStatus::Clean),
        outcome => outcome?,
    }
    if !quiet && !args.json {
        let Changes { new, gone, changed, same } = &changes;
        let (new, gone, changed, same) = (new.len(), gone.len(), changed.len(), same.len());
        anstream::eprintln!("{new} new, {gone} gone, {changed} changed, {same} as before");
    }
    Ok(match (summary.trouble, changes.new.is_empty()) {
        (true, _) => ExitStatus::Trouble,
        (false, true) => ExitStatus::Clean,
        (false, false) => ExitStatus::Findings,
    })
}

fn lines(changes: &Changes) -> Vec<Line<'_>> {
    let line = |change| move |entry| Line { change, entry, before: None };
    let changed = changes.changed.iter();
    let changed =
        changed.map(|(before, entry)| Line { change: "changed", entry, before: Some(before) });
    let new = changes.new.iter().map(line("new"));
    new.chain(changed).chain(changes.gone.iter().map(line("gone"))).collect()
}

fn write(lines: &[Line<'_>], json: bool) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in lines {
        if json {
            serde_json::to_writer(&mut out, line)?;
            writeln!(out)?;
        } else {
            write_text(line, &mut out)?;
        }
    }
    out.flush()
}

fn write_text(line: &Line<'_>, out: &mut impl Write) -> io::Result<()> {
    let Line { change, entry, before } = line;
    let Entry { severity, pattern, state, fingerprint, .. } = entry;
    let sign = match *change {
        "new" => '+',
        "gone" => '-',
        _ => '~',
    };
    let place = printable(&entry.place());
    writeln!(out, "{sign} {severity:8}  {state:14}  {}: {place}", printable(pattern))?;
    let was = before.map(Entry::place).filter(|was| *was != entry.place());
    if let Some(was) = was {
        writeln!(out, "             was {}", printable(&was))?;
    }
    writeln!(out, "             {fingerprint}")
}
