//! Why a finding is left as it is, and what to do about it by hand.

use std::fmt;

/// Why a finding is not fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Refusal {
    /// It stands in a member of an archive.
    Archive,
    /// It was read from standard input.
    Stdin,
    /// It stands in the base64 text of a Basic header, behind the user.
    Basic,
    /// It stands inside base64, of which no part can be replaced.
    Base64,
    /// It stands in a list of the numbers of bytes.
    Bytes,
    /// It goes over several strings or lines.
    Lines,
    /// The scalar of YAML that it stands in cannot be quoted as it is.
    Scalar,
    /// It shares bytes with another one that is fixed.
    Overlap,
    /// What was found does not stand there any more.
    Changed,
    /// To replace it would change more than its string.
    Breaks,
}

impl Refusal {
    /// All of them.
    pub const ALL: [Refusal; 10] = [
        Self::Archive,
        Self::Stdin,
        Self::Basic,
        Self::Base64,
        Self::Bytes,
        Self::Lines,
        Self::Scalar,
        Self::Overlap,
        Self::Changed,
        Self::Breaks,
    ];

    /// Where it stands, in one word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Stdin => "stdin",
            Self::Basic => "basic",
            Self::Base64 => "base64",
            Self::Bytes => "bytes",
            Self::Lines => "lines",
            Self::Scalar => "scalar",
            Self::Overlap => "overlap",
            Self::Changed => "changed",
            Self::Breaks => "breaks",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Archive => "in an archive: unpack it, fix the file and pack it again",
            Self::Stdin => "read from standard input: name the file instead",
            Self::Basic => {
                "inside the base64 of a Basic header: delete the header, and set user and password in the \
                 Authorization tab"
            }
            Self::Base64 => "inside base64: put a variable in place of the whole text",
            Self::Bytes => {
                "in a list of bytes, as reports of runs hold them: delete the report, and run again \
                 with new credentials"
            }
            Self::Lines => "goes over several lines or strings: replace all of them by hand",
            Self::Scalar => "in a YAML scalar without quotes that cannot be quoted as it is: quote it",
            Self::Overlap => "shares bytes with another credential that is fixed: fix again afterwards",
            Self::Changed => "the file has changed since it was scanned: try again",
            Self::Breaks => "to replace it would change more than its string: replace it by hand",
        })
    }
}
