//! The report has the same bytes for any number of threads.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use postseal::credential::WorkspaceReport;
use postseal::finding::Threshold;
use postseal::input::{self, WalkOptions};
use postseal::report::{FORMATS, Format, ReportOptions, Template};
use postseal::run::{Observer, RunOptions, run};

use crate::scanner;

#[test]
fn one_thread_and_eight_write_the_same_bytes() {
    for format in FORMATS {
        let (one, eight) = (report(format, 1), report(format, 8));
        assert!(one.len() > 10_000, "{} wrote {} bytes", format.name, one.len());
        assert!(one == eight, "{} differs with eight threads", format.name);
    }
}

fn report(format: &Format, jobs: usize) -> Vec<u8> {
    let options = RunOptions {
        jobs,
        workspaces: vec!["fixtures/workspace/brindlemoor".to_owned()],
        threshold: Threshold::ALL,
        fail_on: Threshold::ALL,
        ..RunOptions::default()
    };
    let walk = WalkOptions { include: vec!["*".to_owned()], ..WalkOptions::default() };
    let inputs = input::collect(vec![PathBuf::from("fixtures")], walk).expect("`*` is a glob");
    let source =
        "{% for finding in findings %}{{ finding.fingerprint }} {{ finding.path }}\n{% endfor %}";
    let template = Template::new("order.txt".to_owned(), source.to_owned()).expect("it is one");
    let options_of_report =
        ReportOptions { template: Some(template.into()), ..ReportOptions::default() };
    let (scanner, reporter) = (scanner(), (format.make)(options_of_report));
    let mut out = Vec::new();
    let stop = AtomicBool::new(false);
    run(inputs, (&scanner, &*reporter), &options, (&mut out, &mut Unwatched), &stop)
        .expect("a Vec takes every byte");
    out
}

/// Looks at nothing.
struct Unwatched;

impl Observer for Unwatched {
    fn done(&mut self, _report: &WorkspaceReport) {}
}
