//! What is planted: labels with values that are credentials, and with values that are none.

#[expect(dead_code, reason = "shared with the corpus generator, which draws more from it")]
#[path = "../exports/random.rs"]
mod random;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use random::Random;
use serde::Deserialize;

/// A label and the value beside it.
#[derive(Debug, Clone)]
pub(crate) struct Plant {
    pub(crate) label: String,
    pub(crate) value: String,
    /// The part of the value that is the secret.
    pub(crate) secret: String,
    pub(crate) is_secret: bool,
}

/// What a place in a document can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admits {
    /// Any label and any value on one line.
    Anything,
    /// Labels without blanks and letters beyond ASCII.
    Names,
    /// What is sent in a `Cookie` header.
    Cookies,
    /// What is sent in an `Authorization` header.
    Authorization,
    /// Parameters of auth helpers: the label is the helper and its parameter.
    Helpers,
}

/// `plants.toml`.
#[derive(Deserialize)]
struct Plants {
    credential: Vec<Credential>,
    parameters: BTreeMap<String, String>,
    none: NoCredentials,
}

#[derive(Deserialize)]
struct Credential {
    labels: Vec<String>,
    made: Vec<String>,
}

#[derive(Deserialize)]
struct NoCredentials {
    parameters: Vec<String>,
    asked: Vec<String>,
    values: Vec<String>,
    labels: Vec<String>,
    cookies: Vec<String>,
    authorizations: Vec<String>,
}

/// Everything that a place which admits so much can hold, shuffled in a fixed way.
pub(crate) fn plants(admits: Admits) -> Vec<Plant> {
    let all: Plants = toml::from_str(include_str!("plants.toml")).expect("plants are TOML");
    let mut random = Random::new(11);
    match admits {
        Admits::Authorization => authorizations(&all, &mut random),
        Admits::Helpers => helpers(&all, &mut random),
        Admits::Anything | Admits::Names | Admits::Cookies => named(&all, admits, &mut random),
    }
}

fn named(all: &Plants, admits: Admits, random: &mut Random) -> Vec<Plant> {
    let mut plants = Vec::new();
    for Credential { labels, made } in &all.credential {
        for (label, made) in labels.iter().zip(made.iter().cycle()) {
            plants.push(secret(label, make(made, random)));
        }
    }
    for label in &all.none.asked {
        plants.extend(all.none.values.iter().map(|value| none(label, value)));
    }
    for label in all.none.labels.iter().chain(&all.none.cookies) {
        for made in ["uuid", "hex 40", "letters 32"] {
            plants.push(none(label, &make(made, random)));
        }
    }
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
    plants.retain(|plant| {
        let label = plant.label.to_lowercase();
        let is_session = label.contains("sess") || label.ends_with("sid");
        let plain = plant.value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        admits == Admits::Anything
            || plant.label.bytes().all(is_name)
                && (admits == Admits::Names || plain && (is_session || !plant.is_secret))
    });
    let mut shuffled = Vec::new();
    while !plants.is_empty() {
        let index = random.below(plants.len() as u64);
        shuffled.push(plants.swap_remove(usize::try_from(index).unwrap_or(0)));
    }
    shuffled
}

fn secret(label: &str, value: String) -> Plant {
    Plant { label: label.into(), secret: value.clone(), value, is_secret: true }
}

fn none(label: &str, value: &str) -> Plant {
    Plant { is_secret: false, ..secret(label, value.into()) }
}

fn helpers(all: &Plants, random: &mut Random) -> Vec<Plant> {
    let mut plants = Vec::new();
    for (parameter, made) in &all.parameters {
        plants.push(secret(parameter, make(made, random)));
        plants.extend(["{{secret}}", "<secret>"].map(|value| none(parameter, value)));
    }
    for parameter in &all.none.parameters {
        plants.push(none(parameter, &make("letters 20", random)));
    }
    plants
}

fn authorizations(all: &Plants, random: &mut Random) -> Vec<Plant> {
    let mut plants = Vec::new();
    let mut sent = |value: String, secret: String| {
        plants.push(Plant { label: "Authorization".into(), value, secret, is_secret: true });
    };
    for scheme in ["Bearer", "bearer", "Token", "SSWS", "GenieKey", "ApiKey"] {
        for made in ["jwt", "hex 40", "uuid", "letters 48"] {
            let secret = make(made, random);
            sent(format!("{scheme} {secret}"), secret);
        }
    }
    for user in ["reports", "svc-import", "a.b"] {
        let secret = make("thought", random);
        sent(format!("Basic {}", STANDARD.encode(format!("{user}:{secret}"))), secret);
    }
    plants.extend(all.none.authorizations.iter().map(|value| none("Authorization", value)));
    plants
}

const HEX: &[u8] = b"0123456789abcdef";
const LETTERS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A value made as `made` says.
fn make(made: &str, random: &mut Random) -> String {
    let (how, count) = made.split_once(' ').unwrap_or((made, "0"));
    let count = count.parse().expect("the length of a value is a number");
    match how {
        "hex" => draw(HEX, count, random),
        "letters" => draw(LETTERS, count, random),
        "base64" => STANDARD.encode(draw(LETTERS, count, random)),
        "uuid" => random.uuid(),
        "words" => random.words(2).replace(' ', ""),
        "kebab" => format!("{}-{}", random.words(2).replace(' ', "-"), random.below(900) + 100),
        "jwt" => {
            let payload = format!(r#"{{"sub":"{}"}}"#, random.uuid());
            let parts = [r#"{"alg":"HS256","typ":"JWT"}"#, &payload];
            let signed = parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
            format!("{signed}.{}", draw(LETTERS, 43, random))
        }
        "thought" => {
            let word = random.words(1);
            let (first, rest) = word.split_at(1);
            let sign = draw(b"!-._", 1, random);
            format!("{}{rest}{sign}{}", first.to_uppercase(), random.below(900) + 100)
        }
        other => panic!("{other} is no way to make a value"),
    }
}

fn draw(alphabet: &[u8], count: usize, random: &mut Random) -> String {
    let mut index = || usize::try_from(random.below(alphabet.len() as u64)).unwrap_or(0);
    (0..count).map(|_| char::from(alphabet[index()])).collect()
}
