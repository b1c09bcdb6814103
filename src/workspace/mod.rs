//! The join: the facts of one workspace become one report.
//!
//! A workspace is the set of documents that resolve each other's variables; a source that nothing
//! joins to another is a workspace of its own. The join is a pure fold: the order of the facts
//! changes nothing but the order of the findings.

mod circumstance;
mod credential;
mod evidence;
mod expand;
mod graph;
mod host;
mod link;
mod resolve;
mod root;
mod service;

use crate::credential::{Turn, WorkspaceReport};
use crate::finding::{Problem, ProblemCode, Threshold};
use crate::pattern::library::Library;
use crate::scan::SourceFacts;
use crate::secret::joint_salt;
pub use credential::retain_findings;
pub use evidence::{Asked, Part, are_joined, told};
pub use graph::Ties;
pub use root::root_of;
use service::Services;

/// Joins the facts of workspaces.
pub struct Joiner<'l> {
    library: &'l Library,
    services: Services<'l>,
}

impl<'l> Joiner<'l> {
    /// One that knows the hosts and headers of the services in `library`.
    pub fn new(library: &'l Library) -> Self {
        Self { library, services: Services::new(library) }
    }

    /// Joins the facts of one workspace, whose documents see each other as `ties` says; findings that
    /// `threshold` does not admit are left out.
    pub fn join(
        &self,
        mut sources: Vec<SourceFacts>,
        ties: &Ties,
        threshold: &Threshold,
    ) -> WorkspaceReport {
        let salts: Vec<_> = sources.iter().filter_map(|source| source.salt).collect();
        let salt = (sources.len() > 1 && !salts.is_empty()).then(|| joint_salt(salts));
        let problem = self.resolve(&mut sources, ties);
        let mut report = report(sources, *threshold);
        report.problems.extend(problem);
        if let Some(salt) = salt {
            // A plain secret has one id in all of its workspace.
            for finding in &mut report.findings {
                finding.secret_id = finding.secret.id(&salt);
            }
        }
        report.credentials = credential::of(&report.findings);
        report
    }

    /// Joins each of `sources`, which nobody keeps together, to those that belong to it by evidence.
    /// Gives a report of each, in the order of their names, whatever the order of `sources`.
    pub fn join_strangers(
        &self,
        mut sources: Vec<SourceFacts>,
        threshold: &Threshold,
    ) -> Vec<WorkspaceReport> {
        sources.sort_by(|a, b| (&a.path, &a.entry).cmp(&(&b.path, &b.entry)));
        let ties = Ties::Some(evidence::partners(&sources));
        let problem = self.resolve(&mut sources, &ties);
        let own = sources.into_iter().filter(|source| !source.is_reported);
        let mut reports: Vec<WorkspaceReport> =
            own.map(|source| lone(source, *threshold)).collect();
        for report in &mut reports {
            report.credentials = credential::of(&report.findings);
        }
        if let Some(last) = reports.last_mut() {
            last.problems.extend(problem);
        }
        reports
    }

    fn resolve(&self, sources: &mut [SourceFacts], ties: &Ties) -> Option<Problem> {
        let message = resolve::resolve(sources, ties, (self.library, &self.services))?;
        let path = sources.first().map_or("", |source| &source.path);
        Some(Problem::with_file(ProblemCode::TooManyVariables, path, message))
    }
}

/// What a lone export comes to, credentials left out.
fn lone(source: SourceFacts, threshold: Threshold) -> WorkspaceReport {
    let turn = Turn::Lone(source.path.as_ref().into());
    WorkspaceReport { turn, ..report(vec![source], threshold) }
}

/// What `sources` come to, credentials left out.
fn report(sources: Vec<SourceFacts>, threshold: Threshold) -> WorkspaceReport {
    let mut report = WorkspaceReport::default();
    for source in sources {
        report.files += 1;
        report.bytes += source.bytes;
        report.documents += source.documents;
        report.problems.extend(source.problems);
        report.rejected.extend(source.rejected);
        report.logged.extend(source.logged);
        report.markers.extend(source.markers);
        for (rejection, count) in source.rejections {
            *report.rejections.entry(rejection.as_str().into()).or_default() += count;
        }
        let findings = source.findings.into_iter();
        report.findings.extend(findings.filter(|finding| threshold.admits(finding)));
    }
    report
}
