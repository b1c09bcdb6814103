//! Reports: findings and credentials written down, one file a format.
//!
//! A reporter formats a workspace's report where it was scanned, in parallel; one thread writes the
//! bytes, in order.

mod accepted;
mod clock;
mod csv;
mod github;
mod gitlab;
mod grouped;
mod guide;
mod html;
mod jsonl;
mod junit;
mod link;
mod markdown;
mod ocsf;
mod policy;
mod printable;
mod record;
mod sarif;
pub mod saved;
mod services;
mod several;
pub mod shard;
mod sheet;
mod summary;
mod table;
#[cfg(feature = "cli")]
mod template;
mod text;
mod violation;

use std::io::{self, Write};
use std::sync::Arc;

use crate::credential::WorkspaceReport;
use crate::secret::Secret;
pub use clock::Clock;
pub use guide::{Advice, Guide};
pub use link::Links;
pub use printable::printable;
pub use services::ServiceRow;
pub use several::{Fan, Several};
pub use sheet::Sheet;
pub use summary::{BrokenRule, Keep, Kept, KeptFindings, Summary};
#[cfg(feature = "cli")]
pub use template::{Template, TemplateError};

/// What the text format puts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GroupBy {
    /// A file's findings, as its workspace closes.
    #[default]
    File,
    /// All that is known of a credential, at the end of the run.
    Credential,
    /// The credentials of a service, at the end of the run.
    Service,
}

impl GroupBy {
    /// All of them, the default first.
    pub const ALL: [GroupBy; 3] = [Self::File, Self::Credential, Self::Service];

    /// The word for it in flags.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Credential => "credential",
            Self::Service => "service",
        }
    }
}

/// What every format may be asked for.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch that a user may turn")]
pub struct ReportOptions {
    /// Write values instead of their redacted form.
    pub show_secrets: bool,
    /// Add the SHA-256 of every value, however plain it is.
    pub hash: bool,
    /// Use colours.
    pub color: bool,
    /// How places in the text format become links, if they do.
    pub links: Option<&'static Links>,
    /// Show accepted findings in the text format; all others always do.
    pub show_suppressed: bool,
    /// What the text format puts together.
    pub group_by: GroupBy,
    /// Names of patterns, and how to revoke what they tell.
    pub guide: Arc<Guide>,
    /// The time, for formats that ask for it.
    pub clock: Clock,
    /// What the template format fills in.
    #[cfg(feature = "cli")]
    pub template: Option<Arc<Template>>,
}

impl ReportOptions {
    /// A secret as the report shows it.
    fn shown(&self, secret: &Secret) -> String {
        if self.show_secrets { secret.reveal_text() } else { secret.to_string() }
    }
}

/// Writes one format.
pub trait Reporter: Sync {
    /// What it needs of all workspaces at the end.
    fn keeps(&self) -> Keep {
        Keep::Nothing
    }

    /// What goes before the first workspace.
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// What stands between the bytes of two workspaces, where both have any.
    fn between(&self) -> &'static str {
        ""
    }

    /// Formats what one workspace came to.
    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>);

    /// What goes behind the last workspace.
    fn end(&self, _summary: &Summary, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Writes nothing: for runs of which only what is found is wanted.
pub struct Silent;

impl Reporter for Silent {
    fn workspace(&self, _report: &WorkspaceReport, _out: &mut Vec<u8>) {}
}

/// A format by its name.
pub struct Format {
    /// What `--format` calls it.
    pub name: &'static str,
    /// What it is for, one line.
    pub about: &'static str,
    /// Whether it has a place for the SHA-256 of values.
    pub hashes: bool,
    /// Whether it asks the [`Guide`].
    pub guided: bool,
    /// Makes its reporter.
    pub make: fn(ReportOptions) -> Box<dyn Reporter>,
}

/// Every format; the first is the default.
pub static FORMATS: &[Format] = &[
    Format {
        name: "text",
        about: "for people: grouped by file and by place in the collection",
        hashes: false,
        guided: false,
        make: |options| Box::new(text::Text(options)),
    },
    Format {
        name: "json",
        about: "one JSON array of the objects that jsonl writes a line each",
        hashes: true,
        guided: false,
        make: |options| Box::new(jsonl::Json(options)),
    },
    Format {
        name: "jsonl",
        about: "one JSON object a line: findings, credentials, problems, services, a summary",
        hashes: true,
        guided: false,
        make: |options| Box::new(jsonl::Jsonl(options)),
    },
    Format {
        name: "html",
        about: "one page to look at in a browser: charts, and a table to search and sort",
        hashes: true,
        guided: true,
        make: |options| Box::new(html::Html(options)),
    },
    Format {
        name: "sarif",
        about: "SARIF 2.1.0, for code hosts and editors",
        hashes: true,
        guided: true,
        make: |options| Box::new(sarif::Sarif(options)),
    },
    Format {
        name: "csv",
        about: "a table, one row a finding, for spreadsheets",
        hashes: true,
        guided: false,
        make: |options| Box::new(csv::Csv(options)),
    },
    Format {
        name: "junit",
        about: "JUnit XML, one test case a finding, for CI servers",
        hashes: false,
        guided: true,
        make: |options| Box::new(junit::Junit(options)),
    },
    Format {
        name: "gitlab",
        about: "GitLab's secret detection report",
        hashes: false,
        guided: true,
        make: |options| Box::new(gitlab::Gitlab::new(options)),
    },
    Format {
        name: "github",
        about: "annotations of a GitHub workflow, for its standard output",
        hashes: false,
        guided: false,
        make: |options| Box::new(github::Github(options)),
    },
    Format {
        name: "markdown",
        about: "a summary of the worst credentials, for job summaries and comments",
        hashes: false,
        guided: true,
        make: |options| Box::new(markdown::Markdown(options)),
    },
    Format {
        name: "ocsf",
        about: "OCSF Detection Findings, one JSON object a line, for SIEMs",
        hashes: true,
        guided: true,
        make: |options| Box::new(ocsf::Ocsf::new(options)),
    },
    #[cfg(feature = "cli")]
    Format {
        name: "template",
        about: "what the file that --template names makes of it (MiniJinja)",
        hashes: true,
        guided: true,
        make: |options| Box::new(template::Templated(options)),
    },
];
