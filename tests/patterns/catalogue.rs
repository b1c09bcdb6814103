//! The built-in catalogue is good.

use postseal::pattern::library::Library;
use postseal::workshop::catalogue::Catalogue;
use postseal::workshop::check::{budget, check};
use postseal::workshop::flaw::Flaw;
use postseal::workshop::matrix::Outcome;

use crate::{bench, corpus};

#[test]
fn every_pattern_is_good() {
    let catalogue = Catalogue::built_in().expect("the built-in files are sound");
    let built_in = Library::built_in().expect("the built-in library is sound");
    assert_eq!(
        catalogue.chosen.len(),
        built_in.patterns.len(),
        "the texts are those of the library"
    );
    let (catalogue, flaws) = check(catalogue).expect("its literals fit");
    assert_none(&flaws);
    let texts = corpus::fixtures_and_corpus().into_iter().map(|file| (file.name, file.bytes));
    assert_none(&budget(&catalogue, texts).expect("its literals fit"));
}

#[test]
fn every_sample_is_found_in_every_shape_that_carries_it() {
    let catalogue = Catalogue::built_in().expect("the built-in files are sound");
    let patterns = catalogue.chosen.len();
    let (scanner, matrix) = bench::matrix(catalogue);
    let text = matrix.text(scanner.library(), patterns);
    assert!(matrix.is_good(), "{text}");
    assert!(matrix.count(Outcome::Found) > patterns * 20, "{text}");
}

fn assert_none(flaws: &[Flaw]) {
    assert!(flaws.is_empty(), "{} flaws\n{}", flaws.len(), bench::text(flaws));
}
