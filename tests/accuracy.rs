//! The build finds what is planted at least as well as the committed figures say.

#[path = "../benches/accuracy/mod.rs"]
mod accuracy;

use std::collections::{BTreeMap, BTreeSet};

#[derive(serde::Deserialize)]
struct Figure {
    recall: f64,
    precision: f64,
}

/// They may be lowered only with a reason in CHANGELOG.md.
const FIGURES: &str = include_str!("../benches/accuracy/figures.toml");

#[test]
fn planted_credentials_are_found_as_well_as_before() {
    let figures: BTreeMap<String, Figure> = toml::from_str(FIGURES).expect("figures are TOML");
    let mut lines = Vec::new();
    let scores = accuracy::scores(&mut |line| lines.push(line));
    let names = |names: Vec<&String>| names.into_iter().cloned().collect::<BTreeSet<_>>();
    assert_eq!(
        names(scores.keys().collect()),
        names(figures.keys().collect()),
        "every kind has figures"
    );
    let worse = |name: &&String| {
        let (score, figure) = (scores[*name], &figures[*name]);
        score.recall() < figure.recall || score.precision() < figure.precision
    };
    let worse: Vec<&String> = figures.keys().filter(worse).collect();
    let why = lines.iter().filter(|line| worse.iter().any(|name| line.starts_with(name.as_str())));
    let why: Vec<&String> = why.collect();
    assert!(worse.is_empty(), "worse than before: {worse:?}\n{why:#?}");
}
