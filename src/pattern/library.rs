//! The built-in patterns: everything under `patterns/`, embedded at build time.

use super::file::LibraryFile;
use super::label::Vocabulary;
use super::place::Places;
use super::{Pattern, PatternError};

/// Everything that a scanner looks for.
#[derive(Debug)]
pub struct Library {
    /// Patterns told by shape, sorted by id.
    pub patterns: Vec<Pattern>,
    /// Patterns told by place.
    pub places: Places,
    /// What labels say of the values beside them.
    pub vocabulary: Vocabulary,
}

impl Library {
    /// The patterns that this build carries.
    ///
    /// # Errors
    /// Only if the embedded data does not fit this version, which a test rules out.
    pub fn built_in() -> Result<Self, PatternError> {
        const EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.json"));
        Self::new(serde_json::from_slice(EMBEDDED)?)
    }

    fn new(library: LibraryFile) -> Result<Self, PatternError> {
        let mut patterns = Vec::new();
        for file in library.services {
            for table in file.patterns {
                patterns.push(Pattern::new(table, &file.service.name)?);
            }
        }
        patterns.sort_by(|a, b| a.info.id.cmp(&b.info.id));
        Ok(Self {
            patterns,
            places: Places::new(library.place)?,
            vocabulary: Vocabulary::new(library.labels)?,
        })
    }
}
