//! What holds for every text, whatever its bytes.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{MAX_LABEL, Pair, form, header, lines, markup, script, url};

type Pairs = fn(&[u8], &mut dyn FnMut(Pair));

const ALL: [(&str, Pairs); 8] = [
    ("lines", lines::pairs),
    ("script", script::pairs),
    ("markup", markup::pairs),
    ("url", url::pairs),
    ("form", form::pairs),
    ("header lines", header::lines),
    ("cookies", header::cookies),
    ("set_cookie", header::set_cookie),
];

/// Every function gives ranges inside the text, short labels, and values that are apart.
fn holds(text: &[u8]) {
    for (name, pairs) in ALL {
        let mut values = Vec::new();
        pairs(text, &mut |pair| {
            assert!(pair.label.start <= pair.label.end && pair.label.end <= text.len(), "{name}");
            assert!(pair.value.start < pair.value.end && pair.value.end <= text.len(), "{name}");
            assert!(pair.label.len() <= MAX_LABEL, "{name}");
            assert_eq!(text[pair.value.clone()].trim_ascii().len(), pair.value.len(), "{name}");
            pair.is_userinfo(text);
            values.push(pair.value);
        });
        values.sort_by_key(|value| value.start);
        for pair in values.windows(2) {
            assert!(pair[0].end <= pair[1].start, "{name} gave {pair:?}");
        }
    }
    form::looks_like(text);
    let parts = url::userinfo(text).map(|(user, password)| [user, password]);
    for part in parts.into_iter().flatten().chain(url::host(text)) {
        assert!(part.start <= part.end && part.end <= text.len());
    }
}

/// Pieces that texts with pairs are made of.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "=",
        ":",
        "\"",
        "'",
        "`",
        "<",
        ">",
        "</",
        "/>",
        "-",
        "--",
        " ",
        "\n",
        "\r\n",
        "\\",
        "//",
        "/*",
        "|",
        "&",
        ";",
        ",",
        "{",
        "}",
        "{{",
        "}}",
        "[",
        "]",
        "(",
        ")",
        "**",
        "#",
        "@",
        "?",
        "+",
        "||",
        "=>",
        "==",
        "://",
        "-u ",
        "--user ",
        "a",
        "key",
        "value",
        "set",
        "btoa",
        "Bearer ",
        "<b>",
        "<![CDATA[",
        "]]>",
        "&nbsp;",
        "é",
        "：",
        "\u{a0}",
        "$",
        "${",
        "1",
        ".",
        "%",
        "x y",
    ]);
    vec(piece, 0..60).prop_map(|pieces| pieces.concat().into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(text in vec(any::<u8>(), 0..300)) {
        holds(&text);
    }

    #[test]
    fn any_marks(text in pieces()) {
        holds(&text);
    }

    #[test]
    fn any_marks_cut_anywhere(text in pieces(), cut in 0..300_usize) {
        holds(text.get(cut..).unwrap_or_default());
    }
}

#[test]
fn a_quote_that_stays_open_for_64_kib_is_a_stray_one() {
    let text = format!("a=\"{}\" b=c", "x".repeat(70_000));
    assert_eq!(super::found(&text, lines::pairs), [("b".into(), "c".into())]);
}
