//! Lists of paths: `--files-from`.

use std::io::{self, Read};
use std::path::PathBuf;

/// What stands between two paths of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// A line feed; a carriage return before it is dropped.
    Line,
    /// A NUL byte.
    Nul,
}

/// The paths in a list; empty ones are left out.
///
/// # Errors
/// If the list cannot be read.
pub fn read_list(mut list: impl Read, separator: Separator) -> io::Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    list.read_to_end(&mut bytes)?;
    let byte = if separator == Separator::Nul { 0 } else { b'\n' };
    let paths = bytes.split(|&b| b == byte).map(|path| match separator {
        Separator::Line => path.strip_suffix(b"\r").unwrap_or(path),
        Separator::Nul => path,
    });
    Ok(paths.filter(|path| !path.is_empty()).map(to_path).collect())
}

/// The path that `bytes` are.
#[cfg(unix)]
pub(super) fn to_path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// The path that `bytes` are.
#[cfg(not(unix))]
pub(super) fn to_path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_split_at_lines_or_nul() {
        let paths = |text: &str, separator| -> Vec<String> {
            let paths = read_list(text.as_bytes(), separator).unwrap();
            paths.iter().map(|path| path.to_string_lossy().into_owned()).collect()
        };
        assert_eq!(paths("a.json\r\n\nb c.json", Separator::Line), ["a.json", "b c.json"]);
        assert_eq!(paths("a\nb\0c\0", Separator::Nul), ["a\nb", "c"]);
    }
}
