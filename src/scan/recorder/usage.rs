//! Uses of variables, grouped by what they have in common.

use std::collections::HashMap;

use super::MOST_VARIABLES;
use crate::document::Field;
use crate::document::item::ItemId;
use crate::document::path::{Pin, Place};
use crate::location::{Role, Span};
use crate::pattern::label::Strength;
use crate::scan::place::{Claim, Value};
use crate::scan::variable::{UsedAs, references};

/// Most places that are kept of uses that have all in common: of those that send a credential a few.
fn places(what: &What) -> usize {
    if what.claim.is_some() { 3 } else { 1 }
}

/// Most items that are kept of them.
const MOST_ITEMS: usize = 256;

/// Longest value with a reference in it that is kept to be put together.
const LONGEST_TEMPLATE: usize = 256;

/// Uses that have all in common but their place.
#[derive(Debug)]
pub(in crate::scan) struct Usage {
    pub(in crate::scan) what: What,
    pub(in crate::scan) count: u64,
    pub(in crate::scan) places: Vec<(Pin, bool)>,
    pub(in crate::scan) items: Vec<ItemId>,
}

/// What uses have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::scan) struct What {
    pub(in crate::scan) document: u32,
    pub(in crate::scan) name: Box<[u8]>,
    pub(in crate::scan) role: Role,
    pub(in crate::scan) label: Box<[u8]>,
    pub(in crate::scan) claim: Option<UsedAs>,
    pub(in crate::scan) template: Option<Box<[u8]>>,
}

/// A use that waits whether the text that it stands in is taken further apart.
#[derive(Debug)]
struct Held {
    depth: u8,
    what: What,
    /// Its place among all, where it is known.
    index: Option<usize>,
    item: Option<ItemId>,
    pin: Option<Pin>,
    disabled: bool,
}

/// The uses of one piece.
#[derive(Debug, Default)]
pub(in crate::scan) struct Usages {
    pub(in crate::scan) all: Vec<Usage>,
    known: HashMap<What, usize, foldhash::fast::RandomState>,
    held: Vec<Held>,
    outer: Option<Span>,
    pub(in crate::scan) is_full: bool,
}

impl Usages {
    /// Notes the variables that `field` uses. A text that holds others is told before them: what is
    /// told of the same string later says more, and takes the place of what was told.
    pub(super) fn field(
        &mut self,
        (field, claim): (&Field<'_>, Option<&Claim>),
        place: &dyn Place,
    ) {
        if self.outer != Some(field.outer) {
            self.commit();
            self.outer = Some(field.outer);
        }
        let text = field.view().bytes();
        let item = place.item();
        // The parts of a URL have names of no interest.
        let label = if field.role == Role::Url { &[] } else { field.label.as_ref() };
        for (range, name) in references(text) {
            let is_told_better = |held: &Held| held.depth < field.depth && *held.what.name == *name;
            if self.held.iter().any(is_told_better) {
                self.held.retain(|held| !is_told_better(held));
            }
            let claimed = claim.and_then(|claim| match &claim.value {
                Value::Here(at) if at.start <= range.start && range.end <= at.end => {
                    Some((claim, at.clone()))
                }
                _ => None,
            });
            let clear = claimed.filter(|(claim, _)| claim.strength > Strength::Weak);
            let template = clear.as_ref().and_then(|(_, at)| text.get(at.clone()));
            let is_template =
                |text: &&[u8]| text.len() > range.len() && text.len() <= LONGEST_TEMPLATE;
            let what = What {
                document: place.document(),
                name: name.into(),
                role: field.role,
                label: label.into(),
                claim: clear.as_ref().map(|(claim, _)| UsedAs {
                    class: claim.class,
                    strength: claim.strength,
                    scheme: claim.scheme,
                }),
                template: template.filter(is_template).map(Into::into),
            };
            let index = self.known.get(&what).copied();
            let usage = index.and_then(|index| self.all.get(index));
            let has_room = usage.is_none_or(|usage| usage.places.len() < places(&what));
            let (depth, disabled) = (field.depth, field.disabled);
            let pin = has_room.then(|| place.pin());
            self.held.push(Held { depth, what, index, item, pin, disabled });
        }
    }

    /// Counts what was held.
    pub(super) fn commit(&mut self) {
        self.outer = None;
        let mut held = std::mem::take(&mut self.held);
        for Held { what, index, item, pin, disabled, .. } in held.drain(..) {
            let index = match index.or_else(|| self.known.get(&what).copied()) {
                Some(index) => index,
                None if self.all.len() < MOST_VARIABLES => {
                    self.known.insert(what.clone(), self.all.len());
                    let (places, items) = (Vec::new(), Vec::new());
                    self.all.push(Usage { what, count: 0, places, items });
                    self.all.len() - 1
                }
                None => {
                    self.is_full = true;
                    continue;
                }
            };
            let Some(usage) = self.all.get_mut(index) else { continue };
            usage.count += 1;
            if usage.places.len() < places(&usage.what) {
                usage.places.extend(pin.map(|pin| (pin, disabled)));
            }
            let item = item.filter(|item| usage.items.last() != Some(item));
            let room = MOST_ITEMS - usage.items.len();
            usage.items.extend(item.into_iter().take(room));
        }
        self.held = held;
    }
}
