//! Where a setting has its value from.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, line_at};

/// Where a setting has its value from; the later ones go before the earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody set it.
    Default,
    /// A line of the configuration.
    File {
        /// The file, as given or found.
        path: String,
        /// The line, from 1.
        line: u64,
    },
    /// A variable of the environment.
    Environment(&'static str),
    /// A flag of the command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{path}:{line}"),
            Self::Environment(name) | Self::Flag(name) => f.write_str(name),
        }
    }
}

impl Config {
    /// Where the value of the setting `key` comes from, `scan.severity` for instance; of one that is a
    /// list, its item of that number.
    pub fn origin(&self, key: &str, item: Option<usize>) -> Origin {
        if let Some((_, name)) = self.environment.iter().find(|(set, _)| *set == key) {
            return Origin::Environment(name);
        }
        match self.span(key, item) {
            Some(start) => {
                Origin::File { path: self.path.clone(), line: line_at(&self.text, start) }
            }
            None => Origin::Default,
        }
    }

    /// Where the value begins in the text.
    fn span(&self, key: &str, item: Option<usize>) -> Option<usize> {
        let document = DeTable::parse(&self.text).ok()?;
        let mut value: Option<&Spanned<DeValue<'_>>> = None;
        for part in key.split('.') {
            let table = match value {
                None => document.get_ref(),
                Some(value) => value.get_ref().as_table()?,
            };
            value = Some(table.get(part)?);
        }
        let value = value?;
        match item {
            None => Some(value.span().start),
            Some(item) => Some(value.get_ref().as_array()?.get(item)?.span().start),
        }
    }
}
