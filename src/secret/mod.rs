//! Secret values: kept apart from everything that can be printed.
//!
//! A [`Secret`] shows only its redacted form, whatever prints it; [`Secret::reveal`] is the one way
//! to the value. This module also holds what is derived from a value: how much of it is random,
//! and the ids that survive without it.

pub mod nh;
mod random;
mod salt;

use std::borrow::Cow;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

pub use random::{entropy, random_bits, reads_like_a_word, word_letters};
pub use salt::SaltHash;

/// A value that must not be shown: `Debug`, `Display` and `Serialize` write its redacted form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Secret {
    value: Box<[u8]>,
    shown: Cow<'static, str>,
    /// Its SHA-256, where the value is gone.
    sha256: Option<Box<str>>,
}

impl Secret {
    /// A secret that begins with the public literal `prefix` of its pattern (`ghp_`), or with an
    /// empty one where nothing of it may be shown.
    pub fn new(value: &[u8], prefix: &str) -> Self {
        Self { value: value.into(), shown: redact(value, prefix), sha256: None }
    }

    /// A secret of which nothing may be shown.
    pub fn of(value: Box<[u8]>) -> Self {
        let shown = redact(&value, "");
        Self { value, shown, sha256: None }
    }

    /// A secret of which nothing but its redacted form is known.
    pub fn redacted(shown: String) -> Self {
        Self { value: Box::default(), shown: shown.into(), sha256: None }
    }

    /// The value itself, as bytes of the decoded document.
    pub fn reveal(&self) -> &[u8] {
        &self.value
    }

    /// The value as text; bytes that are not UTF-8 are replaced.
    pub fn reveal_text(&self) -> String {
        String::from_utf8_lossy(&self.value).into_owned()
    }

    /// SHA-256 of the value, as 64 hex digits: what Postman's scanner calls `secretHash`.
    /// Of a secret that was read without its value, what [`Secret::with_sha256`] told.
    pub fn sha256(&self) -> String {
        match &self.sha256 {
            Some(known) => known.to_string(),
            None => hex(&Sha256::digest(&self.value)),
        }
    }

    /// The same, with the SHA-256 that its value had: for one that was read without it.
    #[must_use]
    pub fn with_sha256(self, sha256: String) -> Self {
        Self { sha256: Some(sha256.into()), ..self }
    }

    /// Whether the value is too random to be looked up: at least 64 bits by [`random_bits`].
    pub fn is_strong(&self) -> bool {
        random_bits(&self.value) >= STRONG_BITS
    }

    /// The id that stands for the value in reports: SHA-256 of a strong value; of a plainer one a
    /// MAC keyed by `salt` (the hash of what was scanned), which nobody without the export can look
    /// up in a dictionary. 32 hex digits.
    pub fn id(&self, salt: &[u8; 32]) -> String {
        self.stand_ins().id(self, salt)
    }

    /// What stands for the value, of which one hash is made.
    pub fn stand_ins(&self) -> StandIns {
        StandIns { is_strong: self.is_strong(), sha256: self.sha256() }
    }

    /// What a fingerprint takes of the value.
    pub fn fingerprint_part(&self) -> String {
        self.stand_ins().fingerprint_part().to_owned()
    }
}

/// What may stand for a secret, worked out once.
#[derive(Debug)]
pub struct StandIns {
    /// What [`Secret::is_strong`] says.
    pub is_strong: bool,
    sha256: String,
}

impl StandIns {
    /// What [`Secret::id`] says of `secret`, for which these stand.
    pub fn id(&self, secret: &Secret, salt: &[u8; 32]) -> String {
        let full =
            if self.is_strong { self.sha256.clone() } else { hex(&mac(salt, &secret.value)) };
        first(full, 32)
    }

    /// What a fingerprint takes of the value: the whole SHA-256 of a strong one, 16 bits of a
    /// plainer one, too few to guess it by.
    pub fn fingerprint_part(&self) -> &str {
        let digits = if self.is_strong { self.sha256.len() } else { 4 };
        self.sha256.get(..digits).unwrap_or(&self.sha256)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({})", self.shown)
    }
}

/// What was serialised is read as its redacted form, without a value.
impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::redacted)
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.shown)
    }
}

/// Estimated randomness, in bits, from which a value counts as strong.
const STRONG_BITS: f64 = 64.0;

/// Random characters that must stand behind the prefix before the last four may be shown.
const SHOW_END_AFTER: usize = 24;

/// The redacted form of `value`: its public prefix, and the last four characters where enough
/// random ones go before them; without a prefix only a class of length.
fn redact(value: &[u8], prefix: &str) -> Cow<'static, str> {
    let text = String::from_utf8_lossy(value);
    let Some(rest) = text.strip_prefix(prefix).filter(|_| !prefix.is_empty()) else {
        return length_class(text.chars().count()).into();
    };
    let random = rest.chars().count();
    let tail = rest.get(rest.len().saturating_sub(4)..).unwrap_or_default();
    let tail_is_plain = tail.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if random >= SHOW_END_AFTER + 4 && tail_is_plain {
        format!("{prefix}…{tail}").into()
    } else {
        format!("{prefix}…").into()
    }
}

/// How long a value is, as coarsely as a report may say it.
fn length_class(chars: usize) -> &'static str {
    match chars {
        0 => "0–0 characters",
        1..=3 => "1–3 characters",
        4..=7 => "4–7 characters",
        8..=11 => "8–11 characters",
        12..=15 => "12–15 characters",
        16..=23 => "16–23 characters",
        24..=31 => "24–31 characters",
        32..=47 => "32–47 characters",
        48..=63 => "48–63 characters",
        64..=127 => "64–127 characters",
        128.. => "128 characters or more",
    }
}

/// SHA-256 of `bytes`: the salt that keys the ids of plain secrets.
pub fn content_hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// [`content_hash`] of what comes piece by piece: the same however it is cut.
#[derive(Debug, Clone, Default)]
pub struct ContentHash(Sha256);

impl ContentHash {
    /// Adds the next bytes.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all bytes added.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// The salt of a workspace of several sources, from theirs, in whatever order.
pub fn joint_salt(mut salts: Vec<[u8; 32]>) -> [u8; 32] {
    salts.sort_unstable();
    match salts.as_slice() {
        [salt] => *salt,
        salts => content_hash(salts.as_flattened()),
    }
}

/// The first `digits` hex digits of the SHA-256 over `parts`, each ended by a NUL byte.
pub fn digest_of<'a>(parts: impl IntoIterator<Item = &'a str>, digits: usize) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    first(hex(&hash.finalize()), digits)
}

fn mac(key: &[u8; 32], value: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(value);
    mac.finalize().into_bytes().into()
}

/// `bytes` as hex digits in lower case.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| nibble + if nibble < 10 { b'0' } else { b'a' - 10 };
    let mut digits = vec![0; 2 * bytes.len()];
    for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
        if let [high, low] = pair {
            (*high, *low) = (digit(byte >> 4), digit(byte & 15));
        }
    }
    String::from_utf8(digits).unwrap_or_default()
}

/// The first `digits` of hex digits.
fn first(mut hex: String, digits: usize) -> String {
    hex.truncate(digits);
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_the_value() {
        let secret = Secret::new(b"hunter2-Ys83ka", "");
        let printed = format!("{secret} {secret:?} {}", serde_json::to_string(&secret).unwrap());
        assert_eq!(printed, "12–15 characters Secret(12–15 characters) \"12–15 characters\"");
    }

    #[test]
    fn redaction_shows_prefix_and_end_of_long_tokens_only() {
        let cases = [
            ("ghp_", "ghp_0123456789abcdefghijklmnopqrstuvwxyz", "ghp_…wxyz"),
            ("AKIA", "AKIA0123456789ABCDEF", "AKIA…"),
            ("", "0123456789abcdefghijklmnopqrstuvwxyz", "32–47 characters"),
            ("sk_live_", "rk_live_1", "8–11 characters"),
            ("", "abc", "1–3 characters"),
            ("", "", "0–0 characters"),
        ];
        for (prefix, value, shown) in cases {
            assert_eq!(Secret::new(value.as_bytes(), prefix).to_string(), shown);
        }
    }

    #[test]
    fn the_id_of_a_plain_secret_depends_on_what_was_scanned() {
        let (plain, strong) =
            (Secret::new(b"Winter2024!", ""), Secret::new(b"kX7pQz2LmN8vRtYw3B", ""));
        let (one, two) = (content_hash(b"one"), content_hash(b"two"));
        assert_ne!(plain.id(&one), plain.id(&two));
        assert_eq!(strong.id(&one), strong.id(&two));
        assert_eq!(plain.fingerprint_part().len(), 4);
        assert_eq!(strong.fingerprint_part().len(), 64);
    }
}
