//! A marker in a document that asks for findings to be accepted.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What such a marker begins with.
pub const MARKER: &str = "postseal:ignore";

/// A marker in the description of a Postman item. Whether it counts is not for the document to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marker {
    /// The file, as given on the command line.
    pub path: Arc<str>,
    /// Number of its document in its file, from 0.
    pub document: u32,
    /// JSON pointer of the description.
    pub pointer: String,
    /// The line that the description begins on, from 1.
    pub line: u64,
    /// What stands behind [`MARKER`] on its line, redacted.
    pub text: String,
}
