//! Values too short or too plain for what they are said to be.

use super::value::Look;
use super::{Case, Rejection};
use crate::location::Role;
use crate::pattern::label::{Class, Strength};
use crate::scan::candidate::Told;

/// Rejects values without a character.
pub(super) fn empty(case: &Case<'_>) -> Option<Rejection> {
    case.value.text.is_empty().then_some(Rejection::Empty)
}

/// Rejects by length and look: a password may be plain, an API key may not.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    match case.told {
        Told::Shape { entropy, .. } => {
            (case.value.entropy() < entropy).then_some(Rejection::TooPlain)
        }
        Told::Place { class, strength, .. } => {
            let len = case.value.len();
            let least = match class {
                Class::Password => 4,
                Class::Session | Class::Private => 16,
                Class::Secret | Class::Token | Class::Key => 8,
            };
            if len < least {
                return Some(Rejection::TooShort);
            }
            too_plain(case, class, strength).then_some(Rejection::TooPlain)
        }
    }
}

fn too_plain(case: &Case<'_>, class: Class, strength: Strength) -> bool {
    let look = case.value.look();
    let seed = || case.value.word_count() >= 12;
    match class {
        Class::Password => {
            strength == Strength::Weak && look == Look::Plain && case.role != Role::Auth
        }
        Class::Private | Class::Session => look != Look::Random && !seed(),
        Class::Secret | Class::Token | Class::Key => {
            look == Look::Plain && !is_long_word(case) && !seed()
        }
    }
}

/// One run of at least 20 letters that no word is as long as.
fn is_long_word(case: &Case<'_>) -> bool {
    case.value.len() >= 20 && case.value.letters() == case.value.len()
}
