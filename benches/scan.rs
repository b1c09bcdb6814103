//! How fast the stages are, as bytes a second beside named baselines in the same run:
//! `cargo bench`. Compare within one run only; machines and neighbours differ.

mod exports;

use std::ops::Range;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use postseal::document::json::tokenize;
use postseal::document::token::{Container, Events, Str};
use postseal::pattern::library::Library;
use postseal::scan::{Memory, ScanOptions, Scanner};
use postseal::source::Source;

fn main() {
    divan::main();
}

/// The layouts that exports have.
const LAYOUTS: [exports::Layout; 2] = [exports::Layout::Pretty, exports::Layout::Minified];

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

fn over(
    bencher: Bencher<'_, '_>,
    layout: exports::Layout,
    mut work: impl FnMut(&[u8]) + Send + Sync,
) {
    let text = exports::collection(layout, 2 << 20);
    bencher.counter(BytesCount::of_slice(&text)).bench_local(|| work(black_box(&text)));
}

/// Baseline: the cheapest look at every byte.
#[divan::bench(args = LAYOUTS)]
fn count_lines(bencher: Bencher<'_, '_>, layout: exports::Layout) {
    over(bencher, layout, |text| {
        black_box(memchr::memchr_iter(b'\n', text).count());
    });
}

/// Baseline: a JSON parser that validates and keeps nothing.
#[divan::bench(args = LAYOUTS)]
fn serde_json_ignored(bencher: Bencher<'_, '_>, layout: exports::Layout) {
    over(bencher, layout, |text| {
        black_box(serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok());
    });
}

#[divan::bench(args = LAYOUTS)]
fn tokenizer(bencher: Bencher<'_, '_>, layout: exports::Layout) {
    over(bencher, layout, |text| {
        let mut count = Count::default();
        tokenize(text, 0, &mut count);
        black_box((count.strings, count.bytes));
    });
}

#[divan::bench(args = LAYOUTS)]
fn whole_scan(bencher: Bencher<'_, '_>, layout: exports::Layout) {
    let library = Library::built_in().expect("the built-in library is valid");
    let scanner = Scanner::new(library, ScanOptions::default()).expect("its literals fit");
    let mut memory = Memory::default();
    let text = exports::collection(layout, 2 << 20);
    bencher
        .counter(BytesCount::of_slice(&text))
        .bench_local(|| black_box(scanner.scan(&Source::new("bench.json", &text), &mut memory)));
}

/// What a scan of one small file costs before its first byte is read.
#[divan::bench]
fn start_up() -> Scanner {
    let library = Library::built_in().expect("the built-in library is valid");
    Scanner::new(library, ScanOptions::default()).expect("its literals fit")
}
