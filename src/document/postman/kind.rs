//! Which export a document is: its shape speaks first, its file's name second.

use super::tree::{Filed, Part};
use crate::source::Kind;

/// What was seen at the top of a JSON document.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    seen: u64,
}

/// Keys that tell a kind. The bit of a key is its index here.
const KEYS: [&[u8]; 30] = [
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
    b"entries",
    b"resources",
    b"__export_format",
    b"items",
    b"brunoConfig",
    b"cookies",
    b"storeType",
    b"rejectPublicSuffixes",
    b"vault",
    b"vaultSecrets",
    b"log",
];

const V20: u64 = 1 << 63;
const V21: u64 = 1 << 62;
const GLOBALS: u64 = 1 << 61;
const ROWS: u64 = 1 << 60;
const VAULT: u64 = 1 << 59;
const V3: u64 = 1 << 58;

/// Kinds of documents that are told by their keys alone, the first whose keys are all there.
const BY_KEYS: [(&[&str], Kind); 14] = [
    (&["run", "collection"], Kind::RunResult),
    (&["run", "environment", "globals"], Kind::RunResult),
    (&["results", "collection_id"], Kind::RunResult),
    (&["collections", "environments", "globals"], Kind::Dump),
    (&["collections", "headerPresets"], Kind::Dump),
    (&["requests", "order"], Kind::CollectionV1),
    (&["requests", "timestamp", "name"], Kind::CollectionV1),
    (&["requests", "folders"], Kind::CollectionV1),
    (&["log", "entries"], Kind::Har),
    (&["resources", "__export_format"], Kind::Insomnia),
    (&["items", "brunoConfig"], Kind::Bruno),
    (&["cookies", "storeType"], Kind::Cookies),
    (&["cookies", "rejectPublicSuffixes"], Kind::Cookies),
    (&["workspace"], Kind::Workspace),
];

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

    /// Notes rows of a vault near the top.
    pub fn vault(&mut self) {
        self.seen |= VAULT;
    }

    /// The kind of a document of this shape in a file called `path`.
    pub fn kind(self, path: &str) -> Kind {
        let path = path.to_ascii_lowercase();
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let collection = self.collection();
        let by_keys = || BY_KEYS.iter().find(|(keys, _)| self.has(keys)).map(|(_, kind)| *kind);
        let run = by_keys().filter(|kind| *kind == Kind::RunResult);
        let rows = self.seen & ROWS != 0;
        let v3 = (self.seen & V3 != 0).then_some(Kind::CollectionV3);
        run.or(v3)
            .or(collection)
            .or_else(by_keys)
            .or_else(|| {
                let named = name.contains("vault") && (rows || self.has(&["values"]));
                (named || self.seen & VAULT != 0).then_some(Kind::Vault)
            })
            .or_else(|| self.variables(&path))
            .unwrap_or(Kind::Json)
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

    fn has(self, keys: &[&str]) -> bool {
        keys.iter().all(|key| {
            let bit = KEYS.iter().position(|known| *known == key.as_bytes());
            bit.is_some_and(|bit| self.seen & (1 << bit) != 0)
        })
    }

    fn collection(self) -> Option<Kind> {
        if self.has(&["item"]) || self.has(&["info"]) {
            if self.seen & V20 != 0 {
                return Some(Kind::CollectionV20);
            }
            if self.seen & V21 != 0 || self.has(&["info", "item"]) {
                return Some(Kind::CollectionV21);
            }
        }
        None
    }

    fn variables(self, path: &str) -> Option<Kind> {
        let scoped = self.has(&["_postman_variable_scope"]);
        let globals = self.seen & GLOBALS != 0 || !scoped && path.contains("globals");
        if self.has(&["values"]) {
            return Some(if globals {
                Kind::Globals
            } else if scoped || self.has(&["name"]) {
                Kind::Environment
            } else {
                Kind::Variables
            });
        }
        if self.has(&["environment"]) && !self.has(&["collection"]) {
            return Some(Kind::Environment);
        }
        if self.has(&["globals"]) {
            return Some(Kind::Globals);
        }
        let rows = self.seen & ROWS != 0;
        rows.then_some(if globals { Kind::Globals } else { Kind::Variables })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shape_speaks_first_and_the_name_second() {
        let cases: [(&str, &str, Kind); 25] = [
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
            ("collection environment", "archive.json", Kind::Json),
            ("environment run globals", "x.json", Kind::RunResult),
            ("collections", "x.json", Kind::Json),
            ("log entries", "x.har", Kind::Har),
            ("resources __export_format", "x.json", Kind::Insomnia),
            ("name items environments brunoConfig", "x.json", Kind::Bruno),
            ("cookies storeType", "x.json", Kind::Cookies),
            ("values", "my vault/x.json", Kind::Variables),
            ("values", "my-vault.json", Kind::Vault),
            ("name resources", "x.json", Kind::Json),
            ("item", "x.json", Kind::Json),
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
            for key in ["values", "name", "info"] {
                shape.key(key.as_bytes());
            }
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
