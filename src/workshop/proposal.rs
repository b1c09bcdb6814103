//! Proposals: a pattern file made of few wishes, with samples that its own expression made.

use super::derive;
use super::form::{Entry, Form};
use super::generate::{Dice, generate};
use crate::pattern::checksum::Checksum;

/// What one wishes of a new pattern; what is left out is filled in.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Its id.
    pub id: String,
    /// What it is called; else the id as words.
    pub name: Option<String>,
    /// Who issues such credentials; else the first word of the id.
    pub service: Option<String>,
    /// The expression, whose group is the secret; without a group all of it is.
    pub regex: String,
    /// Label words that set it off.
    pub labels: Vec<String>,
    /// Hosts that such credentials are sent to.
    pub hosts: Vec<String>,
    /// How bad a leak is.
    pub severity: Option<String>,
    /// Name of its offline check.
    pub checksum: Option<String>,
    /// Texts that must be found, beside those that are made.
    pub samples: Vec<String>,
    /// URL that the facts come from.
    pub source: Option<String>,
}

/// Why nothing can be made of a wish.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProposalError {
    /// The expression is none.
    #[error("the expression does not compile\n{0}")]
    Expression(String),
    /// It has several groups.
    #[error(
        "the expression has {0} groups: put round brackets around the secret, and `(?:…)` around \
         anything else"
    )]
    Groups(usize),
    /// Nothing sets it off.
    #[error(
        "every match has to begin with at least four characters that are the same in all tokens; \
         this expression's does not, so say by `--label` what stands beside the value"
    )]
    Trigger,
    /// A checksum that no sample can be given.
    #[error("no samples can be made that pass the check `{0}`: write the file by hand")]
    Checksum(String),
    /// Its own expression does not match what it made.
    #[error("the expression matches none of the texts that were made of it: give it by parts")]
    Unmade,
}

/// Samples, and counter-samples, that are made.
const SAMPLES: usize = 2;

/// Least entropy that is asked of a secret which only a label tells, in bits a character.
const LABELLED_ENTROPY: f64 = 2.5;

/// The file of a new pattern.
///
/// # Errors
/// If the wish's expression cannot be used, or nothing would set it off.
pub fn propose(wish: &Wish, dice: &mut Dice) -> Result<Form, ProposalError> {
    let regex = with_group(&wish.regex)?;
    let literals = derive::literals(&regex);
    if literals.is_empty() && wish.labels.is_empty() {
        return Err(ProposalError::Trigger);
    }
    let by_label = literals.is_empty();
    let regex = if by_label { anchored(&regex) } else { regex };
    let entry = Entry {
        id: wish.id.clone(),
        name: wish.name.clone().unwrap_or_else(|| sentence(&wish.id)),
        literals,
        labels: wish.labels.clone(),
        severity: wish.severity.clone().unwrap_or_else(|| "high".to_owned()),
        entropy: by_label.then_some(LABELLED_ENTROPY),
        checksum: wish.checksum.clone(),
        source: wish.source.clone().unwrap_or_default(),
        regex,
        ..Entry::default()
    };
    let service = wish
        .service
        .clone()
        .unwrap_or_else(|| sentence(wish.id.split('-').next().unwrap_or_default()));
    Ok(Form {
        service,
        hosts: wish.hosts.clone(),
        entries: vec![with_samples(entry, &wish.samples, dice)?],
        ..Form::default()
    })
}

/// `entry` with samples and counter-samples, `given` ones first.
///
/// # Errors
/// If none can be made of its expression.
pub(super) fn with_samples(
    mut entry: Entry,
    given: &[String],
    dice: &mut Dice,
) -> Result<Entry, ProposalError> {
    let regex = regex::bytes::RegexBuilder::new(&entry.regex).unicode(false).build();
    let regex = regex.map_err(|error| ProposalError::Expression(error.to_string()))?;
    let secret_of = |text: &str| {
        let captures = regex.captures(text.as_bytes())?;
        text.get(captures.get(1)?.range()).map(str::to_owned)
    };
    let by_label = entry.literals.is_empty();
    let lines: [fn(&str, &str) -> String; SAMPLES] = [
        |label, text| format!("{}={text}", constant(label)),
        |label, text| format!("\"{}\": \"{text}\"", camel(label)),
    ];
    let label = entry.labels.first().cloned().unwrap_or_else(|| "token".to_owned());
    entry.samples.extend(given.iter().cloned());
    let mut misses = Vec::new();
    for line in lines {
        let made = made(&entry, dice)?;
        let secret = secret_of(&made).ok_or(ProposalError::Unmade)?;
        entry.samples.push(line(&label, &made));
        let short = too_short(&made, &secret, |text| secret_of(text).is_some());
        misses.extend(short.map(|text| if by_label { line(&label, &text) } else { text }));
    }
    let start =
        entry.literals.first().map_or("", |literal| literal.split('[').next().unwrap_or(""));
    let blank = format!("{start}{{{{{}}}}}", label.replace(' ', "_"));
    misses.truncate(SAMPLES - 1);
    misses.push(if by_label { format!("{}={blank}", constant(&label)) } else { blank });
    entry.not.extend(misses);
    Ok(entry)
}

/// A random text that the expression of `entry` matches, with its checksum right.
fn made(entry: &Entry, dice: &mut Dice) -> Result<String, ProposalError> {
    let made = generate(&entry.regex, dice).map_err(ProposalError::Expression)?;
    let Some(name) = &entry.checksum else { return Ok(made.text) };
    let secret = made.text.get(made.secret.clone()).unwrap_or_default();
    let checksum = Checksum::parse(name).ok_or_else(|| ProposalError::Checksum(name.clone()))?;
    let right = checksum
        .complete(secret.as_bytes())
        .and_then(|right| String::from_utf8(right).ok())
        .ok_or_else(|| ProposalError::Checksum(name.clone()))?;
    let before = made.text.get(..made.secret.start).unwrap_or_default();
    let behind = made.text.get(made.secret.end..).unwrap_or_default();
    Ok(format!("{before}{right}{behind}"))
}

/// `text` with as little as is needed cut off the end of its secret for no match to be left.
fn too_short(text: &str, secret: &str, matches: impl Fn(&str) -> bool) -> Option<String> {
    let start = text.find(secret)?;
    [2, 4, 8].iter().find_map(|part| {
        let short = text.get(..start + secret.len() / part)?;
        (!matches(short)).then(|| short.to_owned())
    })
}

/// The expression with one group: all of it where it has none.
fn with_group(expression: &str) -> Result<String, ProposalError> {
    let regex = regex::bytes::RegexBuilder::new(expression).unicode(false).build();
    let regex = regex.map_err(|error| ProposalError::Expression(error.to_string()))?;
    match regex.captures_len() - 1 {
        0 => Ok(format!("({expression})")),
        1 => Ok(expression.to_owned()),
        groups => Err(ProposalError::Groups(groups)),
    }
}

/// The expression as it fits a whole value.
fn anchored(expression: &str) -> String {
    let start = if expression.starts_with('^') { "" } else { "^(?:Bearer )?" };
    let end = if expression.ends_with('$') { "" } else { "$" };
    format!("{start}{expression}{end}")
}

/// `acme-api-key` as `Acme api key`.
fn sentence(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn constant(label: &str) -> String {
    label.replace(' ', "_").to_uppercase()
}

fn camel(label: &str) -> String {
    let mut words = label.split(' ');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut label, word| {
        let mut letters = word.chars();
        label.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        label.push_str(letters.as_str());
        label
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_wishes_make_a_whole_file() {
        let wish = Wish {
            id: "acme-api-key".to_owned(),
            regex: r"acme_live_[0-9a-z]{32}\b".to_owned(),
            ..Wish::default()
        };
        let form = propose(&wish, &mut Dice::new(1)).unwrap();
        let [entry] = form.entries.as_slice() else { panic!("one pattern") };
        assert_eq!(form.service, "Acme");
        assert_eq!(entry.regex, r"(acme_live_[0-9a-z]{32}\b)");
        assert_eq!(entry.literals, ["acme_live_"]);
        assert_eq!((entry.samples.len(), entry.not.len()), (2, 2));
        assert!(entry.samples[0].starts_with("TOKEN=acme_live_"), "{:?}", entry.samples);
    }

    #[test]
    fn without_a_literal_a_label_is_needed() {
        let wish = Wish {
            id: "acme-api-key".to_owned(),
            regex: "[0-9a-f]{32}".to_owned(),
            ..Wish::default()
        };
        assert!(matches!(propose(&wish, &mut Dice::new(1)), Err(ProposalError::Trigger)));
        let wish = Wish { labels: vec!["acme api key".to_owned()], ..wish };
        let form = propose(&wish, &mut Dice::new(1)).unwrap();
        assert_eq!(form.entries[0].regex, "^(?:Bearer )?([0-9a-f]{32})$");
        assert!(form.entries[0].samples[1].starts_with("\"acmeApiKey\": \""));
        assert!(form.entries[0].not[1] == "ACME_API_KEY={{acme_api_key}}");
    }
}
