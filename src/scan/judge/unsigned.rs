//! Tokens that say themselves that nobody has signed them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Longest first part of a JWT that is read.
const LONGEST_HEAD: usize = 1024;

/// Whether `text` is a JWT with the algorithm `none` (RFC 7519, section 6).
pub(super) fn is_unsigned(text: &str) -> bool {
    let Some((head, _)) = text.split_once('.').filter(|_| text.starts_with("eyJ")) else {
        return false;
    };
    let head = (head.len() <= LONGEST_HEAD).then(|| URL_SAFE_NO_PAD.decode(head));
    let head = head.and_then(Result::ok).unwrap_or_default();
    let Ok(head) = serde_json::from_slice::<serde_json::Value>(&head) else { return false };
    head.get("alg").and_then(|alg| alg.as_str()).is_some_and(|alg| alg.eq_ignore_ascii_case("none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_algorithm_none_is_unsigned() {
        let token = |head: &str| format!("{}.e30.x", URL_SAFE_NO_PAD.encode(head));
        for (head, expected) in [
            (r#"{"alg":"none"}"#, true),
            (r#"{"typ":"JWT","alg":"NONE"}"#, true),
            (r#"{"alg":"HS256"}"#, false),
            (r#"{"typ":"none"}"#, false),
            ("none", false),
        ] {
            assert_eq!(is_unsigned(&token(head)), expected, "{head}");
        }
        assert!(!is_unsigned("eyJ"));
        assert!(!is_unsigned("eyJ.."));
    }
}
