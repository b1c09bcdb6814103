//! Hosts: where requests go, once variables have their values.

use std::collections::BTreeSet;

use super::graph::{DocumentId, Graph, Set};
use crate::document::text::url;

/// The hosts that something is sent to.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    /// In lower case; the part of one that nobody defines stays as it is: `{{tenant}}.okta.com`.
    pub(super) names: BTreeSet<String>,
    /// Those of them that it is sent to in the clear.
    pub(super) plain: BTreeSet<String>,
}

/// Most hosts that are kept of one finding.
const MOST_HOSTS: usize = 32;

impl Hosts {
    /// Adds where a request to `origin` goes that the document at `at` makes: under `environment`, or
    /// else under each that has a say in it.
    pub(super) fn add(
        &mut self,
        graph: &Graph<'_>,
        (origin, at): (&str, DocumentId),
        environment: Option<Set>,
    ) {
        for url in &*graph.expanded(origin, at, environment) {
            self.add_url(url);
        }
    }

    fn add_url(&mut self, url: &str) {
        let Some(host) = url::host(url.as_bytes()).and_then(|range| url.get(range)) else { return };
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        if !is_host(&host) || self.names.len() >= MOST_HOSTS {
            return;
        }
        if url.trim_start().get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
            && !url::is_near(&host)
        {
            self.plain.insert(host.clone());
        }
        self.names.insert(host);
    }
}

/// Whether `text` can be a host, or what is known of it names one.
fn is_host(text: &str) -> bool {
    const LONGEST: usize = 253;
    let known = match text.rfind("}}") {
        Some(end) => text.get(end + 2..).unwrap_or_default(),
        None => text,
    };
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let is_name = !known.is_empty() && known.bytes().all(is_part);
    let is_address = text.starts_with('[') && text.ends_with(']');
    let is_whole = known.len() == text.len() || known.starts_with('.') && known.len() > 3;
    text.len() <= LONGEST && (is_name && is_whole || is_address) && !known.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_no_host_is_none() {
        for (text, expected) in [
            ("api.example.org", true),
            ("localhost", true),
            ("[::1]", true),
            ("{{tenant}}.okta.com", true),
            ("{{baseurl}}", false),
            ("{{a}}{{b}}", false),
            ("{{a}}x", false),
            ("a b", false),
            ("", false),
            ("a..b", false),
        ] {
            assert_eq!(is_host(text), expected, "{text}");
        }
    }
}
