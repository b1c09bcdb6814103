//! The scan that a baseline is held against.

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use postseal::baseline::Scope;
use postseal::config::Config;
use postseal::finding::Finding;
use postseal::input;
use postseal::report::{Silent, Summary};
use postseal::run::{Collector, run};
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
    let mut options = scan::run_options(&args.inputs, args.findings, &config.scan);
    options.reviews.push(Arc::new(accept::rules(markers, &mut config, now)?));
    let paths = scan::paths(&args.paths, &args.inputs, &config.scan)?;
    let mut progress = Progress::new(Shown::Line, args.quiet);
    let mut collector = Collector::new(&mut progress);
    let names = paths.iter().map(|path| input::name_of(path)).collect();
    let Config { scan: defaults, .. } = config;
    let inputs = input::collect(paths, scan::walk_options(&args.inputs, defaults))?;
    let mut out = std::io::sink();
    let outcome = run(inputs, (&scanner, &Silent), &options, (&mut out, &mut collector), &stop);
    let (mut findings, problems) = collector.collected();
    findings.retain(|finding| finding.suppression.is_none());
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
