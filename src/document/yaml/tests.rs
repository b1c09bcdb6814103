//! Tokens against the parser's own values, and whole documents against the fields that they give.

use std::fmt::Write as _;
use std::ops::Range;

use proptest::prelude::*;
use saphyr_parser::{Event, Parser};

use super::reader::Reader;
use super::text::readable;
use crate::document::path::{Nodes, Place};
use crate::document::token::{Container, Events, Str};
use crate::document::view::View;
use crate::document::{self, Field, FieldSink, Reading};
use crate::source::Source;

/// Decodes every key and string.
struct Values<'v>(&'v View<'v>, Vec<String>);

impl Events for Values<'_> {
    fn open(&mut self, _container: Container) {}
    fn close(&mut self) {}
    fn key(&mut self, key: Str) {
        self.string(key);
    }
    fn string(&mut self, string: Str) {
        let value = string.decode(self.0);
        self.1.push(String::from_utf8_lossy(value.bytes()).into_owned());
    }
    fn scalar(&mut self, range: Range<usize>) {
        self.string(Str::word(range));
    }
}

/// The scalars of `text` by this reader, and by the parser alone as far as it comes.
fn both(text: &str) -> (Vec<String>, Vec<String>) {
    let view = View::file(text.as_bytes(), 0);
    let mut values = Values(&view, Vec::new());
    let mut reader = Reader::new(text.as_bytes(), text);
    while reader.has_document() && reader.document(&mut values).is_ok() {}
    let mut parser = Parser::new_from_str(text);
    let mut expected = Vec::new();
    let mut depth = 0;
    while let Some(Ok((event, _))) = parser.next_event() {
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth -= 1,
            Event::Scalar(value, ..) if depth > 0 => expected.push(value.into_owned()),
            _ => {}
        }
    }
    let found = values.1;
    (found, expected)
}

#[test]
fn tokens_decode_to_what_the_parser_says() {
    let cases = [
        "a: |\n\n\n   foo\n   bar\n",
        "a: !!str |\n   foo\n   bar\n\nb: &x >-\n  q\n  \n  r",
        "a: |\nb: >+\n\n\nc: |2-\n\n    x\n      \n   y\n",
        "a: |\r\n  foo\r\n  bar\r\nb: \"x\r\n  y\"\r\nc: z\r\n",
        "a: |+\n\n\nb: >\n\n  x\n\n   y\n  z\n\n  w\n\n\n",
        "a: |-  # comment | >\n  foo\n # c\nb: c",
        "a: |\n  foo\n     \n  \n",
        "k:\n- |\n  foo\n- >-\n    foo\n     \tbar\n\n    baz",
        "a: \"x \\t \n  \\ty\\\n   \n z \n\n \n\\\n q  \"",
        "a: 'x \n\n\n  y\n z '\nb: \n  foo\n  bar\n\n\n  baz  \n",
        "a: ' \n '\nb: \"\n\n\"\nc: \"a\\ \n b\\\\\n c\\\n\"",
        "\"a b\": {'c''d': [e, \"f\\x41\", 'g'], h: !!str 'i'}\n? |\n  k\n: >\n  v\n",
        "- ä: \"ö\"\n- é é\n- |\n  ü ü\n  ß\n",
        "a: |1\n  x\n y\n",
        "a: >2-\n\n     \n   x\n\n  y\n",
        "a: # | no\n  # > no\n  |\n   x\n",
    ];
    for text in cases {
        let (found, expected) = both(text);
        assert!(!expected.is_empty(), "{text:?}");
        assert_eq!(found, expected, "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_blocks_decode_to_what_the_parser_says(
        style in "[|>][-+]?2?[-+]?",
        lines in prop::collection::vec("(|  ( {0,2}\t?[a#:]{1,2} ?))", 0..7),
        end in "(b: c)?",
    ) {
        let text = format!("a: {style}\n{}\n{end}", lines.join("\n"));
        let (found, expected) = both(&text);
        prop_assert_eq!(found, expected, "{:?}", text);
    }

    #[test]
    fn any_quoted_scalars_decode_to_what_the_parser_says(
        double in r#"([ab \t]|\\[\\"tn/ ]|\n {1,2}){0,12}"#,
        single in "([ab \t\\\\]|''|\r?\n {1,2}){0,12}",
        plain in "a([ab\\\\']|\n {1,2}b){0,8}",
    ) {
        let text = format!("a: \"{double}\"\nb: '{single}'\nc: {plain}\n");
        let (found, expected) = both(&text);
        prop_assert_eq!(found, expected, "{:?}", text);
    }

    #[test]
    fn no_text_makes_it_panic(text in r#"([ab:\-?#&*!|>'"%@{}\[\], \t\n\\0é]|\r\n|\{\{a\}\}){0,60}"#) {
        let mut fields = Fields::default();
        fields.read("x.yaml", text.as_bytes());
    }
}

/// Writes fields down, a line each: role, label, value, spans, decodings, pointer, names.
#[derive(Default)]
struct Fields {
    written: String,
}

impl FieldSink for Fields {
    fn field(&mut self, field: &Field<'_>, place: &dyn Place) {
        let text = String::from_utf8_lossy;
        let value = field.view();
        let (spans, via) = value.locate(0..value.bytes().len());
        let via: Vec<String> = via.iter().map(ToString::to_string).collect();
        let helper = field.helper.as_ref().map(|helper| format!("{}.", text(helper)));
        let off = if field.disabled { " off" } else { "" };
        writeln!(
            self.written,
            "{}{off} {}{} {:?} {} {} {}",
            field.role,
            helper.unwrap_or_default(),
            text(&field.label),
            text(value.bytes()),
            spans.len(),
            via.join(" "),
            place.pin().pointer,
        )
        .unwrap();
    }
}

impl Fields {
    fn read(&mut self, path: &str, bytes: &[u8]) -> document::Contents {
        let nodes = Nodes::default();
        document::read(&Source::new(path, bytes), &mut Reading { sink: self, nodes: &nodes })
    }
}

fn fields(text: &str) -> String {
    assert_eq!(readable(text.as_bytes()).len(), text.len());
    let mut fields = Fields::default();
    fields.read("a.request.yaml", text.as_bytes());
    fields.written
}

/// Requests, and the fields that they give.
const REQUESTS: [(&str, &[&str]); 12] = [
    (
        "headers:\n  - key: X-Key\n    value: 'it''s'\n    disabled: true\n",
        &[
            "name off key \"X-Key\" 1  /headers/0/key",
            "header off X-Key \"it's\" 1 yaml-single /headers/0/value",
        ],
    ),
    ("headers:\n  id: a b\n", &["header id \"a b\" 1  /headers/id"]),
    ("queryParams: {a/b: \"\\x41\"}\n", &["query a/b \"A\" 1 yaml /queryParams/a~1b"]),
    (
        "auth:\n  credentials:\n    - key: token\n      value: t1\n  type: bearer\n",
        &[
            "name bearer.key \"token\" 1  /auth/credentials/0/key",
            "auth bearer.token \"t1\" 1  /auth/credentials/0/value",
            "name bearer.type \"bearer\" 1  /auth/type",
        ],
    ),
    (
        "auth:\n  - id: '1'\n    type: basic\n    credentials: {password: p w}\n",
        &[
            "auth basic.password \"p w\" 1  /auth/0/credentials/password",
            "name basic.id \"1\" 1 yaml-single /auth/0/id",
            "name basic.type \"basic\" 1  /auth/0/type",
        ],
    ),
    (
        "body:\n  type: json\n  content: |-\n    {\n      \"pin\": \"12\\u0033\"\n    }\n",
        &[
            "name type \"json\" 1  /body/type",
            "body content \"{\\n  \\\"pin\\\": \\\"12\\\\u0033\\\"\\n}\" 3 join /body/content",
            "body pin \"123\" 1 json /body/content#/pin",
        ],
    ),
    (
        "body: {type: urlencoded, content: [{key: a, value: b, disabled: true}]}\n",
        &[
            "name off key \"a\" 1  /body/content/0/key",
            "body off a \"b\" 1  /body/content/0/value",
            "name type \"urlencoded\" 1  /body/type",
        ],
    ),
    (
        "scripts:\n  - code:\n      - let a = 1\n      - 'f(''x'')'\n      - >-\n        long\n        line\n",
        &["script  \"let a = 1\\nf('x')\\nlong line\" 6 yaml-single fold /scripts/0/code"],
    ),
    (
        "scripts:\n  - code:\n      - \"a\\t\"\n      - 'b'''\n",
        &[
            "script  \"a\\t\" 1 yaml /scripts/0/code",
            "script  \"b'\" 1 yaml-single /scripts/0/code",
        ],
    ),
    (
        "examples:\n  - name: ok\n    response: {headers: {A: b}, body: {type: text, content: x y}}\n",
        &[
            "response-header A \"b\" 1  /examples/0/response/headers/A",
            "response type \"text\" 1  /examples/0/response/body/type",
            "response content \"x y\" 1  /examples/0/response/body/content",
            "name name \"ok\" 1  /examples/0/name",
        ],
    ),
    (
        "url: {{host}}/x\nvariables: {pin: 0123, on: true}\n",
        &["variable pin \"0123\" 1  /variables/pin", "url url \"{{host}}/x\" 1  /url"],
    ),
    (
        "name: &n a # pin: 12\nb: *n\n? [x]\n: y\n",
        &[
            "value  \"x\" 1  //0",
            "name name \"a\" 1  /name",
            "value  \"y\" 1  /",
            "text  \"# pin: 12\\n\" 1  ",
        ],
    ),
];

#[test]
fn a_request_gives_fields_as_in_the_app() {
    for (text, expected) in REQUESTS {
        let fields = fields(text);
        let found: Vec<&str> =
            fields.lines().filter(|line| !line.starts_with("text pin")).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn what_breaks_off_keeps_what_was_read_and_goes_on_as_lines() {
    let cases = [
        ("name: a\nurl: @x\npassword: tr4vel\n", 13, "does not go on"),
        ("name: a\nheaders:\n\t- key: b\npassword: tr4vel\n", 18, "a tab"),
        ("name: a\nb: *c\npassword: tr4vel\n", 11, "does not go on"),
        ("name: a\npassword: 'tr4vel\n", 18, "does not go on"),
        ("name: a\nurl: {{x}}/y\npassword: tr4vel\n", 13, "a template"),
    ];
    for (text, at, what) in cases {
        let mut fields = Fields::default();
        let contents = fields.read("a.request.yaml", text.as_bytes());
        let flaw = contents.flaw.unwrap();
        assert_eq!((flaw.at, flaw.format), (at, "YAML"), "{text}");
        assert!(flaw.what.contains(what), "{text}: {}", flaw.what);
        assert!(fields.written.contains("name name \"a\""), "{text}: {}", fields.written);
        assert!(fields.written.contains("tr4vel"), "{text}: {}", fields.written);
    }
}

#[test]
fn hostile_texts_are_read_in_bounds() {
    let deep: Vec<String> = (0..2000).map(|depth| " ".repeat(depth)).collect();
    let deep = deep.join("a:\n");
    let bomb = "1\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n".to_owned();
    for (text, is_sound) in [("[".repeat(50_000), false), (deep, false), (bomb, true)] {
        let mut fields = Fields::default();
        let contents = fields.read("a.yaml", format!("k: {text}").as_bytes());
        assert_eq!(contents.flaw.is_none(), is_sound);
        assert!(fields.written.lines().count() < 20);
    }
}
