use proptest::prelude::*;

use super::*;

/// What is looked for, by its definition.
fn expected(literals: &[Literal], text: &[u8]) -> Vec<Hit> {
    let mut hits = Vec::new();
    for start in 0..text.len() {
        for (index, literal) in literals.iter().enumerate() {
            let counts = literal.anywhere || starts_word(text, start);
            if counts && text[start..].starts_with(&literal.bytes) {
                hits.push(Hit { start, literal: index });
            }
        }
    }
    hits
}

fn found(find: impl FnOnce(&mut dyn FnMut(Hit))) -> Vec<Hit> {
    let mut hits = Vec::new();
    find(&mut |hit| hits.push(hit));
    hits.sort_unstable();
    hits
}

fn literal() -> impl Strategy<Value = Literal> {
    let bytes = prop_oneof![
        proptest::collection::vec(prop_oneof![Just(b'a'), Just(b'b'), Just(b'_')], 4..8),
        proptest::collection::vec(any::<u8>(), 4..6),
        proptest::collection::vec(prop_oneof![Just(b'a'), Just(b'.'), Just(b'\\')], 4..12),
    ];
    (bytes, any::<bool>()).prop_map(|(bytes, anywhere)| Literal { bytes: bytes.into(), anywhere })
}

/// Text made of literals and of what may stand around them, so that hits are many and at all offsets.
fn text(literals: &[Literal]) -> impl Strategy<Value = Vec<u8>> + use<> {
    let bytes: Vec<Vec<u8>> = literals.iter().map(|literal| literal.bytes.to_vec()).collect();
    let part = prop_oneof![
        proptest::sample::select(bytes),
        proptest::collection::vec(any::<u8>(), 0..40),
        // Some texts are longer than what is looked at together.
        (0..1000_usize).prop_map(|length| vec![b' '; length]),
        proptest::sample::select(vec![
            &b"\\n"[..],
            b"\\\\",
            b" ",
            b"_",
            b"\x7f",
            b"@Z[`z{/09:",
            b"aba"
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    proptest::collection::vec(part, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    // Miri is a thousand times slower.
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 256 }))]

    #[test]
    fn every_way_to_search_gives_the_same(
        (literals, text) in proptest::collection::vec(literal(), 1..40)
            .prop_flat_map(|literals| (text(&literals), Just(literals)).prop_map(|(t, l)| (l, t)))
    ) {
        let expected = expected(&literals, &text);
        let literals = Literals::new(&literals).unwrap();
        for way in Way::all() {
            prop_assert_eq!(&found(|found| literals.find_by(way, &text, found)), &expected, "{:?}", way);
        }
    }
}

#[test]
fn literals_count_at_the_start_of_a_word_unless_told_otherwise() {
    let literal = |bytes: &[u8], anywhere| Literal { bytes: bytes.into(), anywhere };
    let literals = Literals::new(&[literal(b"ghp_", false), literal(b"MNOP", true)]).unwrap();
    let starts = |text: &str| -> Vec<usize> {
        found(|found| literals.find(text.as_bytes(), found)).iter().map(|hit| hit.start).collect()
    };
    let far = " ".repeat(40);
    for (text, expected) in [
        ("ghp_ xghp_ -ghp_ _ghp_ 9ghp_", vec![0, 12]),
        (r"\nghp_ \\nghp_", vec![2, 10]),
        ("éghp_", vec![2]),
        ("xMNOP", vec![1]),
        ("ghp", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(starts(text), expected, "{text}");
        let moved: Vec<usize> = expected.iter().map(|start| start + far.len()).collect();
        assert_eq!(starts(&format!("{far}{text}{far}")), moved, "{text}");
    }
}

#[test]
fn too_short_a_literal_is_refused_and_none_finds_nothing() {
    let short = Literal { bytes: (*b"abc").into(), anywhere: true };
    assert!(Literals::new(&[short]).is_none());
    let none = Literals::new(&[]).unwrap();
    assert_eq!(found(|found| none.find(&[b'a'; 100], found)), []);
}
