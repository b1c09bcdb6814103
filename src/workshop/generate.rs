//! Samples made at random from an expression, so that no real token is ever taken for one.

use std::ops::Range;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Random numbers for samples: the same seed gives the same samples.
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall as `seed` says.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `bound`, and 0 where that is 0. (`SplitMix64`.)
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        // The high bits, which are the better ones; the bias of a small bound does not matter here.
        usize::try_from(mixed >> 33).unwrap_or_default().checked_rem(bound).unwrap_or_default()
    }
}

/// A text that an expression matches.
#[derive(Debug, PartialEq, Eq)]
pub struct Generated {
    /// The text.
    pub text: String,
    /// Where in it the group is; all of it where the expression has none.
    pub secret: Range<usize>,
}

/// How far a repetition goes beyond its least number where its most is far away or open.
const MOST_MORE: u32 = 12;

/// Longest text that is made: an expression may ask for more than anybody wants to read.
const LONGEST: usize = 4096;

/// A random text that `expression` matches, of plain characters where it leaves the choice.
///
/// # Errors
/// With the parser's words, if it is no expression.
pub fn generate(expression: &str, dice: &mut Dice) -> Result<Generated, String> {
    let hir = ParserBuilder::new()
        .unicode(false)
        .utf8(false)
        .build()
        .parse(expression)
        .map_err(|error| error.to_string())?;
    let mut maker = Maker { dice, text: Vec::new(), secret: None };
    maker.write(&hir);
    let all = 0..maker.text.len();
    let text = maker.text.iter().map(|&byte| char::from(byte)).collect();
    Ok(Generated { text, secret: maker.secret.unwrap_or(all) })
}

struct Maker<'d> {
    dice: &'d mut Dice,
    /// ASCII only.
    text: Vec<u8>,
    secret: Option<Range<usize>>,
}

impl Maker<'_> {
    fn write(&mut self, hir: &Hir) {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => {
                self.text.extend(literal.0.iter().filter(|byte| byte.is_ascii()));
            }
            HirKind::Class(class) => {
                let choices = choices(class);
                let at = self.dice.below(choices.len());
                self.text.extend(choices.get(at));
            }
            HirKind::Repetition(repetition) => {
                let most = repetition.max.unwrap_or(u32::MAX).min(repetition.min + MOST_MORE);
                // What need not be there is left out: `Bearer `, padding.
                let spread = if repetition.min == 0 { 0 } else { most - repetition.min };
                let more = self.dice.below(usize::try_from(spread + 1).unwrap_or(1));
                for _ in 0..usize::try_from(repetition.min).unwrap_or_default() + more {
                    if self.text.len() > LONGEST {
                        break;
                    }
                    self.write(&repetition.sub);
                }
            }
            HirKind::Capture(capture) => {
                let start = self.text.len();
                self.write(&capture.sub);
                self.secret.get_or_insert(start..self.text.len());
            }
            HirKind::Concat(parts) => parts.iter().for_each(|part| self.write(part)),
            HirKind::Alternation(branches) => {
                let ends = |hir: &&Hir| hir.properties().maximum_len() == Some(0);
                let branch = branches.iter().find(ends).or_else(|| {
                    let at = self.dice.below(branches.len());
                    branches.get(at)
                });
                if let Some(branch) = branch {
                    self.write(branch);
                }
            }
        }
    }
}

/// The bytes of `class` to choose from: letters and digits of a class that names what it is not, else
/// all that can be printed.
fn choices(class: &Class) -> Vec<u8> {
    let holds = |byte: u8| match class {
        Class::Bytes(class) => {
            class.iter().any(|range| (range.start()..=range.end()).contains(&byte))
        }
        Class::Unicode(class) => {
            class.iter().any(|range| (range.start()..=range.end()).contains(&char::from(byte)))
        }
    };
    let of = |is: fn(&u8) -> bool| (0..=127).filter(|&b| holds(b) && is(&b)).collect::<Vec<_>>();
    let is_negated = holds(1) || holds(127);
    let plain = of(u8::is_ascii_alphanumeric);
    if is_negated && !plain.is_empty() {
        return plain;
    }
    let printed = of(u8::is_ascii_graphic);
    if printed.is_empty() { of(u8::is_ascii) } else { printed }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_matches_and_is_the_same_for_a_seed() {
        let cases = [
            r"(ghp_[0-9A-Za-z]{36})\b",
            r"^(?:Bearer )?([0-9a-f]{32})$",
            r"https://hooks\.slack\.com/(T[0-9A-Z]{8,10}/[^\s/]{24,})(?:[^0-9A-Za-z]|$)",
            r"(?i)(abc|def)-([A-F0-9]{4}-){3}[0-9]+",
        ];
        for expression in cases {
            let made = generate(expression, &mut Dice::new(7)).unwrap();
            assert_eq!(made, generate(expression, &mut Dice::new(7)).unwrap());
            assert_ne!(made, generate(expression, &mut Dice::new(8)).unwrap());
            let regex = regex::bytes::RegexBuilder::new(expression).unicode(false).build().unwrap();
            let captures = regex.captures(made.text.as_bytes()).unwrap();
            assert_eq!(captures.get(1).unwrap().range(), made.secret, "{expression}: {made:?}");
        }
        assert!(generate("(a", &mut Dice::new(1)).is_err());
    }
}
