use proptest::prelude::*;

use super::*;

/// All blocks of `text`, and whether it can't stand in a string.
fn all(
    read: impl Fn(&[u8], bool, &mut Carry, &mut [Structure; BLOCKS]) -> usize,
    text: &[u8],
    braces: bool,
) -> (Vec<Structure>, bool) {
    let (mut carry, mut blocks, mut rest) = (Carry::default(), Vec::new(), text);
    while !rest.is_empty() {
        let mut some = [Structure::default(); BLOCKS];
        let count = read(rest, braces, &mut carry, &mut some);
        blocks.extend_from_slice(&some[..count]);
        rest = rest.get(count * BLOCK..).unwrap_or_default();
    }
    (blocks, carry.is_bare())
}

proptest! {
    // Miri is a thousand times slower.
    #![proptest_config(ProptestConfig::with_cases(if cfg!(miri) { 4 } else { 512 }))]

    #[test]
    fn vectors_give_what_the_reference_does(
        text in proptest::collection::vec(
            prop_oneof![
                1 => any::<u8>(),
                4 => proptest::sample::select(b"\"\\\\\\ {}[]:,=<%nrtab1".to_vec())
            ],
            0..3000
        ),
        braces in any::<bool>(),
    ) {
        let expected = all(read_scalar, &text, braces);
        prop_assert_eq!(&all(read, &text, braces), &expected);
        #[cfg(target_arch = "x86_64")]
        #[expect(unsafe_code, reason = "the best vectors that there are would hide the others")]
        if crate::simd::has_avx2() {
            // SAFETY: it has the vectors of 32 bytes, and products without carries.
            let read = |text: &[u8], braces, carry: &mut Carry, out: &mut [Structure; BLOCKS]| unsafe {
                avx2::read(text, braces, carry, out)
            };
            prop_assert_eq!(all(read, &text, braces), expected);
        }
    }

    /// What the masks say is what the text says once it is decoded.
    #[test]
    fn tokens_are_those_of_the_decoded_text(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "\"", "\\\"", "\\\\", "a", "{", "]", ":", ",", " ", "\n", "12", "=", "x:y", "\t",
            ]),
            0..200
        ),
    ) {
        let text = parts.concat();
        let raw = serde_json::to_string(&text).unwrap();
        let raw = &raw.as_bytes()[1..raw.len() - 1];
        let (mut carry, mut at) = (Carry::default(), 0);
        let (mut quotes, mut tokens) = (Vec::new(), Vec::new());
        while at < raw.len() {
            let mut some = [Structure::default(); BLOCKS];
            let count = read(&raw[at..], false, &mut carry, &mut some);
            for block in &some[..count] {
                let bits = |mask: u64| (0..BLOCK).filter(move |bit| mask >> bit & 1 == 1);
                quotes.extend(bits(block.quotes).map(|bit| at + bit));
                tokens.extend(bits(block.tokens).map(|bit| at + bit));
                at += BLOCK;
            }
        }
        let (mut expected_quotes, mut expected) = (Vec::new(), Vec::new());
        let (mut here, mut inside, mut escaped, mut word) = (0, false, false, false);
        for char in text.chars() {
            let is_escaped = matches!(char, '"' | '\\' | '\n' | '\t');
            let last = here + usize::from(is_escaped);
            here = last + 1;
            if char == '"' && !escaped {
                inside = !inside;
                expected_quotes.push(last);
                expected.push(last);
                word = false;
            } else if inside {
                escaped = char == '\\' && !escaped;
                continue;
            } else if matches!(char, '{' | ']' | ':' | ',') {
                expected.push(last);
                word = false;
            } else if matches!(char, ' ' | '\n' | '\t') {
                word = false;
            } else {
                if !word || is_escaped {
                    expected.push(last);
                }
                word = true;
            }
            escaped = char == '\\' && !escaped;
        }
        prop_assert_eq!(quotes, expected_quotes);
        prop_assert_eq!(tokens, expected);
    }
}
