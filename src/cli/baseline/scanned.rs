//! The scan that a baseline is held against.

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use postseal::baseline::Scope;
use postseal::config::Config;
use postseal::credential::WorkspaceReport;
use postseal::finding::{Finding, Problem};
use postseal::input;
use postseal::report::{Reporter, Summary};
use postseal::run::{Cost, Observer, run};
use postseal::scan::{ScanOptions, Scanner};

use super::BaselineArgs;
use crate::progress::{Progress, Shown};
use crate::{accept, library, scan};

/// What a scan found that nothing but a baseline may accept.
pub(super) struct Scanned {
    /// In the order of the scan.
    pub(super) findings: Vec<Finding>,
    pub(super) scope: Scope,
    pub(super) summary: Summary,
    pub(super) now: Option<u64>,
    /// The file of the baseline.
    pub(super) file: PathBuf,
}

/// Scans what `args` ask for.
pub(super) fn scanned(args: &BaselineArgs) -> anyhow::Result<Scanned> {
    let stop = Arc::new(AtomicBool::new(false));
    scan::stop_on_interrupt(&stop)?;
    let now = scan::now();
    let mut config = library::config(&args.patterns)?;
    let file = args.file(&config);
    let markers = args.trust_input;
    let options = ScanOptions { now, markers, ..ScanOptions::default() };
    let scanner = Scanner::new(library::library(&args.patterns, &config)?, options)?;
    let scanner = ManuallyDrop::new(scanner);
    let levels = (args.findings.severity, args.findings.confidence);
    let mut options = scan::run_options(&args.inputs, levels, &config.scan);
    options.reviews.push(Arc::new(accept::rules(markers, &mut config, now)?));
    let paths = scan::paths(&args.paths, &args.inputs, &config.scan)?;
    let shown = if args.quiet { Shown::Nothing } else { Shown::Line };
    let progress = Progress::new(shown, args.quiet);
    let mut collected = Collected { progress, findings: Vec::new(), problems: Vec::new() };
    let names = paths.iter().map(|path| input::name_of(path)).collect();
    let Config { scan: defaults, .. } = config;
    let inputs = input::collect(paths, scan::walk_options(&args.inputs, defaults))?;
    let mut out = std::io::sink();
    let outcome = run(inputs, (&scanner, &Nothing), &options, (&mut out, &mut collected), &stop);
    let Collected { mut progress, findings, problems } = collected;
    if let Ok(summary) = &outcome {
        progress.notices(&summary.notices);
    }
    progress.finish();
    let summary = outcome?;
    if stop.load(Ordering::Relaxed) {
        anyhow::bail!("interrupted: nothing is written");
    }
    Ok(Scanned { findings, scope: Scope { paths: names, problems }, summary, now, file })
}

/// Writes nothing: what is found goes to [`Collected`].
struct Nothing;

impl Reporter for Nothing {
    fn workspace(&self, _report: &WorkspaceReport, _out: &mut Vec<u8>) {}
}

/// Keeps what was found, and shows how far the scan is.
struct Collected {
    progress: Progress,
    findings: Vec<Finding>,
    problems: Vec<Problem>,
}

impl Observer for Collected {
    fn done(&mut self, report: &WorkspaceReport) {
        let open = report.findings.iter().filter(|finding| finding.suppression.is_none());
        self.findings.extend(open.cloned());
        self.problems.extend(report.problems.iter().cloned());
        self.progress.done(report);
    }

    fn took(&mut self, name: &str, cost: &Cost) {
        self.progress.took(name, cost);
    }
}
