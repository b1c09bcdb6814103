//! Synthetic exports to measure on, the same for the same arguments: requests with headers, scripts
//! and saved responses, whose bodies are JSON escaped in JSON and make up most of the bytes.

use std::fmt;

use serde_json::{Value, json};

/// How a document is laid out.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Layout {
    /// Indented, as the app exports.
    Pretty,
    /// On one line, as the API answers.
    Minified,
}

impl fmt::Display for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pretty => "pretty",
            Self::Minified => "minified",
        })
    }
}

/// A collection of at least `size` bytes.
pub(crate) fn collection(layout: Layout, size: usize) -> Vec<u8> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut items = Vec::new();
    let mut bytes = 0;
    while bytes < size {
        let item = request(&mut random);
        bytes += write(layout, &item).len();
        items.push(item);
    }
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    write(layout, &json!({ "info": { "name": "Bench", "schema": schema }, "item": items }))
}

fn write(layout: Layout, value: &Value) -> Vec<u8> {
    match layout {
        Layout::Pretty => serde_json::to_vec_pretty(value),
        Layout::Minified => serde_json::to_vec(value),
    }
    .expect("plain values serialise")
}

fn request(random: &mut Random) -> Value {
    let name = random.words(3);
    let rows: Vec<Value> = (0..20 + random.below(60)).map(|_| row(random)).collect();
    let body = serde_json::to_string_pretty(&json!({ "data": rows, "page": random.below(99) }))
        .expect("plain values serialise");
    json!({
        "name": name,
        "event": [{ "listen": "test", "script": { "type": "text/javascript", "exec": [
            "pm.test(\"Status code is 200\", function () {",
            "    pm.response.to.have.status(200);",
            "});",
            format!("pm.environment.set(\"{}\", pm.response.json().id);", random.words(1)),
        ] } }],
        "request": {
            "method": "GET",
            "header": [
                { "key": "Accept", "value": "application/json", "type": "text" },
                { "key": "Authorization", "value": "Bearer {{access_token}}", "type": "text" },
            ],
            "url": { "raw": format!("{{{{baseUrl}}}}/{}?page={}", random.words(1), random.below(9)) },
            "description": random.words(30),
        },
        "response": [{ "name": "OK", "status": "OK", "code": 200, "body": body }],
    })
}

fn row(random: &mut Random) -> Value {
    json!({
        "id": random.below(1 << 40),
        "uuid": format!("{:08x}-{:04x}-4{:03x}", random.below(1 << 32), random.below(1 << 16), random.below(1 << 12)),
        "title": random.words(4),
        "state": if random.below(2) == 0 { "active" } else { "closed" },
        "amount": random.below(100_000),
        "note": random.words(12),
    })
}

/// A small generator of numbers (xorshift), so that the data needs no dependency.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn words(&mut self, count: usize) -> String {
        const SYLLABLES: [&str; 12] =
            ["ka", "lo", "mi", "ren", "to", "sa", "vel", "dor", "ni", "pa", "lin", "gu"];
        let mut word = || -> String {
            (0..2 + self.below(3))
                .map(|_| usize::try_from(self.below(12)).unwrap_or(0))
                .filter_map(|index| SYLLABLES.get(index))
                .copied()
                .collect()
        };
        (0..count).map(|_| word()).collect::<Vec<_>>().join(" ")
    }
}
