//! What the data is drawn from.

/// A small generator of numbers (xorshift), so that the data needs no dependency.
pub(crate) struct Random(u64);

impl Random {
    /// One for each seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(0x9E37_79B9_7F4A_7C15 ^ seed.wrapping_mul(0xD6E8_FEB8_6659_FD93))
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        let index = usize::try_from(self.below(from.len() as u64)).unwrap_or(0);
        from.get(index).copied().unwrap_or_default()
    }

    /// So many made-up words.
    pub(crate) fn words(&mut self, count: usize) -> String {
        const SYLLABLES: [&str; 12] =
            ["ka", "lo", "mi", "ren", "to", "sa", "vel", "dor", "ni", "pa", "lin", "gu"];
        let mut word =
            || -> String { (0..2 + self.below(3)).map(|_| self.pick(&SYLLABLES)).collect() };
        (0..count).map(|_| word()).collect::<Vec<_>>().join(" ")
    }

    /// An id.
    pub(crate) fn uuid(&mut self) -> String {
        format!(
            "{:08x}-{:04x}-4{:03x}-8{:03x}-{:012x}",
            self.below(1 << 32),
            self.below(1 << 16),
            self.below(1 << 12),
            self.below(1 << 12),
            self.below(1 << 48)
        )
    }

    fn letters(&mut self, count: usize) -> String {
        const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let mut letter = || LETTERS.get(usize::try_from(self.below(62)).unwrap_or(0)).copied();
        (0..count).filter_map(|_| letter()).map(char::from).collect()
    }

    /// A token of a shape that a pattern knows, its characters drawn here.
    pub(crate) fn credential(&mut self) -> String {
        let (prefix, length) = match self.below(6) {
            0 => ("ghp_", 36),
            1 => ("glpat-", 20),
            2 => ("sk_live_", 24),
            3 => ("npm_", 36),
            4 => ("xoxb-", 24),
            _ => ("AKIA", 16),
        };
        format!("{prefix}{}", self.letters(length))
    }

    /// What an `Authorization` header says: mostly a variable, sometimes a token.
    pub(crate) fn authorization(&mut self) -> String {
        match self.below(16) {
            0 => format!("Bearer {}", self.letters(40)),
            1 => format!("Bearer {}", self.credential()),
            _ => "Bearer {{access_token}}".to_owned(),
        }
    }

    /// The value of a variable.
    pub(crate) fn value(&mut self) -> String {
        match self.below(12) {
            0 => self.credential(),
            1 => format!("https://{}.example/{}", self.words(1), self.words(1)),
            2 => self.uuid(),
            _ => self.words(2),
        }
    }
}
