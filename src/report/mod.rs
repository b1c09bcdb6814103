//! Reports: findings and credentials written down, one file a format.
//!
//! A reporter formats a workspace's report where it was scanned, in parallel; one thread writes the
//! bytes, in order.

mod grouped;
mod jsonl;
mod link;
mod policy;
mod printable;
mod record;
mod services;
pub mod shard;
mod summary;
mod table;
mod text;
mod violation;

use std::io::{self, Write};

use crate::credential::WorkspaceReport;
use crate::secret::Secret;
pub use link::Links;
pub use printable::printable;
pub use services::ServiceRow;
pub use summary::{Kept, KeptFindings, Summary};

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
#[derive(Debug, Clone, Copy, Default)]
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
}

impl ReportOptions {
    /// A secret as the report shows it.
    fn shown(self, secret: &Secret) -> String {
        if self.show_secrets { secret.reveal_text() } else { secret.to_string() }
    }
}

/// Writes one format.
pub trait Reporter: Sync {
    /// Whether it needs every credential at the end, see [`Summary::keeping`].
    fn keeps_credentials(&self) -> bool {
        false
    }

    /// What goes before the first workspace.
    fn begin(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Formats what one workspace came to.
    fn workspace(&self, report: &WorkspaceReport, out: &mut Vec<u8>);

    /// What goes behind the last workspace.
    fn end(&self, _summary: &Summary, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A format by its name.
pub struct Format {
    /// What `--format` calls it.
    pub name: &'static str,
    /// What it is for, one line.
    pub about: &'static str,
    /// Makes its reporter.
    pub make: fn(ReportOptions) -> Box<dyn Reporter>,
}

/// Every format; the first is the default.
pub static FORMATS: &[Format] = &[
    Format {
        name: "text",
        about: "for people: grouped by file and by place in the collection",
        make: |options| Box::new(text::Text(options)),
    },
    Format {
        name: "json",
        about: "one JSON array of the objects that jsonl writes a line each",
        make: |options| Box::new(jsonl::Json(options)),
    },
    Format {
        name: "jsonl",
        about: "one JSON object a line: findings, credentials, problems, services, a summary",
        make: |options| Box::new(jsonl::Jsonl(options)),
    },
];
