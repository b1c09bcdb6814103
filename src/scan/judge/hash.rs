//! Hashes: what a server keeps to compare with, and what tells one version of a thing from another.

use super::starts::Starts;
use super::{Case, Rejection};
use crate::scan::candidate::Told;

/// How hashes begin that say what made them. Facts: crypt(5), the documentation of PHC strings, of
/// RFC 2307, of Django, Werkzeug and ASP.NET Identity, and of Subresource Integrity.
static STARTS: Starts = Starts::new(&[
    "$1$",
    "$2a$",
    "$2b$",
    "$2x$",
    "$2y$",
    "$5$",
    "$6$",
    "$7$",
    "$y$",
    "$apr1$",
    "$argon2",
    "$pbkdf2",
    "$scrypt$",
    "$P$",
    "$H$",
    "$sha1$",
    "{SHA}",
    "{SSHA}",
    "{SHA256}",
    "{SSHA256}",
    "{SSHA512}",
    "{CRYPT}",
    "{MD5}",
    "{SMD5}",
    "{bcrypt}",
    "{PBKDF2",
    "pbkdf2:sha",
    "pbkdf2_sha256$",
    "bcrypt_sha256$",
    "scrypt:",
    "argon2$",
    "sha1$",
    "md5$",
    "sha1:",
    "sha256:",
    "sha512:",
    "sha1-",
    "sha256-",
    "sha384-",
    "sha512-",
    "md5:",
    "SHA256:",
    "MD5:",
]);

/// Rejects hashes of passwords, fingerprints of keys and `ETag`s.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    if matches!(case.told, Told::Shape { .. }) {
        return None;
    }
    let text = case.value.text.as_ref();
    let says_so = STARTS.of(text).any(|start| text.len() > start.len() + 8);
    let entity = text.starts_with("W/\"") && text.ends_with('"');
    (says_so || entity || case.value.may_hold(':') && is_fingerprint(text))
        .then_some(Rejection::Hash)
}

/// `3a:5f:…`: at least eight bytes in hex, with colons between.
fn is_fingerprint(text: &str) -> bool {
    text.len() >= 23
        && text
            .split(':')
            .all(|byte| byte.len() == 2 && byte.bytes().all(|b| b.is_ascii_hexdigit()))
}
