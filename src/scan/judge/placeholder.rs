//! Placeholders: text that stands for a value that somebody is to fill in.

use super::value::{alphabet, bits};
use super::{Case, Rejection};
use crate::pattern::label::Class;
use crate::scan::candidate::Told;

/// Rejects bracketed names and filler words.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    let text = case.value.text.as_ref();
    let bracketed = !text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && [('<', '>'), ('[', ']'), ('‹', '›'), ('«', '»'), ('(', ')')]
            .iter()
            .any(|(open, close)| text.starts_with(*open) && text.ends_with(*close));
    let angled = case.value.may_hold('&') && text.contains("&lt;")
        || matches!(case.told, Told::Place { .. }) && case.value.may_hold('<') && has_slot(text);
    (bracketed || angled || is_filler(case)).then_some(Rejection::Placeholder)
}

fn is_filler(case: &Case<'_>) -> bool {
    let lower = case.value.lowercase();
    if matches!(case.told, Told::Shape { .. }) {
        return ["example", "your_", "your-", "placeholder", "dummy", "redacted"]
            .iter()
            .any(|word| lower.contains(word));
    }
    if case.words.fillers.contains(lower) || is_lorem(case) {
        return true;
    }
    let random = case.value.len() >= 24 && case.value.digits > 4;
    if random {
        return false;
    }
    // People put words into passwords, so there only words alone are fillers: `Night-Enter7` is none.
    let password = matches!(case.told, Told::Place { class: Class::Password, .. });
    let by_word = !password || case.value.digits == 0;
    case.words.filler_starts.iter().any(|start| starts(&case.value.text, lower, start))
        || by_word && *case.holds_filler.get_or_init(|| holds_filler(case))
}

/// Whether it is made of the words that generators of samples write.
fn is_lorem(case: &Case<'_>) -> bool {
    let letters = case.value.letters() + case.value.spaces == case.value.len();
    letters && case.value.words().all(|word| case.words.lorem_words.contains(&*word))
}

fn holds_filler(case: &Case<'_>) -> bool {
    case.value.words().any(|word| case.words.filler_words.contains(&*word)) || is_camel_filler(case)
}

/// Whether one of the words written together is a filler: `thisIsYourToken`. In random letters short
/// words mean nothing.
fn is_camel_filler(case: &Case<'_>) -> bool {
    case.value.letters() == case.value.len()
        && case
            .value
            .label_words()
            .iter()
            .any(|word| word.len() >= 4 && case.words.filler_words.contains(word))
}

/// Whether `text` begins with a filler word: alone, or with another word behind it, in which `lower`
/// letters go on only with a word for a credential: `yourtoken`, not `Yorkshire` or `Enterprise`.
fn starts(text: &str, lower: &str, start: &str) -> bool {
    // Nearly all differ in their first byte.
    if lower.as_bytes().first() != start.as_bytes().first() {
        return false;
    }
    let Some(rest) = lower.strip_prefix(start) else { return false };
    let next = text.get(start.len()..).and_then(|rest| rest.chars().next());
    let goes_on = next.is_some_and(char::is_lowercase) && start.ends_with(char::is_alphabetic);
    let all_upper = !text.contains(char::is_lowercase) && next.is_some_and(char::is_uppercase);
    !(goes_on || all_upper) || CREDENTIALS.iter().any(|word| rest.starts_with(word))
}

/// What placeholders that are written in one word go on with.
const CREDENTIALS: &[&str] = &[
    "api",
    "token",
    "key",
    "secret",
    "pass",
    "pwd",
    "client",
    "access",
    "auth",
    "user",
    "app",
    "bearer",
    "jwt",
    "account",
    "own",
    "code",
    "id",
    "name",
    "value",
    "string",
    "data",
    "credential",
    "private",
    "refresh",
    "session",
    "login",
    "here",
    "me",
];

/// Whether a slot to fill in stands in `text`: `Bearer <your token>`.
fn has_slot(text: &str) -> bool {
    let is_name = |slot: &str| {
        slot.len() > 1
            && slot.chars().all(|c| c.is_alphanumeric() || " _-.,:|/'".contains(c))
            && slot.chars().next().is_some_and(char::is_alphabetic)
    };
    text.split('<').skip(1).any(|rest| rest.split_once('>').is_some_and(|(slot, _)| is_name(slot)))
}

/// Whether all letters of the value stand in its label or in the words that may stand beside those of
/// the label, but for values of so many words that not all are looked at, and what is not ASCII.
fn may_repeat(case: &Case<'_>) -> bool {
    const BESIDE: u32 = alphabet(bits(b"mythenewoldtestuseradminvaluedemo"));
    const FEW: usize = 11;
    let value = &case.value;
    let breaks = value.upper + value.symbols + value.spaces;
    if breaks > FEW || !value.is_ascii() || !case.label.is_ascii() {
        return true;
    }
    let label = case.label.bytes().fold(0, |bits, byte| bits | 1 << (byte & 127));
    value.alphabet() & !(alphabet(label) | BESIDE) == 0
}

/// Rejects values that say what their label says: `password` under `userPassword`, `client-secret`
/// under `client_secret`.
pub(super) fn repeats_label(case: &Case<'_>) -> Option<Rejection> {
    if case.value.len() > 48 || case.label.is_empty() || case.value.digits > 3 {
        return None;
    }
    if !may_repeat(case) {
        return None;
    }
    let (value, label) = (case.value.label_words(), case.label_words());
    let repeats = !value.is_empty()
        && value.iter().all(|word| {
            label.has(word)
                || matches!(
                    word,
                    "my" | "the" | "new" | "old" | "test" | "user" | "admin" | "value" | "demo"
                )
        })
        && value.iter().any(|word| label.has(word))
        || !label.is_empty() && value.joined() == label.joined();
    let password = matches!(case.told, Told::Place { class: Class::Password, .. });
    (repeats && !(password && value.len() == 1 && value.get(0) == "password"))
        .then_some(Rejection::RepeatsLabel)
}
