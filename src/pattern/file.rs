//! The files under `patterns/` as they are written: raw, unchecked.
//!
//! The build script reads the same shapes through this module, so that a mistake in a built-in
//! file stops the build with its line and column.

use serde::{Deserialize, Serialize};

/// A file of one service: `patterns/<service>.toml`, or a user's. What a user may leave out, the build
/// script asks of the built-in ones.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceFile {
    #[serde(default)]
    pub(crate) service: Option<ServiceTable>,
    #[serde(rename = "pattern")]
    pub(crate) patterns: Vec<PatternTable>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceTable {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) docs: String,
    #[serde(default)]
    pub(crate) revoke: String,
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
    #[serde(default)]
    pub(crate) headers: Vec<String>,
    /// What names it beside a value; by default the file's slug.
    #[serde(default)]
    pub(crate) names: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatternTable {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) name: Option<String>,
    pub(crate) regex: String,
    #[serde(default)]
    pub(crate) literals: Vec<String>,
    #[serde(default)]
    pub(crate) labels: Vec<String>,
    #[serde(default)]
    pub(crate) named: bool,
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
    #[serde(default)]
    pub(crate) lead: usize,
    #[serde(default)]
    pub(crate) severity: Option<String>,
    #[serde(default)]
    pub(crate) confidence: Option<String>,
    #[serde(default)]
    pub(crate) entropy: f64,
    #[serde(default)]
    pub(crate) checksum: Option<String>,
    #[serde(default, rename = "where")]
    pub(crate) roles: Vec<String>,
    #[serde(default)]
    pub(crate) parts: Vec<PartTable>,
    #[serde(default)]
    pub(crate) shares: Vec<String>,
    #[serde(default)]
    pub(crate) samples: Vec<String>,
    #[serde(default)]
    pub(crate) not: Vec<String>,
    #[serde(default)]
    pub(crate) source: String,
}

impl ServiceFile {
    /// Fills in what follows from the file's name without its ending.
    pub(crate) fn named(mut self, slug: &str) -> Self {
        if let Some(service) = &mut self.service {
            service.names.get_or_insert_with(|| vec![slug.replace('-', " ")]);
        }
        self
    }
}

/// What belongs to a credential and stands near it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PartTable {
    pub(crate) name: String,
    pub(crate) pattern: String,
}

/// `patterns/published.toml`: samples that documentation shows to everybody.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedFile {
    #[serde(rename = "sample")]
    pub(crate) samples: Vec<PublishedTable>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublishedTable {
    pub(crate) sha256: String,
    pub(crate) source: String,
}

/// `patterns/place.toml`: what is told by where it stands.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceFile {
    #[serde(rename = "place")]
    pub(crate) places: Vec<PlaceTable>,
    #[serde(rename = "helper")]
    pub(crate) helpers: Vec<HelperTable>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceTable {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) severity: String,
    #[serde(default)]
    pub(crate) scheme: Option<String>,
    #[serde(default)]
    pub(crate) roles: Vec<String>,
    #[serde(default)]
    pub(crate) classes: Vec<String>,
}

/// An auth helper's parameters: which hold a secret, and of what class.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HelperTable {
    pub(crate) names: Vec<String>,
    #[serde(default)]
    pub(crate) scheme: Option<String>,
    pub(crate) secret: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) public: Vec<String>,
}

/// A file of the label vocabulary: `patterns/labels/<class>.toml`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LabelFile {
    pub(crate) class: String,
    #[serde(default)]
    pub(crate) strong: Vec<String>,
    #[serde(default)]
    pub(crate) weak: Vec<String>,
    #[serde(default)]
    pub(crate) endings: Vec<String>,
    #[serde(default)]
    pub(crate) before: Vec<String>,
    #[serde(default)]
    pub(crate) after: Vec<String>,
    #[serde(default)]
    pub(crate) beside: Vec<String>,
    #[serde(default)]
    pub(crate) doubtful: Vec<String>,
    #[serde(default)]
    pub(crate) before_key: Vec<String>,
}

/// `patterns/words.toml`: words by which the judge knows that a value is none.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WordsFile {
    pub(crate) fillers: Vec<String>,
    pub(crate) lorem_words: Vec<String>,
    pub(crate) filler_words: Vec<String>,
    pub(crate) filler_starts: Vec<String>,
    pub(crate) well_known_passwords: Vec<String>,
    pub(crate) generic_words: Vec<String>,
    pub(crate) enum_words: Vec<String>,
    pub(crate) test_hosts: Vec<String>,
    pub(crate) wrong_words: Vec<String>,
    pub(crate) refused_words: Vec<String>,
    pub(crate) login_words: Vec<String>,
    pub(crate) sign_up_words: Vec<String>,
    pub(crate) one_time_words: Vec<String>,
}

/// What of `patterns/` does not grow with the catalogue, as the build script embeds it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct VocabularyFile {
    pub(crate) place: PlaceFile,
    pub(crate) labels: Vec<LabelFile>,
    pub(crate) words: WordsFile,
    pub(crate) published: PublishedFile,
}
