//! How a credential is kept and sent.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// How a credential is kept and sent: what a policy may object to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Handling {
    /// Whether its own row is marked as secret.
    pub marked_secret: bool,
    /// Whether it tells of itself that it never expires.
    pub never_expires: bool,
    /// Requests that take it from the folder or collection around them; 0 where none does.
    pub inherited_by: u64,
    /// The hosts that it is sent to over plain http, sorted; those of the own network left out.
    pub plain_hosts: Vec<Arc<str>>,
}
