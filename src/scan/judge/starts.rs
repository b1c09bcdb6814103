//! Lists of how texts begin: nearly all texts are told from all of them by their first two bytes.

/// Beginnings of texts, each of at least two bytes of ASCII or one that is told by its first alone.
#[derive(Debug)]
pub(super) struct Starts {
    texts: &'static [&'static str],
    /// A bit for each first and each second byte of them.
    firsts: u128,
    seconds: u128,
}

impl Starts {
    pub(super) const fn new(texts: &'static [&'static str]) -> Self {
        let (mut firsts, mut seconds) = (0, 0);
        let mut rest = texts;
        while let [text, behind @ ..] = rest {
            rest = behind;
            match text.as_bytes() {
                [first, second, ..] => {
                    firsts |= 1 << *first;
                    seconds |= 1 << *second;
                }
                [first] => {
                    firsts |= 1 << *first;
                    seconds = u128::MAX;
                }
                [] => panic!("every text begins so"),
            }
        }
        Self { texts, firsts, seconds }
    }

    /// Those of them that `text` begins with.
    pub(super) fn of(&self, text: &str) -> impl Iterator<Item = &'static str> {
        let stands = |bits: u128, byte: u8| byte.is_ascii() && bits >> byte & 1 != 0;
        let may_begin = match text.as_bytes() {
            [first, second, ..] => {
                stands(self.firsts, *first)
                    && (stands(self.seconds, *second) || self.seconds == u128::MAX)
            }
            [first] => stands(self.firsts, *first),
            [] => false,
        };
        let texts = if may_begin { self.texts } else { &[] };
        let begins = move |start: &&&str| {
            text.as_bytes().first() == start.as_bytes().first() && text.starts_with(**start)
        };
        texts.iter().filter(begins).copied()
    }

    /// Whether `text` begins with one of them.
    pub(super) fn begin(&self, text: &str) -> bool {
        self.of(text).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_begin_as_they_are_compared() {
        const STARTS: &[&str] = &["$", "vault:", "env:", "ENV[", "v:"];
        static SOME: Starts = Starts::new(STARTS);
        static LONG: Starts = Starts::new(&["vault:", "env:"]);
        for text in ["", "$", "$é", "é", "v", "va", "vault:x", "v:vault:", "env", "ENV[a]", "enV:"]
        {
            let expected = STARTS.iter().copied().filter(|start| text.starts_with(start));
            assert!(SOME.of(text).eq(expected), "{text}");
            let begins = text.starts_with("vault:") || text.starts_with("env:");
            assert_eq!(LONG.begin(text), begins, "{text}");
        }
    }
}
