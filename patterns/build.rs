//! Reads `patterns/` at build time and embeds it: one JSON file that the library loads at start.

use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "../src/pattern/file.rs"]
mod file;

/// The files directly in the folder that are no service's.
const OTHERS: [&str; 3] = ["place.toml", "words.toml", "published.toml"];

fn main() {
    println!("cargo::rerun-if-changed=patterns");
    println!("cargo::rerun-if-changed=src/pattern/file.rs");
    let folder =
        Path::new(&env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("patterns");
    let library = file::LibraryFile {
        services: toml_files(&folder)
            .iter()
            .filter(|path| !OTHERS.iter().any(|other| path.ends_with(other)))
            .map(|path| service(path))
            .collect(),
        place: read(&folder.join("place.toml")),
        words: read(&folder.join("words.toml")),
        published: read(&folder.join("published.toml")),
        labels: toml_files(&folder.join("labels")).iter().map(|path| read(path)).collect(),
    };
    let json = serde_json::to_vec(&library).expect("plain tables serialise");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("library.json");
    fs::write(out, json).expect("OUT_DIR is writable");
}

/// The file of a service, with all that a built-in one has to say.
fn service(path: &Path) -> file::ServiceFile {
    let slug = path.file_stem().unwrap_or_default().to_string_lossy();
    let file = read::<file::ServiceFile>(path).named(&slug);
    let service = file.service.as_ref().unwrap_or_else(|| panic!("{slug}: no [service]"));
    assert!(!service.docs.is_empty() && !service.revoke.is_empty(), "{slug}: no docs or revoke");
    for pattern in &file.patterns {
        let (id, words) = (&pattern.id, [&pattern.name, &pattern.severity, &pattern.confidence]);
        assert!(words.iter().all(|word| word.is_some()), "{id}: no name, severity or confidence");
        assert!(!pattern.source.is_empty(), "{id}: no source");
    }
    file
}

/// The TOML files directly in `folder`, sorted, so that the build is the same everywhere.
fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("a folder of the package is readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    paths
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
