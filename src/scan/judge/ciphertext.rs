//! Ciphertext: a secret that only another secret opens.

use super::starts::Starts;
use super::{Case, Rejection};
use crate::scan::candidate::Told;

/// How it begins. Facts: the documentation of Jasypt, Spring Cloud Config, SOPS, Ansible Vault, `OpenSSL` enc, `OpenPGP`, AWS KMS,
/// age, eyaml, Travis CI and DPAPI.
static STARTS: Starts = Starts::new(&[
    "ENC(",
    "ENC[",
    "{cipher}",
    "$ANSIBLE_VAULT",
    "U2FsdGVkX1",
    "-----BEGIN PGP MESSAGE",
    "-----BEGIN AGE ENCRYPTED",
    "AQICAH",
    "{AES}",
    "{AES-256}",
    "{encrypted}",
    "encrypted:",
    "secure:",
    "AQAAANCMnd8BFdERjHoAwE",
]);

/// Rejects values that say of themselves that they are encrypted.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    if matches!(case.told, Told::Shape { .. }) {
        return None;
    }
    let text = case.value.text.as_ref();
    STARTS.begin(text).then_some(Rejection::Ciphertext)
}
