//! The judge: why a candidate is no credential, or how sure it is that it is one.
//!
//! Each check looks at one case and names its reason; the first that rejects decides. What none
//! rejects gets a verdict by `confidence`, a function of how it
//! was told and of its value, and later by `circumstance`, of what stands around it.

mod ciphertext;
pub(in crate::scan) mod circumstance;
mod code;
mod confidence;
mod encoded_file;
mod enumeration;
mod hash;
mod identifier;
mod locator;
mod masked;
mod number;
pub(in crate::scan) mod pair;
mod placeholder;
mod plain;
mod prose;
mod public;
mod published;
mod reference;
mod repeated;
mod starts;
mod unsigned;
mod value;
pub(in crate::scan) mod verdict;
mod well_known;

use std::cell::OnceCell;

use crate::location::Role;
use crate::pattern::label::{self, Class, Meaning, Strength};
use crate::pattern::library::Words;
use crate::scan::candidate::{Candidate, Told};
pub(super) use value::Value;
use verdict::Verdict;

/// Why a candidate is no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rejection {
    /// There is no value.
    Empty,
    /// It names a variable or a vault entry: `{{token}}`, `${TOKEN}`.
    Reference,
    /// It stands for a value: `<API key>`, `your-token-here`.
    Placeholder,
    /// It is masked or cut short: `****`, `abc...xyz`.
    Masked,
    /// One character again and again, or the next after the next.
    Repeated,
    /// It repeats its own label.
    RepeatsLabel,
    /// Words of a sentence.
    Prose,
    /// A piece of a program.
    Code,
    /// A URL, a path, a mail address, a mime type: it says where, not who.
    Locator,
    /// A number, a date or a version.
    Number,
    /// A word of a fixed list: `client_credentials`, `HMAC-SHA256`.
    EnumWord,
    /// A hash: of a password, of a key, of a version.
    Hash,
    /// Encrypted: only another secret opens it.
    Ciphertext,
    /// An image, a document or an archive in base64.
    EncodedFile,
    /// Names an object: a UUID or an id under a label that asks for nothing secret.
    Identifier,
    /// A public key or a certificate.
    Public,
    /// Too short for what its label says.
    TooShort,
    /// Too plain for what its label or pattern says.
    TooPlain,
    /// A sample that documentation shows to everybody.
    Published,
}

impl Rejection {
    /// All of them, in the order in which they are declared.
    pub const ALL: &[Self] = &[
        Self::Empty,
        Self::Reference,
        Self::Placeholder,
        Self::Masked,
        Self::Repeated,
        Self::RepeatsLabel,
        Self::Prose,
        Self::Code,
        Self::Locator,
        Self::Number,
        Self::EnumWord,
        Self::Hash,
        Self::Ciphertext,
        Self::EncodedFile,
        Self::Identifier,
        Self::Public,
        Self::TooShort,
        Self::TooPlain,
        Self::Published,
    ];

    /// The word for it in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Reference => "reference",
            Self::Placeholder => "placeholder",
            Self::Masked => "masked",
            Self::Repeated => "repeated",
            Self::RepeatsLabel => "repeats-label",
            Self::Prose => "prose",
            Self::Code => "code",
            Self::Locator => "locator",
            Self::Number => "number",
            Self::EnumWord => "enum-word",
            Self::Hash => "hash",
            Self::Ciphertext => "ciphertext",
            Self::EncodedFile => "encoded-file",
            Self::Identifier => "identifier",
            Self::Public => "public",
            Self::TooShort => "too-short",
            Self::TooPlain => "too-plain",
            Self::Published => "published-sample",
        }
    }
}

/// What the judge knows of a candidate.
#[derive(Debug)]
pub(super) struct Case<'c> {
    value: Value<'c>,
    label: &'c str,
    role: Role,
    user: Option<&'c str>,
    /// Whether its label names a service.
    is_named: bool,
    told: Told,
    words: &'c Words,
    label_words: OnceCell<label::Words>,
    /// Whether a filler stands in it, alone or written together with other words.
    holds_filler: OnceCell<bool>,
}

impl<'c> Case<'c> {
    pub(super) fn of(candidate: &'c Candidate<'_>, words: &'c Words) -> Self {
        Self {
            value: Value::new(candidate.value()),
            label: &candidate.label,
            role: candidate.role,
            user: candidate.user.as_deref(),
            is_named: candidate.service.is_some(),
            told: candidate.told,
            words,
            label_words: OnceCell::new(),
            holds_filler: OnceCell::new(),
        }
    }

    /// The same if it was told so: what was learned of the value is kept.
    fn told(self, told: Told) -> Self {
        Self { told, ..self }
    }

    /// How sure it is that it is a credential, or why it is none.
    pub(super) fn verdict(&self) -> Result<Verdict, Rejection> {
        self.rejection().map_or_else(|| Ok(confidence::of(self)), |(rejection, _)| Err(rejection))
    }

    /// How sure it is if its place says that it is a token, and if it says that it is a password. What
    /// does not depend on that is looked at once.
    pub(super) fn token_and_password(mut self) -> [Option<Verdict>; 2] {
        let told = |class| Told::Place { class, strength: Strength::Strong };
        self.told = told(Class::Token);
        let rejected = self.rejection();
        let token = rejected.is_none().then(|| confidence::of(&self));
        self.told = told(Class::Password);
        let by = rejected.map_or(CHECKS.len(), |(_, check)| check);
        let rejects = |(index, (check, by_class)): (usize, &(Check, bool))| {
            (*by_class || index > by) && check(&self).is_some() || index == by && !by_class
        };
        let is_rejected = CHECKS.iter().enumerate().any(rejects);
        [token, (!is_rejected).then(|| confidence::of(&self))]
    }

    /// Why it is none, and the number of the check that says so.
    fn rejection(&self) -> Option<(Rejection, usize)> {
        let mut checks = CHECKS.iter().enumerate();
        checks.find_map(|(index, (check, _))| Some((check(self)?, index)))
    }

    /// The words of its label.
    fn label_words(&self) -> &label::Words {
        self.label_words.get_or_init(|| label::words(self.label))
    }
}

/// Looks at a case and names the reason to reject it, if it sees one.
type Check = fn(&Case<'_>) -> Option<Rejection>;

/// Every check, in the order in which they look: what reads clearest to people first. And whether it
/// asks what class its place says that a value is of; the others say the same for each.
static CHECKS: &[(Check, bool)] = &[
    (plain::empty, false),
    (reference::check, true),
    (masked::check, false),
    (placeholder::check, true),
    (placeholder::repeats_label, true),
    (repeated::check, false),
    (public::check, false),
    (hash::check, false),
    (ciphertext::check, false),
    (encoded_file::check, false),
    (enumeration::check, false),
    (locator::check, true),
    (number::check, true),
    (code::check, false),
    (identifier::check, true),
    (prose::check, true),
    (plain::check, true),
    (published::check, false),
];

/// Whether `value` looks as machines make them, not people.
pub(super) fn looks_random(value: &[u8]) -> bool {
    Value::new(value).look() == value::Look::Random
}

/// How sure it is that `candidate` is a credential, or why it is none.
pub(super) fn judge(candidate: &Candidate<'_>, words: &Words) -> Result<Verdict, Rejection> {
    let case = Case::of(candidate, words);
    let verdict = case.verdict()?;
    if let Some(Meaning { class, strength }) = candidate.labelled
        && let Some((rejection, _)) = case.told(Told::Place { class, strength }).rejection()
    {
        return Err(rejection);
    }
    Ok(verdict)
}

#[cfg(test)]
mod tests;
