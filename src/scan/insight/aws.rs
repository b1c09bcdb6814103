//! The account that an AWS access key id belongs to.
//!
//! The id is base32 behind its prefix of four letters; of the first 48 bits, all but the first and the
//! last seven are the account's number. AWS tells the same by `aws sts get-access-key-info`; how the
//! number is written was published by Tal Be'ery in 2023. The first bit is set in all keys that have
//! it; older ones (`AKIAI…`, `AKIAJ…`) do not.

use super::{Found, Insight};

pub(super) fn read(found: &Found<'_>, insight: &mut Insight) {
    let is_id = found.value.len() == 20
        && [b"AKIA", b"ASIA"].iter().any(|prefix| found.value.starts_with(*prefix));
    if let Some(account) = found.value.get(4..14).filter(|_| is_id).and_then(account) {
        insight.part("account", account);
    }
}

/// The account in the first ten characters behind the prefix.
fn account(id: &[u8]) -> Option<String> {
    /// Largest number of an account: twelve digits.
    const LARGEST: u64 = 999_999_999_999;
    let bits = id.iter().try_fold(0u64, |bits, &byte| {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'2'..=b'7' => byte - b'2' + 26,
            _ => return None,
        };
        Some(bits << 5 | u64::from(digit))
    })?;
    // Ten characters are 50 bits, two more than the six bytes that count.
    let head = bits >> 2;
    let account = (head & 0x7FFF_FFFF_FFFF) >> 7;
    (head >> 47 == 1 && (1..=LARGEST).contains(&account)).then(|| format!("{account:012}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::insight;

    #[test]
    fn ids_tell_their_account() {
        // Made from the account: its number in bits 1 to 40 of the first six bytes.
        let cases = [
            ("ASIA4OAAFOW5L3GS2XHT", Some("854698849722")),
            ("AKIAIXMBL3XWIJUPPL3A", None),
            ("AKIA77777777XMBL3XWI", None),
            ("AKIAaaaaaaaaaaaaaaaa", None),
            ("AKIA4OAAFOW5L3GS2XH", None),
            ("ABIA4OAAFOW5L3GS2XHT", None),
        ];
        for (id, account) in cases {
            let found = Found { pattern: "aws-access-key-id", value: id.as_bytes(), now: None };
            let insight = insight::of(&found);
            assert_eq!(insight.parts.get("account").map(String::as_str), account, "{id}");
        }
    }
}
