//! Values that say where something is: URLs, paths, hosts, mail addresses, mime types, image data.

use super::starts::Starts;
use super::{Case, Rejection};
use crate::pattern::label::Class;
use crate::scan::candidate::Told;
use crate::secret::word_letters;

/// How mime types begin.
static MIMES: Starts = Starts::new(&["application/", "text/", "image/", "multipart/"]);

/// Rejects locators told by place; a pattern that matches a whole URL knows what it does.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let Told::Place { class, .. } = case.told else { return None };
    let text = case.value.text.as_ref();
    let url = case.value.may_hold(':') && text.contains("://")
        || text.starts_with("www.")
        || text.starts_with("//");
    let data = text.starts_with("data:");
    let path = text.starts_with('/')
        && text.matches('/').count() > 1
        && word_letters(text.as_bytes()) * 2 >= text.len()
        || text.starts_with("./")
        || text.starts_with("~/")
        || text.starts_with("C:\\");
    let urn = text.starts_with("urn:") || text.starts_with("arn:");
    let mime = MIMES.begin(text);
    let has_dot = case.value.may_hold('.');
    let file = has_dot
        && [
            ".json", ".xml", ".pem", ".key", ".html", ".php", ".txt", ".js", ".png", ".jpg",
            ".pdf", ".crt", ".p12", ".pfx",
        ]
        .iter()
        .any(|end| text.ends_with(end));
    (url || data
        || path
        || urn
        || mime
        || file
        || case.value.may_hold('@')
            && is_mail(text)
            && (class != Class::Password || is_lower(text))
        || has_dot && is_host(text))
    .then_some(Rejection::Locator)
}

/// Whether it has nothing in it that a password that looks like an address would have.
fn is_lower(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'.' | b'-' | b'_' | b'@'))
}

/// `name@host.tld`
fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && host.contains('.')
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
            && host
                .rsplit('.')
                .next()
                .is_some_and(|tld| tld.len() >= 2 && tld.bytes().all(|b| b.is_ascii_alphabetic()))
    })
}

/// `api.example.com`, with at least two dots or a well-known ending.
fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let plain = |label: &&str| {
        !label.is_empty()
            && label.len() < 30
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let ending = matches!(
        labels.last(),
        Some(&("com" | "net" | "org" | "io" | "dev" | "co" | "local" | "test" | "cloud" | "app"))
    );
    labels.len() >= 2 && ending && labels.iter().all(plain)
}
