//! The files that tests iterate over.

use std::fs;
use std::path::Path;

/// A file and its content.
pub(crate) struct TestFile {
    /// Its path from the root of the package, with `/` between the parts.
    pub(crate) name: String,
    /// As it stands on disk.
    pub(crate) bytes: Vec<u8>,
}

/// Every fixture, sorted by name.
pub(crate) fn fixtures() -> Vec<TestFile> {
    let files = below(Path::new("fixtures"));
    assert!(
        files.len() > 50,
        "there are {} fixtures: is the working directory right?",
        files.len()
    );
    files.into_iter().filter(|file| file.name != "fixtures/README.md").collect()
}

/// Every file below `folder`, sorted by name.
pub(crate) fn below(folder: &Path) -> Vec<TestFile> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            files.push(TestFile { name, bytes: fs::read(&path).expect("the file can be read") });
        }
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}
