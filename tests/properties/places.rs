//! Lines, columns and pointers, each found once more in the plainest way.

use std::collections::BTreeSet;

use postseal::location::{BOM, Location, Position};
use serde_json::Value;

use crate::decode::step;
use crate::{corpus, looked_at, scan, scanner};

#[test]
fn lines_and_columns_are_those_of_a_plain_count() {
    let scanner = scanner();
    for file in corpus::fixtures_and_corpus() {
        let facts = scan(&scanner, &file.name, &file.bytes);
        for (id, _, location) in looked_at(&facts) {
            let (first, last) = ends(location);
            let name = format!("{}: {id} {:?}", file.name, location.spans);
            assert_eq!(location.start, counted(&file.bytes, first), "{name}");
            assert_eq!(location.end, counted(&file.bytes, last), "{name}");
        }
    }
}

/// From the first byte to behind the last.
fn ends(location: &Location) -> (usize, usize) {
    let first = location.spans.first().expect("there is a span").range().start;
    (first, location.spans.last().expect("there is a span").range().end)
}

fn counted(file: &[u8], offset: usize) -> Position {
    if let [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] = file {
        return counted_in_utf16(file, offset);
    }
    let before = &file[..offset];
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let in_line = before[line_start..].strip_prefix(BOM).filter(|_| line_start == 0);
    let in_line = in_line.unwrap_or(&before[line_start..]);
    let lines = before.split(|&byte| byte == b'\n').count() - 1;
    let chars = in_line.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    let number = |count: usize| u64::try_from(count + 1).expect("it fits");
    Position { line: number(lines), column: number(in_line.len()), char_column: number(chars) }
}

/// Of UTF-16, columns count bytes of the file too.
fn counted_in_utf16(file: &[u8], offset: usize) -> Position {
    let newline: [u8; 2] = if file[0] == 0xFF { [b'\n', 0] } else { [0, b'\n'] };
    let (before, _) = file[2..offset].as_chunks::<2>();
    let line_start = before.iter().rposition(|unit| *unit == newline).map_or(0, |at| at + 1);
    let in_line = &before[line_start..];
    let high = |unit: &&[u8; 2]| unit[usize::from(file[0] == 0xFF)] & 0xFC == 0xDC;
    let chars = in_line.len() - in_line.iter().filter(high).count();
    let lines = before.iter().filter(|unit| **unit == newline).count();
    let number = |count: usize| u64::try_from(count + 1).expect("it fits");
    Position { line: number(lines), column: number(in_line.len() * 2), char_column: number(chars) }
}

#[test]
fn pointers_lead_to_the_string_that_holds_the_span() {
    let scanner = scanner();
    let mut wrong = BTreeSet::new();
    for file in corpus::fixtures_and_corpus() {
        let text = file.bytes.strip_prefix(BOM).unwrap_or(&file.bytes);
        let Ok(document) = serde_json::from_slice::<Value>(text) else { continue };
        let facts = scan(&scanner, &file.name, &file.bytes);
        for (id, _, location) in looked_at(&facts) {
            let pointer = location.pointer.split('#').next().unwrap_or_default();
            let spans = location.spans.iter().map(|span| &file.bytes[span.range()]);
            let texts: Vec<String> = spans.map(|bytes| decoded_once(bytes, location)).collect();
            let holds = document.pointer(pointer).is_some_and(|value| holds_all(value, &texts));
            if !holds && !is_in_key(pointer, &texts) {
                let line = location.start.line;
                wrong.insert(format!("{}:{line} {id} {pointer}: {texts:?}", file.name));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.into_iter().collect::<Vec<_>>().join("\n")
    );
}

/// The text of a span in the string of the file that it stands in.
fn decoded_once(bytes: &[u8], location: &Location) -> String {
    let first = location.via.first().map(ToString::to_string).unwrap_or_default();
    let text = match first.as_str() {
        "json" | "bytes" => step(&first, bytes).expect("it decodes"),
        _ => bytes.to_vec(),
    };
    String::from_utf8_lossy(&text).into_owned()
}

/// Whether a value holds the texts: a string or number does itself, a list line by line, or as bytes.
fn holds_all(value: &Value, texts: &[String]) -> bool {
    let all_in = |whole: &str| texts.iter().all(|text| whole.contains(text));
    match value {
        Value::String(string) => all_in(string),
        Value::Number(number) => all_in(&number.to_string()),
        Value::Array(lines) => {
            let numbers = lines.iter().map(|number| u8::try_from(number.as_u64()?).ok());
            if let Some(bytes) = numbers.collect::<Option<Vec<u8>>>() {
                return all_in(&String::from_utf8_lossy(&bytes));
            }
            let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
            texts.iter().all(|text| lines.iter().any(|line| line.contains(text)))
        }
        _ => false,
    }
}

/// Whether the texts stand in the last key of the pointer: a key may hold a token too.
fn is_in_key(pointer: &str, texts: &[String]) -> bool {
    let key = pointer.rsplit('/').next().unwrap_or_default();
    let key = key.replace("~1", "/").replace("~0", "~");
    texts.iter().all(|text| key.contains(text))
}

#[test]
fn a_plain_count_counts_lines_bytes_and_characters() {
    let text = "\u{feff}añb\nçd".as_bytes();
    let at = |offset| {
        let position = counted(text, offset);
        (position.line, position.column, position.char_column)
    };
    assert_eq!(
        [at(3), at(6), at(7), at(8), at(10)],
        [(1, 1, 1), (1, 4, 3), (1, 5, 4), (2, 1, 1), (2, 3, 2)]
    );
}
