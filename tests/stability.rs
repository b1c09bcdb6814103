//! What `docs/stability.md` promises for all versions: these values never change.

use std::process::Command;

use serde_json::Value;

/// What tells findings apart, in the order of the file. Baselines of users hold such values.
const FINGERPRINTS: &[(&str, &str, &str)] = &[
    ("bearer-token", "a86ecb33eb1c7030b4630bc5b171eb3a", "4f8509bc47001a4c4f3c4de0bccb9c9f"),
    ("bearer-token", "cabf7e5a352010944d04ad7e6f4d93c0", "503683f15fa484d83aeca964f2115a91"),
    ("bearer-token", "037cea0191362cbc07b1f88781788aa6", "8c605c086ebe07cea8ed9c5c2af343c5"),
    ("bearer-token", "7123f316d9f8260eb995360b57d32ec7", "99eb6fde0fa7d237317812b328d998ba"),
    ("query-secret", "6c42a6d29c5a1aadb892e95b77af1fa0", "6a921b8da767984b968de22fe30030de"),
    ("query-secret", "4e996f5ea772a339ab6d4732c0e8c6ab", "6a921b8da767984b968de22fe30030de"),
    ("url-password", "6f0d35cfb53d22b76c1646a2bfb193b6", "7cb8aadd33e4fa9eb02ea708e43beb77"),
    ("slack-webhook", "60238ddecd5b6a2914567505896f9980", "50d6b9b179299af2168715efff42aea1"),
    ("bearer-token", "a24d09229dac5bdce450196929cde5a0", "b12f443e372b482ad4ade3b42143c883"),
    ("variable-secret", "dca7484008c3050870df0eb9f7a502d9", "b7c866d318a1cd690a61b72499b2c39b"),
    ("variable-secret", "3f3df83782515ddfc246952a22022213", "2653d4603f07882d711b3e2c44670af1"),
    ("sent-over-http", "c5b292524c01d7a42a6d2cafac1409f2", "4f8509bc47001a4c4f3c4de0bccb9c9f"),
    ("sent-in-url", "4561abc85f7b3f1e34cb7248bf863220", "6a921b8da767984b968de22fe30030de"),
    ("sent-in-url", "481633353f1f036c53bdf1049abe396f", "6a921b8da767984b968de22fe30030de"),
    ("sent-in-url", "9fc33e24a9a1aefcf6c0dceb82951d6e", "7cb8aadd33e4fa9eb02ea708e43beb77"),
    ("sent-in-url", "a0f654f4ffee412288f27f7fdbd3dd97", "b7c866d318a1cd690a61b72499b2c39b"),
];

#[test]
fn fingerprints_and_ids_are_those_of_every_version() {
    let file = "fixtures/policy/sent-to-hosts-and-in-urls.json";
    let outcome = Command::new(env!("CARGO_BIN_EXE_postseal"))
        .args(["scan", "--no-config", "--format", "jsonl", "--policy", "l3", file])
        .output()
        .unwrap();
    let report = String::from_utf8(outcome.stdout).unwrap();
    let records = report.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let text = |record: &Value, field: &str| record[field].as_str().unwrap_or("-").to_owned();
    let told = records.filter(|record| record["fingerprint"].is_string()).map(|record| {
        let id = if record["type"] == "policy" { "rule" } else { "pattern" };
        (text(&record, id), text(&record, "fingerprint"), text(&record, "secret_id"))
    });
    let told: Vec<_> = told.collect();
    let expected: Vec<_> = FINGERPRINTS
        .iter()
        .map(|(id, fingerprint, secret)| {
            ((*id).to_owned(), (*fingerprint).to_owned(), (*secret).to_owned())
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn exit_statuses_are_those_of_every_version() {
    for (args, status) in [
        (&["scan", "fixtures/clean"][..], 0),
        (&["scan", "fixtures/globals"], 1),
        (&["scan", "fixtures/globals", "--exit-zero"], 0),
        (&["scan", "fixtures/globals", "missing.json"], 2),
        (&["scan", "--no-such-flag"], 2),
    ] {
        let outcome = Command::new(env!("CARGO_BIN_EXE_postseal")).args(args).output().unwrap();
        assert_eq!(outcome.status.code(), Some(status), "{args:?}");
    }
}
