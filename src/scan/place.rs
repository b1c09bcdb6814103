//! Candidates by place: what a label, an auth helper, a header or a URL says of the value beside it.

use std::ops::Range;

use crate::document::Field;
use crate::document::view::View;
use crate::location::Role;
use crate::pattern::label::{Class, Meaning, Strength};
use crate::pattern::place::{Places, Scheme};

/// A value that its place calls a credential.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) class: Class,
    pub(super) strength: Strength,
    pub(super) scheme: Option<Scheme>,
    pub(super) value: Value,
}

/// Where the value of a claim stands.
#[derive(Debug)]
pub(super) enum Value {
    /// At this range of the field's text.
    Here(Range<usize>),
    /// The password of the `user:password` that base64 at this range of the field's text stands for.
    Basic(Range<usize>),
}

/// What the place of `field` says of its value, `meaning` being what its label says.
pub(super) fn claim(field: &Field<'_>, meaning: Option<Meaning>, places: &Places) -> Option<Claim> {
    if matches!(field.role, Role::Name) {
        return None;
    }
    let sent = |class, scheme| Claim {
        class,
        strength: Strength::Strong,
        scheme,
        value: Value::Here(trimmed(field.view())),
    };
    if field.is_userinfo {
        return Some(sent(Class::Password, Some(Scheme::Userinfo)));
    }
    let label = String::from_utf8_lossy(&field.label);
    if let Some(helper) = &field.helper {
        let helper = String::from_utf8_lossy(helper);
        if places.is_helper(&helper) {
            let parameter = places.parameter(&helper, &label)?;
            let claim = sent(parameter.class, parameter.scheme);
            return Some(
                authorization(field, true)
                    .filter(|_| parameter.scheme != Some(Scheme::Basic))
                    .unwrap_or(claim),
            );
        }
    }
    if label.is_empty() {
        return None;
    }
    let is_authorization = label.to_ascii_lowercase().contains("authorization");
    if let Some(claim) = authorization(field, is_authorization) {
        return Some(claim);
    }
    let marked =
        field.is_secret.then_some(Meaning { class: Class::Secret, strength: Strength::Medium });
    let Meaning { class, strength } = meaning.or(marked)?;
    let value = trimmed(field.view());
    let scheme = is_authorization.then_some(Scheme::Authorization);
    Some(Claim { class, strength, scheme, value: Value::Here(value) })
}

/// What a value with a scheme in front (`Bearer abc`) claims; `None` where it has none that counts.
fn authorization(field: &Field<'_>, is_authorization: bool) -> Option<Claim> {
    let view = field.view();
    let range = trimmed(view);
    let text = view.bytes().get(range.clone())?;
    let space = memchr::memchr(b' ', text.get(..text.len().min(LONGEST_SCHEME))?)?;
    let word = text.get(..space)?;
    let rest = text.get(space..)?;
    let start = range.end - rest.trim_ascii_start().len();
    let claim = |scheme, value| {
        Some(Claim { class: Class::Token, strength: Strength::Strong, scheme: Some(scheme), value })
    };
    let is = |name: &[u8]| word.eq_ignore_ascii_case(name);
    let one_word = !rest.trim_ascii().contains(&b' ');
    if is(b"basic") && one_word {
        let password = password_of(view, start..range.end);
        return password
            .map(|value| Claim {
                class: Class::Password,
                strength: Strength::Strong,
                scheme: Some(Scheme::Basic),
                value,
            })
            .or_else(|| claim(Scheme::Authorization, Value::Here(start..range.end)))
            .filter(|_| is_authorization || rest.len() > 12);
    }
    if is(b"bearer") && one_word {
        return claim(Scheme::Bearer, Value::Here(start..range.end));
    }
    if is_authorization && one_word && word.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
    {
        return claim(Scheme::Authorization, Value::Here(start..range.end));
    }
    None
}

/// Longest scheme that is looked for in front of a value, with the space behind it.
const LONGEST_SCHEME: usize = 20;

/// The password of Basic credentials: base64 of `user:password`, or the same in clear.
fn password_of(view: &View<'_>, range: Range<usize>) -> Option<Value> {
    let text = view.bytes().get(range.clone())?;
    if let Some(colon) = memchr::memchr(b':', text) {
        return Some(Value::Here(range.start + colon + 1..range.end));
    }
    let decoded = view.base64(range.clone())?;
    let is_text = decoded.bytes().iter().all(|byte| !byte.is_ascii_control());
    (is_text && memchr::memchr(b':', decoded.bytes()).is_some()).then_some(Value::Basic(range))
}

/// The value without blanks and one pair of quotes around it.
fn trimmed(view: &View<'_>) -> Range<usize> {
    let text = view.bytes();
    let start = text.len() - text.trim_ascii_start().len();
    let value = text.trim_ascii();
    match value {
        [b'"', .., b'"'] | [b'\'', .., b'\''] if value.len() > 2 => {
            start + 1..start + value.len() - 1
        }
        _ => start..start + value.len(),
    }
}
