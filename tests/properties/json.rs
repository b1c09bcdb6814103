//! The JSON reader and a strict one agree on which strings there are.

use std::collections::{BTreeMap, BTreeSet};

use postseal::document::path::{Nodes, Place};
use postseal::document::{Field, FieldSink, Reading, read};
use postseal::location::BOM;
use postseal::source::Source;
use serde_json::Value;

use crate::corpus;

#[test]
fn the_reader_gives_every_string_of_a_strict_reader_and_no_other() {
    let mut documents = 0;
    for file in corpus::fixtures_and_corpus() {
        let text = file.bytes.strip_prefix(BOM).unwrap_or(&file.bytes);
        let Ok(document @ (Value::Object(_) | Value::Array(_))) = serde_json::from_slice(text)
        else {
            continue;
        };
        documents += 1;
        let given = given(&file.name, &file.bytes);
        let mut strict = BTreeMap::new();
        strings(&document, String::new(), &mut strict);
        for (pointer, string) in &strict {
            let joined = pointer.rsplit_once('/').and_then(|(array, _)| given.get(array));
            let lines = joined.into_iter().flatten();
            let found = given.get(pointer).is_some_and(|texts| texts.contains(string))
                || lines.flat_map(|text| text.split('\n')).any(|line| string.contains(line));
            assert!(found, "{} {pointer}: {string:?} was not given", file.name);
        }
        for (pointer, texts) in &given {
            let is_known = strict.contains_key(pointer)
                || is_number_or_list(&document, pointer)
                || texts.iter().all(|text| is_key(pointer, text));
            assert!(is_known, "{} {pointer}: nothing is there, but {texts:?} was given", file.name);
        }
    }
    assert!(documents > 50, "only {documents} documents were strict JSON");
}

/// What the reader gives, by the pointer of the string: the text itself and what stands inside it.
fn given(name: &str, bytes: &[u8]) -> BTreeMap<String, BTreeSet<String>> {
    let mut collected = Collected::default();
    let nodes = Nodes::default();
    read(&Source::new(name, bytes), &mut Reading { sink: &mut collected, nodes: &nodes });
    collected.0
}

#[derive(Default)]
struct Collected(BTreeMap<String, BTreeSet<String>>);

impl FieldSink for Collected {
    fn field(&mut self, field: &Field<'_>, place: &dyn Place) {
        let pointer = place.pin().pointer;
        if !pointer.contains('#') {
            let text = String::from_utf8_lossy(field.view().bytes()).into_owned();
            self.0.entry(pointer).or_default().insert(text);
        }
    }
}

/// Every string below `value`, by its pointer.
fn strings(value: &Value, pointer: String, found: &mut BTreeMap<String, String>) {
    match value {
        Value::String(string) => {
            found.insert(pointer, string.clone());
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                strings(element, format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                strings(member, format!("{pointer}/{key}"), found);
            }
        }
        _ => {}
    }
}

/// A list is given as one text where it is a script; numbers are given like strings.
fn is_number_or_list(document: &Value, pointer: &str) -> bool {
    document.pointer(pointer).is_some_and(|value| value.is_number() || value.is_array())
}

/// Whether a text is the key that the pointer ends in: long keys are given like values.
fn is_key(pointer: &str, text: &str) -> bool {
    let key = text.replace('~', "~0").replace('/', "~1");
    pointer.ends_with(&format!("/{key}"))
}
