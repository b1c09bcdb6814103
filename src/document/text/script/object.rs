//! Objects that spell out a name and a value: `{key: "Authorization", value: "Bearer …"}`.

use super::Pair;

/// The members of the innermost object that wait for one another, whichever comes first.
#[derive(Default)]
pub(super) struct Object {
    key: Option<Pair>,
    value: Option<Pair>,
}

impl Object {
    /// Gives a member, or keeps it if it is one half of a named value.
    pub(super) fn member(&mut self, text: &[u8], pair: Pair, emit: &mut dyn FnMut(Pair)) {
        let slot = match &text[pair.label.clone()] {
            b"key" | b"name" => &mut self.key,
            b"value" => &mut self.value,
            _ => return emit(pair),
        };
        if let Some(older) = slot.replace(pair) {
            emit(older);
        }
    }

    /// Gives what has been kept: the value under its key, or the only half under its own name.
    pub(super) fn close(&mut self, emit: &mut dyn FnMut(Pair)) {
        match (self.key.take(), self.value.take()) {
            (Some(key), Some(value)) if key.value.len() <= super::MAX_LABEL => {
                emit(Pair { label: key.value, ..value });
            }
            (key, value) => {
                key.into_iter().chain(value).for_each(emit);
            }
        }
    }
}
