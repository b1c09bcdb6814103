//! Private keys: of what kind, how large, and whether a passphrase locks them.
//!
//! PEM (RFC 7468) with the keys of RFC 8017, RFC 5915 and RFC 5958 in it, OpenSSH's own format
//! (`PROTOCOL.key`) and that of `PuTTY`.

use super::der::{self, CURVE, INTEGER, OBJECT, OCTETS, SEQUENCE};
use super::{Found, Insight};
use crate::document::view::decode_base64;
use crate::finding::Severity;

pub(super) fn read(found: &Found<'_>, insight: &mut Insight) {
    let Ok(text) = std::str::from_utf8(found.value) else { return };
    let Some(key) = Key::of(text.trim_start()) else { return };
    if let Some(kind) = key.kind {
        insight.part("key type", kind);
    }
    if let Some(bits) = key.bits {
        insight.part("bits", bits.to_string());
    }
    if key.is_locked {
        insight.note("encrypted: opens with its passphrase only");
        insight.severity = Some(Severity::Medium);
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Key {
    kind: Option<&'static str>,
    bits: Option<usize>,
    is_locked: bool,
}

impl Key {
    fn new(kind: &'static str, bits: Option<usize>) -> Self {
        Self { kind: Some(kind), bits, is_locked: false }
    }

    fn locked(kind: Option<&'static str>) -> Self {
        Self { kind, bits: None, is_locked: true }
    }

    /// The key that is written in `text`.
    fn of(text: &str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("PuTTY-User-Key-File-") {
            return Some(Self::putty(rest));
        }
        let (name, rest) = text.strip_prefix("-----BEGIN ")?.split_once("-----")?;
        let kind = match name {
            "RSA PRIVATE KEY" => Some("RSA"),
            "DSA PRIVATE KEY" => Some("DSA"),
            "EC PRIVATE KEY" => Some("EC"),
            "PGP PRIVATE KEY BLOCK" => return Some(Self::new("PGP", None)),
            "ENCRYPTED PRIVATE KEY" => return Some(Self::locked(None)),
            "PRIVATE KEY" | "OPENSSH PRIVATE KEY" => None,
            _ => return None,
        };
        if rest.contains("Proc-Type: 4,ENCRYPTED") || rest.contains("Proc-Type:4,ENCRYPTED") {
            return Some(Self::locked(kind));
        }
        let body = body(rest);
        let key = match name {
            "RSA PRIVATE KEY" => rsa(&body),
            "EC PRIVATE KEY" => ec(&body),
            "PRIVATE KEY" => pkcs8(&body),
            "OPENSSH PRIVATE KEY" => openssh(&body),
            _ => None,
        };
        Some(key.unwrap_or(Self { kind, ..Self::default() }))
    }

    /// `3: ssh-ed25519`, then lines of names and values.
    fn putty(text: &str) -> Self {
        let name = text.split_once(": ").map_or("", |(_, rest)| rest);
        let locks = text.split_once("Encryption: ").map_or("none", |(_, rest)| rest);
        let (kind, bits) = ssh(name);
        Self { kind, bits, is_locked: !locks.starts_with("none") }
    }
}

/// What stands in base64 between the armour, whatever quotes, blanks and escaped line ends are
/// around it.
fn body(text: &str) -> Vec<u8> {
    let text = text.split("-----END").next().unwrap_or_default();
    let text = text.replace("\\n", "").replace("\\r", "");
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let base64: Vec<u8> = text.bytes().filter(is_base64).collect();
    decode_base64(&base64).unwrap_or_default()
}

/// PKCS #1: version, modulus, and the rest.
fn rsa(der: &[u8]) -> Option<Key> {
    let version = der::tagged(der::tagged(der, SEQUENCE)?.content, INTEGER)?;
    let modulus = der::tagged(version.rest, INTEGER)?;
    Some(Key::new("RSA", Some(der::bits(modulus.content))))
}

/// SEC 1: version, the key, its curve.
fn ec(der: &[u8]) -> Option<Key> {
    let version = der::tagged(der::tagged(der, SEQUENCE)?.content, INTEGER)?;
    let key = der::tagged(version.rest, OCTETS)?;
    let curve = der::tagged(key.rest, CURVE).and_then(|curve| der::tagged(curve.content, OBJECT));
    Some(Key::new(
        "EC",
        Some(curve.and_then(|c| curve_bits(c.content)).unwrap_or(key.content.len() * 8)),
    ))
}

/// PKCS #8: version, algorithm, and the key as its own standard writes it.
fn pkcs8(der: &[u8]) -> Option<Key> {
    let version = der::tagged(der::tagged(der, SEQUENCE)?.content, INTEGER)?;
    let algorithm = der::tagged(version.rest, SEQUENCE)?;
    let object = der::tagged(algorithm.content, OBJECT)?;
    let key = der::tagged(algorithm.rest, OCTETS)?;
    match object.content {
        [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1] => {
            Some(rsa(key.content).unwrap_or(Key::new("RSA", None)))
        }
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1] => {
            let curve = der::tagged(object.rest, OBJECT);
            Some(Key::new("EC", curve.and_then(|curve| curve_bits(curve.content))))
        }
        [0x2A, 0x86, 0x48, 0xCE, 0x38, 4, 1] => Some(Key::new("DSA", None)),
        [0x2B, 0x65, 0x6E] => Some(Key::new("X25519", Some(256))),
        [0x2B, 0x65, 0x70] => Some(Key::new("Ed25519", Some(256))),
        [0x2B, 0x65, 0x71] => Some(Key::new("Ed448", Some(448))),
        _ => None,
    }
}

/// The bits of a named curve: P-256, P-384, P-521, secp256k1.
fn curve_bits(object: &[u8]) -> Option<usize> {
    match object {
        [0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7] | [0x2B, 0x81, 4, 0, 0x0A] => Some(256),
        [0x2B, 0x81, 4, 0, 0x22] => Some(384),
        [0x2B, 0x81, 4, 0, 0x23] => Some(521),
        _ => None,
    }
}

/// OpenSSH: the names of cipher and key derivation, then the public key, which is never locked.
fn openssh(bytes: &[u8]) -> Option<Key> {
    let rest = bytes.strip_prefix(b"openssh-key-v1\0")?;
    let (cipher, rest) = string(rest)?;
    let (_, rest) = string(rest)?;
    let (_, rest) = string(rest)?;
    let (public, _) = string(rest.get(4..)?)?;
    let (name, rest) = string(public)?;
    let (kind, mut bits) = ssh(std::str::from_utf8(name).unwrap_or_default());
    if kind == Some("RSA") {
        let (_, rest) = string(rest)?;
        bits = string(rest).map(|(modulus, _)| der::bits(modulus));
    }
    Some(Key { kind, bits, is_locked: cipher != b"none" })
}

/// A string of SSH (RFC 4251) and what follows it.
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

/// What SSH's name of an algorithm begins with, and the bits that it implies.
fn ssh(name: &str) -> (Option<&'static str>, Option<usize>) {
    let known = [
        ("ssh-ed25519", "Ed25519", Some(256)),
        ("sk-ssh-ed25519", "Ed25519", Some(256)),
        ("ssh-ed448", "Ed448", Some(448)),
        ("ecdsa-sha2-nistp256", "EC", Some(256)),
        ("ecdsa-sha2-nistp384", "EC", Some(384)),
        ("ecdsa-sha2-nistp521", "EC", Some(521)),
        ("ssh-rsa", "RSA", None),
        ("ssh-dss", "DSA", None),
    ];
    let found = known.into_iter().find(|(start, _, _)| name.starts_with(start));
    found.map_or((None, None), |(_, kind, bits)| (Some(kind), bits))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    /// An item of DER with this content.
    fn item(tag: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        [&[tag, 0x82][..], &length, content].concat()
    }

    fn sequence(items: &[Vec<u8>]) -> Vec<u8> {
        item(SEQUENCE, &items.concat())
    }

    fn text(bytes: &[u8]) -> Vec<u8> {
        [&u32::try_from(bytes.len()).unwrap().to_be_bytes()[..], bytes].concat()
    }

    fn pem(name: &str, bytes: &[u8]) -> String {
        format!("-----BEGIN {name}-----\n{}\n-----END {name}-----", STANDARD.encode(bytes))
    }

    fn rsa_key(bits: usize) -> Vec<u8> {
        let modulus = [&[0][..], &vec![0xC5; bits / 8]].concat();
        sequence(&[item(INTEGER, &[0]), item(INTEGER, &modulus), item(INTEGER, &[1, 0, 1])])
    }

    fn ssh_key(cipher: &str, public: &[u8]) -> Vec<u8> {
        let head =
            [b"openssh-key-v1\0".to_vec(), text(cipher.as_bytes()), text(b"none"), text(b"")];
        [head.concat(), vec![0, 0, 0, 1], text(public), text(&[9; 64])].concat()
    }

    #[test]
    fn kind_and_size_are_read() {
        let of_rsa = sequence(&[item(OBJECT, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1])]);
        let p384 = item(OBJECT, &[0x2B, 0x81, 4, 0, 0x22]);
        let of_ec = sequence(&[item(OBJECT, &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1]), p384.clone()]);
        let of_ed = sequence(&[item(OBJECT, &[0x2B, 0x65, 0x70])]);
        let pkcs8 = |algorithm: &Vec<u8>, key: &[u8]| {
            sequence(&[item(INTEGER, &[0]), algorithm.clone(), item(OCTETS, key)])
        };
        let sec1 = sequence(&[item(INTEGER, &[1]), item(OCTETS, &[3; 48]), item(CURVE, &p384)]);
        let ssh_rsa =
            [text(b"ssh-rsa"), text(&[1, 0, 1]), text(&[&[0][..], &[0xC5; 384]].concat())];
        let ssh_ed = [text(b"ssh-ed25519"), text(&[7; 32])].concat();
        let cases = [
            (pem("RSA PRIVATE KEY", &rsa_key(2048)), Key::new("RSA", Some(2048))),
            (pem("PRIVATE KEY", &pkcs8(&of_rsa, &rsa_key(4096))), Key::new("RSA", Some(4096))),
            (pem("PRIVATE KEY", &pkcs8(&of_ec, &[1; 9])), Key::new("EC", Some(384))),
            (pem("PRIVATE KEY", &pkcs8(&of_ed, &[1; 34])), Key::new("Ed25519", Some(256))),
            (pem("EC PRIVATE KEY", &sec1), Key::new("EC", Some(384))),
            (pem("RSA PRIVATE KEY", &[7; 90]), Key::new("RSA", None)),
            (
                pem("OPENSSH PRIVATE KEY", &ssh_key("none", &ssh_rsa.concat())),
                Key::new("RSA", Some(3072)),
            ),
            (pem("OPENSSH PRIVATE KEY", &ssh_key("none", &ssh_ed)), Key::new("Ed25519", Some(256))),
            (pem("PGP PRIVATE KEY BLOCK", &[1; 20]), Key::new("PGP", None)),
            (pem("PRIVATE KEY", &[1; 20]), Key::default()),
        ];
        for (text, key) in cases {
            assert_eq!(Key::of(&text), Some(Key { ..key }), "{text}");
            let escaped = text.replace('\n', "\\n");
            assert_eq!(Key::of(&escaped), Key::of(&text), "{escaped}");
        }
        assert_eq!(Key::of(&pem("CERTIFICATE", &[1; 20])), None);
    }

    #[test]
    fn locked_keys_are_told() {
        let headed = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0F\n\nAAAA";
        let putty = "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: aes256-cbc\nComment: x";
        let ssh_ed = [text(b"ssh-ed25519"), text(&[7; 32])].concat();
        let cases = [
            (headed.to_owned(), Some("RSA"), true),
            (pem("ENCRYPTED PRIVATE KEY", &[1; 20]), None, true),
            (pem("OPENSSH PRIVATE KEY", &ssh_key("aes256-ctr", &ssh_ed)), Some("Ed25519"), true),
            (putty.to_owned(), Some("Ed25519"), true),
            (putty.replace("aes256-cbc", "none"), Some("Ed25519"), false),
        ];
        for (text, kind, is_locked) in cases {
            let key = Key::of(&text).unwrap();
            assert_eq!((key.kind, key.is_locked), (kind, is_locked), "{text}");
        }
    }
}
