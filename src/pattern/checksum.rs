//! Offline checks that some tokens carry in themselves.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use flate2::Crc;
use sha2::{Digest, Sha256};

/// An offline check of a secret, by the name that pattern files give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checksum {
    /// The last six characters are the CRC-32 of the thirty before, in base 62: GitHub, npm.
    /// <https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/>
    GithubCrc32,
    /// The last eight hex digits are the CRC-32 of what goes before `_`, lowest byte first.
    /// <https://github.com/grafana/grafana/blob/main/pkg/components/satokengen/tokengen.go>
    GrafanaCrc32,
    /// The last seven characters of a routable token are the CRC-32 of what goes before, in base 36.
    /// <https://handbook.gitlab.com/handbook/engineering/architecture/design-documents/cells/routable_tokens/>
    GitlabCrc32,
    /// The first part decodes to a JSON object with `alg`: RFC 7515.
    Jwt,
    /// An AWS access key id of the newer kind holds the twelve digits of its account.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html>
    AwsAccount,
    /// Base58 whose last four bytes begin the double SHA-256 of the others: Bitcoin's WIF, BIP 32.
    Base58Check,
    /// Bech32: BIP 173, `AGE-SECRET-KEY-1…`.
    Bech32,
}

/// What may stand for a check in a pattern file.
pub(super) const EXPECTED: &str = "checksum (github-crc32, grafana-crc32, gitlab-crc32, jwt, \
                                   aws-account, base58check, bech32)";

/// What a check says of a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The numbers agree, which no other text reaches by chance.
    Proven,
    /// It is built as it should be.
    Sound,
    /// It cannot be one as it stands: a sample, mistyped, or something else.
    Wrong,
    /// It is of a form that carries no such check.
    Unknown,
}

impl Checksum {
    /// All of them, with the names that pattern files give them.
    pub const ALL: [(&'static str, Self); 7] = [
        ("github-crc32", Self::GithubCrc32),
        ("grafana-crc32", Self::GrafanaCrc32),
        ("gitlab-crc32", Self::GitlabCrc32),
        ("jwt", Self::Jwt),
        ("aws-account", Self::AwsAccount),
        ("base58check", Self::Base58Check),
        ("bech32", Self::Bech32),
    ];

    /// The check that pattern files call `text`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == text).map(|(_, checksum)| *checksum)
    }

    /// What the check says of `secret`.
    pub fn check(self, secret: &[u8]) -> Outcome {
        let check = match self {
            Self::GithubCrc32 => github,
            Self::GrafanaCrc32 => grafana,
            Self::GitlabCrc32 => gitlab,
            Self::Jwt => jwt,
            Self::AwsAccount => aws,
            Self::Base58Check => base58,
            Self::Bech32 => bech32,
        };
        check(secret).unwrap_or(Outcome::Unknown)
    }
}

impl Checksum {
    /// `secret` with its end, or its head, made such that the check holds; `None` for checks that no
    /// text of the same length can be given so.
    pub fn complete(self, secret: &[u8]) -> Option<Vec<u8>> {
        let end = |at: usize, sum: &[u8]| Some([secret.get(..at)?, sum].concat());
        match self {
            Self::GithubCrc32 => {
                let at = secret.len().checked_sub(6)?;
                let random = secret.get(at.checked_sub(30)?..at)?;
                end(at, &padded(crc32(random), DIGITS, 6))
            }
            Self::GrafanaCrc32 => {
                let at = secret.len().checked_sub(9)?;
                let sum = crc32(secret.get(..at)?).swap_bytes();
                end(at, format!("_{sum:08x}").as_bytes())
            }
            Self::GitlabCrc32 => {
                let at = secret.len().checked_sub(7)?;
                let digits: Vec<u8> = DIGITS.iter().take(36).map(u8::to_ascii_lowercase).collect();
                end(at, &padded(crc32(secret.get(..at)?), &digits, 7))
            }
            Self::Jwt => {
                let dot = memchr::memchr(b'.', secret)?;
                let header = BASE64_URL_SAFE_NO_PAD.encode(br#"{"alg":"HS256","typ":"JWT"}"#);
                Some([header.as_bytes(), secret.get(dot..)?].concat())
            }
            Self::AwsAccount | Self::Base58Check | Self::Bech32 => None,
        }
    }
}

fn proven(is_right: bool) -> Outcome {
    if is_right { Outcome::Proven } else { Outcome::Wrong }
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// `number` in the first `base` of the `digits`, with zeros in front up to `width` characters.
fn padded(mut number: u32, digits: &[u8], width: usize) -> Vec<u8> {
    let base = u32::try_from(digits.len()).unwrap_or(u32::MAX);
    let mut text = Vec::with_capacity(width);
    while number > 0 || text.len() < width {
        let digit = usize::try_from(number % base).unwrap_or_default();
        text.push(digits.get(digit).copied().unwrap_or(b'0'));
        number /= base;
    }
    text.reverse();
    text
}

fn github(secret: &[u8]) -> Option<Outcome> {
    let prefix = memchr::memrchr(b'_', secret)? + 1;
    let (random, sum) = secret.get(prefix..)?.split_at_checked(30)?;
    (sum.len() == 6).then(|| proven(sum == padded(crc32(random), DIGITS, 6)))
}

fn grafana(secret: &[u8]) -> Option<Outcome> {
    let end = memchr::memrchr(b'_', secret)?;
    let sum = format!("{:08x}", crc32(secret.get(..end)?).swap_bytes());
    Some(proven(secret.get(end + 1..)? == sum.as_bytes()))
}

fn gitlab(secret: &[u8]) -> Option<Outcome> {
    let dot = memchr::memrchr(b'.', secret)?;
    let (before, sum) = secret.split_at_checked(secret.len().checked_sub(7)?)?;
    let digits: Vec<u8> = DIGITS.iter().take(36).map(u8::to_ascii_lowercase).collect();
    (dot < before.len()).then(|| proven(sum == padded(crc32(before), &digits, 7)))
}

fn jwt(secret: &[u8]) -> Option<Outcome> {
    let end = memchr::memchr(b'.', secret)?;
    let header = secret.get(..end)?.strip_suffix(b"=").unwrap_or(secret.get(..end)?);
    let header: Option<serde_json::Value> = BASE64_URL_SAFE_NO_PAD
        .decode(header)
        .ok()
        .and_then(|header| serde_json::from_slice(&header).ok());
    let has_algorithm = header.is_some_and(|header| header.get("alg").is_some());
    Some(if has_algorithm { Outcome::Sound } else { Outcome::Wrong })
}

fn aws(secret: &[u8]) -> Option<Outcome> {
    let coded = secret.get(4..).filter(|coded| coded.len() >= 10)?;
    let mut bits = 0u64;
    for &byte in coded.iter().take(10) {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'2'..=b'7' => byte - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u64::from(digit);
    }
    // The first bit tells the newer ids; forty of the others are the account.
    let account = bits >> 9 & 0xff_ffff_ffff;
    let sound = if account < 1_000_000_000_000 { Outcome::Sound } else { Outcome::Wrong };
    (bits >> 49 == 1).then_some(sound)
}

/// Longest Base58 text that is decoded, which takes time by the square of its length: an extended
/// private key has 111 characters.
const LONGEST_BASE58: usize = 128;

fn base58(secret: &[u8]) -> Option<Outcome> {
    const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    if secret.len() > LONGEST_BASE58 {
        return None;
    }
    // Lowest byte first.
    let mut bytes: Vec<u8> = Vec::new();
    for digit in secret {
        let mut carry = ALPHABET.iter().position(|letter| letter == digit)?;
        for byte in &mut bytes {
            carry += usize::from(*byte) * 58;
            *byte = u8::try_from(carry & 0xff).unwrap_or_default();
            carry >>= 8;
        }
        if carry > 0 {
            bytes.push(u8::try_from(carry).unwrap_or_default());
        }
    }
    bytes.extend(secret.iter().take_while(|&&digit| digit == b'1').map(|_| 0));
    bytes.reverse();
    let (payload, sum) = bytes.split_at_checked(bytes.len().checked_sub(4)?)?;
    let hash = Sha256::digest(Sha256::digest(payload));
    Some(proven(hash.starts_with(sum)))
}

fn bech32(secret: &[u8]) -> Option<Outcome> {
    const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let text = secret.to_ascii_lowercase();
    let one = memchr::memrchr(b'1', &text)?;
    let (name, data) = (text.get(..one)?, text.get(one + 1..)?);
    let data: Option<Vec<u8>> = data
        .iter()
        .map(|byte| u8::try_from(ALPHABET.iter().position(|letter| letter == byte)?).ok())
        .collect();
    let high = name.iter().map(|byte| byte >> 5);
    let low = name.iter().map(|byte| byte & 31);
    let sum = high.chain([0]).chain(low).chain(data?).fold(1u32, |sum, value| {
        let shifted = (sum & 0x1ff_ffff) << 5 ^ u32::from(value);
        let bit = |index: &usize| sum >> 25 >> index & 1 == 1;
        (0..5).filter(bit).filter_map(|index| GENERATOR.get(index)).fold(shifted, |s, g| s ^ g)
    });
    Some(proven(sum == 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Outcome::{Proven, Sound, Unknown, Wrong};

    /// Each in two pieces, so that no whole token stands in a source file.
    const CASES: &[(Checksum, &str, &str, Outcome)] = &[
        (Checksum::GithubCrc32, "ghp", "_3HNU5kN8tcvmYKNoQeP2cAj9pA2BhJ0Mn4yU", Proven),
        (Checksum::GithubCrc32, "npm", "_OaqatD27TWpG305OReP7kuRGyRWxEt00xf2P", Proven),
        (Checksum::GithubCrc32, "gho", "_zVpoV52lSJ3KRO0PqIaoCovpo6xbao0jpwyC", Proven),
        (Checksum::GithubCrc32, "ghp", "_3HNU5kN8tcvmYKNoQeP2cAj9pA2BhJ0Mn4ya", Wrong),
        (
            Checksum::GithubCrc32,
            "ghr",
            "_oYDzKt6T5hWov3ocuS63IDJnFvTLdpKUfZh5kP1hM54oNkkkDSEij2T9FdJHPJorb3OygiaIfbOy",
            Unknown,
        ),
        (Checksum::GithubCrc32, "", "", Unknown),
        (Checksum::GrafanaCrc32, "gls", "a_39M6YrbcXfSzanLc6ExLb6KNhsbgkugB_02daa21e", Proven),
        (Checksum::GrafanaCrc32, "gls", "a_9RIACbaqQwCxXhzwJrZHUF6DyxvlMR4B_deadbeef", Wrong),
        (Checksum::GitlabCrc32, "glp", "at-bzoxCnU6OACcdZwalxucH-uUp4kiJ5cQ.01.0w1tq23qq", Proven),
        (Checksum::GitlabCrc32, "glp", "at-bzoxCnU6OImKpHTpHGid55fmOvDNNFIQ.01.0w00i76kk", Proven),
        (Checksum::GitlabCrc32, "glp", "at-bzoxCnU6OACcdZwalxucH-uUp4kiJ5cQ.01.0w1tq23qa", Wrong),
        (Checksum::GitlabCrc32, "glp", "at-MePWALxkBfhq0bTnQOCu", Unknown),
        (
            Checksum::Jwt,
            "eyJ",
            "hbGciOiAiSFMyNTYiLCAidHlwIjogIkpXVCJ9.eyJzdWIiOiAiMSJ9.W9Tn5UEHl5Ncm3iZjm6cLF5vTgkFf1ndo6NNaNdn5D8",
            Sound,
        ),
        (
            Checksum::Jwt,
            "eyJ",
            "0eXAiOiAiSldUIn0.eyJzdWIiOiAiMSJ9.BELrntEygPAdUhXYsfi3F7QYwkEpu1UeiVBv8CKLcXK",
            Wrong,
        ),
        (
            Checksum::Jwt,
            "eyJ",
            "h!.eyJzdWIiOiAiMSJ9.94Y9mNaitFONMSc1kcQpKMiIBQEYXZZHdj0zlXvQAQX",
            Wrong,
        ),
        (Checksum::AwsAccount, "AKI", "A5OQYVRKXV2WZ5OYW", Sound),
        (Checksum::AwsAccount, "AKI", "AQAAAAAADZXLRCLG3", Sound),
        (Checksum::AwsAccount, "AKI", "A6RVFFCACSDSHMEAO", Wrong),
        (Checksum::AwsAccount, "AKI", "AAAAAAAAC6UUDEWGI", Unknown),
        (Checksum::Base58Check, "KxJ", "hDu1mfbM72X3SvddrEHwk3ZkiUorrgCMEBSihU8Ctog64hC1x", Proven),
        (Checksum::Base58Check, "11J", "6ryz8PKuyHSJNdhbddY5oNr9CdNvCKta", Proven),
        (Checksum::Base58Check, "KxJ", "hDu1mfbM72X3SvddrEHwk3ZkiUorrgCMEBSihU8Ctog64hC1a", Wrong),
        (Checksum::Base58Check, "", "0OIl", Unknown),
        (
            Checksum::Base58Check,
            "111",
            "11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111",
            Unknown,
        ),
        (
            Checksum::Bech32,
            "AGE",
            "-SECRET-KEY-10VXE5GJDKSDQ0TD27948L2XNQWLZX6RF2KLUR9U85WRTHZVGY80Q5CY24A",
            Proven,
        ),
        (
            Checksum::Bech32,
            "AGE",
            "-SECRET-KEY-10VXE5GJDKSDQ0TD27948L2XNQWLZX6RF2KLUR9U85WRTHZVGY80Q5CY24Q",
            Wrong,
        ),
        (Checksum::Bech32, "AGE", "-SECRET-KEY-1BIO", Unknown),
    ];

    #[test]
    fn each_check_tells_right_from_wrong() {
        for (checksum, start, end, expected) in CASES {
            let secret = format!("{start}{end}");
            assert_eq!(checksum.check(secret.as_bytes()), *expected, "{checksum:?} {secret}");
        }
    }
}
