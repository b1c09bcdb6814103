//! Which export a document is: its shape speaks first, its file's name second.

use super::tree::{Filed, Part};
use crate::source::Kind;

/// What was seen at the top of a JSON document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    seen: u32,
}

/// Keys that tell a kind. The bit of a key is its index here.
const KEYS: [&[u8]; 19] = [
    b"info",
    b"item",
    b"values",
    b"_postman_variable_scope",
    b"collections",
    b"environments",
    b"requests",
    b"order",
    b"run",
    b"results",
    b"collection_id",
    b"workspace",
    b"collection",
    b"environment",
    b"globals",
    b"name",
    b"headerPresets",
    b"timestamp",
    b"folders",
];

const V20: u32 = 1 << 31;
const V21: u32 = 1 << 30;
const GLOBALS: u32 = 1 << 29;
const ROWS: u32 = 1 << 28;
const V3: u32 = 1 << 27;

impl Shape {
    /// Notes a key of the outermost object, or of the object that wraps it.
    pub fn key(&mut self, key: &[u8]) {
        if let Some(bit) = KEYS.iter().position(|known| *known == key) {
            self.seen |= 1 << bit;
        }
    }

    /// Notes a string at the top: `info.schema` and the variable scope tell the kind.
    pub fn string(&mut self, key: &[u8], value: &[u8]) {
        match key {
            b"schema" if memchr::memmem::find(value, b"/v2.0").is_some() => self.seen |= V20,
            b"schema" if memchr::memmem::find(value, b"/v2.").is_some() => self.seen |= V21,
            b"$kind" if !matches!(value, b"environment" | b"globals") => self.seen |= V3,
            b"_postman_variable_scope" if value == b"globals" => self.seen |= GLOBALS,
            _ => {}
        }
    }

    /// Notes that the document is a list whose rows have a key and a value.
    pub fn rows(&mut self) {
        self.seen |= ROWS;
    }

    /// The kind of a document of this shape in a file called `path`.
    pub fn kind(self, path: &str) -> Kind {
        let has = |keys: &[&str]| {
            keys.iter().all(|key| {
                let bit = KEYS.iter().position(|known| *known == key.as_bytes());
                bit.is_some_and(|bit| self.seen & (1 << bit) != 0)
            })
        };
        let named = |part: &str| path.to_ascii_lowercase().contains(part);
        if has(&["run", "collection"]) || has(&["results", "collection_id"]) {
            Kind::RunResult
        } else if self.seen & V3 != 0 {
            Kind::CollectionV3
        } else if self.seen & V20 != 0 {
            Kind::CollectionV20
        } else if self.seen & V21 != 0 || has(&["info", "item"]) {
            Kind::CollectionV21
        } else if has(&["collections", "environments"]) || has(&["collections", "headerPresets"]) {
            Kind::Dump
        } else if has(&["requests", "order"])
            || has(&["requests", "timestamp", "name"])
            || has(&["requests", "folders"])
        {
            Kind::CollectionV1
        } else if has(&["workspace"]) {
            Kind::Workspace
        } else if has(&["values"]) {
            self.variables(has(&["name"]), named("globals"))
        } else if has(&["environment"]) {
            Kind::Environment
        } else if has(&["globals"]) {
            Kind::Globals
        } else if self.seen & ROWS != 0 {
            if named("globals") { Kind::Globals } else { Kind::Variables }
        } else {
            Kind::Json
        }
    }

    /// The kind of a YAML document of this shape in a file that is called so.
    pub fn kind_in(self, filed: &Filed<'_>) -> Kind {
        match (filed.part, self.kind(filed.path)) {
            (Part::Environment, _) => Kind::Environment,
            (Part::Globals, _) => Kind::Globals,
            (Part::Request | Part::Example | Part::Definition, Kind::Json) => Kind::CollectionV3,
            (_, Kind::Json) => Kind::Yaml,
            (_, kind) => kind,
        }
    }

    fn variables(self, has_name: bool, named_globals: bool) -> Kind {
        let scoped = self.seen & (1 << 3) != 0;
        if self.seen & GLOBALS != 0 || !scoped && named_globals {
            Kind::Globals
        } else if scoped || has_name {
            Kind::Environment
        } else {
            Kind::Variables
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_speaks_first_and_the_name_second() {
        let cases: [(&str, &str, Kind); 14] = [
            ("info item", "x.json", Kind::CollectionV21),
            ("item info", "x.postman_environment.json", Kind::CollectionV21),
            ("id name values _postman_variable_scope", "x.json", Kind::Environment),
            ("id name values", "x.json", Kind::Environment),
            ("values", "x.json", Kind::Variables),
            ("values", "w.postman_globals.json", Kind::Globals),
            ("version collections environments headerPresets globals", "x.json", Kind::Dump),
            ("id name order folders timestamp requests", "x.json", Kind::CollectionV1),
            ("collection environment globals run", "x.json", Kind::RunResult),
            ("id name collection_id results", "x.json", Kind::RunResult),
            ("workspace", "x.json", Kind::Workspace),
            ("environment", "x.json", Kind::Environment),
            ("name version", "package.json", Kind::Json),
            ("", "x.json", Kind::Json),
        ];
        for (keys, path, kind) in cases {
            let mut shape = Shape::default();
            keys.split(' ').for_each(|key| shape.key(key.as_bytes()));
            assert_eq!(shape.kind(path), kind, "{keys}");
        }
    }

    #[test]
    fn schema_and_scope_tell_versions_and_globals() {
        let kind = |key: &[u8], value: &[u8]| {
            let mut shape = Shape::default();
            shape.key(b"values");
            shape.key(b"name");
            shape.string(key, value);
            shape.kind("x.json")
        };
        let schema = b"https://schema.getpostman.com/json/collection/v2.0.0/collection.json";
        assert_eq!(kind(b"schema", schema), Kind::CollectionV20);
        assert_eq!(
            kind(b"schema", b"https://schema.getpostman.com/json/collection/v2.1.0/"),
            Kind::CollectionV21
        );
        assert_eq!(kind(b"_postman_variable_scope", b"globals"), Kind::Globals);
    }
}
