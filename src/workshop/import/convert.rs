//! From a rule of another tool to a pattern.

use super::Loss;
use super::expression::{self, Parts};
use super::foreign::Foreign;
use super::word::words;
use crate::workshop::derive;
use crate::workshop::form::Entry;
use crate::workshop::generate::Dice;
use crate::workshop::proposal::with_samples;

/// Words that stand beside credentials of every kind and so tell no service.
const GENERIC: [&str; 14] = [
    "key",
    "token",
    "secret",
    "password",
    "passwd",
    "api",
    "apikey",
    "auth",
    "credential",
    "access",
    "client",
    "bearer",
    "private",
    "pass",
];

/// The pattern of `rule`, if there can be one, and what of it is lost.
pub(super) fn convert(rule: &Foreign, dice: &mut Dice) -> (Option<Entry>, Vec<Loss>) {
    let mut lost = rule.lost.clone();
    let outcome = entry(rule, dice, &mut lost);
    let loss = |what, is_whole| Loss { rule: rule.id.clone(), is_whole, what };
    let mut losses: Vec<Loss> = lost.into_iter().map(|what| loss(what, false)).collect();
    match outcome {
        Ok(entry) => (Some(entry), losses),
        Err(why) => {
            losses.push(loss(why, true));
            (None, losses)
        }
    }
}

/// The pattern of `rule`, with what is left out of it noted in `lost`; or why there is none.
fn entry(rule: &Foreign, dice: &mut Dice, lost: &mut Vec<String>) -> Result<Entry, String> {
    let parts = expression::parts(&rule.regex, rule.group, lost)?;
    let mut entry = triggered(rule, &parts, lost)?;
    let built = regex::bytes::RegexBuilder::new(&entry.regex).unicode(false).build();
    let regex = built.map_err(|error| {
        let text = error.to_string();
        format!("it does not compile for bytes: {}", text.lines().last().unwrap_or_default())
    })?;
    let by_label = entry.literals.is_empty();
    let fits = |text: &&String| !by_label && regex.is_match(text.as_bytes());
    let samples: Vec<String> = rule.samples.iter().filter(fits).cloned().collect();
    if samples.len() < rule.samples.len() {
        let count = rule.samples.len() - samples.len();
        lost.push(format!("{count} of its examples, which hold more than the value"));
    }
    let misses = rule.quiet.iter().filter(|text| !regex.is_match(text.as_bytes()));
    entry.not = misses.cloned().collect();
    with_samples(entry, &samples, dice).map_err(|error| error.to_string())
}

/// The pattern with what sets it off: the literal that it begins with, or labels.
fn triggered(rule: &Foreign, parts: &Parts, lost: &mut Vec<String>) -> Result<Entry, String> {
    let mut entry = Entry {
        id: id(&rule.id),
        name: if rule.name.is_empty() { rule.id.clone() } else { rule.name.clone() },
        confidence: rule.confidence.clone().unwrap_or_else(|| "medium".to_owned()),
        entropy: rule.entropy,
        source: rule.source.clone().unwrap_or_default(),
        ..Entry::default()
    };
    let whole = parts.whole();
    entry.literals = derive::literals(&whole);
    entry.regex = whole;
    if !entry.literals.is_empty() {
        return Ok(entry);
    }
    entry.regex = parts.without_before();
    entry.literals = derive::literals(&entry.regex);
    if !entry.literals.is_empty() {
        if !parts.before.is_empty() {
            let before = &parts.before;
            lost.push(format!(
                "what goes before the secret, `{before}`: the token tells by itself"
            ));
        }
        return Ok(entry);
    }
    entry.labels = labels(rule, parts);
    if entry.labels.is_empty() {
        return Err(
            "nothing sets it off: its matches begin with no four characters that are always \
                    the same, and no keyword names a service; add `labels`"
                .to_owned(),
        );
    }
    entry.regex = parts.as_value();
    if !parts.before.is_empty() {
        lost.push(
            "what goes before the secret: the label beside the value stands for it".to_owned(),
        );
    }
    Ok(entry)
}

/// The keywords that name something, as words of a label; without keywords, the words that the
/// expression spells out before its secret.
fn labels(rule: &Foreign, parts: &Parts) -> Vec<String> {
    let spelled = if rule.keywords.is_empty() { words(&parts.before) } else { Vec::new() };
    let mut labels: Vec<String> = Vec::new();
    for keyword in rule.keywords.iter().chain(&spelled) {
        let lower = keyword.to_lowercase();
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let tells = words.iter().any(|word| word.len() > 2 && !GENERIC.contains(word));
        let label = words.join(" ");
        if tells && !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

/// `text` in kebab-case.
fn id(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
