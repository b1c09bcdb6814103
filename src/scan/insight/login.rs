//! Base64 of `user:password` where nothing around says that it is one.

use super::{Found, Insight};
use crate::document::view::decode_base64;
use crate::secret::random_bits;

pub(super) fn read(found: &Found<'_>, insight: &mut Insight) {
    let Some(decoded) = decode_base64(found.value) else { return };
    let Ok(text) = String::from_utf8(decoded) else { return };
    let Some((user, password)) = text.split_once(':') else { return };
    let is_plain =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if is_plain(user) && is_plain(password) && is_name(user) && !password.starts_with("//") {
        insight.part("user", user);
        insight.note("base64 of a user and a password");
    }
}

/// Whether it reads like the name of a user: a key in its place stays as it is.
fn is_name(user: &str) -> bool {
    const MOST_BITS: f64 = 64.0;
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || b"._-+@".contains(&byte);
    user.bytes().all(inner) && random_bits(user.as_bytes()) < MOST_BITS
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use crate::scan::insight::{Found, of};

    #[test]
    fn user_and_password_in_base64_are_told() {
        let cases = [
            ("ada@brindle.example:iGALjcEZV18vZIwLIt", Some("ada@brindle.example")),
            ("report-bot:hunter", Some("report-bot")),
            ("kX7pQz2LmN8vRtYw3BkX7pQz2LmN8vRtYw3B:x", None),
            ("two words:hunter", None),
            ("report-bot:", None),
            ("{\"a\":\"b\"}", None),
            ("https://x.example", None),
        ];
        for (text, user) in cases {
            let value = STANDARD.encode(text);
            let insight =
                of(&Found { pattern: "variable-secret", value: value.as_bytes(), now: None });
            assert_eq!(insight.parts.get("user").map(String::as_str), user, "{text}");
        }
    }
}
