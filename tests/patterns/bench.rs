//! What the tests work with.

use postseal::pattern::written::PatternFile;
use postseal::scan::{ScanOptions, Scanner};
use postseal::workshop::catalogue::Catalogue;
use postseal::workshop::flaw::Flaw;
use postseal::workshop::matrix::{self, Matrix};

/// The patterns of a file with this text over the built-in ones.
pub(crate) fn catalogue(path: &str, text: &str) -> Catalogue {
    let file = PatternFile::parse(path, text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    Catalogue::over_built_in(vec![file]).expect("ids are there once")
}

/// Flaws as they are printed.
pub(crate) fn text(flaws: &[Flaw]) -> String {
    flaws.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The shape matrix of a catalogue.
pub(crate) fn matrix(catalogue: Catalogue) -> (Scanner, Matrix) {
    let options = ScanOptions { reveal_names: true, ..ScanOptions::default() };
    let scanner = Scanner::new(catalogue.library, options).expect("its literals fit");
    let matrix = matrix::run(&scanner, &catalogue.chosen);
    (scanner, matrix)
}

/// A pattern of Acme's, with what `more` says in place of the same fields.
pub(crate) fn acme(more: &[(&str, &str)]) -> String {
    let fields = [
        ("id", "\"acme-key\""),
        ("regex", "'''(acme_live_[0-9a-z]{32})\\b'''"),
        ("literals", "[\"acme_live_\"]"),
        (
            "samples",
            "['''KEY=acme_live_pamrhwb8imhgj7y6gdo9s10bchylq2xv''', \
             '''\"k\": \"acme_live_6hnpf3xr6ynt51nhy8ebjq3gn4dxs0zo\"''']",
        ),
        ("not", "['''acme_live_y5jr4c''', '''acme_live_{{key}}''']"),
    ];
    let lines = fields.iter().map(|(name, value)| {
        let value = more.iter().find(|(other, _)| other == name).map_or(value, |(_, value)| value);
        format!("{name} = {value}\n")
    });
    let others = more.iter().filter(|(name, _)| !fields.iter().any(|(known, _)| known == name));
    let others = others.map(|(name, value)| format!("{name} = {value}\n"));
    format!("[[pattern]]\n{}{}", lines.collect::<String>(), others.collect::<String>())
}
