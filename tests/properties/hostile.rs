//! No bytes make a scan panic, whatever they are, and what it finds in them still leads back.

use std::time::{Duration, Instant};

use postseal::scan::Scanner;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};

use crate::decode::leads_back;
use crate::files::{TestFile, fixtures};
use crate::{looked_at, scan, scanner};

/// Only a scan that hangs takes this long.
const MOST_TIME: Duration = Duration::from_secs(20);

/// What documents are made of, and what makes readers stumble.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\\"",
    "\\\\\"",
    "'",
    "`",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\0",
    "=",
    "&",
    ";",
    "%",
    "%4",
    "%2B",
    "&#",
    "&amp;",
    "&#x110000;",
    "<",
    "</a>",
    "<![CDATA[",
    "<!--",
    "//",
    "/*",
    "*/",
    "${",
    "{{",
    "}}",
    "{{token}}",
    "://",
    "@",
    "#",
    "$",
    "-u ",
    "--",
    "\u{feff}",
    "é",
    "😀",
    "\\u",
    "\\u00",
    "\\ud83d",
    "\\ude00",
    "\\x4",
    "null",
    "-1e9",
    "12345",
    "key",
    "\"key\":",
    "\"value\":",
    "\"name\":",
    "\"exec\":[",
    "\"raw\":",
    "\"header\":",
    "\"auth\":{\"type\":\"basic\",\"basic\":[",
    "\"body\":",
    "\"mode\":\"raw\"",
    "\"disabled\":true",
    "\"item\":[",
    "\"info\":{",
    "\"values\":[",
    "password",
    "Password: ",
    "client_secret=",
    "token",
    "Authorization",
    "Authorization: ",
    "Basic ",
    "Bearer ",
    "Cookie: a=b; c=",
    "Set-Cookie: ",
    "dXNlcjpzM2NyM3Q=",
    "dXNlcjpz",
    "user:s3cr3t@",
    "https://",
    "postgres://u:Zx9-kQ4v@h/d",
    "ghp_",
    "AKIA",
    "eyJhbGciOi",
    "-----BEGIN PRIVATE KEY-----",
    "-----END PRIVATE KEY-----",
    "sig=",
    "k8Qz7LmN2vRtYw3B",
    "hT4!pq-9Zs",
    "curl -H \"",
    "const a = '",
    "pm.environment.set(\"",
];

#[test]
fn any_bytes_can_be_scanned() {
    let bytes = vec(any::<u8>(), 0..2048);
    check_all(bytes, |scanner, bytes| holds_up(scanner, &bytes));
}

#[test]
fn pieces_of_documents_in_any_order_can_be_scanned() {
    let pieces = vec(select(PIECES), 0..160);
    check_all(pieces, |scanner, pieces| holds_up(scanner, pieces.concat().as_bytes()));
}

#[test]
fn damaged_fixtures_can_be_scanned() {
    let fixtures = fixtures();
    let damage =
        (any::<Index>(), vec((0..5u8, any::<Index>(), any::<Index>(), select(PIECES)), 1..6));
    check_all(damage, |scanner, (fixture, wounds)| {
        let fixture: &TestFile = fixture.get(&fixtures);
        let mut bytes = fixture.bytes.clone();
        for (kind, at, other, piece) in wounds {
            damage_at(&mut bytes, kind, (at, other), piece, &fixtures);
        }
        holds_up(scanner, &bytes)
    });
}

/// Cuts, drops, flips, inserts, or splices in a part of another fixture.
fn damage_at(
    bytes: &mut Vec<u8>,
    kind: u8,
    (at, other): (Index, Index),
    piece: &str,
    fixtures: &[TestFile],
) {
    let place = at.index(bytes.len() + 1);
    let rest = bytes.split_off(place);
    match kind {
        0 => {}
        1 => bytes.extend(rest.get(other.index(64)..).unwrap_or_default()),
        2 => {
            bytes.extend(rest);
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 1 << other.index(8);
            }
        }
        3 => {
            bytes.extend(piece.as_bytes());
            bytes.extend(rest);
        }
        _ => {
            let donor = &other.get(fixtures).bytes;
            bytes.extend(&donor[at.index(donor.len() + 1)..]);
        }
    }
}

fn check_all<S: Strategy>(
    inputs: S,
    check: impl Fn(&Scanner, S::Value) -> Result<(), TestCaseError>,
) {
    let scanner = scanner();
    let config =
        Config { failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..Config::default() };
    let outcome = TestRunner::new(config).run(&inputs, |input| check(&scanner, input));
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

fn holds_up(scanner: &Scanner, bytes: &[u8]) -> Result<(), TestCaseError> {
    let started = Instant::now();
    for name in ["input.json", "input.txt"] {
        let facts = scan(scanner, name, bytes);
        for (id, secret, location) in looked_at(&facts) {
            leads_back(bytes, secret.reveal(), location)
                .map_err(|why| TestCaseError::fail(format!("{id}: {why}")))?;
        }
    }
    prop_assert!(started.elapsed() < MOST_TIME, "took {:?}", started.elapsed());
    Ok(())
}
