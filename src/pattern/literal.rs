//! Trigger literals: what the prefilter searches every byte for.
//!
//! A literal has at least four bytes, or it would hit too often. A shorter prefix is written with
//! its next class behind it, `SG.[0-9A-Za-z_-]`, and stands for all of its expansions.

/// Fewest bytes of a literal.
pub const MIN_LITERAL: usize = 4;

/// Most literals that one written literal may expand to.
const MAX_EXPANSIONS: usize = 256;

/// A literal to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// The bytes, case-sensitive.
    pub bytes: Vec<u8>,
    /// How many of them are the same in every token, so that they may be shown.
    pub public: usize,
}

/// All literals that `written` stands for, or what is wrong with it and what to do.
pub(crate) fn expand(written: &str) -> Result<Vec<Literal>, &'static str> {
    let mut expanded = vec![Vec::with_capacity(written.len())];
    let mut public = None;
    let mut rest = written;
    while let Some(first) = rest.bytes().next() {
        if first != b'[' {
            rest = rest.get(1..).ok_or("is not ASCII")?;
            for start in &mut expanded {
                start.push(first);
            }
            continue;
        }
        let end = rest.find(']').ok_or("has an open bracket")?;
        public.get_or_insert(expanded.first().map_or(0, Vec::len));
        let class = members(rest.get(1..end).unwrap_or_default().as_bytes());
        rest = rest.get(end + 1..).unwrap_or_default();
        if expanded.len() * class.len() > MAX_EXPANSIONS {
            return Err("expands to more than 256 literals: drop a bracket");
        }
        expanded = expanded
            .iter()
            .flat_map(|start| class.iter().map(|&byte| [start.as_slice(), &[byte]].concat()))
            .collect();
    }
    if expanded.iter().any(|bytes| bytes.len() < MIN_LITERAL) {
        return Err(
            "is shorter than 4 bytes: add the class that follows, as in `SG.[0-9A-Za-z_-]`",
        );
    }
    if expanded.iter().any(|bytes| is_generic(bytes)) {
        return Err("is a word of ordinary labels: make it one of the `labels`");
    }
    let literal = |bytes: Vec<u8>| Literal { public: public.unwrap_or(bytes.len()), bytes };
    Ok(expanded.into_iter().map(literal).collect())
}

/// Words that stand beside values everywhere: each hit would cost a regex.
const GENERIC: [&[u8]; 9] = [
    b"password",
    b"passwd",
    b"token",
    b"secret",
    b"api_key",
    b"apikey",
    b"bearer",
    b"authorization",
    b"http",
];

fn is_generic(literal: &[u8]) -> bool {
    let edge = |byte: &&u8| !byte.is_ascii_alphanumeric();
    let start = literal.iter().take_while(edge).count();
    let end = literal.len() - literal.iter().rev().take_while(edge).count();
    let bare = literal.get(start..end).unwrap_or_default();
    GENERIC.iter().any(|word| bare.eq_ignore_ascii_case(word))
}

/// The bytes of a bracket class: `a-c_` is `a`, `b`, `c`, `_`; a `-` at either end is itself.
fn members(class: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = class;
    while let Some((&first, tail)) = rest.split_first() {
        if let [b'-', last, after @ ..] = tail {
            bytes.extend(first..=*last);
            rest = after;
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_expand_and_short_literals_are_refused() {
        let texts = |written: &str| -> Result<Vec<String>, &str> {
            let literals = expand(written)?;
            Ok(literals.into_iter().map(|l| String::from_utf8(l.bytes).unwrap()).collect())
        };
        assert_eq!(texts("ghp_").unwrap(), ["ghp_"]);
        assert_eq!(texts("SG.[a-c_-]").unwrap(), ["SG.a", "SG.b", "SG.c", "SG._", "SG.-"]);
        assert_eq!(texts("ab[01][xy]").unwrap(), ["ab0x", "ab0y", "ab1x", "ab1y"]);
        for bad in
            ["SG.", "eyJ", "SG.[a-z", "ab[0-9A-Za-z_-][0-9A-Za-z_-]", "Bearer ", "\"token\":"]
        {
            assert!(texts(bad).is_err(), "{bad}");
        }
        assert_eq!(expand("SG.[a-c]").unwrap().first().unwrap().public, 3);
    }
}
