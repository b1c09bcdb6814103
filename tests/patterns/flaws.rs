//! What is wrong with a pattern is seen, and where.

use postseal::workshop::check::{budget, check};
use postseal::workshop::matrix::Outcome;

use crate::bench::{acme, catalogue, matrix, text};

/// A check, fields that make a pattern bad, and a word of the remedy.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

/// Flaws by the check that sees them, in what makes the pattern bad.
#[test]
fn every_flaw_has_a_check_that_sees_it() {
    let cases: &[Case] = &[
        ("", &[], ""),
        ("id-slug", &[("id", "\"bolt-key\"")], "rename"),
        (
            "id-length",
            &[("id", "\"acme-key-of-the-third-kind-for-the-fourth-environment\"")],
            "fewer",
        ),
        ("dead-literal", &[("literals", "[\"acme_live_\", \"acme_test_\"]")], "sample"),
        (
            "compile-cost",
            &[("regex", "'''(acme_live_(?:[0-9a-z]{1,200}-){1,150}[0-9a-z]{32})'''")],
            "open",
        ),
        ("samples", &[("samples", "['''acme_live_pamrhwb8imhgj7y6gdo9s10bchylq2xv''']")], "add"),
        ("samples", &[("not", "[]")], "add"),
        (
            "missing",
            &[(
                "samples",
                "['''acme_live_pamrhwb8imhgj7y6gdo9s10bchylq2''', '''acme_live_6hnpf3xr6ynt51nhy8ebjq3gn4dxs0zo''']",
            )],
            "how far",
        ),
        (
            "noisy",
            &[("not", "['''acme_live_pamrhwb8imhgj7y6gdo9s10bchylq2xv''', '''acme_live_''']")],
            "narrow",
        ),
        (
            "checksum",
            &[
                ("checksum", "\"github-crc32\""),
                ("regex", "'''(acmp_[0-9A-Za-z]{36})\\b'''"),
                ("literals", "[\"acmp_\"]"),
                (
                    "samples",
                    "['acmp_DeHYnoRowpnc8QuicXWW7jNZcqoyPy3M49dA', 'acmp_iEtEMXiDMV5CnKocLIn1w4Tk1T3Iy04TiQLA']",
                ),
            ],
            "compute",
        ),
        ("prefilter", &[("literals", "[\"live_\"]"), ("lead", "2")], "lead"),
        ("unknown-pattern", &[("shares", "[\"no-such-pattern\"]")], "list"),
        ("unknown-pattern", &[("parts", "[{ name = \"user\", pattern = \"acme-user\" }]")], "list"),
    ];
    for (expected, more, remedy) in cases {
        let (_, flaws) = check(catalogue("acme.toml", &acme(more))).expect("its literals fit");
        let checks: Vec<&str> = flaws.iter().map(|flaw| flaw.check).collect();
        let text = text(&flaws);
        match flaws.iter().find(|flaw| flaw.check == *expected) {
            None => {
                assert!(expected.is_empty() && flaws.is_empty(), "{expected} not in {checks:?}");
            }
            Some(flaw) => {
                assert!(flaw.excerpt.remedy.as_ref().is_some_and(|r| r.contains(remedy)), "{text}");
                assert!(text.contains("acme.toml:") && text.contains('^'), "{text}");
            }
        }
    }
}

#[test]
fn a_pattern_that_another_shadows_is_told_which() {
    let shadowed = acme(&[
        ("regex", "'''(ghp_[0-9A-Za-z]{36})\\b'''"),
        ("literals", "[\"ghp_\"]"),
        (
            "samples",
            "['''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''', '''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''']",
        ),
        ("not", "['''ghp_{{x}}''', '''ghp_x''']"),
    ]);
    let (_, flaws) = check(catalogue("acme.toml", &shadowed)).expect("its literals fit");
    let text = text(&flaws);
    assert!(flaws.iter().any(|flaw| flaw.check == "twins"), "{text}");
    assert!(text.contains("github-pat"), "{text}");
}

#[test]
fn a_literal_that_is_hit_in_vain_is_over_its_budget() {
    let catalogue = catalogue("acme.toml", &acme(&[]));
    let texts = |times: usize| [("big.json".to_owned(), "acme_live_ ".repeat(times).into_bytes())];
    assert!(budget(&catalogue, texts(16)).expect("its literals fit").is_empty());
    let flaws = budget(&catalogue, texts(17)).expect("its literals fit");
    assert_eq!(flaws.len(), 1);
    assert!(flaws[0].to_string().contains("big.json at byte 0"), "{}", flaws[0]);
}

/// The secret takes the mark of the Markdown around it with it.
#[test]
fn a_shape_that_loses_the_token_is_named() {
    let greedy = acme(&[("regex", r#"'''(acme_live_[^\s"']{32,40})'''"#)]);
    let (scanner, found) = matrix(catalogue("acme.toml", &greedy));
    let text = found.text(scanner.library(), 1);
    assert!(text.contains("acme-key: sample 1 missing in description"), "{text}");
    assert!(found.count(Outcome::Found) > 20, "{text}");
}

#[test]
fn all_four_outcomes_are_told_apart() {
    let bad = acme(&[
        ("samples", "['''acme_live_short''', '''acme_live_6hnpf3xr6ynt51nhy8ebjq3gn4dxs0zo''']"),
        ("not", "['''acme_live_pamrhwb8imhgj7y6gdo9s10bchylq2xv''', '''acme_live_{{key}}''']"),
    ]);
    let (scanner, found) = matrix(catalogue("acme.toml", &bad));
    let text = found.text(scanner.library(), 1);
    for outcome in Outcome::ALL {
        assert!(found.count(outcome) > 0, "{outcome:?}: {text}");
    }
    assert!(text.contains("acme-key: sample 1 missing in as written"), "{text}");
    assert!(text.contains("acme-key: counter-sample 1 noisy in "), "{text}");
}
