//! What is scanned: a name and its bytes, and what kind of document they turn out to be.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A name and its bytes. Borrowed: the bytes live in a reader's buffer or a mapped file.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The path as given, with `/` between its parts in output.
    pub path: &'a str,
    /// The member's name, where the path names an archive.
    pub entry: Option<&'a str>,
    /// The whole content, as it stands on disk.
    pub bytes: &'a [u8],
}

impl<'a> Source<'a> {
    /// A source of its own, not a member of an archive.
    pub fn new(path: &'a str, bytes: &'a [u8]) -> Self {
        Self { path, entry: None, bytes }
    }
}

/// What a document is, told by its shape first and its file's name second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Collection format 1.0.0: flat, folders by id.
    #[serde(rename = "collection-v1")]
    CollectionV1,
    /// Collection format 2.0.0: auth parameters as an object.
    #[serde(rename = "collection-v2.0")]
    CollectionV20,
    /// Collection format 2.1.0: auth parameters as a list.
    #[serde(rename = "collection-v2.1")]
    CollectionV21,
    /// Collection format 3.0.0: a folder of YAML files, a request each.
    #[serde(rename = "collection-v3")]
    CollectionV3,
    /// An environment.
    #[serde(rename = "environment")]
    Environment,
    /// Global variables.
    #[serde(rename = "globals")]
    Globals,
    /// A list of variables without a name or a scope.
    #[serde(rename = "variables")]
    Variables,
    /// A data dump: several collections and environments in one document.
    #[serde(rename = "dump")]
    Dump,
    /// A workspace as the Postman API answers it.
    #[serde(rename = "workspace")]
    Workspace,
    /// The results of a collection run.
    #[serde(rename = "run-result")]
    RunResult,
    /// A cookie jar, as Newman writes it.
    #[serde(rename = "cookies")]
    Cookies,
    /// An export of Postman Vault.
    #[serde(rename = "vault")]
    Vault,
    /// An HTTP archive of a browser or proxy.
    #[serde(rename = "har")]
    Har,
    /// An export of Insomnia.
    #[serde(rename = "insomnia")]
    Insomnia,
    /// An export of Bruno.
    #[serde(rename = "bruno")]
    Bruno,
    /// Any other JSON.
    #[serde(rename = "json")]
    Json,
    /// Iteration data with a header row.
    #[serde(rename = "csv")]
    Csv,
    /// Any other YAML.
    #[serde(rename = "yaml")]
    Yaml,
    /// Anything else, read as lines.
    #[serde(rename = "text")]
    Text,
}

impl Kind {
    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CollectionV1 => "collection-v1",
            Self::CollectionV20 => "collection-v2.0",
            Self::CollectionV21 => "collection-v2.1",
            Self::CollectionV3 => "collection-v3",
            Self::Environment => "environment",
            Self::Globals => "globals",
            Self::Variables => "variables",
            Self::Dump => "dump",
            Self::Workspace => "workspace",
            Self::RunResult => "run-result",
            Self::Cookies => "cookies",
            Self::Vault => "vault",
            Self::Har => "har",
            Self::Insomnia => "insomnia",
            Self::Bruno => "bruno",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Yaml => "yaml",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
