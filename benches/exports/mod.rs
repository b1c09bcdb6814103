//! Synthetic exports to measure on, the same for the same arguments: requests with headers, scripts
//! and saved responses, whose bodies are JSON escaped in JSON and make up most of the bytes. About
//! every forty kilobytes a credential of a known shape is planted.

mod random;

use std::io::{self, Write};

pub(crate) use random::Random;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Value, json};

/// How a document is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Indented with tabs, as the app exports.
    Pretty,
    /// On one line, as the API answers.
    Minified,
}

const SCHEMA: &str = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";

/// Writes a collection of at least `size` bytes, a request at a time; it and its requests have ids drawn from `ids`,
/// if there is such, and the rest is the same whatever they are.
pub(crate) fn write_collection(
    out: &mut impl Write,
    layout: Layout,
    size: usize,
    random: &mut Random,
    mut ids: Option<&mut Random>,
) -> io::Result<()> {
    let mut info = json!({ "name": random.words(2), "schema": SCHEMA });
    if let Some(ids) = &mut ids {
        info["_postman_id"] = json!(ids.uuid());
    }
    let (open, comma, close) = match layout {
        Layout::Pretty => ("{\n\t\"info\": ", ",\n\t\"item\": [\n\t\t", "\n\t]\n}\n"),
        Layout::Minified => ("{\"info\":", ",\"item\":[", "]}"),
    };
    write!(out, "{open}{info}{comma}")?;
    let mut written = 0;
    while written < size {
        if written > 0 {
            out.write_all(if layout == Layout::Pretty { b",\n\t\t" } else { b"," })?;
        }
        let mut item = request(random);
        if let Some(ids) = &mut ids {
            item["id"] = json!(ids.uuid());
        }
        let item = text(layout, &item, "\t\t");
        out.write_all(item.as_bytes())?;
        written += item.len();
    }
    out.write_all(close.as_bytes())
}

/// An environment of so many variables.
pub(crate) fn environment(layout: Layout, random: &mut Random, variables: u64) -> String {
    let values: Vec<Value> = (0..variables)
        .map(|_| json!({ "key": random.words(1), "value": random.value(), "enabled": true }))
        .collect();
    let document = json!({ "name": random.words(2), "values": values, "_postman_variable_scope": "environment" });
    text(layout, &document, "")
}

/// A dump of the whole application: collections of at least `size` bytes, and environments.
pub(crate) fn dump(random: &mut Random, size: usize) -> String {
    let mut requests = Vec::new();
    let mut bytes = 0;
    while bytes < size {
        let request = request(random);
        bytes += text(Layout::Minified, &request, "").len();
        requests.push(request);
    }
    let collection =
        json!({ "info": { "name": random.words(2), "schema": SCHEMA }, "item": requests });
    let values = json!([{ "key": random.words(1), "value": random.value() }]);
    let environments = json!([{ "name": random.words(1), "values": values }]);
    let dump = json!({
        "version": 1, "collections": [collection], "environments": environments, "globals": [],
    });
    text(Layout::Minified, &dump, "")
}

/// `value` as it stands behind `indent`.
fn text(layout: Layout, value: &Value, indent: &str) -> String {
    if layout == Layout::Minified {
        return value.to_string();
    }
    let mut bytes = Vec::new();
    let formatter = PrettyFormatter::with_indent(b"\t");
    serde::Serialize::serialize(value, &mut Serializer::with_formatter(&mut bytes, formatter))
        .expect("plain values serialise");
    // Line ends inside strings are escaped: those that are left belong to the layout.
    String::from_utf8(bytes).expect("JSON is text").replace('\n', &format!("\n{indent}"))
}

fn request(random: &mut Random) -> Value {
    let rows: Vec<Value> = (0..20 + random.below(60)).map(|_| row(random)).collect();
    let mut answer = json!({ "data": rows, "page": random.below(99) });
    if random.below(3) == 0 {
        answer["api_access"] = json!(random.credential());
    }
    let body = serde_json::to_string_pretty(&answer).expect("plain values serialise");
    let url =
        json!({ "raw": format!("{{{{baseUrl}}}}/{}?page={}", random.words(1), random.below(9)) });
    let request = json!({
        "method": "GET",
        "header": [
            { "key": "Accept", "value": "application/json", "type": "text" },
            { "key": "Authorization", "value": random.authorization(), "type": "text" },
        ],
        "url": url,
        "description": random.words(30),
    });
    json!({
        "name": random.words(3),
        "event": [{ "listen": "test", "script": { "type": "text/javascript", "exec": [
            "pm.test(\"Status code is 200\", function () {",
            "    pm.response.to.have.status(200);",
            "});",
            format!("pm.environment.set(\"{}\", pm.response.json().id);", random.words(1)),
        ] } }],
        "request": request,
        "response": [{
            "name": "OK", "originalRequest": request, "status": "OK", "code": 200,
            "header": [{ "key": "Content-Type", "value": "application/json; charset=utf-8" }],
            "body": body,
        }],
    })
}

fn row(random: &mut Random) -> Value {
    json!({
        "id": random.below(1 << 40),
        "uuid": random.uuid(),
        "title": random.words(4),
        "state": if random.below(2) == 0 { "active" } else { "closed" },
        "amount": random.below(100_000),
        "link": format!("https://{}.example/{}/{}", random.words(1), random.words(1), random.below(999)),
        "note": random.words(12),
    })
}
