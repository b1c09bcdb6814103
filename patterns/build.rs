//! Reads `patterns/` at build time and embeds it: what grows with the catalogue as tables of Rust, which cost
//! nothing to load, the rest as one JSON file.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "../src/pattern/file.rs"]
mod file;
#[path = "../src/pattern/literal.rs"]
#[expect(unreachable_pub, reason = "it is a module of the library")]
mod literal;
#[path = "../src/simd/literals/mod.rs"]
#[expect(dead_code, unused_imports, unreachable_pub, reason = "nothing is looked for here")]
mod literals;
#[path = "../src/pattern/slots.rs"]
#[expect(dead_code, reason = "the program reads tables")]
mod slots;

use literals::Literals;

/// The files directly in the folder that are no service's.
const OTHERS: [&str; 3] = ["place.toml", "words.toml", "published.toml"];

fn main() {
    println!("cargo::rerun-if-changed=patterns");
    for part in ["pattern/file.rs", "pattern/literal.rs", "pattern/slots.rs", "simd/literals"] {
        println!("cargo::rerun-if-changed=src/{part}");
    }
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
    let Tables { text, source, .. } = tables(&files);
    fs::write(out.join("text.txt"), text).expect("OUT_DIR is writable");
    fs::write(out.join("tables.rs"), source).expect("OUT_DIR is writable");
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

/// Services, and all patterns sorted by id, as tables of Rust. They hold numbers, not references: what refers
/// to memory has to be adjusted each time the program starts, which took longer than all else at start.
///
/// What `Debug` writes of numbers, plain structs and lists of them is Rust.
fn tables(files: &[file::ServiceFile]) -> Tables {
    let mut tables = Tables::default();
    let services: String = files.iter().map(|file| tables.service_row(file)).collect();
    let mut patterns: Vec<(usize, &file::PatternTable)> = files
        .iter()
        .enumerate()
        .flat_map(|(service, file)| file.patterns.iter().map(move |table| (service, table)))
        .collect();
    patterns.sort_by(|a, b| a.1.id.cmp(&b.1.id));
    let rows: String =
        patterns.iter().map(|(service, table)| tables.pattern_row(*service, table)).collect();
    let own = |table: &file::PatternTable| -> Vec<String> {
        table.labels.iter().map(|label| label.replace(' ', "")).collect()
    };
    let terms = listed(patterns.iter().map(|(_, table)| own(table)));
    let services_of = |of: fn(&file::ServiceTable) -> Vec<String>| {
        listed(files.iter().map(|file| file.service.as_ref().map(of).unwrap_or_default()))
    };
    let mut headers = services_of(|service| service.headers.clone());
    // Of several services with one header the last one has it.
    for services in headers.values_mut() {
        services.drain(..services.len() - 1);
    }
    let hosts = services_of(|service| service.hosts.clone());
    let is_path = |host: &String| host.starts_with('/');
    let hosts_of = |(_, table): &(usize, &file::PatternTable), path: bool| {
        let hosts = table.hosts.iter().filter(move |host| is_path(host) == path);
        hosts.cloned().collect::<Vec<_>>()
    };
    let sent_to = listed(patterns.iter().map(|pattern| hosts_of(pattern, false)));
    let paths = listed(patterns.iter().map(|pattern| hosts_of(pattern, true)));
    tables.source = format!(
        "pub(super) static SERVICES: [ServiceRow; {}] = [{services}];\n\
         pub(super) static PATTERNS: [PatternRow; {}] = [{rows}];\n",
        files.len(),
        patterns.len()
    );
    tables.table("TERMS", &terms);
    tables.table("HOSTS", &hosts);
    tables.table("HEADERS", &headers);
    tables.table("SENT_TO", &sent_to);
    tables.table("PATHS", &paths);
    tables.names(files, &patterns);
    tables.literals(&patterns);
    let Tables { lists, numbers, source, .. } = &mut tables;
    let (texts, items) = (lists.len(), numbers.len());
    writeln!(source, "pub(super) static LISTS: [Text; {texts}] = {lists:?};")
        .expect("a String takes all");
    writeln!(source, "pub(super) static NUMBERS: [u16; {items}] = {numbers:?};")
        .expect("a String takes all");
    tables
}

/// The tables that are being written.
#[derive(Default)]
struct Tables {
    /// All texts, one behind the other, each once.
    text: String,
    /// Where each text lies.
    known: HashMap<String, Text>,
    /// The items of all lists of texts, one list behind the other.
    lists: Vec<Text>,
    /// The items of all lists of numbers.
    numbers: Vec<u16>,
    source: String,
}

/// Where a text lies among all of them, and how long it is. Mirrors what reads it.
#[derive(Debug, Clone, Copy, Default)]
#[expect(dead_code, reason = "they are written by what `Debug` makes of them")]
struct Text(u32, u32);

/// Where a list begins among the items of all, and how many it has.
#[derive(Debug, Clone, Copy)]
#[expect(dead_code, reason = "they are written by what `Debug` makes of them")]
struct List(u32, u32);

impl Tables {
    fn text(&mut self, text: &str) -> Text {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let place = Text(number(self.text.len()), number(text.len()));
        self.text += text;
        self.known.insert(text.to_owned(), place);
        place
    }

    fn texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t String>) -> List {
        let start = self.lists.len();
        for text in texts {
            let text = self.text(text);
            self.lists.push(text);
        }
        List(number(start), number(self.lists.len() - start))
    }

    fn numbers(&mut self, numbers: &[usize]) -> List {
        let start = self.numbers.len();
        self.numbers.extend(numbers.iter().map(|&number| small(number)));
        List(number(start), number(numbers.len()))
    }

    fn service_row(&mut self, file: &file::ServiceFile) -> String {
        let file::ServiceTable { name, docs, revoke, hosts, headers, names } =
            file.service.as_ref().expect("it has been checked");
        let (name, docs, revoke) = (self.text(name), self.text(docs), self.text(revoke));
        let (hosts, headers) = (self.texts(hosts), self.texts(headers));
        let names = self.texts(names.as_deref().unwrap_or_default());
        format!(
            "ServiceRow {{ name: {name:?}, docs: {docs:?}, revoke: {revoke:?}, hosts: {hosts:?}, \
             headers: {headers:?}, names: {names:?} }},\n"
        )
    }

    fn pattern_row(&mut self, service: usize, table: &file::PatternTable) -> String {
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
        let word = |word: &Option<String>| word.clone().unwrap_or_default();
        let (id, name, regex) = (self.text(id), self.text(&word(name)), self.text(regex));
        let (literals, labels) = (self.texts(literals), self.texts(labels));
        let (hosts, roles, shares) = (self.texts(hosts), self.texts(roles), self.texts(shares));
        let (severity, confidence) = (self.text(&word(severity)), self.text(&word(confidence)));
        let (checksum, source) = (self.text(&word(checksum)), self.text(source));
        let parts = self.texts(parts.iter().flat_map(|part| [&part.name, &part.pattern]));
        let (samples, not) = (self.texts(samples), self.texts(not));
        format!(
            "PatternRow {{ service: {service}, id: {id:?}, name: {name:?}, regex: {regex:?}, \
             literals: {literals:?}, labels: {labels:?}, named: {named}, hosts: {hosts:?}, lead: {lead}, \
             severity: {severity:?}, confidence: {confidence:?}, entropy: {entropy:?}, \
             checksum: {checksum:?}, roles: {roles:?}, parts: {parts:?}, shares: {shares:?}, \
             samples: {samples:?}, not: {not:?}, source: {source:?} }},\n"
        )
    }

    /// Writes a table of words, sorted, with the numbers that they lead to, and its slots.
    fn table(&mut self, name: &str, words: &BTreeMap<String, Vec<usize>>) {
        let row = |(word, found): (&String, &Vec<usize>)| {
            format!("({:?}, {:?}),\n", self.text(word), self.numbers(found))
        };
        let rows: String = words.iter().map(row).collect();
        let slots = slots(&words.keys().map(String::as_str).collect::<Vec<_>>());
        let table = format!("Table {{ rows: &[{rows}], slots: &{slots:?} }}");
        writeln!(self.source, "pub(super) static {name}: Table = {table};")
            .expect("a String takes all");
    }

    /// Names of services, their words written together: the first service of that name, and the patterns that
    /// it sets off.
    fn names(&mut self, files: &[file::ServiceFile], patterns: &[(usize, &file::PatternTable)]) {
        let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (service, file) in files.iter().enumerate() {
            let written = file.service.as_ref().and_then(|service| service.names.as_ref());
            for name in written.into_iter().flatten() {
                let found = names.entry(name.replace(' ', "")).or_insert_with(|| vec![service]);
                let own = |(_, (of, table)): &(usize, &(usize, &file::PatternTable))| {
                    *of == service && table.named
                };
                found.extend(patterns.iter().enumerate().filter(own).map(|(index, _)| index));
            }
        }
        self.table("NAMES", &names);
    }

    /// All literals of all patterns, ready to be looked for, and whose they are.
    fn literals(&mut self, patterns: &[(usize, &file::PatternTable)]) {
        let (mut all, mut triggers) = (Vec::new(), Vec::new());
        for (index, (_, table)) in patterns.iter().enumerate() {
            for written in &table.literals {
                let expanded = literal::expand(written);
                let expanded = expanded.unwrap_or_else(|e| panic!("{}: {written} {e}", table.id));
                for literal::Literal { bytes, public } in expanded {
                    let anywhere = table.lead > 0;
                    all.push(literals::Literal { bytes: bytes.into(), anywhere });
                    triggers.push((index, public));
                }
            }
        }
        let Literals { bytes, known, keys, halves, bytes_of_keys } =
            Literals::new(&all).expect("they fit together");
        let literals::Keys { seen, slots, entries } = keys;
        writeln!(
            self.source,
            "pub(super) static LITERALS: Literals = Literals {{ bytes: Cow::Borrowed(&{bytes:?}), \
             known: Cow::Borrowed(&{known:?}), \
             keys: Keys {{ seen: Cow::Borrowed(&{seen:?}), slots: Cow::Borrowed(&{slots:?}), \
             entries: Cow::Borrowed(&{entries:?}) }}, \
             halves: {halves:?}, bytes_of_keys: {bytes_of_keys:?} }};\n\
             pub(super) static TRIGGERS: [(u16, u16); {}] = {triggers:?};",
            triggers.len()
        )
        .expect("a String takes all");
    }
}

/// The words that the things of a list have, each with the numbers of those things.
fn listed<W: IntoIterator<Item = String>>(
    all: impl Iterator<Item = W>,
) -> BTreeMap<String, Vec<usize>> {
    let mut words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, own) in all.enumerate() {
        for word in own {
            words.entry(word).or_default().push(number);
        }
    }
    words
}

fn number(number: usize) -> u32 {
    u32::try_from(number).expect("the catalogue is small")
}

fn small(number: usize) -> u16 {
    u16::try_from(number).expect("there are fewer than 65,536 patterns and services")
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
