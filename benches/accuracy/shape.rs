//! Documents to plant in: every kind of export, and in them every place that holds a name and a value.

use serde_json::{Value, json};

use super::plant::{Admits, Plant};

/// A kind of document, and a place in it.
pub(crate) struct Shape {
    pub(crate) name: &'static str,
    /// The name of the file, which tells some formats.
    pub(crate) file: &'static str,
    pub(crate) admits: Admits,
    /// The document with all of these planted in it.
    pub(crate) write: fn(&[Plant]) -> String,
}

use Admits::{Anything, Authorization, Cookies, Helpers, Names};

/// Every kind of document, with its places.
pub(crate) const SHAPES: &[Shape] = &[
    document("environment", Anything, |p| {
        json!({"name": "Staging", "values": rows(p)}).to_string()
    }),
    document("globals", Anything, |p| {
        json!({"name": "Globals", "values": rows(p), "_postman_variable_scope": "globals"})
            .to_string()
    }),
    document("collection-variables", Anything, |p| collection(&json!({"variable": rows(p)}), &[])),
    document("dump", Anything, |p| {
        json!({"version": 1, "collections": [], "environments": [{"name": "Live", "values": rows(p)}], "headerPresets": [], "globals": []}).to_string()
    }),
    document("headers", Names, |p| {
        requests(p, |p| json!({"header": [{"key": p.label, "value": p.value}]}))
    }),
    document("header-string-v1", Names, |p| {
        v1(p, |p| json!({"headers": format!("Accept: */*\n{}: {}\n", p.label, p.value)}))
    }),
    document("authorization-headers", Authorization, |p| {
        requests(p, |p| json!({"header": [{"key": p.label, "value": p.value}]}))
    }),
    document("cookie-headers", Cookies, |p| {
        requests(
            p,
            |p| json!({"header": [{"key": "Cookie", "value": format!("lang=en; {}={}; theme=dark", p.label, p.value)}]}),
        )
    }),
    document("query", Names, |p| {
        requests(
            p,
            |p| json!({"url": {"raw": format!("https://api.tallowbrook.test/v1?{}={}", p.label, encoded(&p.value)), "query": [{"key": p.label, "value": p.value}]}}),
        )
    }),
    document("url-v1", Names, |p| {
        v1(
            p,
            |p| json!({"url": format!("https://api.tallowbrook.test/v1?a=b&{}={}", p.label, encoded(&p.value))}),
        )
    }),
    document("path-variables", Names, |p| {
        requests(
            p,
            |p| json!({"url": {"raw": "https://api.tallowbrook.test/:part", "variable": [{"key": p.label, "value": p.value}]}}),
        )
    }),
    document("oauth2-request-parameters", Names, |p| {
        requests(
            p,
            |p| json!({"auth": {"type": "oauth2", "oauth2": [{"key": "tokenRequestParams", "value": [{"key": p.label, "value": p.value, "send_as": "request_body"}], "type": "any"}]}}),
        )
    }),
    document("auth", Helpers, |p| {
        requests(p, |p| {
            let (helper, name) = parameter(p);
            json!({"auth": {"type": helper, helper: [{"key": name, "value": p.value, "type": "string"}]}})
        })
    }),
    document("auth-object", Helpers, |p| {
        requests(p, |p| {
            let (helper, name) = parameter(p);
            json!({"auth": {"type": helper, helper: {name: p.value}}})
        })
    }),
    document("inactive-auth", Helpers, |p| {
        requests(p, |p| {
            let (helper, name) = parameter(p);
            json!({"auth": {"type": "noauth", helper: [{"key": name, "value": p.value, "type": "string"}]}})
        })
    }),
    document("auth-v1", Helpers, |p| {
        v1(p, |p| {
            let (helper, name) = parameter(p);
            json!({"currentHelper": format!("{helper}Auth"), "helperAttributes": {name: p.value}})
        })
    }),
    document("form", Anything, |p| {
        requests(
            p,
            |p| json!({"body": {"mode": "urlencoded", "urlencoded": [{"key": p.label, "value": p.value}]}}),
        )
    }),
    document("form-data", Anything, |p| {
        requests(
            p,
            |p| json!({"body": {"mode": "formdata", "formdata": [{"key": p.label, "value": p.value, "type": "text"}]}}),
        )
    }),
    document("json-body", Anything, |p| {
        requests(
            p,
            |p| json!({"body": {"mode": "raw", "raw": json!({"input": {p.label.as_str(): p.value}}).to_string()}}),
        )
    }),
    document("json-body-v1", Anything, |p| {
        v1(
            p,
            |p| json!({"dataMode": "raw", "rawModeData": json!({p.label.as_str(): p.value}).to_string()}),
        )
    }),
    document("xml-body", Names, |p| {
        requests(
            p,
            |p| json!({"body": {"mode": "raw", "raw": format!("<in><{0}>{1}</{0}></in>", p.label, p.value.replace('<', "&lt;"))}}),
        )
    }),
    document("graphql-variables", Anything, |p| {
        requests(
            p,
            |p| json!({"body": {"mode": "graphql", "graphql": {"query": "mutation", "variables": json!({p.label.as_str(): p.value}).to_string()}}}),
        )
    }),
    document("script-set", Anything, |p| {
        script(p, |p| format!("pm.environment.set({}, {});", json!(p.label), json!(p.value)))
    }),
    document("script-const", Names, |p| {
        script(p, |p| format!("const {} = {};", p.label.replace(['-', '.'], "_"), json!(p.value)))
    }),
    document("script-object", Anything, |p| {
        script(p, |p| format!("send({{ {}: {} }});", json!(p.label), json!(p.value)))
    }),
    document("saved-response", Anything, |p| {
        requests_with(
            p,
            |_| json!({}),
            |p| json!([{"name": "ok", "code": 200, "body": json!({p.label.as_str(): p.value}).to_string()}]),
        )
    }),
    document("original-request", Names, |p| {
        requests_with(
            p,
            |_| json!({}),
            |p| json!([{"name": "ok", "code": 200, "originalRequest": {"header": [{"key": p.label, "value": p.value}], "url": {"raw": "https://api.tallowbrook.test/v1"}}}]),
        )
    }),
    document("description", Names, |p| {
        requests(
            p,
            |p| json!({"description": format!("Send it like this:\n\n- {}: `{}`\n", p.label, p.value)}),
        )
    }),
    document("shell-in-description", Names, |p| {
        requests(
            p,
            |p| json!({"description": format!("```sh\nexport {}='{}'\n```", p.label.replace(['-', '.'], "_"), p.value)}),
        )
    }),
    document("curl-in-description", Names, |p| {
        requests(
            p,
            |p| json!({"description": format!("    curl -H '{}: {}' https://api.tallowbrook.test/v1", p.label, p.value)}),
        )
    }),
    Shape { name: "request-yaml", file: "planted.request.yaml", admits: Anything, write: yaml },
    Shape {
        name: "env-file",
        file: ".env",
        admits: Names,
        write: |p| {
            lines(p, |p| {
                format!("{}=\"{}\"", p.label.replace(['-', '.'], "_"), p.value.replace('"', "\\\""))
            })
        },
    },
    document("run-result", Names, |p| {
        json!({"collection": {"info": {"name": "Run"}}, "run": {"executions": p.iter().map(|p| json!({"item": {"name": "Call"}, "request": {"method": "GET", "header": [{"key": p.label, "value": p.value}]}})).collect::<Vec<_>>()}}).to_string()
    }),
];

/// A kind of JSON document.
const fn document(name: &'static str, admits: Admits, write: fn(&[Plant]) -> String) -> Shape {
    Shape { name, file: "planted.json", admits, write }
}

/// Makes a document of a sample.
type Paste = fn(&str) -> String;

/// Where a sample of a pattern is pasted.
pub(crate) const OF_SAMPLES: &[(&str, Paste)] = &[
    ("samples-as-text", |sample| format!("{sample}\n")),
    ("samples-in-raw-bodies", |sample| {
        collection(&json!({}), &[item(json!({"body": {"mode": "raw", "raw": sample}}), &json!([]))])
    }),
    ("samples-in-descriptions", |sample| {
        collection(&json!({}), &[item(json!({"description": sample}), &json!([]))])
    }),
    ("samples-in-saved-responses", |sample| {
        collection(&json!({}), &[item(json!({}), &json!([{"name": "ok", "body": sample}]))])
    }),
];

/// The helper and the parameter of it that a label names.
fn parameter(plant: &Plant) -> (&str, &str) {
    plant.label.split_once(' ').unwrap_or_default()
}

fn rows(plants: &[Plant]) -> Vec<Value> {
    plants.iter().map(|p| json!({"key": p.label, "value": p.value, "enabled": true})).collect()
}

fn collection(more: &Value, items: &[Value]) -> String {
    let mut all = json!({"info": {"name": "Tallowbrook", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}, "item": items});
    if let (Some(all), Some(more)) = (all.as_object_mut(), more.as_object()) {
        all.extend(more.clone());
    }
    all.to_string()
}

/// A request with these members, and with the saved answers `responses`.
fn item(request: Value, responses: &Value) -> Value {
    let mut all = json!({"method": "POST", "url": {"raw": "https://api.tallowbrook.test/v1"}});
    if let (Some(all), Value::Object(request)) = (all.as_object_mut(), request) {
        all.extend(request);
    }
    json!({"name": "Read carts", "request": all, "response": responses})
}

fn requests(plants: &[Plant], request: fn(&Plant) -> Value) -> String {
    requests_with(plants, request, |_| json!([]))
}

fn requests_with(
    plants: &[Plant],
    request: fn(&Plant) -> Value,
    responses: fn(&Plant) -> Value,
) -> String {
    let items: Vec<Value> = plants.iter().map(|p| item(request(p), &responses(p))).collect();
    collection(&json!({}), &items)
}

fn v1(plants: &[Plant], request: fn(&Plant) -> Value) -> String {
    let one = |p: &Plant| {
        let mut all = json!({"name": "Read carts", "method": "POST", "url": "https://api.tallowbrook.test/v1"});
        if let (Some(all), Value::Object(request)) = (all.as_object_mut(), request(p)) {
            all.extend(request);
        }
        all
    };
    let requests: Vec<Value> = plants.iter().map(one).collect();
    json!({"id": "5c9d2a17-77aa-4a55-9e5b-1f3f0c9d2a17", "name": "Tallowbrook", "order": [], "requests": requests}).to_string()
}

fn script(plants: &[Plant], line: fn(&Plant) -> String) -> String {
    let exec: Vec<String> = plants.iter().map(line).collect();
    collection(&json!({"event": [{"listen": "prerequest", "script": {"exec": exec}}]}), &[])
}

fn lines(plants: &[Plant], line: fn(&Plant) -> String) -> String {
    plants.iter().map(|p| line(p) + "\n").collect()
}

fn yaml(plants: &[Plant]) -> String {
    let head =
        "$kind: http-request\nname: Read carts\nurl: https://api.tallowbrook.test/v1\nheaders:\n";
    let row = |p: &Plant| format!("  - key: {}\n    value: {}\n", json!(p.label), json!(p.value));
    head.to_owned() + &plants.iter().map(row).collect::<String>()
}

/// Percent-encoded as in a query.
fn encoded(value: &str) -> String {
    let byte = |byte: u8| match byte {
        b if b.is_ascii_alphanumeric() || b"-._~{}$:/".contains(&b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    value.bytes().map(byte).collect()
}
