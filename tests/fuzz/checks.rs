//! What must hold for every input, whoever thinks of it: the fuzz targets call these, and the tests
//! beside this file replay the corpora through them without a fuzzer.
#![allow(dead_code, clippy::allow_attributes, reason = "a fuzz target calls one of them")]

use std::ops::Range;

use postseal::document::codec::Codec;
use postseal::document::json;
use postseal::document::token::{Container, Events, Str};
use postseal::document::view::View;
use postseal::pattern::library::Library;
use postseal::scan::{Memory, More, ScanOptions, Scanner};
use postseal::simd::blocks::BLOCK;
use postseal::simd::literals::{Hit, Literal, Literals};
use postseal::simd::strings;
use postseal::simd::structure::{self, BLOCKS, Carry, Structure};
use postseal::source::Source;

/// Keeps what the tokenizer says, and how deep it stands.
#[derive(Default, PartialEq, Debug)]
struct Log {
    events: Vec<(char, usize, usize)>,
    depth: usize,
}

impl Log {
    fn add(&mut self, mark: char, range: Range<usize>) {
        assert!(range.start <= range.end);
        self.events.push((mark, range.start, range.end));
    }
}

impl Events for Log {
    fn open(&mut self, _: Container) {
        self.depth += 1;
        self.add('{', 0..0);
    }
    fn close(&mut self) {
        self.depth -= 1;
        self.add('}', 0..0);
    }
    fn key(&mut self, key: Str) {
        self.add('k', key.range());
    }
    fn string(&mut self, string: Str) {
        self.add(if string.escaped { 'e' } else { 's' }, string.range());
    }
    fn scalar(&mut self, range: Range<usize>) {
        self.add('w', range);
    }
    fn comment(&mut self, range: Range<usize>) {
        self.add('c', range);
    }
}

/// The tokenizer ends, stays inside of the text, and says the same wherever its blocks begin.
pub(crate) fn tokenizer(data: &[u8]) {
    let mut log = Log::default();
    let outcome = json::tokenize(data, 0, &mut log);
    assert!(outcome.end <= data.len());
    assert!(log.events.iter().all(|event| event.2 <= data.len()));
    for blanks in [1, 31, 64] {
        let moved = [vec![b' '; blanks].as_slice(), data].concat();
        let mut moved_log = Log::default();
        json::tokenize(&moved, blanks, &mut moved_log);
        for event in moved_log.events.iter_mut().filter(|event| !matches!(event.0, '{' | '}')) {
            (event.1, event.2) = (event.1 - blanks, event.2 - blanks);
        }
        assert_eq!(log, moved_log);
    }
}

/// Vectors find the literals that the reference finds. The first line holds the literals, with blanks
/// between them; one behind `*` counts inside words too.
pub(crate) fn literals(data: &[u8]) {
    let (line, text) = data.split_at(data.iter().position(|byte| *byte == b'\n').unwrap_or(0));
    let literals = line.split(|byte| *byte == b' ').map(|word| Literal {
        bytes: word.strip_prefix(b"*").unwrap_or(word).into(),
        anywhere: word.starts_with(b"*"),
    });
    let literals: Vec<_> = literals.filter(|literal| literal.bytes.len() >= 4).collect();
    let Some(literals) = Literals::new(&literals) else { return };
    let (mut found, mut expected): (Vec<Hit>, Vec<Hit>) = Default::default();
    literals.find(text, &mut |hit| found.push(hit));
    literals.find_scalar(text, 0, &mut |hit| expected.push(hit));
    assert_eq!(found, expected);
}

/// Vectors say of the structure of an escaped text, and of where a string ends, what the references say.
pub(crate) fn structure(data: &[u8]) {
    for braces in [false, true] {
        let (mut carry, mut expected_carry, mut rest) = (Carry::default(), Carry::default(), data);
        while !rest.is_empty() {
            let mut blocks = [Structure::default(); BLOCKS];
            let mut expected = blocks;
            let count = structure::read(rest, braces, &mut carry, &mut blocks);
            let expected_count =
                structure::read_scalar(rest, braces, &mut expected_carry, &mut expected);
            assert_eq!((count, blocks), (expected_count, expected));
            rest = rest.get(count * BLOCK..).unwrap_or_default();
        }
    }
    for is_escaped in [0, 1] {
        let (mut carry, mut expected) = (is_escaped, is_escaped);
        let run = strings::inside_string(data, &mut carry);
        assert_eq!(run, strings::inside_string_scalar(data, &mut expected));
        assert_eq!(carry, expected);
    }
}

/// What is decoded leads back to bytes of the text, whichever part of it is asked for.
pub(crate) fn decoding(data: &[u8]) {
    let codecs = [
        Codec::Plain,
        Codec::Backslash,
        Codec::Percent,
        Codec::Entities,
        Codec::Bytes,
        Codec::Doubled,
        Codec::YamlDouble,
        Codec::YamlSingle,
    ];
    for codec in codecs {
        let file = View::file(data, 0);
        let outer = file.decode(0..data.len(), codec);
        let length = outer.bytes().len();
        let inner = outer.decode(length / 4..length, Codec::Backslash);
        for view in [&outer, &inner] {
            let length = view.bytes().len();
            for range in [0..length, length / 3..length / 2, length / 2..length] {
                let (spans, _) = view.locate(range);
                assert!(
                    spans
                        .iter()
                        .all(|span| { span.start <= span.end && span.end <= data.len() as u64 })
                );
            }
        }
    }
}

/// A scan ends, and finds the same whether the text comes at once or in two pieces.
pub(crate) fn scan(data: &[u8]) {
    let library = Library::built_in().expect("the built-in library is valid");
    let scanner = Scanner::new(library, ScanOptions::default()).expect("its literals fit");
    let mut memory = Memory::default();
    let whole = scanner.scan(&Source::new("fuzz.json", data), &mut memory);
    let mut stream = scanner.stream("fuzz.json", None);
    let used =
        stream.push(data.get(..data.len() / 2).unwrap_or_default(), More::Later, &mut memory);
    stream.push(data.get(used..).unwrap_or_default(), More::Nothing, &mut memory);
    let pieces = stream.finish();
    assert_eq!(format!("{:?}", whole.findings), format!("{:?}", pieces.findings));
}
