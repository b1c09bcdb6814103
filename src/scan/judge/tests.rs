//! Each check from both sides: what it rejects for its reason, and what looks alike and gets through.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::finding::Confidence;
use crate::pattern::label::{Class, Strength};
use crate::pattern::library::Library;

/// What one check rejects, and what it must let through: labels, each with its values.
#[derive(serde::Deserialize)]
struct Table {
    #[serde(default)]
    rejects: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    passes: BTreeMap<String, Vec<String>>,
}

/// The tables, by reason.
fn tables() -> BTreeMap<String, Table> {
    toml::from_str(include_str!("cases.toml")).unwrap()
}

fn verdict(library: &Library, label: &str, value: &str) -> Result<Confidence, &'static str> {
    let meaning = library.vocabulary.meaning(label);
    let meaning = meaning.unwrap_or_else(|| panic!("{label} speaks of no credential"));
    let case = Case {
        value: Value::new(value.as_bytes()),
        label,
        role: Role::Variable,
        user: None,
        is_named: false,
        told: Told::Place { class: meaning.class, strength: meaning.strength },
        words: &library.words,
        label_words: OnceCell::new(),
        holds_filler: OnceCell::new(),
    };
    match case.rejection().map(|(rejection, _)| rejection) {
        Some(rejection) => Err(rejection.as_str()),
        None => Ok(confidence::of(&case).confidence()),
    }
}

#[test]
fn checks_reject_what_they_are_for_and_let_through_what_looks_alike() {
    let library = Library::built_in().unwrap();
    let mut wrong = Vec::new();
    let each = |values: BTreeMap<String, Vec<String>>| {
        let pairs = |(label, values): (String, Vec<String>)| {
            values.into_iter().map(move |value| (label.clone(), value))
        };
        values.into_iter().flat_map(pairs)
    };
    for (reason, table) in tables() {
        for (label, value) in each(table.rejects) {
            let verdict = verdict(&library, &label, &value);
            if verdict != Err(reason.as_str()) {
                wrong.push(format!("{label}: {value:?} should be {reason}, is {verdict:?}"));
            }
        }
        for (label, value) in each(table.passes) {
            if let Err(other) = verdict(&library, &label, &value) {
                wrong.push(format!("{label}: {value:?} should get through {reason}, is {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_reason_has_a_table() {
    let tables: BTreeSet<String> = tables().into_keys().collect();
    // Published samples are known by their hashes alone.
    let reasons = Rejection::ALL.iter().filter(|reason| **reason != Rejection::Published);
    assert_eq!(tables, reasons.map(|reason| reason.as_str().to_owned()).collect());
}

#[test]
fn a_service_before_key_makes_a_uuid_one() {
    let library = Library::built_in().unwrap();
    let case = |is_named| Case {
        value: Value::new(b"3f2b8c1e-9d47-4a6b-8e05-7c1f2a9b4d63"),
        label: "x_key",
        role: Role::Variable,
        user: None,
        is_named,
        told: Told::Place { class: Class::Key, strength: Strength::Weak },
        words: &library.words,
        label_words: OnceCell::new(),
        holds_filler: OnceCell::new(),
    };
    assert_eq!(case(false).verdict().err(), Some(Rejection::Identifier));
    assert_eq!(case(true).verdict().err(), None);
    assert_eq!(confidence::of(&case(true)).confidence(), Confidence::Medium);
}

#[test]
fn confidence_follows_label_and_look() {
    use Confidence::{High, Low, Medium};
    let library = Library::built_in().unwrap();
    let cases = [
        ("token", "b7e1c9a04f5d4e2b8a6c3d1f0e9b8a7c", Medium),
        ("accessToken", "b7e1c9a04f5d4e2b8a6c3d1f0e9b8a7c", High),
        ("accessToken", "3f2b8c1e-9d47-4a6b-8e05-7c1f2a9b4d63", High),
        ("apiKey", "kQ8vZt3LmXw2Rb7N", High),
        ("apiKeyProd", "kQ8vZt3LmXw2Rb7N", Medium),
        ("clientSecret", "super-hush-741", Medium),
        ("password", "Tr4vel!ng", High),
        ("password", "569812", Medium),
        ("password", "admin", Low),
        ("password", "P@ssw0rd2024!", Low),
        ("password", "wintermorning", Medium),
        ("password", "Blue Door 77", High),
        ("accessToken", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJxOHZ6dDNsbSJ9.", Low),
    ];
    for (label, value, confidence) in cases {
        assert_eq!(verdict(&library, label, value), Ok(confidence), "{label}: {value}");
    }
}

#[test]
fn published_samples_are_known_by_their_hash() {
    let mut library = Library::built_in().unwrap();
    let value = "kX7pQz2LmN8vRtYw3BdS";
    assert!(verdict(&library, "token", value).is_ok());
    library.words.published.push(crate::secret::content_hash(value.as_bytes()));
    library.words.published.sort_unstable();
    assert_eq!(verdict(&library, "token", value), Err("published-sample"));
    assert!(verdict(&library, "token", "kX7pQz2LmN8vRtYw3BdT").is_ok());
}
