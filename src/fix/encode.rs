//! The decodings of a location there and back.

use super::refusal::Refusal;
use crate::document::codec::Codec;
use crate::document::view::{View, decode_base64};
use crate::location::Via;
use crate::location::charset::{Charset, Decoded};

/// What `raw`, bytes of a file in `charset`, decodes to; `None` where a step takes several parts or fails.
pub(super) fn decode(raw: &[u8], via: &[Via], charset: Charset) -> Option<Vec<u8>> {
    via.iter().try_fold(raw.to_vec(), |bytes, step| match step {
        Via::Utf16 => Some(Decoded::new(&bytes, charset, 0).bytes().to_vec()),
        Via::Base64 => decode_base64(&bytes),
        Via::Slice { start, end } => Some(bytes.get(*start..*end)?.to_vec()),
        Via::Join | Via::Fold => None,
        step => {
            let view = View::file(&bytes, 0);
            Some(view.decode(0..bytes.len(), codec(*step)?).bytes().to_vec())
        }
    })
}

fn codec(step: Via) -> Option<Codec> {
    Some(match step {
        Via::Json => Codec::Backslash,
        Via::Yaml => Codec::YamlDouble,
        Via::YamlSingle => Codec::YamlSingle,
        Via::Percent => Codec::Percent,
        Via::Entities => Codec::Entities,
        Via::Bytes => Codec::Bytes,
        Via::Csv => Codec::Doubled,
        Via::Utf16 | Via::Base64 | Via::Join | Via::Fold | Via::Slice { .. } => return None,
    })
}

/// Why a value that is decoded by `via` cannot be replaced, if it cannot.
pub(super) fn refusal(via: &[Via]) -> Option<Refusal> {
    via.iter().find_map(|step| match step {
        Via::Base64 => Some(Refusal::Base64),
        Via::Bytes => Some(Refusal::Bytes),
        Via::Join | Via::Fold | Via::Slice { .. } => Some(Refusal::Lines),
        _ => None,
    })
}

/// The bytes that decode to `text` by `via`, for a file in `charset`. There must be no [`refusal`].
pub(super) fn encode(text: &str, via: &[Via], charset: Charset) -> Vec<u8> {
    let unescaped = via.iter().rev().filter(|step| **step != Via::Utf16);
    let text = unescaped.fold(text.to_owned(), |text, step| escaped(&text, *step));
    if via.contains(&Via::Utf16) { units(&text, charset) } else { text.into_bytes() }
}

/// `text` in the bytes of a file in `charset`.
pub(super) fn units(text: &str, charset: Charset) -> Vec<u8> {
    let unit = if charset == Charset::Utf16Be { u16::to_be_bytes } else { u16::to_le_bytes };
    match charset {
        Charset::Utf8 => text.as_bytes().to_vec(),
        _ => text.encode_utf16().flat_map(unit).collect(),
    }
}

/// `text` so that one `step` decodes it. Braces stay as they are: Postman looks for `{{` before it decodes
/// anything.
fn escaped(text: &str, step: Via) -> String {
    let escape = |c: char| -> Option<&'static str> {
        Some(match (step, c) {
            (Via::Json | Via::Yaml, '"') => "\\\"",
            (Via::Json | Via::Yaml, '\\') => "\\\\",
            (Via::YamlSingle, '\'') => "''",
            (Via::Csv, '"') => "\"\"",
            (Via::Percent, '<') => "%3C",
            (Via::Percent, '>') => "%3E",
            (Via::Percent, '"') => "%22",
            (Via::Percent, '%') => "%25",
            (Via::Entities, '<') => "&lt;",
            (Via::Entities, '>') => "&gt;",
            (Via::Entities, '"') => "&quot;",
            (Via::Entities, '&') => "&amp;",
            _ => return None,
        })
    };
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match escape(c) {
            Some(escape) => out.push_str(escape),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_decodes_to_itself() {
        let steps = [Via::Json, Via::Yaml, Via::YamlSingle, Via::Percent, Via::Entities, Via::Csv];
        for text in ["{{vault:api-key}}", "{{token}}", "<API_KEY>", "\"<PIN>\"", "", "a'b%\\&\""] {
            for outer in steps {
                for inner in steps {
                    for charset in [Charset::Utf16Le, Charset::Utf16Be] {
                        let via = [Via::Utf16, outer, inner];
                        let bytes = encode(text, &via, charset);
                        let back = decode(&bytes, &via, charset).unwrap();
                        assert_eq!(back, text.as_bytes(), "{outer} {inner}");
                    }
                }
            }
        }
    }

    #[test]
    fn references_stand_as_postman_reads_them() {
        let via = [Via::Json, Via::Percent];
        assert_eq!(encode("{{vault:a-b}}", &via, Charset::Utf8), b"{{vault:a-b}}");
        assert_eq!(encode("<A_B>", &via, Charset::Utf8), b"%3CA_B%3E");
        let via = [Via::Json, Via::Json];
        assert_eq!(encode("\"<PIN>\"", &via, Charset::Utf8), br#"\\\"<PIN>\\\""#);
    }
}
