//! The tokenizer on JSON, on what is nearly JSON, and on what is not.

use std::ops::Range;

use super::{Outcome, tokenize};
use crate::document::token::{Container, Events, Str};

/// Writes the events down, a word each.
struct Log<'t>(&'t str, String);

impl Log<'_> {
    fn add(&mut self, mark: &str, range: Range<usize>) {
        self.1.push_str(mark);
        self.1.push_str(&self.0[range]);
        self.1.push(' ');
    }
}

impl Events for Log<'_> {
    fn open(&mut self, container: Container) {
        self.1.push_str(if container == Container::Object { "{ " } else { "[ " });
    }
    fn close(&mut self) {
        self.1.push_str(") ");
    }
    fn key(&mut self, key: Str) {
        self.add("k:", key.range());
    }
    fn string(&mut self, string: Str) {
        self.add(if string.escaped { "e:" } else { "s:" }, string.range());
    }
    fn scalar(&mut self, range: Range<usize>) {
        self.add("", range);
    }
}

fn events(text: &str) -> (String, Outcome) {
    let mut log = Log(text, String::new());
    let outcome = tokenize(text.as_bytes(), 0, &mut log);
    (log.1.trim_end().to_owned(), outcome)
}

#[test]
fn json_gives_its_tokens_and_no_flaw() {
    let cases = [
        ("{}", "{ )"),
        ("[]", "[ )"),
        (
            r#"{"a": "b", "c": [1, -2.5e+3, true, null, "d"]}"#,
            "{ k:a s:b k:c [ 1 -2.5e+3 true null s:d ) )",
        ),
        (r#"{"a\"b": "c\\", "d": {"e": ""}}"#, r#"{ k:a\"b e:c\\ k:d { k:e s: ) )"#),
        (
            "[\"a long string without any escapes in it\"]",
            "[ s:a long string without any escapes in it )",
        ),
        ("[{},[],[{}]]", "[ { ) [ ) [ { ) ) )"),
    ];
    for (text, expected) in cases {
        let (log, outcome) = events(text);
        assert_eq!(log, expected);
        let expected = Outcome { end: text.len(), flaw: None, complete: true, ran_out: false };
        assert_eq!(outcome, expected, "{text}");
    }
}

#[test]
fn nearly_json_is_read_on_and_says_where_it_is_flawed() {
    let cases = [
        (r#"{"port": {{port}}, "a": "b"}"#, "{ k:port {{port}} k:a s:b )", 9),
        (r#"{"a": "b",}"#, "{ k:a s:b )", 10),
        ("[1,]", "[ 1 )", 3),
        ("{ // note\n\"a\": 1 /* x */ }", "{ k:a 1 )", 2),
        ("{a: 'b'}", "{ k:a s:b )", 1),
        (r#"{"a": "b" "c": 1}"#, "{ k:a s:b k:c 1 )", 10),
        (r#"{"a": NaN}"#, "{ k:a NaN )", 6),
        ("[{{ids}}]", "[ {{ids}} )", 1),
    ];
    for (text, expected, flaw) in cases {
        let (log, outcome) = events(text);
        assert_eq!(log, expected);
        assert!(outcome.complete, "{text}");
        assert_eq!(outcome.flaw.map(|flaw| flaw.at), Some(flaw), "{text}");
    }
}

#[test]
fn what_is_not_json_stops_with_a_place() {
    let cases = [
        (r#"{"a": "b"#, 6),
        (r#"{"a": "b", "#, 11),
        (r#"{"a": ["b"}"#, 10),
        ("{\"a\": \"b\nc\"}", 6),
        (r#"{"a": @}"#, 6),
        (r#"{"a": "b\"#, 6),
    ];
    for (text, at) in cases {
        let (_, outcome) = events(text);
        assert!(!outcome.complete, "{text}");
        assert_eq!(outcome.flaw.map(|flaw| flaw.at), Some(at), "{text}");
    }
}

#[test]
fn endless_nesting_stops_at_the_bound() {
    let (_, outcome) = events(&"[".repeat(1_000_000));
    assert_eq!((outcome.complete, outcome.end), (false, super::MAX_DEPTH));
}

/// Pieces that near-JSON is made of, with what makes a backslash or a quote mean something else.
const PIECES: [&str; 22] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"a\"",
    "\"\\\"\"",
    "\"\\\\\"",
    "'b\\\"'",
    "{{t}}",
    "{{\\}}",
    "12.5",
    "true",
    "// c \" \\\n",
    "/* \" \\ */",
    " ",
    "\n\t",
    "\"",
    "\\",
    "word",
    "\"long long long long long\"",
];

proptest::proptest! {
    /// Where a text begins in a block decides nothing: events and outcome move along with it.
    #[test]
    fn the_same_is_read_wherever_blocks_begin(
        pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..60),
        blanks in 1..70_usize,
    ) {
        let text = format!("[{}", pieces.concat());
        let moved = format!("[{}{}", " ".repeat(blanks), pieces.concat());
        let (log, outcome) = events(&text);
        let (moved_log, moved_outcome) = events(&moved);
        proptest::prop_assert_eq!(log, moved_log);
        let at = |at: usize| if at > 0 { at + blanks } else { at };
        let flaw = outcome.flaw.map(|flaw| super::Flaw { at: at(flaw.at), ..flaw });
        proptest::prop_assert_eq!(Outcome { end: at(outcome.end), flaw, ..outcome }, moved_outcome);
    }
}
