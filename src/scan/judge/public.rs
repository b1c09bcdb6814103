//! Public keys, certificates and other material that is meant to be seen.

use super::starts::Starts;
use super::{Case, Rejection};
use crate::scan::candidate::Told;

/// What the armour of public material says.
const ARMOURS: &[&str] = &[
    "BEGIN PUBLIC KEY",
    "BEGIN CERTIFICATE",
    "BEGIN NEW CERTIFICATE",
    "BEGIN RSA PUBLIC KEY",
    "BEGIN SSH2 PUBLIC KEY",
    "BEGIN PGP PUBLIC KEY",
    "BEGIN X509 CRL",
];

/// How a `SubjectPublicKeyInfo` in DER begins, in base64.
static KEYS_IN_DER: Starts = Starts::new(&[
    "MIIBIjANBgkq",
    "MIICIjANBgkq",
    "MIIBojANBgkq",
    "MIGfMA0GCSqG",
    "MFwwDQYJKoZI",
    "MFkwEwYHKoZI",
    "MCowBQYDK2Vw",
    "MHYwEAYHKoZI",
    "MIGbMBAGByqG",
]);

/// How keys begin that are there to be put into pages and apps: of Stripe, Mapbox, Clerk, Supabase,
/// Firebase installations and OpenSSH.
static PUBLISHED: Starts = Starts::new(&[
    "pk_live_",
    "pk_test_",
    "pk.eyJ",
    "sb_publishable_",
    "ssh-rsa ",
    "ssh-ed25519 ",
    "ssh-dss ",
    "ecdsa-sha2-",
    "sk-ssh-ed25519@",
]);

/// Rejects public halves and certificates, armoured or as their DER in base64.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let text = case.value.text.as_ref();
    let is_place = matches!(case.told, Told::Place { .. });
    let armoured = case.value.longest_run() >= 5
        && text.contains("-----BEGIN")
        && ARMOURS.iter().any(|armour| text.contains(armour));
    let client = text.ends_with(".apps.googleusercontent.com");
    (armoured
        || KEYS_IN_DER.begin(text)
        || PUBLISHED.begin(text)
        || is_place && (is_certificate(text) || client))
        .then_some(Rejection::Public)
}

/// The DER of a certificate: a sequence that begins with a sequence, both longer than 255 bytes. A
/// private key's begins with a version.
fn is_certificate(text: &str) -> bool {
    text.len() > 200 && text.starts_with("MII") && text.get(6..8) == Some("CC")
}
