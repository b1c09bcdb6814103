//! Import: the rules of other tools become a pattern file. What cannot be carried over is named.
//!
//! Written from the documentation of each format; a key of a rule that is not known here is named as
//! lost, whatever it means.

mod convert;
mod expression;
mod foreign;
mod format;
mod word;
mod yaml;

use std::path::Path;

use serde_json::Value;

use super::form::Form;
use super::generate::Dice;
use format::FORMATS;

/// What an import came to.
#[derive(Debug)]
pub struct Import {
    /// The format that the file has.
    pub format: &'static str,
    /// The patterns that were carried over.
    pub form: Form,
    /// What was not, in the order of the file.
    pub losses: Vec<Loss>,
}

/// Something that was not carried over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// The rule, as its file calls it.
    pub rule: String,
    /// Whether the whole rule is lost, and not a part of it.
    pub is_whole: bool,
    /// What is lost and why.
    pub what: String,
}

/// Why a file cannot be imported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It is neither JSON nor TOML nor YAML.
    #[error("neither JSON nor TOML nor YAML: {0}")]
    Unreadable(String),
    /// It is none of the formats that are known.
    #[error("no format that is known; these are: {}", names().join(", "))]
    Unknown,
}

/// The names of the formats that are read.
pub fn names() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name).collect()
}

/// Reads the rules in `text`, the content of a file called `name`; samples are made with `dice`.
///
/// # Errors
/// If it is no file of rules.
pub fn import(name: &str, text: &str, dice: &mut Dice) -> Result<Import, ImportError> {
    let value = read(name, text)?;
    let format = FORMATS.iter().find(|format| (format.matches)(&value));
    let format = format.ok_or(ImportError::Unknown)?;
    let (rules, mut losses) = (format.read)(&value);
    let mut form = Form {
        comments: vec![format!("Imported from {}.", format.name)],
        service: "Imported".to_owned(),
        revoke: "Where the credential was issued.".to_owned(),
        ..Form::default()
    };
    for rule in rules {
        let (entry, mut lost) = convert::convert(&rule, dice);
        losses.append(&mut lost);
        if let Some(mut entry) = entry {
            while form.entries.iter().any(|other| other.id == entry.id) {
                entry.id.push_str("-2");
            }
            form.entries.push(entry);
        }
    }
    Ok(Import { format: format.name, form, losses })
}

fn read(name: &str, text: &str) -> Result<Value, ImportError> {
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let is_toml = Path::new(name).extension().is_some_and(|ending| ending == "toml");
    match toml::from_str::<Value>(text) {
        Ok(value) => Ok(value),
        Err(error) if is_toml => Err(ImportError::Unreadable(error.to_string())),
        Err(_) => yaml::parse(text).map_err(ImportError::Unreadable),
    }
}
