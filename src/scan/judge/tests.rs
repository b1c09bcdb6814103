//! Each check from both sides: what it rejects, and what it must let through.

use super::*;
use crate::finding::Confidence;
use crate::pattern::label::{Class, Strength};
use crate::pattern::library::Library;

fn place(class: Class, strength: Strength) -> Told {
    Told::Place { class, strength }
}

fn verdict(
    words: &Words,
    label: &str,
    value: &str,
    class: Class,
) -> Result<Confidence, &'static str> {
    let case = Case {
        value: Value::new(value.as_bytes()),
        label,
        role: Role::Variable,
        user: None,
        told: place(class, Strength::Strong),
        words,
    };
    match CHECKS.iter().find_map(|check| check(&case)) {
        Some(rejection) => Err(rejection.as_str()),
        None => Ok(confidence::of(&case).confidence()),
    }
}

#[test]
fn what_is_no_credential_is_rejected_for_its_reason() {
    let words = Library::built_in().unwrap().words;
    let cases = [
        ("token", "", "empty"),
        ("token", "{{token}}", "reference"),
        ("token", "Bearer {{token}}", "reference"),
        ("token", "${TOKEN}", "reference"),
        ("token", "$TOKEN", "reference"),
        ("token", "%TOKEN%", "reference"),
        ("token", "{{vault:my-token}}", "reference"),
        ("token", "<token>", "placeholder"),
        ("token", "[token]", "placeholder"),
        ("token", "‹token›", "placeholder"),
        ("token", "<AUTHORIZATION_SECRET>", "placeholder"),
        ("apiKey", "your-api-key-here", "placeholder"),
        ("apiKey", "INSERT KEY", "placeholder"),
        ("apiKey", "string", "placeholder"),
        ("apiKey", "************", "masked"),
        ("apiKey", "4f8a...92bc", "masked"),
        ("apiKey", "xxxxxxxxxxxx", "masked"),
        ("apiKey", "000000000000", "repeated"),
        ("apiKey", "abcdefghijkl", "repeated"),
        ("client_secret", "client-secret", "repeats-label"),
        ("access_token", "accessToken", "repeats-label"),
        ("token", "https://auth.company.test/oauth/token", "locator"),
        ("token", "someone@company.test", "locator"),
        ("key", "application/json", "locator"),
        ("token", "1653990000", "number"),
        ("token", "2024-01-31T10:00:00Z", "number"),
        ("token", "pm.response.json().token", "code"),
        ("token", "jsonData.access_token", "code"),
        ("token", "currentTokenId", "identifier"),
        ("key", "X-Some-Header", "identifier"),
        ("token", "issued by the login call", "prose"),
        ("token", "abc12", "too-short"),
        ("token", "recusandae", "too-plain"),
        ("key", "-----BEGIN PUBLIC KEY-----MIIB", "public"),
    ];
    for (label, value, reason) in cases {
        assert_eq!(verdict(&words, label, value, Class::Token), Err(reason), "{label}: {value}");
    }
}

#[test]
fn what_may_be_a_credential_gets_through() {
    use Confidence::{High, Low, Medium};
    let words = Library::built_in().unwrap().words;
    let cases = [
        ("token", "b7e1c9a04f5d4e2b8a6c3d1f0e9b8a7c", Class::Token, High),
        ("token", "3f2b8c1e-9d47-4a6b-8e05-7c1f2a9b4d63", Class::Token, High),
        ("apiKey", "kQ8vZt3LmXw2Rb7N", Class::Key, High),
        ("clientSecret", "super-hush-741", Class::Secret, Medium),
        ("password", "Tr4vel!ng", Class::Password, High),
        ("password", "569812", Class::Password, Medium),
        ("password", "admin", Class::Password, Low),
        ("password", "wintermorning", Class::Password, Medium),
        ("password", "Blue Door 77", Class::Password, High),
    ];
    for (label, value, class, confidence) in cases {
        assert_eq!(verdict(&words, label, value, class), Ok(confidence), "{label}: {value}");
    }
}

#[test]
fn published_samples_are_known_by_their_hash() {
    let mut words = Library::built_in().unwrap().words;
    let (value, class) = ("kX7pQz2LmN8vRtYw3BdS", Class::Token);
    assert!(verdict(&words, "token", value, class).is_ok());
    words.published.push(crate::secret::content_hash(value.as_bytes()));
    words.published.sort_unstable();
    assert_eq!(verdict(&words, "token", value, class), Err("published-sample"));
    assert!(verdict(&words, "token", "kX7pQz2LmN8vRtYw3BdT", class).is_ok());
}
