//! An answer that is only skimmed gives what it gives when it is read.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use serde_json::{Map, Value, json};

use crate::{looked_at, scan, scanner};

/// Names in answers: some speak of credentials, some change what others say, most say nothing.
const NAMES: &[&str] = &[
    "id",
    "_id",
    "name",
    "title",
    "items",
    "data",
    "type",
    "createdAt",
    "email",
    "user",
    "login",
    "token",
    "access_token",
    "password",
    "pin",
    "apiKey",
    "key",
    "value",
    "secret",
    "cookie",
    "threadId",
    "body",
    "description",
    "auth",
    "stripe",
    "datadog",
    "scope",
    "domains",
    "a name \"in\" quotes",
    "a-name-of-more-than-sixteen-bytes",
    "ключ",
];

/// Strings in answers: plain, with text of their own, or a credential by their shape.
const TEXTS: &[&str] = &[
    "",
    "blue",
    "two words",
    "2024-05-01T10:20:30Z",
    "10:20",
    "https://api.brindle.example/v1/orders",
    "https://api.brindle.example/v1?token=Zq8vB2nL5xKd",
    "ada:Tr4vel!ng-light@brindle.example",
    "https://ada:Tr4vel!ng@db.brindle.example/",
    "token=Zq8vB2nL5xKd9wPf",
    "password: Tr4vel!ng-light",
    "a\nb",
    "tab\there",
    "{\"password\":\"Tr4vel!ng-light\"}",
    "<b>bold</b>",
    "{{token}}",
    "Bearer Zq8vB2nL5xKd9wPfTr4m",
    "Basic YWRhOlRyNHZlbCFuZw==",
    "cGFzc3dvcmQ9VHI0dmVsIW5nLWxpZ2h0",
    "token%3DZq8vB2nL5xKd9wPfTr4m",
    "Zq8vB2nL5xKd9wPfTr4mHs7c",
    "Buffer",
    concat!("gl", "pat-Zq8vB2nL5xKd9wPfTr4m"),
    "caf\u{e9} \u{1f600}",
];

fn value() -> impl Strategy<Value = Value> {
    let number =
        prop_oneof![Just(json!(7)), Just(json!(-1.5)), Just(json!(4711)), Just(json!(48_151_623))];
    let word = prop_oneof![Just(json!(null)), Just(json!(true))];
    // The numbers of the bytes of a text.
    let bytes = select(TEXTS).prop_map(|text| json!(text.as_bytes()));
    let leaf = prop_oneof![6 => select(TEXTS).prop_map(|text| json!(text)), 2 => number, 1 => word, 1 => bytes];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let pair = (select(NAMES), inner.clone());
        let object = vec(pair, 0..6).prop_map(|pairs| {
            Value::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
        });
        let rows = (
            select(&["name", "key", "id"][..]),
            select(&["password", "colour"][..]),
            select(TEXTS),
        )
            .prop_map(|(name, label, text)| json!({name: label, "value": text}));
        prop_oneof![6 => object, 1 => rows, 2 => vec(inner, 0..4).prop_map(Value::Array)]
    })
}

/// A collection with this body in an answer and in a request.
fn collection(body: &str) -> String {
    let request = json!({"method": "POST", "url": "https://api.brindle.example", "body": {"mode": "raw", "raw": body}});
    json!({
        "info": {"name": "c", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "item": [{"name": "r", "request": request, "response": [{"name": "OK", "code": 200, "body": body}]}],
    })
    .to_string()
}

#[test]
fn skimming_an_answer_misses_nothing() {
    let scanner = scanner();
    let config = Config {
        cases: 1000,
        rng_seed: RngSeed::Fixed(11),
        failure_persistence: None,
        ..Config::default()
    };
    let pairs = (vec((select(NAMES), value()), 1..5), any::<bool>());
    let found = Cell::new(0);
    TestRunner::new(config)
        .run(&pairs, |(pairs, is_pretty)| {
            let object: Map<String, Value> =
                pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let object = Value::Object(object);
            let text = if is_pretty {
                serde_json::to_string_pretty(&object)
            } else {
                serde_json::to_string(&object)
            };
            let text = text.expect("it is JSON");
            // An escaped slash at the end says nothing, and makes the whole text be read.
            let read = format!(
                "{},\"zz\":\"\\/\"}}",
                text.strip_suffix('}').unwrap_or_default().trim_end()
            );
            let all = |text: &str| -> Vec<_> {
                let facts = scan(&scanner, "c.json", collection(text).as_bytes());
                looked_at(&facts)
                    .map(|(pattern, secret, location)| {
                        (pattern.to_owned(), secret.reveal_text(), location.pointer.clone())
                    })
                    .collect()
            };
            // A string of JSON in a string is read whole, in all of its containers.
            let quoted = serde_json::to_string(&read).expect("it is text");
            let (skimmed, parts, read) = (all(&text), all(&read), all(&quoted));
            found.set(found.get() + read.len());
            if skimmed != read || parts != read {
                return Err(TestCaseError::fail(format!(
                    "{text}\n{skimmed:?}\n{parts:?}\n{read:?}"
                )));
            }
            Ok(())
        })
        .unwrap();
    assert!(found.get() > 400, "{}", found.get());
}
