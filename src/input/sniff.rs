//! Which files of a folder are worth reading: by name, and where the name does not tell, by the
//! first bytes.

use std::fs::File;
use std::io;
use std::path::Path;

use super::archive::{self, Container, Peeked, has_ending};
use crate::charset::{Charset, Decoded};

/// Whether a walk takes this file.
pub(super) fn is_wanted(path: &Path) -> io::Result<bool> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let compressed = Container::compressed(&name);
    if Container::is_named(&name) || is_wanted_name(compressed.unwrap_or(&name)) {
        return Ok(true);
    }
    let file = File::open(path)?;
    Ok(match compressed {
        Some(stem) => {
            let head = archive::head_inside(file);
            Container::of(&head, stem).is_some() || is_postman(&head)
        }
        None => is_postman(Peeked::new(file).head()),
    })
}

/// Whether the name of a file, or its path in an archive, says that it is worth reading.
pub(super) fn is_wanted_name(name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    has_ending(&name, &[".json"]) || name.contains(".postman_")
}

/// Keys and words by which a document of Postman's is known.
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

/// Whether a file begins like a JSON document that Postman wrote.
pub(super) fn is_postman(head: &[u8]) -> bool {
    let (charset, mark) = Charset::of(head);
    let text = Decoded::new(head.get(mark..).unwrap_or_default(), charset, 0);
    let head = text.bytes();
    let is_json = matches!(head.trim_ascii_start().first(), Some(b'{' | b'['));
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
