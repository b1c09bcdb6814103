//! What `scan` and `merge` write: the report, and a sentence on what it came to.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use anyhow::Context;
use postseal::finding::Severity;
use postseal::report::{FORMATS, ReportOptions, Reporter, Summary};

use crate::args::OutputArgs;
use crate::progress::{Progress, Shown};
use crate::terminal;

/// What writes the report that `args` ask for.
pub(crate) fn reporter(args: &OutputArgs, show_secrets: bool) -> anyhow::Result<Box<dyn Reporter>> {
    let to_file = args.output.is_some();
    let options = ReportOptions {
        show_secrets,
        hash: args.hash,
        color: !args.no_color && terminal::has_color(to_file),
        links: terminal::links(args.hyperlinks, to_file),
        show_suppressed: args.show_suppressed,
        group_by: args.group_by,
    };
    let format = FORMATS.iter().find(|format| format.name == args.format);
    Ok((format.context("clap admits only formats that exist")?.make)(options))
}

/// Shows progress as `args` ask for.
pub(crate) fn progress(args: &OutputArgs) -> Progress {
    let is_seen = io::stderr().is_terminal() && !args.quiet;
    let shown = match args.progress {
        Shown::Line if !is_seen => Shown::Nothing,
        shown => shown,
    };
    Progress::new(shown, args.quiet)
}

/// Whether a sentence closes the report.
pub(crate) fn tells(args: &OutputArgs) -> bool {
    !args.quiet && args.format == "text" && args.progress != Shown::Json
}

/// Where the report goes.
pub(crate) fn open(output: Option<&PathBuf>) -> anyhow::Result<Box<dyn Write>> {
    Ok(match output {
        Some(path) => {
            let file =
                File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout().lock())),
    })
}

/// `5 credentials in 12 places (1 critical, 11 high) · 7 files, 3 problems · 4 accepted`
pub(crate) fn sentence(summary: &Summary) -> String {
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
    let violations = match summary.violations {
        0 => String::new(),
        violations => format!(", {}", count(violations, "policy violation")),
    };
    let problems = if summary.problems == 0 {
        String::new()
    } else {
        format!(", {}", count(summary.problems, "problem"))
    };
    let accepted = match summary.suppressed {
        0 => String::new(),
        accepted => format!(" · {accepted} accepted"),
    };
    format!("{found}{violations} · {}{problems}{accepted}", count(summary.files, "file"))
}
