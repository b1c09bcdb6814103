//! The shape matrix over the built-in catalogue, and that it sees what is wrong.

use postseal::pattern::library::Library;
use postseal::scan::{ScanOptions, Scanner};
use postseal::workshop::matrix::{self, Matrix, Outcome};

#[test]
fn every_sample_is_found_in_every_shape_that_carries_it() {
    let (scanner, matrix) = run(Library::built_in().expect("the built-in library is sound"));
    let lines: Vec<String> = matrix
        .misses
        .iter()
        .map(|miss| {
            let id = &scanner.library().patterns[miss.pattern].info.id;
            let outcome = miss.outcome.as_str();
            format!("{id} sample {} {outcome} in {}: {}", miss.number, miss.shape, miss.instead)
        })
        .collect();
    assert!(lines.is_empty(), "{} {:?}:\n{}", lines.len(), matrix.counts, lines.join("\n"));
    assert!(matrix.count(Outcome::Found) > scanner.library().patterns.len() * 20);
}

fn run(library: Library) -> (Scanner, Matrix) {
    let chosen: Vec<usize> = (0..library.patterns.len()).collect();
    let options = ScanOptions { keep_rejected: true, ..ScanOptions::default() };
    let scanner = Scanner::new(library, options).expect("its literals fit");
    let matrix = matrix::run(&scanner, &chosen);
    (scanner, matrix)
}
