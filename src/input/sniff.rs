//! Which files of a folder are worth reading: by name, and where the name does not tell, by the
//! first bytes.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::archive::{self, Container, Peeked, has_ending};
use super::name_of;
use crate::document::postman::tree::{Filed, Part};
use crate::document::yaml;
use crate::location::charset::{Charset, Decoded};

/// Whether a walk of `folder` takes this file.
pub(super) fn is_wanted(path: &Path, folder: &Path) -> io::Result<bool> {
    Ok(is_wanted_path(path, folder) || is_wanted_content(&name_of(path), File::open(path)?))
}

/// Whether a walk of `folder` takes a file at `path` whatever it holds.
pub(super) fn is_wanted_path(path: &Path, folder: &Path) -> bool {
    let name = name_of(path);
    if Container::is_named(&name) || is_wanted_name(Container::compressed(&name).unwrap_or(&name)) {
        return true;
    }
    let is_known = Filed::of(&name).part != Part::Other;
    is_below(path, folder, ".postman") || is_known && is_below(path, folder, "postman")
}

/// Whether a walk takes the file called `name` for what it holds.
pub(super) fn is_wanted_content(name: &str, content: impl Read) -> bool {
    match Container::compressed(name) {
        Some(stem) => {
            let head = archive::head_inside(content);
            Container::of(&head, stem).is_some() || is_postman(stem, &head)
        }
        None => is_postman(name, Peeked::new(content).head()),
    }
}

/// Whether the file lies in a folder of this name, from the walked one on.
fn is_below(path: &Path, folder: &Path, name: &str) -> bool {
    let below = path.strip_prefix(folder).ok().and_then(Path::parent);
    let mut folders = below.into_iter().flatten().chain(folder.file_name());
    folders.any(|folder| folder == name)
}

/// Whether the name of a file, or its path in an archive, says that it is worth reading.
pub(super) fn is_wanted_name(name: &str) -> bool {
    let filed = Filed::of(name);
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    has_ending(&file, &[".json"])
        || file.contains(".postman_")
        || filed.is_collection()
        || matches!(filed.part, Part::Environment | Part::Globals)
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

/// Keys at the start of a line that only the manifest of a workspace on disk has.
const MANIFEST: [&[u8]; 3] = [b"localResources:", b"cloudResources:", b"workspace:"];

fn has_line(head: &[u8], begins: &[u8]) -> bool {
    head.split(|&byte| byte == b'\n').any(|line| line.starts_with(begins))
}

/// Whether the file at `path` begins like a document that Postman wrote.
pub(super) fn is_postman(path: &str, head: &[u8]) -> bool {
    let (charset, mark) = Charset::of(head);
    let text = Decoded::new(head.get(mark..).unwrap_or_default(), charset, 0);
    let head = text.bytes();
    if Filed::of(path).is_yaml() {
        return yaml::tells_kind(head) || MANIFEST.iter().any(|key| has_line(head, key));
    }
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
        assert!(is_below(Path::new("a/postman/b.js"), Path::new("a/postman"), "postman"));
        assert!(!is_below(Path::new("postman/a/b.js"), Path::new("postman/a"), "postman"));
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
            assert_eq!(is_postman("x", head), expected, "{}", String::from_utf8_lossy(head));
        }
    }
}
