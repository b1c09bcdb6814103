//! The configuration file, `postseal.toml`: a project's own patterns and services, what it accepts, and
//! defaults of a scan.
//!
//! It is looked for from the working directory upward, never beside what is scanned: an export that
//! brings its own file must not decide what is found in it.

mod allow;
mod criteria;
mod environment;
pub mod ignore;
mod labels;
mod origin;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::finding::{Confidence, Severity};
use crate::input::Folder;
use crate::pattern::PatternError;
use crate::pattern::excerpt::Excerpt;
use crate::pattern::file::ServiceTable;
use crate::pattern::own::Own;
use crate::pattern::selection::Selection;
pub use allow::AllowRule;
pub use criteria::{Criteria, Criterion};
pub use environment::{VARIABLES, Variable, VariableError};
pub use origin::Origin;

/// What the file is called.
pub const FILE_NAME: &str = "postseal.toml";

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The operating system refused to read it.
    #[error("cannot read the configuration {path}")]
    Unreadable {
        /// As given or found.
        path: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// It has a mistake.
    #[error(transparent)]
    Written(#[from] Box<Excerpt>),
}

/// A configuration, checked. Everything in it gives way to what the command line says.
#[derive(Debug, Default)]
pub struct Config {
    /// Its file, as given or found; empty if there is none.
    pub path: String,
    text: String,
    /// Files and folders of the user's patterns.
    pub patterns: Vec<PathBuf>,
    /// Defaults of a scan.
    pub scan: ScanDefaults,
    /// What findings are accepted.
    pub allow: Vec<AllowRule>,
    /// The user's services, labels and hosts.
    pub own: Own,
    disable: Vec<Spanned<String>>,
    enable: Vec<Spanned<String>>,
    /// Settings that variables of the environment set, with those.
    environment: Vec<(&'static str, &'static str)>,
}

/// The options of a scan that a configuration may set, by the names that they have on the command line.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ScanDefaults {
    /// What to scan where no path is given.
    pub paths: Vec<PathBuf>,
    /// Least confidence that is reported.
    pub confidence: Option<Confidence>,
    /// Least severity that is reported.
    pub severity: Option<Severity>,
    /// Least severity that makes the exit status 1.
    pub fail_on: Option<Severity>,
    /// The file of the baseline.
    pub baseline: Option<PathBuf>,
    /// Threads.
    pub jobs: Option<usize>,
    /// In folders, the only paths to take.
    pub include: Vec<String>,
    /// In folders, paths to leave out.
    pub exclude: Vec<String>,
    /// In folders, also hidden files.
    pub hidden: bool,
    /// In folders, also what `.gitignore` leaves out.
    pub no_ignore: bool,
    /// In folders, follow symbolic links.
    pub follow: bool,
}

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ConfigTable {
    #[serde(default)]
    patterns: Vec<PathBuf>,
    #[serde(default)]
    disable: Vec<Spanned<String>>,
    #[serde(default)]
    enable: Vec<Spanned<String>>,
    #[serde(default)]
    trusted_hosts: Vec<Spanned<String>>,
    #[serde(default)]
    scan: ScanDefaults,
    #[serde(default)]
    labels: labels::LabelTable,
    #[serde(default)]
    service: Vec<Spanned<ServiceTable>>,
    #[serde(default)]
    allow: Vec<Spanned<allow::AllowTable>>,
}

impl Config {
    /// The configuration of the closest folder that has one, from `here` upward, the absolute path of the
    /// working directory; an empty one if none has.
    pub fn find(here: &Path) -> Result<Self, ConfigError> {
        let found =
            here.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file());
        found.map_or_else(|| Ok(Self::default()), |path| Self::read(&path, here))
    }

    /// The configuration in the file at `path`; scans are run in `here`, an absolute path.
    pub fn read(path: &Path, here: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: ignore::shown(path, here),
            source,
        })?;
        Self::parse(path, text, here)
    }

    /// The configuration that `text` is, which the file at `path` holds; other files that it names are
    /// sought from that file's folder.
    ///
    /// # Errors
    /// With line and column, for what is no TOML, an unknown field, or a value that a field cannot hold.
    pub fn parse(path: &Path, text: String, here: &Path) -> Result<Self, ConfigError> {
        let shown = ignore::shown(path, here);
        let table: ConfigTable = toml::from_str(&text)
            .map_err(|error| Box::new(Excerpt::of_toml(&shown, &text, &error)))?;
        let folder = Arc::new(Folder::of_file(path, here));
        let below = |path: &PathBuf| {
            let path = folder.as_path().join(path);
            path.strip_prefix(here).map(Path::to_owned).unwrap_or(path)
        };
        let placed =
            |(span, problem): allow::Mistake| Box::new(Excerpt::new(&shown, &text, span, problem));
        let name: Arc<str> = shown.as_str().into();
        let rule = |table: Spanned<allow::AllowTable>| {
            let span = table.span();
            let place = (Arc::clone(&name), line_at(&text, span.start));
            table.into_inner().rule((place, span), &folder)
        };
        let allow = table.allow.into_iter().map(rule).collect::<Result<_, _>>().map_err(placed)?;
        let own = labels::own(table.labels, table.service, table.trusted_hosts).map_err(placed)?;
        let scan = ScanDefaults {
            paths: table.scan.paths.iter().map(below).collect(),
            baseline: table.scan.baseline.as_ref().map(below),
            ..table.scan
        };
        Ok(Self {
            patterns: table.patterns.iter().map(below).collect(),
            scan,
            allow,
            own,
            disable: table.disable,
            enable: table.enable,
            path: shown,
            text,
            environment: Vec::new(),
        })
    }

    /// What it selects of all patterns.
    pub fn selection(&self) -> Result<Selection, PatternError> {
        Selection::configured(&self.disabled(), &self.enabled()).map_err(|error| self.placed(error))
    }

    /// Globs of patterns that are not looked for.
    pub fn disabled(&self) -> Vec<String> {
        self.disable.iter().map(|glob| glob.get_ref().clone()).collect()
    }

    /// Globs of patterns that are, whatever is disabled.
    pub fn enabled(&self) -> Vec<String> {
        self.enable.iter().map(|glob| glob.get_ref().clone()).collect()
    }

    /// An error of a selection, at the place where its glob stands, if it stands here.
    pub fn placed(&self, error: PatternError) -> PatternError {
        let PatternError::Selection { glob, .. } = &error else { return error };
        let mut globs = self.disable.iter().chain(&self.enable);
        match globs.find(|written| written.get_ref() == glob) {
            Some(glob) => {
                Box::new(Excerpt::new(&self.path, &self.text, glob.span(), error.to_string()))
                    .into()
            }
            None => error,
        }
    }
}

/// The line of a byte of `text`, from 1.
fn line_at(text: &str, at: usize) -> u64 {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() as u64 + 1
}
