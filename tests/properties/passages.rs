//! A long text of which only passages are decoded gives what it gives when all of it is.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use serde_json::json;

use crate::{looked_at, scan, scanner};

/// What is searched for: short and long, bounded and not, behind their literals and in front of them.
const TOKENS: &[&str] = &[
    concat!("gl", "pat-cLq0tI1jkszp88r7fYkD"),
    concat!(
        "sk_",
        "live_c96kVncLVPFjTTZ2bdC37H4KVPRIVrEScHcEYpYGky8q06jrTAGiDO5psXGHgQT4Rrg3iuRfFkKfeb3Q1MSc0sorvCNqpafMuhX"
    ),
    concat!("gh", "p_XF9WXIGEYSslBo43qgguc6STNscLelQdVJoK"),
    concat!("AK", "IAERZSD6DRRJYZTET5"),
    concat!("https://hooks.", "slack.com/services/TC0GKUKXJ/B3242982TYI/bWF4lH5Zs0p3oGDffj0HeEZj"),
    concat!(
        "https://dis",
        "cord.com/api/webhooks/194413995788458860/l0WGHgnOKMoicjijfJYeD9D0VVk6vQ7sTwSkZ57aT9jdcCbBrBBEYoIW2reXOzEcD4Qa"
    ),
    concat!("postgres://ada:", "Qnp26z3Qx8T2It83@db.brindle.example/orders"),
    concat!(
        "the-account-of-the-orders-service-in-production:",
        "bGL8hdfYE0CyJmL7@tcp(db.brindle.example:3306)"
    ),
    concat!(
        "eyJhbGciOiJIUzI1NiJ9.",
        "eyJzdWIiOiI0NzExIn0.jfhhR4agky9IdLFBNEiTozq8FafmpJqNeNlTZmcNlP0"
    ),
    concat!(
        "-----BEGIN PRI",
        "VATE KEY-----\nMIIEvQrpyOMGmSEgMpzmVzMOzjwMrheEJ1pNBDFEPSUlNbqg8M4KzZKObVeLpy4UHfZQPfCcBdsKmvcgr4C659ApiBkXhP8uQJovskSlWcFA4tKo4MksZguh2mte5w7dl8j3iGl88hsueNCTiUUghSemvsmESL29vLRBirAEII8os4aGvknepepJrwUBMMbL6xE5u01XMgy7WlZn39QoKHRaHjWOeILNjHvN5HZefeGDM4jBiKN72Zaoqlj6gh7xGNycL9SYyxpiylCXBQUDFsha4zGg53Mc7L5jkdFgi7F4r1DxSZEpmc3HdZ9ZRgxR4OYiGf6ZOEbXwl3du9jXfyPe7NDksXDxCNvFEiicDRwcN3x0WI1tVefyLLHpmlne5JIZrlaBPDLn2cRjaqQcBpFTu5ET60SyWOoVOTPLPtO9nihNGAO6jo9ftG5IEmC9Msfi2KQh5qTNp2MQdjKXon4YLWTudKudETaNq7cgClpGt7swyoOG3dtJdD4BksvRUPeqZWnBfKXeRjRBzM3EonvvE0W5ZVyGqr3I8aZN5oUirSPlQbbzNHnLA8nmSX34wVVsPuwYKAdMp7vhmC7G0CRKoh03dbY019fjF0vPuQERfusgQKYJPnIZQQcAIYUC7t5qaqy929Dugm03Ob9hNvk8wgG1LeW9a9JLATMn9p0iZTKcSIxcQwTtgj6OVOrUBs7r7ETSa4ZAm3P3DJ7GhQp0lYWw3daKQwzPXGZJ2Lq9W9tstMrvtpGY8msohTBDYhE7T2wTW9t8XXT0uwCUBT0ROn2ISI3qXKjbP5htjKHIL8cMlcigdmVgt0mCBOBsIdF6Bfd49AOYygFlXM4iQV291mfQf09ChZj36kSUSmrXXpsjl4rIdOH6rvSspJC2NcCHUY4HukJA8Kwr2XoHI3JHZibYu89kVPTf66oQyZd4O5iYJNACXjxHgRwFSUVbgpKUhc2HLlrtRkW45ohGAj8wrxfg175NIfMkv75dukqrt1fZQdIQKcWyMBKxOIVdWJOszxL4beyrJEuVqjZE0As8BUKFotpe22a9Jf3iWyRBiLjOHtxYOzT2y2RIpU5nJMYZ7aqn09HtnM7Pvc2bOFkTlpJltgRSHUtcfTQLVHTpARD1vGDFpyugcI4wP1Ih9sP6BYn1PBo6BjeXgznHCJtC0KBmwXCUXnYNdjMcOFNJHOkl3F568OJDgCVBDk5H4e00Ia8QW1udtQ06HtVU113aKbZhpnl8cf1m4RpqVMhHZmiwA81IaPABlE9bE8z72DK1CXWaHU45IiYCcNoAkiP57eDmFasmBdsyIZGuswdfPsS1zwJhdnlSIZIovwBEJockocwlcyRUnK1U8LreVtXesLAd2s5l1KmzOhrXOKJG4208gGHqY3DIBLLdJJ\ngykFDntmoN5e7T6hLYQgTlqELFObCtGup4RDWtyZz4tHgaFmzS406uotFkx5HBhOFKHNIGHZbcAkwAb8swXhGpQlPwguJBorTNiRtwi01lM5o1I7TEjXUs8iPvy0NOZlPydpSSu8NnQxTCuGvV5Uw29NnmgzcunUp6hZdBtc7KeZrqGNtT9Zqa9FkjzdNpn6KlNuKV4V\n-----END PRIVATE KEY-----\n"
    ),
    concat!("xox", "b-154058694865-194579058670-GmRAjB2cEDm1haMvN1E3pGe3"),
];

/// What stands between: words and white space, quotes and backslashes.
const FILLERS: &[&str] = &[
    "word",
    " ",
    "\n",
    "\t",
    "\"",
    "\\",
    "\\\\",
    "<p>",
    "ключ",
    "=",
    "_",
    "\"a\":\"b\",\n",
    "0123456789",
];

/// Halves of what is searched for.
const HALVES: &[&str] = &["sk_live_", "eyJ", "AzCa", "://", "@tcp(", "gh", "glpat-"];

#[test]
fn passages_of_a_text_miss_nothing_of_it() {
    let scanner = scanner();
    let config = Config {
        cases: 500,
        rng_seed: RngSeed::Fixed(12),
        failure_persistence: None,
        ..Config::default()
    };
    let filler = (select(FILLERS), 1..200_usize).prop_map(|(text, times)| text.repeat(times));
    let half = select(HALVES).prop_map(str::to_owned);
    let token = select(TOKENS).prop_map(str::to_owned);
    let piece = prop_oneof![2 => token, 1 => half, 12 => filler];
    let found = Cell::new(0);
    TestRunner::new(config)
        .run(&vec(piece, 5..60), |pieces| {
            let text = format!("answer {} ", pieces.concat());
            let all = |end: &str| -> Vec<_> {
                let document = json!({"item": [{"response": [{"body": format!("{text}~~")}]}]});
                let document = document.to_string().replace("~~", end);
                let facts = scan(&scanner, "c.json", document.as_bytes());
                looked_at(&facts)
                    .map(|(pattern, secret, place)| {
                        (pattern.to_owned(), secret.reveal_text(), place.start, place.end)
                    })
                    .collect()
            };
            // Where an escape may make a word the whole text is decoded.
            let (passages, whole) = (all("//"), all("\\/"));
            found.set(found.get() + whole.len());
            if passages != whole {
                return Err(TestCaseError::fail(format!("{text}\n{passages:?}\n{whole:?}")));
            }
            Ok(())
        })
        .unwrap();
    assert!(found.get() > 1000, "{}", found.get());
}
