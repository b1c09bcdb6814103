//! Who issues credentials, and by what such a service is known.

use std::sync::Arc;

use super::file;

/// Who issues a credential.
#[derive(Debug, PartialEq, Eq)]
pub struct Service {
    /// As people write it.
    pub name: Arc<str>,
    /// URL of its documentation on credentials.
    pub docs: String,
    /// Where and how to revoke one.
    pub revoke: String,
    /// Hosts that its credentials are sent to, without wildcards.
    pub hosts: Vec<String>,
    /// Request headers of its own that carry them, in lower case.
    pub headers: Vec<String>,
    /// Lower-case word sequences that name it in a label or a text: `new relic`.
    pub names: Vec<String>,
}

impl Service {
    /// Whether it issues credentials itself. What has no host, header or name to be known by is a kind of
    /// credential, such as JSON Web Tokens, that anybody may issue.
    pub fn issues(&self) -> bool {
        !(self.hosts.is_empty() && self.headers.is_empty() && self.names.is_empty())
    }

    pub(super) fn new(table: file::ServiceTable) -> Self {
        Self {
            name: table.name.into(),
            docs: table.docs,
            revoke: table.revoke,
            hosts: table.hosts,
            headers: table.headers,
            names: table.names.unwrap_or_default(),
        }
    }
}
