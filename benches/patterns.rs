//! What the size of the catalogue costs: the same text with a hundred patterns and with all, and the start of
//! a scanner. `cargo bench --bench patterns`.

#[expect(dead_code, reason = "the other bench takes more kinds of export")]
mod exports;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use exports::{Layout, Random};
use postseal::pattern::library::Library;
use postseal::scan::{Memory, ScanOptions, Scanner};
use postseal::source::Source;

fn main() {
    divan::main();
}

/// How many patterns are looked for, evenly taken from the catalogue; the last is all of them.
const COUNTS: [usize; 3] = [100, 500, usize::MAX];

/// A collection, pretty-printed as the app exports it.
fn collection() -> Vec<u8> {
    let mut text = Vec::new();
    exports::write_collection(&mut text, Layout::Pretty, 2 << 20, &mut Random::new(1), None)
        .expect("writing to memory does not fail");
    text
}

/// The library with about `count` of its patterns.
fn share(count: usize) -> Library {
    let mut library = Library::built_in().expect("the built-in library is sound");
    let step = (library.patterns.len() / count).max(1);
    let mut index = 0;
    library.patterns.retain(|_| {
        index += 1;
        index % step == 0
    });
    library
}

fn scanner(library: Library) -> Scanner {
    Scanner::new(library, ScanOptions::default()).expect("the literals fit")
}

#[divan::bench(args = COUNTS, sample_count = 40)]
fn scan_with_patterns(bencher: Bencher<'_, '_>, count: usize) {
    let (text, scanner) = (collection(), scanner(share(count)));
    let mut memory = Memory::default();
    bencher.counter(BytesCount::of_slice(&text)).bench_local(|| {
        let source = Source::new("collection.json", black_box(&text));
        scanner.scan(&source, &mut memory)
    });
}

#[divan::bench(args = COUNTS)]
fn start_with_patterns(bencher: Bencher<'_, '_>, count: usize) {
    bencher.with_inputs(|| share(count)).bench_local_values(scanner);
}

#[divan::bench]
fn read_the_library() -> Library {
    Library::built_in().expect("the built-in library is sound")
}
