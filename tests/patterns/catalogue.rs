//! The built-in catalogue is good, and its list in the documentation is fresh.

use std::fs;

use postseal::pattern::library::Library;
use postseal::workshop::card::{Filter, cards, markdown};
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

/// `INSTA_UPDATE=always` writes the list anew.
#[test]
fn the_list_of_services_is_fresh() {
    const PATH: &str = "docs/services.md";
    let library = Library::built_in().expect("the built-in library is sound");
    let list = markdown(&cards(&library, &Filter::default()));
    let fresh = format!(
        "# Services and patterns\n\nWritten by `postseal pattern list --format markdown`, which a test \
         runs: `INSTA_UPDATE=always cargo test --test patterns` writes it anew.\n\n{list}"
    );
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(PATH, &fresh).expect("the documentation can be written");
    }
    let written = fs::read_to_string(PATH).expect("the list is there").replace("\r\n", "\n");
    assert!(
        written == fresh,
        "{PATH} is not fresh: INSTA_UPDATE=always cargo test --test patterns"
    );
}

fn assert_none(flaws: &[Flaw]) {
    assert!(flaws.is_empty(), "{} flaws\n{}", flaws.len(), bench::text(flaws));
}
