//! How fast the stages are, as bytes a second beside named baselines in the same run:
//! `cargo bench`. Compare within one run only; machines and neighbours differ.

mod exports;

use std::fmt;
use std::ops::Range;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use exports::{Layout, Random};
use postseal::document::json::tokenize;
use postseal::document::token::{Container, Events, Str};
use postseal::pattern::library::Library;
use postseal::scan::{Memory, ScanOptions, Scanner};
use postseal::simd::literals::{Literal, Literals};
use postseal::source::Source;

fn main() {
    divan::main();
}

/// What is measured on.
#[derive(Debug, Clone, Copy)]
enum Export {
    /// A collection as the app exports it.
    Pretty,
    /// A collection on one line, as the API answers.
    Minified,
    Environment,
    Dump,
}

const EXPORTS: [Export; 4] = [Export::Pretty, Export::Minified, Export::Environment, Export::Dump];

impl fmt::Display for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Export {
    fn text(self) -> Vec<u8> {
        const SIZE: usize = 2 << 20;
        let mut random = Random::new(1);
        let mut text = Vec::new();
        let mut collection = |layout| {
            exports::write_collection(&mut text, layout, SIZE, &mut random, None)
                .expect("writing to memory does not fail");
        };
        match self {
            Self::Pretty => collection(Layout::Pretty),
            Self::Minified => collection(Layout::Minified),
            Self::Environment => {
                text = exports::environment(Layout::Pretty, &mut random, 10_000).into_bytes();
            }
            Self::Dump => text = exports::dump(&mut random, SIZE).into_bytes(),
        }
        text
    }
}

/// Counts what the tokenizer gives and drops it.
#[derive(Default)]
struct Count {
    strings: usize,
    bytes: usize,
}

impl Events for Count {
    fn open(&mut self, _: Container) {}
    fn close(&mut self) {}
    fn key(&mut self, key: Str) {
        self.bytes += key.end - key.start;
    }
    fn string(&mut self, string: Str) {
        self.strings += 1;
        self.bytes += string.end - string.start;
    }
    fn scalar(&mut self, range: Range<usize>) {
        self.bytes += range.len();
    }
}

fn over(bencher: Bencher<'_, '_>, export: Export, mut work: impl FnMut(&[u8]) + Send + Sync) {
    let text = export.text();
    bencher.counter(BytesCount::of_slice(&text)).bench_local(|| work(black_box(&text)));
}

/// Baseline: the cheapest look at every byte.
#[divan::bench(args = EXPORTS)]
fn count_lines(bencher: Bencher<'_, '_>, export: Export) {
    over(bencher, export, |text| {
        black_box(memchr::memchr_iter(b'\n', text).count());
    });
}

/// Baseline: a JSON parser that validates and keeps nothing.
#[divan::bench(args = EXPORTS)]
fn serde_json_ignored(bencher: Bencher<'_, '_>, export: Export) {
    over(bencher, export, |text| {
        black_box(serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok());
    });
}

#[divan::bench(args = EXPORTS)]
fn tokenizer(bencher: Bencher<'_, '_>, export: Export) {
    over(bencher, export, |text| {
        let mut count = Count::default();
        tokenize(text, 0, &mut count);
        black_box((count.strings, count.bytes));
    });
}

/// The search for the literals of all patterns, over all bytes.
#[divan::bench(args = EXPORTS)]
fn prefilter(bencher: Bencher<'_, '_>, export: Export) {
    let library = Library::built_in().expect("the built-in library is valid");
    let of_pattern = library.patterns.iter().flat_map(|pattern| {
        let anywhere = pattern.lead > 0;
        let literals = pattern.literals.iter();
        literals.map(move |literal| Literal { bytes: literal.bytes.as_slice().into(), anywhere })
    });
    let of_all: Vec<Literal> = of_pattern.collect();
    let literals = Literals::new(&of_all).expect("its literals fit");
    over(bencher, export, |text| {
        let mut hits = 0;
        literals.find(text, &mut |_| hits += 1);
        black_box(hits);
    });
}

/// Variables whose values all have to be judged: the judge takes most of it.
#[divan::bench]
fn judge(bencher: Bencher<'_, '_>) {
    let library = Library::built_in().expect("the built-in library is valid");
    let scanner = Scanner::new(library, ScanOptions::default()).expect("its literals fit");
    let mut memory = Memory::default();
    let mut random = Random::new(1);
    let rows: Vec<String> = (0..10_000)
        .map(|_| format!("{{\"key\":\"password\",\"value\":\"{}\"}}", random.words(2)))
        .collect();
    let text = format!("{{\"name\":\"a\",\"values\":[{}]}}", rows.join(","));
    let source = Source::new("bench.json", text.as_bytes());
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| black_box(scanner.scan(&source, &mut memory)));
}

#[divan::bench(args = EXPORTS)]
fn whole_scan(bencher: Bencher<'_, '_>, export: Export) {
    let library = Library::built_in().expect("the built-in library is valid");
    let scanner = Scanner::new(library, ScanOptions::default()).expect("its literals fit");
    let mut memory = Memory::default();
    let text = export.text();
    bencher
        .counter(BytesCount::of_slice(&text))
        .bench_local(|| black_box(scanner.scan(&Source::new("bench.json", &text), &mut memory)));
}

/// What a scan of one small file costs: nearly all of it is the start.
#[divan::bench]
fn start_up(bencher: Bencher<'_, '_>) {
    let text = exports::environment(Layout::Pretty, &mut Random::new(1), 20);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let library = Library::built_in().expect("the built-in library is valid");
        let scanner = Scanner::new(library, ScanOptions::default()).expect("its literals fit");
        let source = Source::new("bench.json", black_box(text.as_bytes()));
        scanner.scan(&source, &mut Memory::default())
    });
}
