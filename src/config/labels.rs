//! `[labels]` and `[[service]]`: what a user's labels, services and hosts mean.

use serde::Deserialize;
use toml::Spanned;

use super::allow::Mistake;
use crate::pattern::file::ServiceTable;
use crate::pattern::label::{Class, words};
use crate::pattern::own::{Own, written_host};

/// Words of labels, by what a value beside them is.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LabelTable {
    password: Vec<Spanned<String>>,
    secret: Vec<Spanned<String>>,
    token: Vec<Spanned<String>>,
    key: Vec<Spanned<String>>,
    private: Vec<Spanned<String>>,
    session: Vec<Spanned<String>>,
    /// No credential.
    public: Vec<Spanned<String>>,
}

/// Most words of a term that are looked up in a label.
const MOST_WORDS: usize = 4;

impl LabelTable {
    fn add_to(self, own: &mut Own) -> Result<(), Mistake> {
        let lists = [
            (Some(Class::Password), self.password),
            (Some(Class::Secret), self.secret),
            (Some(Class::Token), self.token),
            (Some(Class::Key), self.key),
            (Some(Class::Private), self.private),
            (Some(Class::Session), self.session),
            (None, self.public),
        ];
        for (class, terms) in lists {
            for term in terms {
                let (span, term) = (term.span(), term.into_inner());
                if !(1..=MOST_WORDS).contains(&words(&term).len()) {
                    return Err((span, format!("`{term}` is no label of one to four words")));
                }
                if own
                    .labels
                    .iter()
                    .any(|(known, other)| *other != class && words(known) == words(&term))
                {
                    return Err((span, format!("`{term}` stands in two lists")));
                }
                own.labels.push((term, class));
            }
        }
        Ok(())
    }
}

/// What the tables of a configuration add to the library.
pub(super) fn own(
    labels: LabelTable,
    services: Vec<Spanned<ServiceTable>>,
    trusted_hosts: Vec<Spanned<String>>,
) -> Result<Own, Mistake> {
    let mut own = Own::default();
    labels.add_to(&mut own)?;
    for service in services {
        let (span, service) = (service.span(), service.into_inner());
        if service.name.trim().is_empty() {
            return Err((span, "the service has no name".to_owned()));
        }
        own.add_service(service);
    }
    for host in trusted_hosts {
        let name = written_host(host.get_ref());
        let is_host = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if name.is_empty() || !name.chars().all(is_host) {
            let what = format!(
                "`{}` is no host: give its name alone, as `api.example.com`",
                host.get_ref()
            );
            return Err((host.span(), what));
        }
        own.trusted_hosts.push(name);
    }
    Ok(own)
}
