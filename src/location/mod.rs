//! Where a string stands: bytes of the file, line and column, place in the document.
//!
//! Everything above this module works in byte offsets; [`Position`]s are made once, for findings only,
//! by [`Positions`].

pub mod charset;
mod positions;

use std::fmt;

pub use positions::{Cursor, Positions};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A half-open range of bytes of a file, counted from its first byte (a byte-order mark included).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u64,
    /// Offset one past the last byte.
    pub end: u64,
}

impl Span {
    /// The span of `range` in bytes that begin at offset `base` of the file.
    pub fn new(base: u64, range: std::ops::Range<usize>) -> Self {
        Self { start: base + range.start as u64, end: base + range.end as u64 }
    }

    /// Whether the two share a byte.
    pub fn overlaps(&self, other: &Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The range as indices into the file's bytes.
    pub fn range(&self) -> std::ops::Range<usize> {
        let index = |offset| usize::try_from(offset).unwrap_or(usize::MAX);
        index(self.start)..index(self.end)
    }
}

/// A line and column of the whole file, all counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Lines end at a line feed.
    pub line: u64,
    /// Bytes from the start of the line; a byte-order mark does not count.
    pub column: u64,
    /// Characters from the start of the line; what is no character in the file's encoding counts as
    /// one a byte (UTF-8) or one a unit (UTF-16).
    pub char_column: u64,
}

/// One decoding on the way from bytes of the file to a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// UTF-16, of the byte order that the file's mark says; the value is UTF-8.
    Utf16,
    /// Backslash escapes of JSON and JavaScript strings.
    Json,
    /// Backslash escapes of YAML's double-quoted scalars.
    Yaml,
    /// Doubled quotes of YAML's single-quoted scalars.
    YamlSingle,
    /// Percent encoding of URLs and forms.
    Percent,
    /// Character references of XML and HTML.
    Entities,
    /// Numbers of bytes, with commas and blanks between them.
    Bytes,
    /// Doubled quotes of CSV.
    Csv,
    /// Base64, standard or URL-safe alphabet, padded or not.
    Base64,
    /// The parts, each decoded by the steps before, joined by a newline.
    Join,
    /// The parts, each decoded by the steps before, as YAML folds lines: a space between two, a
    /// newline for each empty one.
    Fold,
    /// Bytes `start..end` of what is decoded so far: for a value that neither begins nor ends where
    /// the encoding lets one cut.
    Slice {
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
    },
}

impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Utf16 => f.write_str("utf16"),
            Self::Json => f.write_str("json"),
            Self::Yaml => f.write_str("yaml"),
            Self::YamlSingle => f.write_str("yaml-single"),
            Self::Percent => f.write_str("percent"),
            Self::Entities => f.write_str("entities"),
            Self::Bytes => f.write_str("bytes"),
            Self::Csv => f.write_str("csv"),
            Self::Base64 => f.write_str("base64"),
            Self::Join => f.write_str("join"),
            Self::Fold => f.write_str("fold"),
            Self::Slice { start, end } => write!(f, "slice({start}..{end})"),
        }
    }
}

impl Serialize for Via {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Via {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let slice = || {
            let (start, end) = word.strip_prefix("slice(")?.strip_suffix(')')?.split_once("..")?;
            Some(Self::Slice { start: start.parse().ok()?, end: end.parse().ok()? })
        };
        let known = Self::WHOLE.into_iter().find(|via| via.to_string() == word);
        known.or_else(slice).ok_or_else(|| de::Error::custom(format!("`{word}` is no decoding")))
    }
}

impl Via {
    /// Those that take all of what they are given.
    const WHOLE: [Self; 11] = [
        Self::Utf16,
        Self::Json,
        Self::Yaml,
        Self::YamlSingle,
        Self::Percent,
        Self::Entities,
        Self::Bytes,
        Self::Csv,
        Self::Base64,
        Self::Join,
        Self::Fold,
    ];
}

/// What part of a request, response or document a string is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A parameter of an auth helper.
    Auth,
    /// A request header.
    Header,
    /// A cookie of a request or a response.
    Cookie,
    /// A query parameter.
    Query,
    /// A path variable of a URL.
    Path,
    /// A URL, or what stands in it outside its query.
    Url,
    /// A request body or a field of it.
    Body,
    /// A saved response's body or a field of it.
    Response,
    /// A saved response's header.
    ResponseHeader,
    /// A script or a literal in it.
    Script,
    /// A variable of an environment, of globals, a collection, a folder or a request.
    Variable,
    /// Prose about a request, folder or collection.
    Description,
    /// A name or an id.
    Name,
    /// A string of a JSON document that no rule of Postman's formats names.
    Value,
    /// A part of a text that is no JSON.
    Text,
}

impl Role {
    /// Every role, in the order of the documentation.
    pub const ALL: [Role; 15] = [
        Self::Auth,
        Self::Header,
        Self::Cookie,
        Self::Query,
        Self::Path,
        Self::Url,
        Self::Body,
        Self::Response,
        Self::ResponseHeader,
        Self::Script,
        Self::Variable,
        Self::Description,
        Self::Name,
        Self::Value,
        Self::Text,
    ];

    /// The word for it in output and pattern files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Query => "query",
            Self::Path => "path",
            Self::Url => "url",
            Self::Body => "body",
            Self::Response => "response",
            Self::ResponseHeader => "response-header",
            Self::Script => "script",
            Self::Variable => "variable",
            Self::Description => "description",
            Self::Name => "name",
            Self::Value => "value",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a finding stands, in every way that a reader or a tool may want to go there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Number of the document in its file, from 0: a file may hold several JSON documents.
    pub document: u32,
    /// What part of a request the string is.
    pub role: Role,
    /// The name beside the value.
    pub label: Option<String>,
    /// Whether the row, the auth block or the body mode it stands in is switched off.
    pub disabled: bool,
    /// Names from the collection down, as in Postman's sidebar, then the label.
    pub name_path: Vec<String>,
    /// JSON pointer of the string in the file (RFC 6901); inside nested text it goes on after `#`.
    pub pointer: String,
    /// The bytes that the value comes from.
    pub spans: Vec<Span>,
    /// The decodings, in order, from those bytes to the value.
    pub via: Vec<Via>,
    /// Where the first span begins.
    pub start: Position,
    /// Where the last span ends.
    pub end: Position,
}

/// The byte-order mark of UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_written_as_it_is_called() {
        for role in Role::ALL {
            let written = serde_json::to_string(&role).expect("roles serialise");
            assert_eq!(written, format!("\"{role}\""));
        }
    }
}
