//! Reads `patterns/` at build time and embeds it: what grows with the catalogue as tables of Rust, which cost
//! nothing to load, the rest as one JSON file.

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
    let vocabulary = file::VocabularyFile {
        place: read(&folder.join("place.toml")),
        words: read(&folder.join("words.toml")),
        published: read(&folder.join("published.toml")),
        labels: toml_files(&folder.join("labels")).iter().map(|path| read(path)).collect(),
    };
    let files: Vec<file::ServiceFile> = toml_files(&folder)
        .iter()
        .filter(|path| !OTHERS.iter().any(|other| path.ends_with(other)))
        .map(|path| service(path))
        .collect();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let json = serde_json::to_vec(&vocabulary).expect("plain tables serialise");
    fs::write(out.join("vocabulary.json"), json).expect("OUT_DIR is writable");
    fs::write(out.join("tables.rs"), tables(&files)).expect("OUT_DIR is writable");
}

/// Services, and all patterns sorted by id, as tables of Rust. What `Debug` writes of strings, numbers and
/// lists of them is Rust.
fn tables(files: &[file::ServiceFile]) -> String {
    let services: String = files.iter().map(service_row).collect();
    let with_service = |(index, file): (usize, _)| {
        let file: &file::ServiceFile = file;
        file.patterns
            .iter()
            .map(move |table| (&table.id, pattern_row(index, table)))
            .collect::<Vec<_>>()
    };
    let mut patterns: Vec<_> = files.iter().enumerate().flat_map(with_service).collect();
    patterns.sort();
    let patterns: String = patterns.into_iter().map(|(_, row)| row).collect();
    format!(
        "static SERVICES: &[ServiceRow] = &[{services}];\n\
         static PATTERNS: &[PatternRow] = &[{patterns}];\n"
    )
}

fn service_row(file: &file::ServiceFile) -> String {
    let file::ServiceTable { name, docs, revoke, hosts, headers, names } =
        file.service.as_ref().expect("it has been checked");
    let names = names.as_deref().unwrap_or_default();
    format!(
        "ServiceRow {{ name: {name:?}, docs: {docs:?}, revoke: {revoke:?}, hosts: &{hosts:?}, \
         headers: &{headers:?}, names: &{names:?} }},\n"
    )
}

fn pattern_row(service: usize, table: &file::PatternTable) -> String {
    let file::PatternTable {
        id,
        name,
        regex,
        literals,
        labels,
        named,
        hosts,
        lead,
        severity,
        confidence,
        entropy,
        checksum,
        roles,
        parts,
        samples,
        not,
        source,
    } = table;
    let parts: Vec<_> = parts.iter().map(|part| (&part.name, &part.pattern)).collect();
    format!(
        "PatternRow {{ service: {service}, id: {id:?}, name: {name:?}, regex: {regex:?}, \
         literals: &{literals:?}, labels: &{labels:?}, named: {named}, hosts: &{hosts:?}, lead: {lead}, \
         severity: {severity:?}, confidence: {confidence:?}, entropy: {entropy:?}, \
         checksum: {checksum:?}, roles: &{roles:?}, parts: &{parts:?}, samples: &{samples:?}, \
         not: &{not:?}, source: {source:?} }},\n"
    )
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
