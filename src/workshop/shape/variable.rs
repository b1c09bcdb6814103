//! Shapes of everything but collections of format 2: environments, globals, runs, older and newer
//! formats, and plain files.

use super::{Layer, Role, Shape};

const VARIABLES: Shape = Shape {
    name: "",
    role: Role::Variable,
    file: "shapes.postman_environment.json",
    open: "",
    item: "",
    between: Some(",\n"),
    close: "",
    layers: &[Layer::Json],
    utf16: false,
};

pub(super) static SHAPES: &[Shape] = &[
    Shape {
        name: "environment",
        open: "{\n  \"id\": \"0c2d7e8e-7c2b-4f0f-b7d5-3f1f6c1e7a21\",\n  \"name\": \"Shapes\",\n  \"values\": [\n",
        item: r#"    {"key": "{label}", "value": "{value}", "type": "default", "enabled": true}"#,
        close: "\n  ],\n  \"_postman_variable_scope\": \"environment\"\n}\n",
        ..VARIABLES
    },
    Shape {
        name: "globals",
        file: "workspace.postman_globals.json",
        open: "{\n  \"name\": \"Globals\",\n  \"_postman_variable_scope\": \"globals\",\n  \"values\": [\n",
        item: r#"    {"value": "{value}", "key": "{label}", "enabled": true}"#,
        close: "\n  ]\n}\n",
        ..VARIABLES
    },
    Shape {
        name: "collection-variable",
        file: "shapes.postman_collection.json",
        open: r#"{"info": {"name": "Shapes", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
 "item": [],
 "variable": [
"#,
        item: r#"  {"key": "{label}", "value": "{value}"}"#,
        close: "\n]}\n",
        ..VARIABLES
    },
    Shape {
        name: "v1-data",
        role: Role::Body,
        file: "shapes.json.postman_collection",
        open: "{\n  \"id\": \"9f5e2a1c-6d1b-4a53-8f39-6a0a5f6e9b31\",\n  \"name\": \"Shapes\",\n  \"order\": [],\n  \"requests\": [\n",
        item: r#"    {"id": "r{n}", "name": "Request {n}", "method": "POST", "url": "https://{host}/v1/items",
     "dataMode": "params", "data": [{"key": "{label}", "value": "{value}", "type": "text"}]}"#,
        close: "\n  ]\n}\n",
        ..VARIABLES
    },
    Shape {
        name: "v1-headers",
        role: Role::Header,
        file: "shapes.json.postman_collection",
        open: "{\n  \"id\": \"2b1f0a7d-5c8e-4de1-9c55-7f1e8d2c4a41\",\n  \"name\": \"Shapes\",\n  \"order\": [],\n  \"requests\": [\n",
        item: r#"    {"id": "r{n}", "name": "Request {n}", "method": "GET", "url": "https://{host}/v1/items",
     "headers": "Accept: text/plain\n{label}: {value}\n"}"#,
        layers: &[Layer::Line, Layer::Json],
        close: "\n  ]\n}\n",
        ..VARIABLES
    },
    Shape {
        name: "v3-yaml",
        role: Role::Header,
        file: "postman/collections/Shapes/A call.request.yaml",
        item: "$kind: http-request\nname: Request {n}\nmethod: GET\nurl: 'https://{host}/v1/items'\nheaders:\n  - key: \"{label}\"\n    value: \"{value}\"\n",
        between: None,
        ..VARIABLES
    },
    Shape {
        name: "newman-buffer",
        role: Role::Response,
        file: "newman-run-report.json",
        open: "{\n\"collection\": {\"info\": {\"name\": \"Shapes\"}, \"item\": []},\n\"run\": {\"executions\": [\n",
        item: r#"{"cursor": {"position": {n}}, "item": {"name": "Request {n}"},
 "request": {"method": "GET", "url": "https://{host}/v1/items"},
 "response": {"code": 200, "stream": {"type": "Buffer", "data": [123,34,{label},34,58,34,{value},34,125]}}}"#,
        layers: &[Layer::Json, Layer::Bytes],
        close: "\n]}}\n",
        ..VARIABLES
    },
    Shape {
        name: "iteration-csv",
        role: Role::Value,
        file: "data.csv",
        item: "name,{label}\n\"Request {n}\",\"{value}\"\n",
        layers: &[Layer::Csv],
        between: None,
        ..VARIABLES
    },
    Shape {
        name: "json-config",
        role: Role::Value,
        file: "config.json",
        open: "[\n",
        item: r#"  {"name": "Request {n}", "options": {"{label}": "{value}"}}"#,
        close: "\n]\n",
        ..VARIABLES
    },
    Shape {
        name: "env-file",
        role: Role::Text,
        file: "shapes.env",
        item: "# request {n}\n{ident}={value}\n",
        between: Some("\n"),
        layers: &[Layer::Bare],
        ..VARIABLES
    },
];
