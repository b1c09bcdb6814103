//! Which files of a folder are worth reading: by name, and where the name does not tell, by the
//! first bytes.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes that are looked at of a file whose name does not tell.
const HEAD: usize = 4096;

/// Whether a walk takes this file.
pub(super) fn is_wanted(path: &Path) -> io::Result<bool> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if is_json || name.contains(".postman_") {
        return Ok(true);
    }
    let mut head = Vec::with_capacity(HEAD);
    File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(is_postman(&head))
}

/// Whether a file begins like a JSON document that Postman wrote.
fn is_postman(head: &[u8]) -> bool {
    const MARKS: [&[u8]; 8] = [
        b"\"_postman_",
        b"schema.getpostman.com",
        b"\"_exporter_id\"",
        b"\"helperAttributes\"",
        b"\"currentHelper\"",
        b"\"folders_order\"",
        b"\"collection_id\"",
        b"\"protocolProfileBehavior\"",
    ];
    let text = head.strip_prefix(crate::location::BOM).unwrap_or(head).trim_ascii_start();
    let is_json = matches!(text.first(), Some(b'{' | b'['));
    is_json
        && (MARKS.iter().any(|mark| memchr::memmem::find(head, mark).is_some())
            || is_collection(head))
}

/// A collection that some other program wrote: `info` and `item`, or `values` with keys.
fn is_collection(head: &[u8]) -> bool {
    let has = |key: &[u8]| memchr::memmem::find(head, key).is_some();
    has(b"\"info\"") && has(b"\"item\"")
        || has(b"\"values\"") && has(b"\"key\"") && has(b"\"value\"") && has(b"\"enabled\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postman_documents_are_known_by_their_first_bytes() {
        let cases = [
            (&b"{\"info\":{\"_postman_id\":\"1\""[..], true),
            (b"\xEF\xBB\xBF {\n\"id\": \"1\", \"values\": [{\"key\":\"a\",\"value\":\"b\",\"enabled\":true}]}", true),
            (b"{\"name\": \"package\", \"version\": \"1.0.0\"}", false),
            (b"#!/bin/sh\ngrep _postman_id schema.getpostman.com", false),
            (b"", false),
        ];
        for (head, expected) in cases {
            assert_eq!(is_postman(head), expected, "{}", String::from_utf8_lossy(head));
        }
    }
}
