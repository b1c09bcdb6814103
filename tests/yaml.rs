//! YAML, read with spans, against another library that reads it without.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use postseal::document::path::{Nodes, Place, push_key};
use postseal::document::{self, Field, FieldSink, Reading};
use postseal::location::{Span, Via};
use postseal::source::Source;
use serde::Deserialize;
use serde_yaml_ng::{Deserializer, Value};

/// What was read of one file: by document and pointer, the texts that stand there.
#[derive(Default)]
struct Texts {
    at: BTreeMap<(u32, String), Vec<Vec<u8>>>,
    wrong: Vec<String>,
    bytes: Vec<u8>,
}

impl FieldSink for Texts {
    fn field(&mut self, field: &Field<'_>, place: &dyn Place) {
        let (pin, view) = (place.pin(), field.view());
        let text = view.bytes().to_vec();
        for range in [0..text.len(), word(&text)] {
            let (spans, via) = view.locate(range.clone());
            let decoded = decode(&self.bytes, &spans, &via);
            if decoded != text[range.clone()] {
                let why = format!("{} {spans:?} {via:?}: {:?}", pin.pointer, show(&decoded));
                self.wrong.push(format!("{why} is not {:?}", show(&text[range])));
            }
        }
        self.at.entry((pin.document, pin.pointer)).or_default().push(text);
    }
}

/// The longest word of a text.
fn word(text: &[u8]) -> std::ops::Range<usize> {
    let words = text.split(u8::is_ascii_whitespace);
    let word = words.max_by_key(|word| word.len()).unwrap_or_default();
    let start = word.as_ptr() as usize - text.as_ptr() as usize;
    start..start + word.len()
}

fn show(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What the bytes at `spans` decode to by the steps of `via`, after docs/output.md.
fn decode(file: &[u8], spans: &[Span], via: &[Via]) -> Vec<u8> {
    let mut parts: Vec<Vec<u8>> = spans.iter().map(|span| file[span.range()].to_vec()).collect();
    for step in via {
        parts = match step {
            Via::Join => vec![parts.join(&b'\n')],
            Via::Fold => vec![folded(&parts)],
            Via::Json | Via::Yaml => parts.iter().map(|part| unescaped(part)).collect(),
            Via::YamlSingle => {
                parts.iter().map(|part| show(part).replace("''", "'").into_bytes()).collect()
            }
            Via::Percent => parts,
            step => panic!("these fixtures have no {step}"),
        };
    }
    let [value] = <[Vec<u8>; 1]>::try_from(parts).expect("one part is left");
    value
}

fn folded(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        match index {
            0 => {}
            _ if part.is_empty() => out.push(b'\n'),
            _ if parts[index - 1].is_empty() => {}
            _ => out.push(b' '),
        }
        out.extend(part);
    }
    out
}

/// Backslash escapes, as far as the fixtures have them.
fn unescaped(part: &[u8]) -> Vec<u8> {
    let text = show(part);
    let mut out = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.clone().next() {
            Some('x') => out.extend(rest.next().and(hex_of(&mut rest, 2))),
            Some('u') => out.extend(rest.next().and(hex_of(&mut rest, 4))),
            Some('n') => out.extend(rest.next().map(|_| '\n')),
            Some('r') => out.extend(rest.next().map(|_| '\r')),
            Some('t') => out.extend(rest.next().map(|_| '\t')),
            Some('\n') => rest = rest.as_str()[1..].trim_start_matches([' ', '\t']).chars(),
            _ => out.extend(rest.next()),
        }
    }
    out.into_bytes()
}

fn hex_of(rest: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let digits: String = rest.by_ref().take(digits).collect();
    char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
}

/// Every YAML file of the fixtures.
fn files() -> Vec<PathBuf> {
    fn add(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder of fixtures can be read") {
            let path = entry.expect("its entries too").path();
            if path.is_dir() {
                add(&path, files);
            } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    add(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
    files.sort();
    files
}

/// The strings of a document by their pointers; a list of strings as its lines too.
fn strings(value: &Value, pointer: &str, found: &mut BTreeMap<String, String>) {
    let below = |key: &str| {
        let mut pointer = pointer.to_owned();
        push_key(&mut pointer, key);
        pointer
    };
    match value {
        Value::String(text) => drop(found.insert(pointer.to_owned(), text.clone())),
        Value::Sequence(list) => {
            let lines: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            if lines.len() == list.len() && pointer.ends_with("/code") {
                found.insert(pointer.to_owned(), lines.join("\n"));
                return;
            }
            for (index, value) in list.iter().enumerate() {
                strings(value, &below(&index.to_string()), found);
            }
        }
        Value::Mapping(map) => {
            for (key, value) in map.iter().filter_map(|(key, value)| Some((key.as_str()?, value))) {
                strings(value, &below(key), found);
            }
        }
        Value::Tagged(tagged) => strings(&tagged.value, pointer, found),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[test]
fn another_library_reads_the_same_strings_at_the_same_places() {
    let mut compared = 0;
    for file in files() {
        let bytes = fs::read(&file).expect("a fixture can be read");
        let name = file.to_string_lossy();
        let mut texts = Texts { bytes: bytes.clone(), ..Texts::default() };
        let nodes = Nodes::default();
        let mut reading = Reading { sink: &mut texts, nodes: &nodes };
        let contents = document::read(&Source::new(&name, &bytes), &mut reading);
        assert!(texts.wrong.is_empty(), "{name}:\n{}", texts.wrong.join("\n"));
        if contents.flaw.is_some() {
            continue;
        }
        for (document, value) in (0..).zip(Deserializer::from_slice(&bytes)) {
            let value = Value::deserialize(value).expect("no flaw was found");
            let mut expected = BTreeMap::new();
            strings(&value, "", &mut expected);
            for (pointer, text) in expected.into_iter().filter(|(_, text)| !text.is_empty()) {
                let found = texts.at.get(&(document, pointer.clone()));
                let has = |found: &Vec<Vec<u8>>| found.iter().any(|found| found == text.as_bytes());
                let is_alias = show(&bytes).contains(": *") && texts.at.values().any(has);
                let is_here = found.is_some_and(has);
                assert!(is_here || is_alias, "{name} {document} {pointer}: {text:?}");
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "{compared} strings were compared");
}
