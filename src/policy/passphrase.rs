//! `certificate-passphrase-exported`

use super::Allowed;
use crate::finding::Finding;

/// Postman keeps certificates under `certificate`, runners under names that hold `cert`.
pub(super) fn check(finding: &Finding, _: &Allowed) -> Option<String> {
    let label = finding.location.label.as_deref()?.to_ascii_lowercase();
    let mut keys = finding.location.pointer.split('/');
    let is_of_certificate = |key: &str| key.to_ascii_lowercase().contains("cert");
    let is_one =
        label.contains("passphrase") && (keys.any(is_of_certificate) || is_of_certificate(&label));
    is_one.then(|| "it stands beside the certificate's settings".to_owned())
}
