//! Texts with variables in them, and what they come to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::graph::{DefinitionId, DocumentId, Graph, Set};
use crate::scan::variable::{Definition, Scope, references};

/// Longest text that variables are put into.
const LONGEST_TEXT: usize = 2048;

/// Rounds in which variables are put in place of their names, as many as Postman's.
const ROUNDS: usize = 19;

/// What a name stands for in a document, while an environment is active.
type Values = HashMap<(String, DocumentId, Option<Set>), Option<String>>;

/// What a text comes to in a document, under an environment.
type Texts = HashMap<(String, DocumentId, Option<Set>), Rc<[String]>>;

/// Most values, and most texts, that are remembered.
const MOST_VALUES: usize = 4096;

/// What was resolved last.
#[derive(Default)]
pub(super) struct Memo {
    values: RefCell<Values>,
    texts: RefCell<Texts>,
}

impl Graph<'_> {
    /// What `text` comes to in the document at `at` while `environment` is active, or else with none and
    /// with each that has a say in it.
    pub(super) fn expanded(
        &self,
        text: &str,
        at: DocumentId,
        environment: Option<Set>,
    ) -> Rc<[String]> {
        let key = (text.to_owned(), at, environment);
        if let Some(known) = self.memo.texts.borrow().get(&key) {
            return known.clone();
        }
        let mut environments = vec![environment];
        if environment.is_none() {
            for (_, name) in references(text.as_bytes()) {
                let name = String::from_utf8_lossy(name);
                environments.extend(self.environments(&name, at).into_iter().map(Some));
            }
        }
        let texts = environments.into_iter().map(|environment| self.expand(text, at, environment));
        let texts: Rc<[String]> = texts.collect();
        let mut known = self.memo.texts.borrow_mut();
        if known.len() >= MOST_VALUES {
            known.clear();
        }
        known.insert(key, texts.clone());
        texts
    }

    /// `text` with the values of the variables in it, as they are in the document at `at` while
    /// `environment` is active. What nobody defines stays, and so does what may be a secret.
    fn expand(&self, text: &str, at: DocumentId, environment: Option<Set>) -> String {
        let mut text = text.to_owned();
        for _ in 0..ROUNDS {
            if !self.spend() {
                break;
            }
            let mut next = String::new();
            let mut from = 0;
            for (range, name) in references(text.as_bytes()) {
                let Some(value) =
                    str::from_utf8(name).ok().and_then(|name| self.harmless(name, at, environment))
                else {
                    continue;
                };
                next.push_str(text.get(from..range.start).unwrap_or_default());
                next.push_str(&value);
                from = range.end;
            }
            if from == 0 || next.len() > LONGEST_TEXT {
                break;
            }
            next.push_str(text.get(from..).unwrap_or_default());
            text = next;
        }
        text
    }

    /// The value of `name`, if it is no secret.
    fn harmless(&self, name: &str, at: DocumentId, environment: Option<Set>) -> Option<String> {
        let key = (name.to_owned(), at, environment);
        if let Some(value) = self.memo.values.borrow().get(&key) {
            return value.clone();
        }
        let value = self.look_up(name, at, environment);
        let mut values = self.memo.values.borrow_mut();
        if values.len() >= MOST_VALUES {
            values.clear();
        }
        values.insert(key, value.clone());
        value
    }

    fn look_up(&self, name: &str, at: DocumentId, environment: Option<Set>) -> Option<String> {
        let rank = |(id, definition): &(DefinitionId, &Definition)| match definition.scope {
            Scope::Environment if definition.by_script => Some(0),
            Scope::Environment => (self.set(*id) == environment).then_some(4),
            Scope::Collection => Some(3),
            Scope::Globals => Some(2),
            Scope::Iteration | Scope::Local => Some(1),
        };
        let ranked = self.visible(name, at).filter_map(|found| Some((rank(&found)?, found.1)));
        let (_, definition) = ranked.max_by_key(|(rank, _)| *rank)?;
        let value = definition.value.as_ref().filter(|_| definition.findings.is_empty())?;
        let value = value.reveal_text();
        (!value.is_empty()).then_some(value)
    }
}
