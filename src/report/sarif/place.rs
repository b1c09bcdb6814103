//! Files and regions.

use std::fmt::Write as _;

use serde::Serialize;

use crate::finding::file_name;
use crate::location::{Location, Position};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

/// Characters and bytes of one stretch of a file; ends are exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    start_line: u64,
    start_column: u64,
    end_line: u64,
    end_column: u64,
    byte_offset: u64,
    byte_length: u64,
    /// Only known on the first line: columns count characters of their line.
    #[serde(skip_serializing_if = "Option::is_none")]
    char_offset: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    char_length: Option<u64>,
}

pub(super) fn physical(path: &str, entry: Option<&str>, location: &Location) -> PhysicalLocation {
    PhysicalLocation { artifact_location: artifact(path, entry), region: Some(region(location)) }
}

fn region(location: &Location) -> Region {
    let (start, end) = (location.start, location.end);
    let first = location.spans.first().map_or(0, |span| span.start);
    let last = location.spans.last().map_or(first, |span| span.end);
    let before = |position: Position| position.char_column.saturating_sub(1);
    let is_on_first_line = start.line == 1;
    Region {
        start_line: start.line,
        start_column: start.char_column,
        end_line: end.line,
        end_column: end.char_column,
        byte_offset: first,
        byte_length: last.saturating_sub(first),
        char_offset: is_on_first_line.then(|| before(start)),
        char_length: (is_on_first_line && end.line == 1)
            .then(|| before(end).saturating_sub(before(start))),
    }
}

/// A file as a URI: a relative one is below the root of the sources.
pub(super) fn artifact(path: &str, entry: Option<&str>) -> ArtifactLocation {
    let name = file_name(path, entry);
    let name = name.strip_prefix("./").unwrap_or(&name);
    let has_drive = name.get(1..3) == Some(":/");
    if name.starts_with('/') || has_drive {
        let slash = if has_drive { "/" } else { "" };
        return ArtifactLocation {
            uri: format!("file://{slash}{}", encoded(name)),
            uri_base_id: None,
        };
    }
    ArtifactLocation { uri: encoded(name), uri_base_id: Some("%SRCROOT%") }
}

/// Percent-encodes what may not stand in the path of a URI. The colon too, which would end a scheme.
fn encoded(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len()), |mut uri, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@".contains(&byte) {
            uri.push(byte.into());
        } else {
            write!(uri, "%{byte:02X}").expect("writing to a String cannot fail");
        }
        uri
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_a_uri() {
        let cases = [
            ("exports/a b.json", None, "exports/a%20b.json"),
            ("./exports/ü:1.json", None, "exports/%C3%BC%3A1.json"),
            ("/srv/x.json", None, "file:///srv/x.json"),
            ("C:/x.json", None, "file:///C%3A/x.json"),
            ("a.zip", Some("b#?.json"), "a.zip!b%23%3F.json"),
        ];
        for (path, entry, uri) in cases {
            assert_eq!(artifact(path, entry).uri, uri);
        }
    }
}
