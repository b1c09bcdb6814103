//! Which files of a folder are worth reading: by name, and where the name does not tell, by the
//! first bytes.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::Input;
use crate::document::postman::tree::{Filed, Part};
use crate::document::yaml;

/// Bytes that are looked at of a file whose name does not tell.
const HEAD: usize = 4096;

/// Whether a walk of `folder` takes this file.
pub(super) fn is_wanted(path: &Path, folder: &Path) -> io::Result<bool> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if is_json || name.contains(".postman_") {
        return Ok(true);
    }
    let own_path = Input::File(path.to_owned()).name();
    let filed = Filed::of(&own_path);
    let is_known = filed.is_collection() || matches!(filed.part, Part::Environment | Part::Globals);
    if is_known || filed.part != Part::Other && is_in_postman(path, folder) {
        return Ok(true);
    }
    let mut head = Vec::with_capacity(HEAD);
    File::open(path)?.take(HEAD as u64).read_to_end(&mut head)?;
    Ok(if filed.is_yaml() { yaml::tells_kind(&head) } else { is_postman(&head) })
}

/// Whether the file lies in a folder of Postman's, from the walked one on.
fn is_in_postman(path: &Path, folder: &Path) -> bool {
    let below = path.strip_prefix(folder).ok().and_then(Path::parent);
    let folders = below.into_iter().flatten().chain(folder.file_name());
    folders.into_iter().any(|name| name == "postman" || name == ".postman")
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
    fn files_of_format_3_are_known_by_their_path() {
        let cases = [
            ("walked/a.request.yaml", true),
            ("walked/x/postman/notes.yml", true),
            ("walked/.postman/resources.yaml", true),
            ("walked/postman/mocks/a.js", true),
            ("walked/postman/readme.txt", false),
            ("walked/a.js", false),
        ];
        for (path, expected) in cases {
            let taken = is_wanted(Path::new(path), Path::new("walked")).unwrap_or_default();
            assert_eq!(taken, expected, "{path}");
        }
        assert!(is_in_postman(Path::new("a/postman/b.js"), Path::new("a/postman")));
        assert!(!is_in_postman(Path::new("postman/a/b.js"), Path::new("postman/a")));
    }

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
