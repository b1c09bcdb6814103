//! Public keys, certificates and other material that is meant to be seen.

use super::{Case, Rejection};

/// Rejects public halves and certificates, armoured or as their DER in base64.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let text = case.value.text.as_ref();
    let armoured = text.contains("BEGIN PUBLIC KEY")
        || text.contains("BEGIN CERTIFICATE")
        || text.contains("BEGIN RSA PUBLIC KEY")
        || text.contains("BEGIN SSH2 PUBLIC KEY")
        || text.contains("BEGIN PGP PUBLIC KEY");
    // SubjectPublicKeyInfo and X.509 in DER begin with these sequences.
    let der = [
        "MIIBIjANBgkq",
        "MIICIjANBgkq",
        "MIGfMA0GCSqG",
        "MFkwEwYHKoZI",
        "MCowBQYDK2Vw",
        "MHYwEAYHKoZI",
    ]
    .iter()
    .any(|start| text.starts_with(start));
    let ssh =
        ["ssh-rsa ", "ssh-ed25519 ", "ssh-dss ", "ecdsa-sha2-"].iter().any(|s| text.starts_with(s));
    let publishable =
        ["pk_live_", "pk_test_", "pk.eyJ"].iter().any(|start| text.starts_with(start));
    (armoured || der || ssh || publishable).then_some(Rejection::Public)
}
