//! Shapes of collections: requests, saved responses, scripts and prose.

use super::{Layer, Role, Shape};

/// A collection of format 2.1, up to its first item.
const OPEN: &str = r#"{
  "info": {
    "_postman_id": "5f0c9a52-0d7e-4f0b-8a39-9a5a1f1c6d10",
    "name": "Shapes",
    "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
  },
  "item": [
"#;

/// The same of format 2.0.
const OPEN_V20: &str = r#"{
  "info": {
    "_postman_id": "b8a1d6a4-3a70-4c39-93c5-8a6d4a4c7c11",
    "name": "Shapes",
    "schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json"
  },
  "item": [
"#;

const CLOSE: &str = "\n  ]\n}\n";

/// A request of format 2.1; the item of each shape differs from it in one place.
const REQUEST: Shape = Shape {
    name: "",
    role: Role::Header,
    file: "shapes.postman_collection.json",
    open: OPEN,
    item: "",
    between: Some(",\n"),
    close: CLOSE,
    layers: &[Layer::Json],
    utf16: false,
};

const HEADER: &str = r#"    {
      "name": "Request {n}",
      "request": {
        "method": "GET",
        "header": [{"key": "{label}", "value": "{value}", "type": "text"}],
        "url": "https://{host}/v1/items"
      }
    }"#;

pub(super) static SHAPES: &[Shape] = &[
    Shape {
        name: "auth-v2.0",
        role: Role::Auth,
        open: OPEN_V20,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "auth": {"type": "bearer", "bearer": {"token": "{value}"}},
        "method": "GET",
        "url": "https://{host}/v1/items"
      }
    }"#,
        ..REQUEST
    },
    Shape {
        name: "auth-v2.1",
        role: Role::Auth,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{value}", "type": "string"}]},
        "method": "GET",
        "url": "https://{host}/v1/items"
      }
    }"#,
        ..REQUEST
    },
    Shape { name: "header", item: HEADER, ..REQUEST },
    Shape {
        name: "header-string",
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "GET",
        "header": "Accept: text/plain\n{label}: {value}\nUser-Agent: shapes",
        "url": "https://{host}/v1/items"
      }
    }"#,
        layers: &[Layer::Line, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "query",
        role: Role::Query,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "GET",
        "url": {
          "raw": "https://{host}/v1/items",
          "query": [{"key": "page", "value": "1"}, {"key": "{label}", "value": "{value}"}]
        }
      }
    }"#,
        ..REQUEST
    },
    Shape {
        name: "url",
        role: Role::Query,
        item: r#"    {
      "name": "Request {n}",
      "request": {"method": "GET", "url": "https://{host}/v1/items?page=1&{label}={value}&limit=5"}
    }"#,
        layers: &[Layer::Line, Layer::Percent, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "body-json",
        role: Role::Body,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "POST",
        "body": {"mode": "raw", "raw": "{\n  \"page\": 1,\n  \"{label}\": \"{value}\"\n}"},
        "url": "https://{host}/v1/items"
      }
    }"#,
        layers: &[Layer::Json, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "body-xml",
        role: Role::Body,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "POST",
        "body": {"mode": "raw", "raw": "<?xml version=\"1.0\"?>\n<call><{ident}>{value}</{ident}></call>"},
        "url": "https://{host}/v1/items"
      }
    }"#,
        layers: &[Layer::Line, Layer::Entities, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "body-urlencoded",
        role: Role::Body,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "POST",
        "body": {"mode": "urlencoded", "urlencoded": [{"key": "{label}", "value": "{value}"}]},
        "url": "https://{host}/v1/items"
      }
    }"#,
        ..REQUEST
    },
    Shape {
        name: "body-form-text",
        role: Role::Body,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "POST",
        "header": [{"key": "Content-Type", "value": "application/x-www-form-urlencoded"}],
        "body": {"mode": "raw", "raw": "page=1&{label}={value}"},
        "url": "https://{host}/v1/items"
      }
    }"#,
        layers: &[Layer::Line, Layer::Percent, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "body-form",
        role: Role::Body,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "POST",
        "body": {"mode": "formdata", "formdata": [{"key": "{label}", "value": "{value}", "type": "text"}]},
        "url": "https://{host}/v1/items"
      }
    }"#,
        ..REQUEST
    },
    Shape {
        name: "body-graphql",
        role: Role::Body,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "POST",
        "body": {"mode": "graphql", "graphql": {
          "query": "mutation Call($input: Input!) {\n  call(input: $input) { id }\n}",
          "variables": "{\n  \"input\": {\"{label}\": \"{value}\"}\n}"
        }},
        "url": "https://{host}/graphql"
      }
    }"#,
        layers: &[Layer::Json, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "response-json",
        role: Role::Response,
        item: r#"    {
      "name": "Request {n}",
      "request": {"method": "GET", "url": "https://{host}/v1/items"},
      "response": [{
        "name": "An answer",
        "code": 200,
        "header": [{"key": "Content-Type", "value": "application/json"}],
        "body": "{\"page\": 1, \"data\": {\"{label}\": \"{value}\"}}"
      }]
    }"#,
        layers: &[Layer::Json, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "script-set",
        role: Role::Script,
        item: r#"    {
      "name": "Request {n}",
      "event": [{"listen": "prerequest", "script": {"type": "text/javascript", "exec": [
        "// before each call",
        "pm.environment.set(\"{label}\", \"{value}\");"
      ]}}],
      "request": {"method": "GET", "url": "https://{host}/v1/items"}
    }"#,
        layers: &[Layer::Json, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "script-const",
        role: Role::Script,
        item: r#"    {
      "name": "Request {n}",
      "event": [{"listen": "test", "script": {"type": "text/javascript", "exec": [
        "const {ident} = \"{value}\";",
        "pm.test(\"answers\", () => pm.response.to.have.status(200));"
      ]}}],
      "request": {"method": "GET", "url": "https://{host}/v1/items"}
    }"#,
        layers: &[Layer::Json, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "description-curl",
        role: Role::Description,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "GET",
        "url": "https://{host}/v1/items",
        "description": "Try it:\n\n    curl https://{host}/v1/items \\\n      -H '{header}: {value}'\n"
      }
    }"#,
        layers: &[Layer::Shell, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "description-shell",
        role: Role::Description,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "GET",
        "url": "https://{host}/v1/items",
        "description": "Set it first:\n```sh\nexport {ident}='{value}'\n./call\n```\n"
      }
    }"#,
        layers: &[Layer::Shell, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "description",
        role: Role::Description,
        item: r#"    {
      "name": "Request {n}",
      "request": {
        "method": "GET",
        "url": "https://{host}/v1/items",
        "description": "For tests we all use `{value}` until autumn."
      }
    }"#,
        layers: &[Layer::Word, Layer::Json],
        ..REQUEST
    },
    Shape {
        name: "minified",
        open: r#"{"info":{"name":"Shapes","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":["#,
        item: r#"{"name":"Request {n}","request":{"header":[{"key":"{label}","value":"{value}"}],"method":"GET","url":"https://{host}/v1"}}"#,
        between: Some(","),
        close: "]}",
        ..REQUEST
    },
    Shape { name: "utf-16", item: HEADER, utf16: true, ..REQUEST },
];
