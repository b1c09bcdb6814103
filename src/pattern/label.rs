//! The label vocabulary: what the name beside a value says about it (`patterns/labels/`).

use std::collections::HashMap;

use foldhash::fast::FixedState;

pub use super::words::{Words, numbered_words, words};
use super::{PatternError, WordSet, file, word};

/// What sort of credential a label speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Chosen and typed by people.
    Password,
    /// Kept by a machine: client secrets, signing keys.
    Secret,
    /// Issued to stand for a login.
    Token,
    /// Sent with each call.
    Key,
    /// A private key without armour.
    Private,
    /// Stands for somebody who has logged in.
    Session,
}

impl Class {
    /// The class that pattern files call `text`.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "password" => Self::Password,
            "secret" => Self::Secret,
            "token" => Self::Token,
            "key" => Self::Key,
            "private" => Self::Private,
            "session" => Self::Session,
            _ => return None,
        })
    }
}

/// How clearly a label speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// Only a value that looks like a credential is one.
    Weak,
    /// The label names a credential, among other words.
    Medium,
    /// The label says it by itself.
    Strong,
}

/// What a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meaning {
    /// What sort of credential.
    pub class: Class,
    /// How clearly.
    pub strength: Strength,
}

/// What words speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    /// A credential.
    Credential(Meaning),
    /// Something that is none: a host, an id, a type.
    Other,
    /// Nothing that is known.
    Nothing,
}

/// Words of labels and what they mean.
#[derive(Debug)]
pub struct Vocabulary {
    /// A term's words written together → what it means.
    terms: HashMap<String, Meaning, FixedState>,
    /// Endings of words that are written together, longest first.
    endings: Vec<(String, Class)>,
    before: WordSet,
    after: WordSet,
    beside: WordSet,
    doubtful: WordSet,
    before_key: WordSet,
    /// Whole labels that speak of no credential, and terms.
    none: WordSet,
    none_terms: WordSet,
}

/// Most words of one term.
const MAX_TERM: usize = 4;

impl Vocabulary {
    pub(super) fn new(files: Vec<file::LabelFile>) -> Result<Self, PatternError> {
        let mut all = Self {
            terms: HashMap::default(),
            endings: Vec::new(),
            before: WordSet::default(),
            after: WordSet::default(),
            beside: WordSet::default(),
            doubtful: WordSet::default(),
            before_key: WordSet::default(),
            none: WordSet::default(),
            none_terms: WordSet::default(),
        };
        for file in files {
            all.before.extend(file.before);
            all.after.extend(file.after);
            all.beside.extend(file.beside);
            all.doubtful.extend(file.doubtful);
            all.before_key.extend(file.before_key);
            // Split as labels are, so that a term may be spelt as people spell it.
            let joined = |terms: Vec<String>| terms.into_iter().map(|term| joined(&term));
            if file.class == "none" {
                all.none.extend(joined(file.strong));
                all.none_terms.extend(joined(file.weak));
                continue;
            }
            let class = word(("labels", "class"), &file.class, "label class", Class::parse)?;
            let meaning = |strength| move |term| (term, Meaning { class, strength });
            all.terms.extend(joined(file.strong).map(meaning(Strength::Strong)));
            all.terms.extend(joined(file.weak).map(meaning(Strength::Weak)));
            all.endings.extend(file.endings.into_iter().map(|ending| (ending, class)));
        }
        all.endings.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        Ok(all)
    }

    /// Adds terms that a user gives their meaning, whatever they meant before: one of a class speaks
    /// strongly, one of none takes the meaning from what ends with it.
    pub(super) fn extend(&mut self, terms: &[(String, Option<Class>)]) {
        for (term, class) in terms {
            let term = joined(term);
            self.none.remove(&term);
            self.none_terms.remove(&term);
            self.terms.remove(&term);
            if let Some(class) = *class {
                self.terms.insert(term, Meaning { class, strength: Strength::Strong });
            } else {
                self.none.insert(term.clone());
                self.none_terms.insert(term);
            }
        }
    }

    /// What `label` says of the value beside it; `None` where it speaks of no credential.
    pub fn meaning(&self, label: &str) -> Option<Meaning> {
        match self.speech(&words(label)) {
            Speech::Credential(meaning) => Some(meaning),
            Speech::Other | Speech::Nothing => None,
        }
    }

    /// What the words of a label speak of.
    pub fn speech(&self, words: &Words) -> Speech {
        if self.is_listed_as_other(words) {
            return Speech::Other;
        }
        let Some((start, end, meaning)) = self.last_term(words) else {
            let lists = [&self.after, &self.beside, &self.doubtful];
            let other = |word: &str| lists.iter().any(|list| list.contains(word));
            return if words.iter().any(other) { Speech::Other } else { Speech::Nothing };
        };
        let mut whole = (end.saturating_sub(MAX_TERM)..=start).map(|from| words.run(from, end));
        if whole.any(|term| self.none_terms.contains(term)) {
            return Speech::Other;
        }
        let mut follows = words.iter().skip(end);
        let precedes = start.checked_sub(1).map(|before| words.get(before));
        if follows.clone().any(|word| self.after.contains(word))
            || precedes.is_some_and(|word| self.takes_meaning(word, meaning.class))
        {
            return Speech::Other;
        }
        let is_last = follows.len() == 0;
        let doubtful = follows.any(|word| self.doubtful.contains(word));
        let strength = match meaning.strength {
            _ if doubtful => Strength::Weak,
            Strength::Strong if !is_last => Strength::Medium,
            strength => strength,
        };
        Speech::Credential(Meaning { strength, ..meaning })
    }

    /// Whether a word before a term of `class` takes its meaning from it.
    fn takes_meaning(&self, word: &str, class: Class) -> bool {
        let is_key = matches!(class, Class::Key | Class::Token | Class::Session);
        self.before.contains(word) || is_key && self.before_key.contains(word)
    }

    /// Whether these words together are known to be no credential's.
    pub fn is_listed_as_other(&self, words: &Words) -> bool {
        self.none.contains(words.joined())
    }

    /// The term that ends last in `words`, and among those the longest, with its first word and
    /// the word behind it.
    fn last_term(&self, words: &Words) -> Option<(usize, usize, Meaning)> {
        (1..=words.len()).rev().find_map(|end| {
            let starts = end.saturating_sub(MAX_TERM)..end;
            let term = starts.into_iter().find_map(|start| {
                let term = self.terms.get(words.run(start, end))?;
                Some((start, end, *term))
            });
            term.or_else(|| {
                let last = words.get(end - 1);
                let byte = last.as_bytes().last();
                // Nearly all differ in their last byte.
                let ends =
                    |ending: &str| ending.as_bytes().last() == byte && last.ends_with(ending);
                let (_, class) = self.endings.iter().find(|(ending, _)| ends(ending))?;
                Some((end - 1, end, Meaning { class: *class, strength: Strength::Strong }))
            })
        })
    }
}

/// The words of a term, split as labels are and written together.
fn joined(term: &str) -> String {
    // Nearly all terms are plain, and all of them are read at each start.
    if term.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ') {
        return term.split(' ').collect();
    }
    words(term).joined().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::library::Library;

    #[test]
    fn a_user_gives_terms_another_meaning() {
        let mut vocabulary = Library::built_in().unwrap().vocabulary;
        let terms = [
            ("tenant cipher", Some(Class::Secret)),
            ("consumer key", Some(Class::Key)),
            ("api key", None),
            ("X-Acme", Some(Class::Key)),
        ];
        vocabulary.extend(&terms.map(|(term, class)| (term.to_owned(), class)));
        let cases = [
            ("tenantCipher", Some(Class::Secret)),
            ("ACME_TENANT_CIPHER", Some(Class::Secret)),
            ("tenant_cipher_id", None),
            ("consumer_key", Some(Class::Key)),
            ("apiKey", None),
            ("my_api_key", None),
            ("x-acme", Some(Class::Key)),
            ("access_key", Some(Class::Key)),
        ];
        for (label, expected) in cases {
            assert_eq!(vocabulary.meaning(label).map(|meaning| meaning.class), expected, "{label}");
        }
    }

    #[test]
    fn labels_split_into_words() {
        let cases: [(&str, &[&str]); 8] = [
            ("clientSecret", &["client", "secret"]),
            ("client_secret", &["client", "secret"]),
            ("X-Client-Secret", &["x", "client", "secret"]),
            ("APPSecret", &["app", "secret"]),
            ("$token.client", &["token", "client"]),
            ("password2", &["password"]),
            ("Contraseña nueva", &["contraseña", "nueva"]),
            ("密码", &["密码"]),
        ];
        for (label, expected) in cases {
            assert!(words(label).iter().eq(expected.iter().copied()), "{label}");
        }
    }

    #[test]
    fn labels_mean_what_a_reader_takes_them_for() {
        use Class::{Key, Password, Private, Secret, Session, Token};
        use Strength::{Medium, Strong, Weak};
        let library = Library::built_in().unwrap();
        let cases = [
            ("password", Some((Password, Strong))),
            ("adminPassword", Some((Password, Strong))),
            ("adminpassword", Some((Password, Strong))),
            ("password_confirmation", Some((Password, Medium))),
            ("passwordPolicy", None),
            ("hasPassword", None),
            ("senha", Some((Password, Strong))),
            ("Contraseña", Some((Password, Strong))),
            ("密码", Some((Password, Strong))),
            ("client_secret", Some((Secret, Strong))),
            ("AWS_SECRET_ACCESS_KEY", Some((Secret, Strong))),
            ("AWS_SECRET_NAME", None),
            ("token", Some((Token, Weak))),
            ("tokenType", None),
            ("token_endpoint", None),
            ("access_token", Some((Token, Strong))),
            ("access_token_prod", Some((Token, Medium))),
            ("access_token_user", Some((Token, Weak))),
            ("group_password", Some((Password, Strong))),
            ("sort_key", None),
            ("deviceToken", None),
            ("access_token_url", None),
            ("nextPageToken", None),
            ("X-Api-Key", Some((Key, Strong))),
            ("apiKeyId", None),
            ("publicKey", None),
            ("Postman-Token", None),
            ("PHPSESSID", Some((Session, Strong))),
            ("sendersPrivatekey", Some((Private, Strong))),
            ("maxTokens", None),
            ("monkey", None),
            ("", None),
        ];
        for (label, expected) in cases {
            let meaning = library.vocabulary.meaning(label).map(|m| (m.class, m.strength));
            assert_eq!(meaning, expected, "{label}");
        }
    }
}
