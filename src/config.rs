//! The configuration file, `postseal.toml`: a project's own patterns and defaults of a scan.
//!
//! It is looked for from the working directory upward, never beside what is scanned: an export that
//! brings its own file must not decide what is found in it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use crate::finding::{Confidence, Severity};
use crate::pattern::PatternError;
use crate::pattern::excerpt::Excerpt;
use crate::pattern::selection::Selection;

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
    path: String,
    text: String,
    /// Files and folders of the user's patterns.
    pub patterns: Vec<PathBuf>,
    /// Defaults of a scan.
    pub scan: ScanDefaults,
    disable: Vec<Spanned<String>>,
    enable: Vec<Spanned<String>>,
}

/// The options of a scan that a configuration may set, by the names that they have on the command line.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ScanDefaults {
    /// Least confidence that is reported.
    pub confidence: Option<Confidence>,
    /// Least severity that is reported.
    pub severity: Option<Severity>,
    /// Least severity that makes the exit status 1.
    pub fail_on: Option<Severity>,
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
#[serde(deny_unknown_fields)]
struct ConfigTable {
    #[serde(default)]
    patterns: Vec<PathBuf>,
    #[serde(default)]
    disable: Vec<Spanned<String>>,
    #[serde(default)]
    enable: Vec<Spanned<String>>,
    #[serde(default)]
    scan: ScanDefaults,
}

impl Config {
    /// The configuration of the closest folder that has one, from `folder` upward; an empty one if none
    /// has.
    pub fn find(folder: &Path) -> Result<Self, ConfigError> {
        let found =
            folder.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.is_file());
        found.map_or_else(|| Ok(Self::default()), |path| Self::read(&path))
    }

    /// The configuration in the file at `path`.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.display().to_string(),
            source,
        })?;
        Self::parse(path, text)
    }

    /// The configuration that `text` is, which the file at `path` holds; other files that it names are
    /// sought from that file's folder.
    ///
    /// # Errors
    /// With line and column, for what is no TOML, an unknown field, or a value that a field cannot hold.
    pub fn parse(path: &Path, text: String) -> Result<Self, ConfigError> {
        let shown = path.display().to_string();
        let table: ConfigTable = toml::from_str(&text)
            .map_err(|error| Box::new(Excerpt::of_toml(&shown, &text, &error)))?;
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        Ok(Self {
            path: shown,
            text,
            patterns: table.patterns.iter().map(|path| folder.join(path)).collect(),
            scan: table.scan,
            disable: table.disable,
            enable: table.enable,
        })
    }

    /// What it selects of all patterns.
    pub fn selection(&self) -> Result<Selection, PatternError> {
        let globs = |list: &[Spanned<String>]| {
            list.iter().map(|glob| glob.get_ref().clone()).collect::<Vec<_>>()
        };
        Selection::configured(&globs(&self.disable), &globs(&self.enable))
            .map_err(|error| self.placed(error))
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
