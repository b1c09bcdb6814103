//! How sure it is that a candidate that no check rejected is a credential.
//!
//! | told by | value looks random | mixed | plain |
//! |---|---|---|---|
//! | shape | as its pattern says | | |
//! | strong label, password | high | high | medium |
//! | strong label, other | high | medium | low |
//! | medium label | medium | medium | low |
//! | weak label | medium | low | low |
//!
//! A step down in what a server said or a description tells: such values are mostly samples or have
//! expired. A well-known password is low wherever it stands.

use super::Case;
use super::value::Look;
use crate::finding::Confidence;
use crate::location::Role;
use crate::pattern::label::{Class, Strength};
use crate::scan::candidate::Told;

/// Passwords that everybody tries first.
const WELL_KNOWN: &[&str] = &[
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "pass",
    "pass123",
    "password1",
    "password12",
    "password123",
    "password1234",
    "passwort",
    "admin",
    "admin1",
    "admin123",
    "admin1234",
    "administrator",
    "root",
    "toor",
    "test",
    "test1",
    "test12",
    "test123",
    "test1234",
    "testing",
    "testpassword",
    "test@123",
    "user",
    "user123",
    "guest",
    "demo",
    "demo123",
    "1234",
    "12345",
    "123456",
    "1234567",
    "12345678",
    "123456789",
    "1234567890",
    "111111",
    "000000",
    "123123",
    "123321",
    "654321",
    "qwerty",
    "qwerty123",
    "abc123",
    "abcd1234",
    "letmein",
    "welcome",
    "welcome1",
    "secret",
    "changeme",
    "default",
    "hello",
    "postman",
    "123456a",
    "a123456",
    "pwd",
    "pwd123",
    "senha",
    "senha123",
    "geheim",
    "12341234",
    "password@123",
    "admin@123",
    "pass@123",
    "string",
    "pass1234",
    "passwd",
    "p4ssw0rd",
    "aaaa",
    "qwer1234",
    "1q2w3e4r",
    "master",
    "manager",
    "super",
    "supersecret",
    "tomcat",
    "oracle",
    "postgres",
    "mysql",
];

pub(super) fn of(case: &Case<'_>) -> Confidence {
    let (class, strength) = match case.told {
        Told::Shape { confidence, .. } => return confidence,
        Told::Place { class, strength, .. } => (class, strength),
    };
    let look = case.value.look();
    if class == Class::Password && WELL_KNOWN.contains(&case.value.text.to_lowercase().as_str()) {
        return Confidence::Low;
    }
    let base = match (strength, look) {
        (Strength::Strong, Look::Random) => Confidence::High,
        (Strength::Strong, Look::Mixed) if class == Class::Password => Confidence::High,
        (Strength::Strong, Look::Plain) if class == Class::Password => Confidence::Medium,
        (Strength::Strong | Strength::Medium, Look::Mixed) | (_, Look::Random) => {
            Confidence::Medium
        }
        _ => Confidence::Low,
    };
    let told_by_others =
        matches!(case.role, Role::Response | Role::ResponseHeader | Role::Description);
    match base {
        Confidence::High if told_by_others => Confidence::Medium,
        _ if told_by_others => Confidence::Low,
        base => base,
    }
}
