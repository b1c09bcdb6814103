//! Reads `patterns/` at build time and embeds it: what grows with the catalogue as tables of Rust, which cost
//! nothing to load, the rest as one JSON file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "../src/pattern/file.rs"]
mod file;
#[path = "../src/pattern/slots.rs"]
#[expect(dead_code, reason = "the program reads tables")]
mod slots;

/// The files directly in the folder that are no service's.
const OTHERS: [&str; 3] = ["place.toml", "words.toml", "published.toml"];

fn main() {
    println!("cargo::rerun-if-changed=patterns");
    println!("cargo::rerun-if-changed=src/pattern/file.rs");
    println!("cargo::rerun-if-changed=src/pattern/slots.rs");
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
    write_texts(&folder);
}

/// Writes a list of the service files with their texts, for the commands that develop patterns.
fn write_texts(folder: &Path) {
    let files = toml_files(folder);
    let services = files.iter().filter(|path| !OTHERS.iter().any(|other| path.ends_with(other)));
    let line = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        format!("(\"patterns/{name}\", include_str!(r\"{}\")),", path.to_string_lossy())
    };
    let lines: Vec<String> = services.map(line).collect();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("files.rs");
    fs::write(out, format!("&[{}]", lines.join("\n"))).expect("OUT_DIR is writable");
}

/// Services, and all patterns sorted by id, as tables of Rust. What `Debug` writes of strings, numbers and
/// lists of them is Rust.
fn tables(files: &[file::ServiceFile]) -> String {
    let services: String = files.iter().map(service_row).collect();
    let mut patterns: Vec<(usize, &file::PatternTable)> = files
        .iter()
        .enumerate()
        .flat_map(|(service, file)| file.patterns.iter().map(move |table| (service, table)))
        .collect();
    patterns.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    let rows: String =
        patterns.iter().map(|(service, table)| pattern_row(*service, table)).collect();
    format!(
        "static SERVICES: &[ServiceRow] = &[{services}];\n\
         static PATTERNS: &[PatternRow] = &[{rows}];\n\
         {}{}",
        terms(&patterns),
        names(files, &patterns)
    )
}

/// Label terms, their words written together, with the patterns that list them.
fn terms(patterns: &[(usize, &file::PatternTable)]) -> String {
    let mut terms: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, (_, table)) in patterns.iter().enumerate() {
        for label in &table.labels {
            terms.entry(label.replace(' ', "")).or_default().push(index);
        }
    }
    let words: Vec<&str> = terms.keys().map(String::as_str).collect();
    let rows: Vec<String> =
        terms.iter().map(|(term, found)| format!("({term:?}, &{found:?})")).collect();
    let (rows, slots) = (rows.join(",\n"), slots(&words));
    format!("static TERMS: &[TermRow] = &[{rows}];\nstatic TERM_SLOTS: &[u16] = &{slots:?};\n")
}

/// Names of services, their words written together: the first service of that name, and the patterns that it
/// sets off.
fn names(files: &[file::ServiceFile], patterns: &[(usize, &file::PatternTable)]) -> String {
    let mut names: BTreeMap<String, (usize, Vec<usize>)> = BTreeMap::new();
    for (service, file) in files.iter().enumerate() {
        let written = file.service.as_ref().and_then(|service| service.names.as_ref());
        for name in written.into_iter().flatten() {
            let (_, found) =
                names.entry(name.replace(' ', "")).or_insert_with(|| (service, Vec::new()));
            let own = |(_, (of, table)): &(usize, &(usize, &file::PatternTable))| {
                *of == service && table.named
            };
            found.extend(patterns.iter().enumerate().filter(own).map(|(index, _)| index));
        }
    }
    let words: Vec<&str> = names.keys().map(String::as_str).collect();
    let rows: Vec<String> = names
        .iter()
        .map(|(name, (service, found))| format!("({name:?}, {service}, &{found:?})"))
        .collect();
    let (rows, slots) = (rows.join(",\n"), slots(&words));
    format!("static NAMES: &[NameRow] = &[{rows}];\nstatic NAME_SLOTS: &[u16] = &{slots:?};\n")
}

/// The slots of a hash table for `words`, at least twice as many: see the module that reads it.
fn slots(words: &[&str]) -> Vec<u16> {
    let mut slots = vec![0; (words.len() * 2).next_power_of_two()];
    for (row, word) in (1..).zip(words) {
        let mut at = slots::hash(word) & (slots.len() - 1);
        while slots[at] != 0 {
            at = (at + 1) & (slots.len() - 1);
        }
        slots[at] = row;
    }
    slots
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
        shares,
        samples,
        not,
        source,
    } = table;
    let parts: Vec<_> = parts.iter().map(|part| (&part.name, &part.pattern)).collect();
    format!(
        "PatternRow {{ service: {service}, id: {id:?}, name: {name:?}, regex: {regex:?}, \
         literals: &{literals:?}, labels: &{labels:?}, named: {named}, hosts: &{hosts:?}, lead: {lead}, \
         severity: {severity:?}, confidence: {confidence:?}, entropy: {entropy:?}, \
         checksum: {checksum:?}, roles: &{roles:?}, parts: &{parts:?}, shares: &{shares:?}, \
         samples: &{samples:?}, \
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
