//! What is kept beside the fixed files: the values, where the user asks for it, and an environment to type
//! new ones into.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::outcome::Replaced;
use crate::finding::Finding;
use crate::secret::digest_of;

/// Where values may not be kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeepError {
    /// The folder is not there.
    #[error("cannot write {path}")]
    Folder {
        /// The file that was asked for.
        path: String,
        /// What the operating system says.
        source: io::Error,
    },
    /// A commit would take the values along.
    #[error("{path} is inside the git repository {repository}: values belong outside of it")]
    Repository {
        /// The file that was asked for.
        path: String,
        /// The folder that holds `.git`.
        repository: String,
    },
    /// Whoever gets the folder would get the values.
    #[error("{path} is inside {folder}, which is fixed: values belong outside of it")]
    Scanned {
        /// The file that was asked for.
        path: String,
        /// The folder that was scanned.
        folder: String,
    },
}

/// Whether values may be kept in `file`: neither inside a git repository nor below one of the folders among
/// `scanned`.
///
/// # Errors
/// If they may not, and why.
pub fn check(file: &Path, scanned: &[PathBuf]) -> Result<(), KeepError> {
    let path = file.display().to_string();
    let parent = match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let folder = fs::canonicalize(parent)
        .map_err(|source| KeepError::Folder { path: path.clone(), source })?;
    if let Some(repository) = folder.ancestors().find(|folder| folder.join(".git").exists()) {
        let repository = repository.display().to_string();
        return Err(KeepError::Repository { path, repository });
    }
    let is_around = |scanned: &&PathBuf| {
        scanned.is_dir()
            && fs::canonicalize(scanned).is_ok_and(|scanned| folder.starts_with(scanned))
    };
    match scanned.iter().find(is_around) {
        Some(scanned) => Err(KeepError::Scanned { path, folder: scanned.display().to_string() }),
        None => Ok(()),
    }
}

/// A credential in the file of values.
#[derive(Serialize)]
struct Kept<'k> {
    name: &'k str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'k str>,
    /// What is no text.
    #[serde(skip_serializing_if = "Option::is_none")]
    value_base64: Option<String>,
    pattern: &'k str,
    service: Option<&'k str>,
    places: Vec<PlaceOf<'k>>,
}

#[derive(Serialize)]
struct PlaceOf<'k> {
    path: &'k str,
    pointer: &'k str,
    line: u64,
}

/// The values of `replaced`, by name, as JSON: the only thing that holds them.
pub fn mapping<'k>(replaced: impl IntoIterator<Item = (&'k Finding, &'k Replaced)>) -> String {
    let mut kept: BTreeMap<&str, Kept<'_>> = BTreeMap::new();
    for (finding, Replaced { name, value, .. }) in replaced {
        let bytes = value.reveal();
        let text = std::str::from_utf8(bytes).ok();
        let credential = kept.entry(name).or_insert_with(|| Kept {
            name,
            value: text,
            value_base64: text.is_none().then(|| STANDARD.encode(bytes)),
            pattern: &finding.pattern.id,
            service: finding.service.as_deref(),
            places: Vec::new(),
        });
        let location = &finding.location;
        let (pointer, line) = (location.pointer.as_str(), location.start.line);
        credential.places.push(PlaceOf { path: &finding.path, pointer, line });
    }
    written(&kept.into_values().collect::<Vec<_>>())
}

/// A variable of Postman's export of an environment.
#[derive(Serialize)]
struct Variable<'v> {
    key: &'v str,
    value: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    enabled: bool,
}

#[derive(Serialize)]
struct Environment<'v> {
    id: String,
    name: &'static str,
    values: Vec<Variable<'v>>,
    #[serde(rename = "_postman_variable_scope")]
    scope: &'static str,
    #[serde(rename = "_postman_exported_using")]
    using: &'static str,
}

/// An environment as Postman exports it, with these variables, none of which has a value.
pub fn environment<'v>(names: impl IntoIterator<Item = &'v str>) -> String {
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names.dedup();
    let variable = |key: &&'v str| Variable { key, value: "", kind: "secret", enabled: true };
    written(&Environment {
        id: id(&digest_of(names.iter().copied(), 32)),
        name: "Credentials that postseal took out",
        values: names.iter().map(variable).collect(),
        scope: "environment",
        using: concat!("postseal/", env!("CARGO_PKG_VERSION")),
    })
}

/// 32 hex digits as an id in the form that Postman gives its own.
fn id(digest: &str) -> String {
    let part = |range: std::ops::Range<usize>| digest.get(range).unwrap_or_default();
    format!("{}-{}-4{}-8{}-{}", part(0..8), part(8..12), part(13..16), part(17..20), part(20..32))
}

fn written(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("strings and lists serialise");
    format!("{text}\n")
}
