//! Explanations, trials and comparisons of real files.

use std::path::PathBuf;

use postseal::input::{WalkOptions, collect};
use postseal::pattern::library::Library;
use postseal::scan::{ScanOptions, Scanner};
use postseal::source::Source;
use postseal::workshop::change::{self, changes};
use postseal::workshop::explain::{Target, explain};
use postseal::workshop::generate::Dice;
use postseal::workshop::proposal::{Wish, propose};
use postseal::workshop::survey::{Survey, survey};

use crate::bench::{acme, catalogue, matrix, text};

const EXPORT: &str = r#"{"name": "Shop", "values": [
  {"key": "shop_key", "value": "acme_live_pamrhwb8imhgj7y6gdo9s10bchylq2xv"},
  {"key": "old_key", "value": "acme_live_pamrhwb8imhgj7y6gdo"},
  {"key": "password", "value": "{{shop_password}}"},
  {"key": "greeting", "value": "hello"}
], "_postman_variable_scope": "environment"}"#;

#[test]
fn every_string_can_be_asked_about() {
    let scanner = scanner(catalogue("acme.toml", &acme(&[])).library);
    let source = Source::new("shop.json", EXPORT.as_bytes());
    let asked = |target: Target| explain(&scanner, &source, &target);
    let mut said = String::new();
    for at in 0..4 {
        said += &asked(Target::Pointer(format!("/values/{at}/value")));
    }
    insta::assert_snapshot!("explained", said);
    let by_place = asked(Target::At { line: 2, column: 40 });
    let by_value = asked(Target::Value(b"acme_live_pamrhwb8imhgj7y6gdo9s10bchylq2xv".to_vec()));
    let by_pointer = asked(Target::Pointer("/values/0/value".to_owned()));
    assert_eq!((by_place.as_str(), by_value.as_str()), (by_pointer.as_str(), by_pointer.as_str()));
    assert!(asked(Target::Pointer("/nowhere".to_owned())).starts_with("no string"));
    let all = asked(Target::Candidates);
    assert!(!all.contains("pamrhwb8"), "{all}");
}

/// A value may also stand where a name should.
#[test]
fn explanations_show_no_value() {
    let scanner = scanner(catalogue("acme.toml", &acme(&[])).library);
    let value = "acme_live_pamrhwb8imhgj7y6gdo9s10bchylq2xv";
    let export = format!(r#"{{"headers": {{"{value}": "x", "key": "{value}"}}}}"#);
    let source = Source::new("odd.json", export.as_bytes());
    for pointer in ["/headers/key".to_owned(), format!("/headers/{value}")] {
        let said = explain(&scanner, &source, &Target::Pointer(pointer));
        assert!(said.contains("bytes") && !said.contains(value), "{said}");
    }
}

#[test]
fn sets_of_patterns_are_compared_by_what_they_find() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("shop.json"), EXPORT).expect("it can be written");
    let seen = |library: Library| -> Survey {
        let inputs = collect(vec![PathBuf::from(folder.path())], WalkOptions::default());
        survey(inputs.expect("no globs"), &scanner(library)).expect("threads start")
    };
    let old = seen(Library::built_in().expect("the built-in library is sound"));
    let new = seen(catalogue("acme.toml", &acme(&[])).library);
    let kinds =
        |a: &Survey, b: &Survey| changes(a, b).iter().map(|change| change.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&old, &old), []);
    assert!(!kinds(&old, &new).is_empty(), "{:?}", change::text(&changes(&old, &new)));
    let only = seen(catalogue("acme.toml", &acme(&[("severity", "\"low\"")])).library);
    assert_eq!(kinds(&new, &only), [change::Kind::Changed]);
}

#[test]
fn what_is_proposed_is_good() {
    let wishes = [
        ("acme-token", r"acme_[a-z]{4}_[0-9A-Za-z]{40}\b", "", None),
        ("acme-token", "[0-9a-f]{32}", "acme api key", None),
        ("acme-token", r"(acmp_[0-9A-Za-z]{36})\b", "", Some("github-crc32")),
        ("acme-url", r"https://hooks\.acme\.test/(?:in/)?[0-9a-z]{24}\b", "", None),
    ];
    for (id, regex, label, checksum) in wishes {
        let wish = Wish {
            id: id.to_owned(),
            regex: regex.to_owned(),
            labels: Some(label.to_owned()).filter(|label| !label.is_empty()).into_iter().collect(),
            checksum: checksum.map(str::to_owned),
            ..Wish::default()
        };
        for seed in 0..2 {
            let form =
                propose(&wish, &mut Dice::new(seed)).unwrap_or_else(|e| panic!("{regex}: {e}"));
            let toml = form.toml();
            let (catalogue, flaws) =
                postseal::workshop::check::check(catalogue("acme.toml", &toml))
                    .expect("its literals fit");
            assert_eq!(text(&flaws), "", "{toml}");
            let (scanner, found) = matrix(catalogue);
            assert!(found.is_good(), "{}\n{toml}", found.text(scanner.library(), 1));
        }
    }
}

fn scanner(library: Library) -> Scanner {
    let options = ScanOptions { keep_rejected: true, ..ScanOptions::default() };
    Scanner::new(library, options).expect("its literals fit")
}
