//! What a user's own template makes of a report.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior};
use serde::Serialize;

use super::record::{
    CredentialRecord, FindingRecord, ProblemRecord, RejectedRecord, ServiceRecord, SummaryRecord,
};
use super::violation::ViolationRecord;
use super::{Keep, ReportOptions, Reporter, Summary};
use crate::credential::WorkspaceReport;
use crate::finding::Finding;

/// A template that can be filled in.
#[derive(Debug)]
pub struct Template {
    environment: Environment<'static>,
    name: String,
    /// What the environment takes off the end.
    end: &'static str,
}

/// A template that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// It could not be read.
    #[error("cannot read the template {0}")]
    Read(String, #[source] io::Error),
    /// It is no template.
    #[error("{0}")]
    Syntax(String),
}

impl Template {
    /// Reads a template. What it says is escaped for HTML and XML if its name ends so, with or
    /// without `.j2` behind.
    ///
    /// # Errors
    /// If it cannot be read, or is none.
    pub fn read(path: &Path) -> Result<Self, TemplateError> {
        let name = path.display().to_string();
        let source =
            fs::read_to_string(path).map_err(|error| TemplateError::Read(name.clone(), error))?;
        Self::new(name, source)
    }

    /// The template `source` of a file called `name`.
    ///
    /// # Errors
    /// If it is none.
    pub fn new(name: String, source: String) -> Result<Self, TemplateError> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let end = if source.ends_with('\n') { "\n" } else { "" };
        let added = environment.add_template_owned(name.clone(), source);
        added.map_err(|error| TemplateError::Syntax(told(&name, &error)))?;
        Ok(Self { environment, name, end })
    }
}

/// `report.txt.j2:3: syntax error: unexpected end of block`
fn told(name: &str, error: &minijinja::Error) -> String {
    let line = error.line().map(|line| format!(":{line}")).unwrap_or_default();
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    format!("{name}{line}: {}{detail}", error.kind())
}

/// Fills in the template at the end of the run.
pub(super) struct Templated(pub(super) ReportOptions);

/// A finding, and what only the guide knows of it.
#[derive(Serialize)]
struct Described<'t> {
    #[serde(flatten)]
    record: FindingRecord<'t>,
    name: &'t str,
    revoke: &'t str,
    docs: Option<&'t str>,
}

/// What a template may name.
#[derive(Serialize)]
struct Context<'t> {
    version: &'static str,
    findings: Vec<Described<'t>>,
    rejected: Vec<RejectedRecord<'t>>,
    credentials: Vec<CredentialRecord<'t>>,
    policy: Vec<ViolationRecord<'t>>,
    problems: Vec<ProblemRecord<'t>>,
    services: Vec<ServiceRecord<'t>>,
    summary: SummaryRecord,
}

impl Reporter for Templated {
    fn keeps(&self) -> Keep {
        Keep::Reports
    }

    fn workspace(&self, _report: &WorkspaceReport, _out: &mut Vec<u8>) {}

    fn end(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let Some(Template { environment, name, end }) = self.0.template.as_deref() else {
            return Err(io::Error::other("the template format needs --template FILE"));
        };
        let wrong = |error: minijinja::Error| io::Error::other(told(name, &error));
        let template = environment.get_template(name).map_err(wrong)?;
        let context = Serde(self.context(summary));
        template.render_captured_to(context, &mut *out).map_err(wrong)?;
        out.write_all(end.as_bytes())
    }
}

impl Templated {
    fn context<'t>(&'t self, summary: &'t Summary) -> Context<'t> {
        let reports = summary.reports();
        let findings = reports.iter().flat_map(|report| &report.findings);
        let rejected = reports.iter().flat_map(|report| &report.rejected);
        let credentials = reports.iter().flat_map(|report| &report.credentials);
        let violations = reports.iter().flat_map(|report| &report.violations);
        let problems = reports.iter().flat_map(|report| &report.problems);
        let of = &self.0;
        Context {
            version: env!("CARGO_PKG_VERSION"),
            findings: findings.map(|finding| self.described(finding)).collect(),
            rejected: rejected.map(|rejected| RejectedRecord::new(rejected, of)).collect(),
            credentials: credentials.map(|one| CredentialRecord::new(one, of)).collect(),
            policy: violations.map(ViolationRecord::new).collect(),
            problems: problems.map(ProblemRecord::new).collect(),
            services: summary.services().map(ServiceRecord::new).collect(),
            summary: SummaryRecord::new(summary),
        }
    }

    fn described<'t>(&'t self, finding: &'t Finding) -> Described<'t> {
        Described {
            record: FindingRecord::new(finding, &self.0),
            name: &finding.pattern.name,
            revoke: self.0.guide.revoke(finding),
            docs: self.0.guide.docs(finding),
        }
    }
}
