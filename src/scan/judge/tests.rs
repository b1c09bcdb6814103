//! Each check from both sides: what it rejects for its reason, and what looks alike and gets through.

use std::collections::BTreeSet;

use super::*;
use crate::finding::Confidence;
use crate::pattern::library::Library;

/// What one check rejects, and what it must let through: labels, each with its values.
struct Table {
    reason: &'static str,
    rejects: &'static [(&'static str, &'static [&'static str])],
    passes: &'static [(&'static str, &'static [&'static str])],
}

/// Nothing here was ever live: all of it is made up.
const TABLES: &[Table] = &[
    Table { reason: "empty", rejects: &[("token", &["", "   "])], passes: &[] },
    Table {
        reason: "reference",
        rejects: &[
            (
                "token",
                &[
                    "{{token}}",
                    "Bearer {{token}}",
                    "{{vault:my-token}}",
                    "${TOKEN}",
                    "$TOKEN",
                    "$env:TOKEN",
                    "${{ secrets.TOKEN }}",
                ],
            ),
            (
                "apiKey",
                &[
                    "%API_KEY%",
                    "%(api_key)s",
                    ":api_key",
                    "#{api_key}",
                    "<%= api_key %>",
                    "{% api_key %}",
                    "[[api_key]]",
                    "{api_key}",
                ],
            ),
            (
                "secret",
                &[
                    "__SECRET__",
                    "@secret@",
                    "$(secret)",
                    "~secret~",
                    "||secret||",
                    "#secret#",
                    "process.env.SECRET",
                    "secrets.DEPLOY",
                ],
            ),
            (
                "password",
                &[
                    "op://vault/item/password",
                    "vault:secret/data/db#password",
                    "!secret db_password",
                    "$DB_PASSWORD",
                    "ENV['DB_PASS']",
                    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
                ],
            ),
        ],
        passes: &[
            ("password", &["$ummer-of-71!", "Pa%ss%77", "a{b}c9X!"]),
            ("token", &["$2Rk8vQz7LmXw4TnB"]),
        ],
    },
    Table {
        reason: "placeholder",
        rejects: &[
            (
                "token",
                &["<token>", "[token]", "‹token›", "<AUTHORIZATION_SECRET>", "&lt;token&gt;"],
            ),
            (
                "apiKey",
                &[
                    "your-api-key-here",
                    "YOUR_API_KEY",
                    "INSERT KEY",
                    "string",
                    "my_api_key",
                    "changeme",
                    "tu-clave",
                    "demo-key",
                    "Enter Key Here",
                    "example",
                ],
            ),
            ("password", &["your_password", "<password>", "string"]),
        ],
        passes: &[
            (
                "password",
                &["Yourkshire-7", "Enterprise!7", "Night-Enter7", "Sampleton88x", "in[doors]5"],
            ),
            ("apiKey", &["kQ8vZt3LmXw2Rb7N"]),
        ],
    },
    Table {
        reason: "masked",
        rejects: &[(
            "apiKey",
            &[
                "************",
                "4f8a...92bc",
                "abc…xyz",
                "sk_xxxxxxxxxxxx",
                "••••••••",
                "abc[truncated]",
                "####-####-77",
            ],
        )],
        passes: &[("password", &["a**b-77q", "Wh4t??x"]), ("apiKey", &["xxkQ8vZt3LmXw2Rb"])],
    },
    Table {
        reason: "repeated",
        rejects: &[
            ("apiKey", &["000000000000", "abcdefghijkl", "1234567890abcdef", "qwertyuiop"]),
            ("password", &["aaaaaaaa", "qwertzuiop", "abcdefgh"]),
        ],
        passes: &[("password", &["aabbaacd7", "1234-sailing"])],
    },
    Table {
        reason: "repeats-label",
        rejects: &[
            ("client_secret", &["client-secret", "clientSecret"]),
            ("access_token", &["accessToken", "the-access-token"]),
        ],
        passes: &[("client_secret", &["client-5Zt9kq"])],
    },
    Table {
        reason: "prose",
        rejects: &[
            ("token", &["issued by the login call", "see the wiki"]),
            ("password", &["at least eight characters and a digit"]),
        ],
        passes: &[
            ("password", &["Blue Door 77"]),
            (
                "mnemonic",
                &["tonic bridge olive paper candle river stone meadow lamp forest window garden"],
            ),
        ],
    },
    Table {
        reason: "code",
        rejects: &[(
            "token",
            &[
                "pm.response.json().token",
                "jsonData.access_token",
                "function () {",
                "response.data.token",
                "list[0]",
                "{\"a\": 1}",
            ],
        )],
        passes: &[("password", &["data.2024!Up", "os.Kar#77"])],
    },
    Table {
        reason: "locator",
        rejects: &[
            (
                "token",
                &[
                    "https://auth.company.test/oauth/token",
                    "someone@company.test",
                    "/etc/keys/token",
                    "./key.pem",
                    "api.company.com",
                    "C:\\keys\\token",
                ],
            ),
            (
                "key",
                &[
                    "application/json",
                    "image/png",
                    "urn:ietf:params:oauth:token-type:jwt",
                    "data:text/plain;base64,QUJD",
                ],
            ),
            ("password", &["https://company.test/reset"]),
        ],
        passes: &[("password", &["joe@home77", "a/b!c9"])],
    },
    Table {
        reason: "number",
        rejects: &[
            (
                "token",
                &[
                    "1653990000",
                    "3.14159",
                    "-12.5",
                    "2024-01-31T10:00:00Z",
                    "2024-01-31",
                    "10:30:00",
                    "1.2.3-beta.4",
                    "v2.10.1",
                    "PT15M",
                    "P30D",
                ],
            ),
            ("password", &["2024-01-31"]),
        ],
        passes: &[
            ("password", &["569812", "v1ntage!", "8.Kings"]),
            ("token", &["90817263544536271809"]),
        ],
    },
    Table {
        reason: "enum-word",
        rejects: &[
            (
                "token",
                &[
                    "client_credentials",
                    "authorization_code",
                    "HMAC-SHA256",
                    "OAuth 2.0",
                    "noauth",
                    "RS256",
                    "queryParams",
                ],
            ),
            ("secret", &["client-secret-post", "PLAINTEXT"]),
        ],
        passes: &[("token", &["RS256-8vZt3LmXw2"])],
    },
    Table {
        reason: "hash",
        rejects: &[
            (
                "password",
                &[
                    "$2b$10$wIGJX1sZy4Hk0u7cVn8qEe3mT5r9LbA6oDfPqUvWxYz2R4t6Y8i0O",
                    "{SSHA}5enGq8vZt3LmXw2Rb7NkQ8vZt3LmXw2R",
                    "pbkdf2_sha256$260000$q8vZt3Lm$Xw2Rb7NkQ8vZt3LmXw2Rb7Nk",
                    "$argon2id$v=19$m=65536,t=3,p=4$q8vZt3Lm$Xw2Rb7NkQ8vZ",
                ],
            ),
            (
                "token",
                &[
                    "sha256:9f2c1e7a5b3d8f60c4e2a7913b5d7f80",
                    "W/\"1a2b-5c6d7e8f90\"",
                    "3a:5f:19:c4:77:0e:b2:91:6d:f8",
                ],
            ),
        ],
        passes: &[
            ("password", &["$2-Kings-apart", "md5-lover9"]),
            ("token", &["9f2c1e7a5b3d8f60c4e2a7913b5d7f80"]),
        ],
    },
    Table {
        reason: "ciphertext",
        rejects: &[(
            "password",
            &[
                "ENC(q8vZt3LmXw2Rb7NkQ8vZ)",
                "{cipher}9f2c1e7a5b3d8f60c4e2",
                "ENC[AES256_GCM,data:q8vZt3,type:str]",
                "U2FsdGVkX1q8vZt3LmXw2Rb7NkQ8vZt3",
            ],
        )],
        passes: &[("password", &["ENCore-77", "U2-Fan-99"])],
    },
    Table {
        reason: "encoded-file",
        rejects: &[(
            "token",
            &[
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAf",
                "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBD",
                "JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBv",
                "UEsDBBQAAAAIAKq8vZt3LmXw2Rb7NkQ8",
            ],
        )],
        passes: &[("token", &["iVBORw0-8vZt3Lm", "UEsq8vZt3LmXw2Rb7NkQ8vZt3LmXw2Rb"])],
    },
    Table {
        reason: "identifier",
        rejects: &[
            ("token", &["currentTokenId", "client_secret_value", "X-Some-Header", "x-api-header"]),
            ("apiKey", &["HUB_OPERATOR_SECRET_NAME"]),
            ("key", &["3f2b8c1e-9d47-4a6b-8e05-7c1f2a9b4d63"]),
        ],
        passes: &[
            ("password", &["wintermorning", "BLUE_DOOR"]),
            ("apiKey", &["3f2b8c1e-9d47-4a6b-8e05-7c1f2a9b4d63"]),
            ("token", &["3f2b8c1e-9d47-4a6b-8e05-7c1f2a9b4d63"]),
        ],
    },
    Table {
        reason: "public",
        rejects: &[
            (
                "key",
                &[
                    "-----BEGIN PUBLIC KEY-----MIIB",
                    "-----BEGIN CERTIFICATE-----MIID",
                    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIq8vZt3LmXw2Rb7NkQ8vZt3",
                    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEq8vZt3LmXw2Rb7NkQ8vZt3Lm",
                ],
            ),
            (
                "token",
                &["481516234278-q8vzt3lmxw2rb7nkq8vzt3lmxw2rb7nk.apps.googleusercontent.com"],
            ),
        ],
        passes: &[(
            "privateKey",
            &["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDq8vZt3LmXw2Rb7N"],
        )],
    },
    Table {
        reason: "too-short",
        rejects: &[("token", &["abc12"]), ("password", &["a1"]), ("PHPSESSID", &["q8vzt3lm"])],
        passes: &[("password", &["7431"])],
    },
    Table {
        reason: "too-plain",
        rejects: &[
            ("token", &["recusandae", "mountains"]),
            ("apiKey", &["mountain"]),
            ("pin", &["mountain"]),
            ("PHPSESSID", &["wintermorningsun"]),
        ],
        passes: &[("password", &["mountain"]), ("clientSecret", &["super-hush-741"])],
    },
];

fn verdict(library: &Library, label: &str, value: &str) -> Result<Confidence, &'static str> {
    let meaning = library.vocabulary.meaning(label);
    let meaning = meaning.unwrap_or_else(|| panic!("{label} speaks of no credential"));
    let case = Case {
        value: Value::new(value.as_bytes()),
        label,
        role: Role::Variable,
        user: None,
        told: Told::Place { class: meaning.class, strength: meaning.strength },
        words: &library.words,
    };
    match CHECKS.iter().find_map(|check| check(&case)) {
        Some(rejection) => Err(rejection.as_str()),
        None => Ok(confidence::of(&case).confidence()),
    }
}

#[test]
fn checks_reject_what_they_are_for_and_let_through_what_looks_alike() {
    let library = Library::built_in().unwrap();
    let mut wrong = Vec::new();
    for table in TABLES {
        let each = |pairs: &[(&'static str, &[&'static str])]| -> Vec<_> {
            pairs
                .iter()
                .flat_map(|(label, values)| values.iter().map(|v| (*label, *v)).collect::<Vec<_>>())
                .collect()
        };
        for (label, value) in each(table.rejects) {
            let verdict = verdict(&library, label, value);
            if verdict != Err(table.reason) {
                wrong
                    .push(format!("{label}: {value:?} should be {}, is {verdict:?}", table.reason));
            }
        }
        for (label, value) in each(table.passes) {
            let verdict = verdict(&library, label, value);
            if verdict.is_err() {
                wrong.push(format!(
                    "{label}: {value:?} should get through {}, is {verdict:?}",
                    table.reason
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_reason_has_a_table() {
    let tables: BTreeSet<_> = TABLES.iter().map(|table| table.reason).collect();
    let reasons: BTreeSet<_> = Rejection::ALL.iter().map(|reason| reason.as_str()).collect();
    assert_eq!(tables, reasons);
}

#[test]
fn confidence_follows_label_and_look() {
    use Confidence::{High, Low, Medium};
    let library = Library::built_in().unwrap();
    let cases = [
        ("token", "b7e1c9a04f5d4e2b8a6c3d1f0e9b8a7c", Medium),
        ("accessToken", "b7e1c9a04f5d4e2b8a6c3d1f0e9b8a7c", High),
        ("accessToken", "3f2b8c1e-9d47-4a6b-8e05-7c1f2a9b4d63", High),
        ("apiKey", "kQ8vZt3LmXw2Rb7N", High),
        ("apiKeyProd", "kQ8vZt3LmXw2Rb7N", Medium),
        ("clientSecret", "super-hush-741", Medium),
        ("password", "Tr4vel!ng", High),
        ("password", "569812", Medium),
        ("password", "admin", Low),
        ("password", "P@ssw0rd2024!", Low),
        ("password", "wintermorning", Medium),
        ("password", "Blue Door 77", High),
        ("accessToken", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJxOHZ6dDNsbSJ9.", Low),
    ];
    for (label, value, confidence) in cases {
        assert_eq!(verdict(&library, label, value), Ok(confidence), "{label}: {value}");
    }
}
