//! What users say of their own services, labels and hosts, beside patterns.

use std::sync::Arc;

use super::file::ServiceTable;
use super::label::{Class, numbered_words};
use super::service::Service;

/// What a user adds to the library, beside patterns.
#[derive(Debug, Clone, Default)]
pub struct Own {
    /// Services.
    pub services: Vec<Arc<Service>>,
    /// Terms of labels: what each speaks of, none where that is no credential.
    pub labels: Vec<(String, Option<Class>)>,
    /// Hosts that credentials may be sent to, with those below them. Where there are none, any host is
    /// as good as another.
    pub trusted_hosts: Vec<String>,
}

impl Own {
    /// Adds a service. It is named as its table says, or else by the words of its name.
    pub(crate) fn add_service(&mut self, mut table: ServiceTable) {
        let name = numbered_words(&table.name).iter().collect::<Vec<_>>().join(" ");
        table.names.get_or_insert_with(|| vec![name]);
        for list in [&mut table.hosts, &mut table.headers] {
            for text in list.iter_mut() {
                *text = text.trim().to_ascii_lowercase();
            }
        }
        let headers = table.headers.iter().cloned();
        // A header of one's own carries credentials, whatever it is called.
        self.labels.extend(headers.map(|header| (header, Some(Class::Key))));
        self.services.push(Arc::new(Service::new(table)));
    }
}

/// Whether `host` is `known`, or one below it.
pub fn is_below(host: &str, known: &str) -> bool {
    host.strip_suffix(known).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// A host as findings have it; `*.example.com` is `example.com`.
pub fn written_host(text: &str) -> String {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_prefix("*.").unwrap_or(&text);
    text.trim_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_known_with_those_below_it() {
        for (host, known, expected) in [
            ("api.example.com", "*.Example.com", true),
            ("example.com", "example.com", true),
            ("badexample.com", "example.com", false),
            ("example.com", "api.example.com", false),
        ] {
            assert_eq!(is_below(host, &written_host(known)), expected, "{host} {known}");
        }
    }
}
