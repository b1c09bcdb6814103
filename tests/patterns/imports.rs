//! Rules of other tools become patterns that find what they should, and what is lost is named.

use postseal::pattern::Pattern;
use postseal::pattern::library::Library;
use postseal::pattern::written::PatternFile;
use postseal::workshop::check::check;
use postseal::workshop::export::{TARGETS, Target};
use postseal::workshop::generate::Dice;
use postseal::workshop::import::{Import, import};
use postseal::workshop::matrix::Outcome;

use crate::bench;

const GITLEAKS: &str = include_str!("gitleaks.toml");
const RULES: &str = include_str!("rules.yml");

#[test]
fn imported_rules_find_their_tokens_in_every_shape() {
    for (name, text, ids) in [
        ("gitleaks.toml", GITLEAKS, &["orrery-key", "quillmark-token", "tarnwick-api-key"][..]),
        ("rules.yml", RULES, &["house-larkspur-4", "house-pellworth-2", "house-saltmere-1"]),
    ] {
        let imported = take(name, text);
        let toml = imported.form.toml();
        let catalogue = bench::catalogue("imported.toml", &toml);
        let found: Vec<&str> = catalogue.patterns().map(|p| p.info.id.as_str()).collect();
        assert_eq!(found, ids, "{name}");
        let (scanner, matrix) = bench::matrix(catalogue);
        let said = matrix.text(scanner.library(), ids.len());
        assert!(matrix.is_good(), "{name}: {said}\n{toml}");
        assert!(matrix.count(Outcome::Found) > ids.len() * 20, "{name}: {said}");
        let (_, flaws) = check(bench::catalogue("imported.toml", &toml)).expect("its literals fit");
        let flaws: Vec<_> = flaws.iter().filter(|flaw| flaw.check != "id-slug").collect();
        assert!(flaws.is_empty(), "{name}: {flaws:?}\n{toml}");
    }
}

#[test]
fn what_is_lost_is_named() {
    let lost = |name, text| {
        let imported = take(name, text);
        let said: Vec<String> = imported
            .losses
            .iter()
            .map(|loss| {
                format!("{} {}: {}", if loss.is_whole { "-" } else { "~" }, loss.rule, loss.what)
            })
            .collect();
        said.join("\n")
    };
    insta::assert_snapshot!("lost_of_gitleaks", lost("gitleaks.toml", GITLEAKS));
    insta::assert_snapshot!("lost_of_rules", lost("rules.yml", RULES));
}

#[test]
fn every_other_format_is_told_and_read() {
    let cases = [
        (
            "detectors.yaml",
            "detectors:\n- name: Fernhill\n  keywords: [fernhill]\n  regex:\n    id: '\\b(FH[0-9]{18})\\b'\n    \
             secret: '\\b(fhs_[0-9a-z]{40})\\b'\n  verify:\n  - endpoint: http://localhost:8000/\n",
            "trufflehog custom detectors",
            2,
        ),
        (
            "patterns.yml",
            "name: House\npatterns:\n- name: Corrie token\n  type: corrie_token\n  regex:\n    version: 0.1\n    \
             pattern: cor_[0-9a-f]{32}\n    start: '\\A|[^0-9A-Za-z]'\n    end: '\\z|[^0-9A-Za-z]'\n",
            "GitHub custom patterns",
            1,
        ),
        (
            "postman.json",
            r#"[{"Name": "Brackley key", "Regex": "brk-[0-9a-z]{28}", "Sample value": "brk-yt4cxutc2yh5k0c2wkk4vgz3aolk"}]"#,
            "Postman custom patterns",
            1,
        ),
    ];
    for (name, text, format, count) in cases {
        let imported = take(name, text);
        assert_eq!((imported.format, imported.form.entries.len()), (format, count), "{name}");
        PatternFile::parse("imported.toml", &imported.form.toml()).expect("it is a pattern file");
    }
}

/// What is exported finds the same once it is imported again.
#[test]
fn exports_come_back() {
    let library = Library::built_in().expect("the built-in library is sound");
    let ids = ["github-fine-grained-pat", "stripe-webhook-secret", "datadog-api-key"];
    let patterns: Vec<&Pattern> = ids.iter().filter_map(|id| library.pattern(id)).collect();
    for target in TARGETS {
        let export = target.write(&patterns);
        let imported = import("exported", &export.text, &mut Dice::new(1))
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", target.name, export.text));
        // Postman has no words for what stands beside a value.
        let expected = if target.name == "postman" { 2 } else { 3 };
        assert_eq!(imported.form.entries.len(), expected, "{}: {:?}", target.name, imported.losses);
        for entry in &imported.form.entries {
            let regex = regex::Regex::new(&entry.regex).expect("it compiles");
            let found = |pattern: &&Pattern| {
                let sample = pattern.samples.found.first();
                let value = sample.and_then(|sample| sample.split(['=', '"', ' ']).next_back());
                value.is_some_and(|value| regex.is_match(value))
            };
            assert!(patterns.iter().any(found), "{}: {entry:?}", target.name);
        }
    }
    let five = Target::find("postman").expect("it is there");
    let many: Vec<&Pattern> = library.patterns.iter().take(6).collect();
    assert!(five.write(&many).warnings.iter().any(|warning| warning.contains("5 custom patterns")));
}

#[test]
fn what_is_no_file_of_rules_is_refused() {
    for (name, text) in [
        ("a.json", "{\"rules\": []}"),
        ("a.toml", "[[rules"),
        ("a.yml", "a: &x [1]\nb: *x\n"),
        ("a.txt", ""),
        ("deep.yml", &"[".repeat(100_000)),
    ] {
        assert!(import(name, text, &mut Dice::new(1)).is_err(), "{name}");
    }
}

fn take(name: &str, text: &str) -> Import {
    import(name, text, &mut Dice::new(1)).unwrap_or_else(|error| panic!("{name}: {error}"))
}
