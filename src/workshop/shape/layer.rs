//! The encodings that a value goes through on its way into a document.

/// One encoding. Each encodes a character without regard to its neighbours, so that the place of a
/// part in the whole is the length of what goes before it, encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    /// A string of JSON, JavaScript or YAML between double quotes.
    Json,
    /// Percent encoding of URLs and forms.
    Percent,
    /// Character references of XML.
    Entities,
    /// Numbers of bytes, a comma behind each but the last.
    Bytes,
    /// One line of text: it has no encoding, so it carries no line end.
    Line,
    /// One word of text: no blanks, quotes or line ends.
    Word,
    /// One word that no shell takes for anything else.
    Bare,
    /// Text between single quotes of a shell.
    Shell,
    /// A field of CSV between double quotes.
    Csv,
}

impl Layer {
    /// Whether `text` can go through it and come back the same.
    pub(super) fn carries(self, text: &str) -> bool {
        let has = |bad: &[char]| text.contains(bad);
        match self {
            Self::Json | Self::Percent | Self::Entities | Self::Bytes => true,
            Self::Csv => !has(&['"', '\n', '\r']),
            Self::Line => !has(&['\n', '\r']),
            Self::Word => !text.contains(char::is_whitespace) && !has(&['"', '\'', '`', '<', '>']),
            Self::Bare => {
                text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./+=:@%".contains(c))
            }
            Self::Shell => !has(&['\'', '\\', '\n', '\r']),
        }
    }

    /// `text`, encoded; a text that goes on behind it is encoded on its own.
    pub(super) fn encode(self, text: &str) -> String {
        match self {
            Self::Line | Self::Word | Self::Bare | Self::Shell | Self::Csv => text.to_owned(),
            Self::Json => text.chars().map(json).collect(),
            Self::Percent => text.bytes().map(percent).collect(),
            Self::Entities => text.chars().map(entity).collect(),
            Self::Bytes => text.bytes().flat_map(|byte| [byte.to_string(), ",".into()]).collect(),
        }
    }

    /// Bytes at the end of an encoded text that only lead over to the next.
    pub(super) fn gap(self) -> usize {
        usize::from(self == Self::Bytes)
    }
}

fn json(c: char) -> String {
    match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    }
}

fn percent(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

fn entity(c: char) -> String {
    match c {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        c => c.to_string(),
    }
}
