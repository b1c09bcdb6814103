//! Candidates by place: what a label, an auth helper, a header or a URL says of the value beside it.

use std::ops::Range;

use super::judge;
use crate::document::Field;
use crate::document::view::View;
use crate::location::Role;
use crate::pattern::label::{Class, Meaning, Strength};
use crate::pattern::place::{Parameter, Places, Scheme};

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

/// What the label of a field says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    /// What credential it speaks of.
    pub(super) meaning: Option<Meaning>,
    /// Whether that is only that it names a service, so that the value has to look machine-made.
    pub(super) only_names: bool,
    /// Whether it is an `Authorization` header's.
    pub(super) authorization: bool,
    /// Whether it may be that of a user and a password in base64, without a scheme in front.
    pub(super) login: bool,
}

impl Said {
    /// What most labels say.
    pub(super) const NOTHING: Self =
        Self { meaning: None, only_names: false, authorization: false, login: false };
}

/// What the place of `field` says of its value.
pub(super) fn claim(field: &Field<'_>, said: Said, places: &Places) -> Option<Claim> {
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
    let parameter = field.helper.as_ref().and_then(|helper| {
        let (helper, name) =
            (String::from_utf8_lossy(helper), String::from_utf8_lossy(&field.label));
        places.parameter(&helper, &name)
    });
    match parameter {
        Some(Parameter::Public) => return None,
        Some(Parameter::Secret { class, scheme: Some(Scheme::Basic) }) => {
            return Some(sent(class, Some(Scheme::Basic)));
        }
        Some(Parameter::Secret { class, scheme }) => {
            return Some(authorization(field, true).unwrap_or_else(|| sent(class, scheme)));
        }
        None => {}
    }
    if field.label.is_empty() {
        return None;
    }
    if let Some(claim) = authorization(field, said.authorization) {
        return Some(claim);
    }
    if let Some(value) = said.login.then(|| login(field.view())).flatten() {
        let (class, scheme) = (Class::Password, Some(Scheme::Basic));
        return Some(Claim { class, strength: Strength::Strong, scheme, value });
    }
    let marked =
        field.is_secret.then_some(Meaning { class: Class::Secret, strength: Strength::Medium });
    let Meaning { class, strength } = said.meaning.or(marked)?;
    let value = trimmed(field.view());
    if said.only_names && !looks_made(field.view().bytes().get(value.clone())?) {
        return None;
    }
    let scheme = said.authorization.then_some(Scheme::Authorization);
    Some(Claim { class, strength, scheme, value: Value::Here(value) })
}

/// Words of labels of a user and a password in base64: `auth` in Docker's `config.json`.
pub(super) const LOGIN: [&str; 5] = ["auth", "authorization", "basic", "credential", "credentials"];

/// A value that is the base64 of a user and a password, and of nothing else.
fn login(view: &View<'_>) -> Option<Value> {
    const SHORTEST: usize = 12;
    let range = trimmed(view);
    let is_base64 = |byte: &u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_')
    };
    let text = view.bytes().get(range.clone())?;
    if text.len() < SHORTEST || !text.iter().all(is_base64) {
        return None;
    }
    let decoded = view.base64(range.clone())?;
    let colon = memchr::memchr(b':', decoded.bytes())?;
    let is_word = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_graphic);
    let (user, password) = decoded.bytes().split_at(colon);
    let is_user = !user.iter().any(|byte| b"{[\"".contains(byte));
    (is_user && is_word(user) && is_word(password.get(1..)?)).then_some(Value::Basic(range))
}

/// What a value with a scheme in front (`Bearer abc`) claims; `None` where it has none that counts.
fn authorization(field: &Field<'_>, is_authorization: bool) -> Option<Claim> {
    if !is_authorization && !begins_with_scheme(field.raw()) {
        return None;
    }
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
    if has_parameters(rest) {
        return None;
    }
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

/// Whether a value looks as machines make them: one long word, and random.
pub(super) fn looks_made(value: &[u8]) -> bool {
    value.len() >= 16
        && value.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.+/=".contains(byte))
        && judge::looks_random(value)
}

/// Whether encoded text begins with one of the schemes that mean the same under any label.
#[inline]
pub(super) fn begins_with_scheme(raw: &[u8]) -> bool {
    let start = raw.trim_ascii_start();
    matches!(start.first(), Some(b'b' | b'B' | b'\\' | b'\'')) && has_scheme(start)
}

fn has_scheme(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\\\"").unwrap_or(start);
    let start = start.strip_prefix(b"'").unwrap_or(start);
    [&b"basic "[..], b"bearer "].iter().any(|scheme| {
        start.get(..scheme.len()).is_some_and(|word| word.eq_ignore_ascii_case(scheme))
    })
}

/// Whether what follows a scheme is a list of parameters, as in OAuth 1, Digest and AWS signatures:
/// what it holds was made for one request and opens nothing.
fn has_parameters(rest: &[u8]) -> bool {
    memchr::memmem::find(rest, b"=\"").is_some()
        || memchr::memmem::find(rest, b"Signature=").is_some()
}

/// Longest scheme that is looked for in front of a value, with the space behind it.
const LONGEST_SCHEME: usize = 20;

/// The password of Basic credentials: base64 of `user:password`, or the same in clear.
fn password_of(view: &View<'_>, range: Range<usize>) -> Option<Value> {
    let text = view.bytes().get(range.clone())?;
    // `<base64 of user:password>` stands for one, and has no password in it.
    if let Some(colon) = memchr::memchr(b':', text).filter(|_| !text.starts_with(b"<")) {
        return Some(Value::Here(range.start + colon + 1..range.end));
    }
    let decoded = view.base64(range.clone())?;
    let is_text = decoded.bytes().iter().all(|byte| !byte.is_ascii_control());
    (is_text && memchr::memchr(b':', decoded.bytes()).is_some()).then_some(Value::Basic(range))
}

/// The value without blanks and one pair of quotes around it.
pub(super) fn trimmed(view: &View<'_>) -> Range<usize> {
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

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    #[test]
    fn only_a_user_and_a_password_are_a_login() {
        let cases = [
            ("puller:iGALjcEZV18vZIwLIt", true),
            ("ada@brindle.example:x", true),
            ("puller:", false),
            (":iGALjcEZV18vZIwLIt", false),
            ("no colon in this text", false),
            ("two words:hunter22", false),
            ("{\"auth\":\"iGALjcEZV18v\"}", false),
            ("\u{1}\u{2}\u{3}:\u{4}\u{5}\u{6}\u{7}\u{8}", false),
        ];
        for (text, expected) in cases {
            let encoded = STANDARD.encode(text);
            let view = View::file(encoded.as_bytes(), 0);
            assert_eq!(login(&view).is_some(), expected, "{text}");
        }
        assert!(login(&View::file(b"Basic cHVsbGVyOmlHQUxqY0Va", 0)).is_none());
    }
}
