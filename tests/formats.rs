//! Every format that Postman, Newman and their neighbours write, read where it stands: `formats.txt`
//! says of each fixture what kind it is, and of the values that were planted in it their role, label,
//! state, helper and name path.
//!
//! A line of it that begins a line names a fixture and its kind. The lines below, indented, are
//! `pointer | role | label | on or off | helper | names`, with `-` for nothing.

use std::collections::BTreeMap;

use postseal::document::path::{Nodes, Pin, Place};
use postseal::document::{Field, FieldSink, Reading, read};
use postseal::source::Source;

const TABLE: &str = include_str!("formats.txt");

/// A field, as a line of the table has it, but for the names.
struct Seen {
    pin: Pin,
    role: String,
    label: String,
    disabled: bool,
    helper: String,
    /// What the bytes of the file and the decodings give is not looked at here: only that it is there.
    length: usize,
}

/// Keeps all fields.
#[derive(Default)]
struct Fields(Vec<Seen>);

impl FieldSink for Fields {
    fn field(&mut self, field: &Field<'_>, place: &dyn Place) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        self.0.push(Seen {
            pin: place.pin(),
            role: field.role.to_string(),
            label: text(&field.label),
            disabled: field.disabled,
            helper: field.helper.as_deref().map(text).unwrap_or_default(),
            length: field.view().bytes().len(),
        });
    }
}

/// The lines that a fixture gives, with the length of the value, and its kinds.
fn lines(fixture: &str) -> (BTreeMap<String, usize>, String) {
    let path = format!("fixtures/{fixture}");
    let bytes = std::fs::read(&path).expect("the table names a fixture");
    let (mut fields, nodes) = (Fields::default(), Nodes::default());
    let source = Source::new(&path, &bytes);
    let contents = read(&source, &mut Reading { sink: &mut fields, nodes: &nodes });
    let kinds: Vec<&str> = contents.kinds.iter().map(|kind| kind.as_str()).collect();
    let or_none = |text: String| if text.is_empty() { "-".to_owned() } else { text };
    let line = |seen: Seen| {
        let around = nodes.resolve(&seen.pin);
        let state = if seen.disabled || around.disabled { "off" } else { "on" };
        let (pointer, role, label) = (seen.pin.pointer, seen.role, seen.label);
        let (helper, names) = (or_none(seen.helper), or_none(around.names.join(" > ")));
        (format!("{pointer} | {role} | {label} | {state} | {helper} | {names}"), seen.length)
    };
    (fields.0.into_iter().map(line).collect(), kinds.join(" "))
}

#[test]
fn planted_values_stand_where_the_table_says() {
    const SHORTEST: usize = 12;
    let mut wrong = Vec::new();
    let mut found: (BTreeMap<String, usize>, String) = Default::default();
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        if let Some(row) = line.strip_prefix("  ") {
            if found.0.get(row).is_some_and(|length| *length >= SHORTEST) {
                continue;
            }
            let pointer = row.split(" | ").next().unwrap_or_default();
            let near = found.0.keys().filter(|key| key.split(" | ").next() == Some(pointer));
            let near: Vec<&str> = near.map(String::as_str).collect();
            wrong.push(format!("wanted {row}\n  got {}", near.join("\n      ")));
        } else {
            let (fixture, kind) = line.split_once(' ').expect("a fixture and its kind");
            found = lines(fixture);
            if found.1 != kind {
                wrong.push(format!("{fixture} is a {}, not a {kind}", found.1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
