//! The built-in patterns: everything under `patterns/`, embedded at build time.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::label::Vocabulary;
use super::own::Own;
use super::patterns::{Patterns, Services};
use super::place::Places;
use super::selection::Selection;
use super::written::PatternFile;
use super::{Pattern, PatternError, WordSet, file, word};
use crate::secret::{content_hash, digest_of};

/// Labels, places and words, as JSON.
const VOCABULARY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/vocabulary.json"));

/// Everything that a scanner looks for.
#[derive(Debug)]
pub struct Library {
    /// Patterns told by shape, sorted by id.
    pub patterns: Patterns,
    /// Who issues credentials.
    pub services: Services,
    /// Patterns told by place.
    pub places: Places,
    /// What labels say of the values beside them.
    pub vocabulary: Vocabulary,
    /// Words by which the judge knows that a value is none.
    pub words: Words,
    /// What the user says beside; services and labels are among those above.
    pub own: Own,
}

/// Words of values that are no credential, or hardly one; all in lower case.
#[derive(Debug)]
pub struct Words {
    /// Whole values that stand for one.
    pub fillers: WordSet,
    /// Words that make a value a sample that consists of them.
    pub lorem_words: WordSet,
    /// Words that make a value a placeholder, wherever they stand in it.
    pub filler_words: WordSet,
    /// How placeholders that are written together begin.
    pub filler_starts: Vec<String>,
    /// Passwords that everybody tries first.
    pub well_known_passwords: WordSet,
    /// Words that say of a value what it is for, and nothing else.
    pub generic_words: WordSet,
    /// Words of fixed lists in protocols, each joined from its own words.
    pub enum_words: WordSet,
    /// SHA-256 of samples that documentation shows to everybody, sorted.
    pub published: Vec<[u8; 32]>,
    /// Hosts that answer anybody, to try things out; a host below one of them is one too.
    pub test_hosts: WordSet,
    /// Words of names that say that a credential is wrong on purpose.
    pub wrong_words: WordSet,
    /// Words of names that say by themselves that a call is to be refused.
    pub refused_words: WordSet,
    /// Words of names and URLs of calls that log in.
    pub login_words: WordSet,
    /// Words of names and URLs of calls that make an account, joined.
    pub sign_up_words: WordSet,
    /// Words of labels whose value is good for one use.
    pub one_time_words: WordSet,
}

impl Library {
    /// The patterns that this build carries.
    ///
    /// # Errors
    /// Only if the embedded data does not fit this version, which a test rules out.
    pub fn built_in() -> Result<Self, PatternError> {
        let vocabulary: file::VocabularyFile = serde_json::from_slice(VOCABULARY)?;
        Ok(Self {
            patterns: Patterns::built_in(),
            services: Services::built_in(),
            own: Own::default(),
            places: Places::new(vocabulary.place)?,
            vocabulary: Vocabulary::new(vocabulary.labels)?,
            words: Words {
                fillers: vocabulary.words.fillers.into_iter().collect(),
                lorem_words: vocabulary.words.lorem_words.into_iter().collect(),
                filler_words: vocabulary.words.filler_words.into_iter().collect(),
                filler_starts: vocabulary.words.filler_starts,
                well_known_passwords: vocabulary.words.well_known_passwords.into_iter().collect(),
                generic_words: vocabulary.words.generic_words.into_iter().collect(),
                enum_words: vocabulary.words.enum_words.into_iter().collect(),
                published: published(&vocabulary.published)?,
                test_hosts: vocabulary.words.test_hosts.into_iter().collect(),
                wrong_words: vocabulary.words.wrong_words.into_iter().collect(),
                refused_words: vocabulary.words.refused_words.into_iter().collect(),
                login_words: vocabulary.words.login_words.into_iter().collect(),
                sign_up_words: vocabulary.words.sign_up_words.into_iter().collect(),
                one_time_words: vocabulary.words.one_time_words.into_iter().collect(),
            },
        })
    }

    /// Stands for everything that is looked for: two libraries with one digest find the same. 32 hex
    /// digits.
    pub fn digest(&self) -> String {
        let patterns = self.patterns.iter().map(|pattern| {
            let Pattern { info, severity, confidence, literals, labels, named, hosts, .. } =
                pattern;
            let Pattern { checksum, roles, parts, shares, lead, entropy, expression, .. } = pattern;
            let service = pattern.service.as_ref().map(|service| &service.name);
            let told = (info, severity, confidence, literals, labels, named, hosts, service);
            format!("{told:?} {:?}", (checksum, roles, parts, shares, lead, entropy, expression))
        });
        let places = self.places.iter();
        let places = places.map(|place| format!("{} {}", place.info.id, place.is_selected));
        let services = self.services.iter().map(|service| format!("{service:?}"));
        let all: Vec<String> = patterns.chain(places).chain(services).collect();
        let vocabulary = format!("{:?}", content_hash(VOCABULARY));
        let own = format!("{:?}", (&self.own.labels, &self.own.trusted_hosts));
        digest_of(all.iter().map(String::as_str).chain([vocabulary.as_str(), &own]), 32)
    }

    /// The pattern with this id.
    pub fn pattern(&self, id: &str) -> Option<&Pattern> {
        self.patterns.get(self.patterns.find(id).ok()?)
    }

    /// Adds a user's patterns. One with the id of a built-in pattern goes in its place.
    ///
    /// # Errors
    /// If two of them have one id.
    pub fn add(&mut self, files: Vec<PatternFile>) -> Result<(), PatternError> {
        let mut added: BTreeMap<String, String> = BTreeMap::new();
        for mut file in files {
            for (index, pattern) in std::mem::take(&mut file.patterns).into_iter().enumerate() {
                let id = &pattern.info.id;
                if let Some(other) = added.insert(id.clone(), file.path.clone()) {
                    let problem = format!("pattern `{id}` is already in {other}");
                    return Err(Box::new(file.excerpt((index, "id", None), problem)).into());
                }
                self.patterns.insert(pattern);
            }
            file.service.into_iter().for_each(|service| self.services.push(service));
        }
        Ok(())
    }

    /// Adds what a user says of services, labels and hosts.
    pub fn adapt(&mut self, own: Own) {
        own.services.iter().for_each(|service| self.services.push(Arc::clone(service)));
        self.vocabulary.extend(&own.labels);
        self.own = own;
    }

    /// Looks for no other patterns than those that `selection` admits.
    ///
    /// # Errors
    /// If it names what no pattern is called.
    pub fn select(&mut self, selection: &Selection) -> Result<(), PatternError> {
        let patterns = self.patterns.ids();
        let places = self.places.iter().map(|place| place.info.id.as_str());
        selection.check(&patterns.chain(places).collect::<Vec<_>>())?;
        self.patterns.retain(|id| selection.admits(id));
        self.places.select(|id| selection.admits(id));
        Ok(())
    }
}

/// The hashes of published samples, sorted.
fn published(file: &file::PublishedFile) -> Result<Vec<[u8; 32]>, PatternError> {
    let hash = |sample: &file::PublishedTable| {
        word(("published", "sha256"), &sample.sha256, "SHA-256 (64 hex digits)", |text| {
            let digits: Option<Vec<u8>> =
                text.chars().map(|c| u8::try_from(c.to_digit(16)?).ok()).collect();
            let digits = digits?;
            let bytes = digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |b, d| b << 4 | d));
            bytes.collect::<Vec<u8>>().try_into().ok()
        })
    };
    let mut hashes = file.samples.iter().map(hash).collect::<Result<Vec<_>, _>>()?;
    hashes.sort_unstable();
    Ok(hashes)
}
