//! What is noted while a piece is scanned, beside findings: variables, their uses, and where requests
//! are sent.
//!
//! All of it is bounded by constants, so that memory follows what is said and not how often.

mod origin;
pub(super) mod owner;
mod setter;
mod usage;
mod variables;

use std::collections::BTreeSet;

use super::draft::{Draft, Located};
use super::place::Claim;
use super::variable::{OPEN, Scope};
use crate::document::Field;
use crate::document::item::{Item, ItemId};
use crate::document::path::Place;
use crate::finding::Confidence;
use crate::location::{Role, Span};
use origin::Origins;
use usage::{Usage, Usages};
pub(super) use variables::Variables;

/// Most definitions of variables that are kept of one source, and most groups of uses.
pub(super) const MOST_VARIABLES: usize = 20_000;

/// Longest value that is kept to be put in place of its name.
const LONGEST_VALUE: usize = 2048;

/// A variable's definition, with its piece still in memory.
#[derive(Debug)]
pub(super) struct Defined {
    pub(super) name: Box<[u8]>,
    pub(super) document: u32,
    pub(super) item: Option<ItemId>,
    /// The scope, where a script says it.
    pub(super) set_by: Option<Scope>,
    pub(super) disabled: bool,
    /// The bytes of the file that the value comes from.
    pub(super) hull: Span,
    pub(super) value: Option<Box<[u8]>>,
    pub(super) latent: Option<Box<LatentDraft>>,
}

/// What a definition is if it is used as a credential.
#[derive(Debug)]
pub(super) struct LatentDraft {
    pub(super) draft: Draft,
    pub(super) as_token: Option<Confidence>,
    pub(super) as_password: Option<Confidence>,
}

/// Notes what one piece says of variables and hosts.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    pub(super) defined: Vec<Defined>,
    pub(super) usages: Usages,
    pub(super) origins: Origins,
    /// Accounts that the piece belongs to.
    pub(super) owners: BTreeSet<u64>,
    /// Documents that say that everybody may read them.
    pub(super) public: BTreeSet<u32>,
    /// Whether something was left out.
    pub(super) is_full: bool,
}

impl Recorder {
    /// Notes what `field` uses, and whose it is.
    pub(super) fn field(&mut self, field: &Field<'_>, place: &dyn Place, claim: Option<&Claim>) {
        if field.depth == 0
            && let Some(owner) = owner::of(field)
            && self.owners.len() < owner::MOST_OWNERS
        {
            self.owners.insert(owner);
        }
        if is_sent(field.role) && may_refer(field.raw()) {
            self.usages.field((field, claim), place);
        }
    }

    /// Says of what was found where it is sent.
    pub(super) fn say_where(&self, found: &mut [Located]) {
        for found in found {
            let (item, role) = found.item();
            if role != Role::Variable {
                found.origins = self.origins.of(item, role == Role::Auth);
            }
            if role == Role::Auth {
                found.draft.handling.inherited_by = self.origins.inherited(item);
            }
        }
    }

    /// The definition that `field` is, if it is one.
    pub(super) fn definition(&mut self, field: &Field<'_>, place: &dyn Place) -> Option<Defined> {
        let is_set = match (field.role, field.depth) {
            (Role::Variable, 0) => false,
            (Role::Script, 1..) => true,
            _ => return None,
        };
        if field.label.is_empty() || field.raw().is_empty() {
            return None;
        }
        let set_by = if is_set { Some(setter::scope(field)?) } else { None };
        if self.defined.len() >= MOST_VARIABLES {
            self.is_full = true;
            return None;
        }
        let view = field.view();
        Some(Defined {
            name: field.label.trim_ascii().into(),
            document: place.document(),
            item: place.item(),
            set_by,
            disabled: field.disabled,
            hull: view.hull(0..view.bytes().len())?,
            value: Some(view.bytes()).filter(|v| v.len() <= LONGEST_VALUE).map(Into::into),
            latent: None,
        })
    }

    /// Notes an item that has closed.
    pub(super) fn item(&mut self, item: &Item<'_>) {
        self.usages.commit();
        self.origins.close(item);
        if item.is_public {
            self.public.insert(item.document);
        }
    }
}

/// Whether two braces stand side by side in `text`.
fn may_refer(text: &[u8]) -> bool {
    memchr::memchr(b'{', text).is_some_and(|at| {
        let rest = text.get(at..).unwrap_or_default();
        rest.starts_with(b"{{") || OPEN.find(rest).is_some()
    })
}

/// Whether what has this role goes out with a request.
fn is_sent(role: Role) -> bool {
    use Role::{Auth, Body, Cookie, Header, Path, Query, Url};
    matches!(role, Auth | Body | Cookie | Header | Path | Query | Url)
}
