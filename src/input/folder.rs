//! Files named from one folder, wherever a scan names them from.

use std::path::{Component, Path, PathBuf};

use super::name_of;

/// A folder from which files are named, so that what is written down in it holds for every working
/// directory. Looks at names alone, never at the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Where the names that a scan gives begin.
    here: PathBuf,
    folder: PathBuf,
}

impl Folder {
    /// The folder at `folder`, for scans whose working directory is `here`, an absolute path.
    pub fn new(folder: &Path, here: &Path) -> Self {
        Self { here: here.to_owned(), folder: clean(&here.join(folder)) }
    }

    /// The folder that holds the file at `path`.
    pub fn of_file(path: &Path, here: &Path) -> Self {
        Self::new(path.parent().unwrap_or_else(|| Path::new("")), here)
    }

    /// What the file that a scan calls `path` is called from this folder, with `/` between the parts;
    /// `None` where it does not lie below it.
    pub fn name(&self, path: &str) -> Option<String> {
        let whole = clean(&self.here.join(path));
        let below = whole.strip_prefix(&self.folder).ok()?;
        Some(name_of(below)).filter(|name| !name.is_empty())
    }

    /// Whether what a scan calls `path` is this folder, or one around it.
    pub fn is_within(&self, path: &str) -> bool {
        self.folder.starts_with(clean(&self.here.join(path)))
    }

    /// The path of what is called `name` from this folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The working directory of the scan.
    pub fn here(&self) -> &Path {
        &self.here
    }

    /// The folder itself, an absolute path.
    pub fn as_path(&self) -> &Path {
        &self.folder
    }
}

/// The same path without `.` and `..`, by its text.
fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                cleaned.pop();
            }
            part => cleaned.push(part),
        }
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_one_name_from_wherever_it_is_scanned() {
        let here = Path::new("/work/shop");
        let cases = [
            (".", "exports/api.json", Some("exports/api.json")),
            ("", "./exports/api.json", Some("exports/api.json")),
            ("", "/work/shop/exports/api.json", Some("exports/api.json")),
            ("..", "exports/api.json", Some("shop/exports/api.json")),
            ("exports", "exports/a/../api.json", Some("api.json")),
            ("/work/shop/exports", "api.json", None),
            ("", "../other/api.json", None),
            ("exports", "exports", None),
        ];
        for (folder, path, expected) in cases {
            let folder = Folder::new(Path::new(folder), here);
            assert_eq!(folder.name(path).as_deref(), expected, "{folder:?} {path}");
        }
    }
}
