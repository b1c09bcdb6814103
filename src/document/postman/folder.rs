//! Folders of formats that keep folders and requests in flat lists: collection 1.0.0, Insomnia.
//!
//! Read only where something was found in such a collection: one more pass over its list of folders.

use std::collections::HashMap;

use crate::document::json::tokenize;
use crate::document::path::Link;
use crate::document::token::{Container, Events, Str};

/// The folders of one collection, by id.
#[derive(Debug, Default)]
pub struct Folders<'t> {
    text: &'t [u8],
    list: Vec<Folder>,
    by_id: HashMap<&'t [u8], usize>,
    /// Request or folder → the folder whose `order` or `folders_order` names it.
    holders: HashMap<&'t [u8], usize>,
    depth: usize,
    key: Option<Str>,
}

/// One folder.
#[derive(Debug, Clone, Copy, Default)]
struct Folder {
    id: Option<Str>,
    name: Option<Str>,
    around: Option<Str>,
}

/// Deepest nesting of folders that is followed: ids may lead round in a circle.
const MAX_DEPTH: usize = 32;

/// Whether `key` is that of a request's or folder's id.
pub fn is_id(key: &[u8]) -> bool {
    matches!(key, b"id" | b"_id")
}

/// Whether `key` is that of the id of the folder around, in collections 1.0.0 or in Insomnia. A
/// folder's `folderId` may also be its own id.
pub fn is_around(key: &[u8]) -> bool {
    matches!(key, b"folder" | b"folderId" | b"parentId")
}

impl<'t> Folders<'t> {
    /// Reads the list of folders that begins at `start` of `text`.
    pub fn read(text: &'t [u8], start: usize) -> Self {
        let mut folders = Self { text, ..Self::default() };
        tokenize(text, start, &mut folders);
        folders
    }

    /// Names of the folders that hold what `link` is of, outermost first.
    pub fn names(&self, link: &Link, decode: impl Fn(Str) -> String) -> Vec<String> {
        let mut names = Vec::new();
        let mut next = self.holder(link.id.as_bytes(), link.folder.as_deref().map(str::as_bytes));
        while let Some(folder) = next.filter(|_| names.len() < MAX_DEPTH) {
            names.extend(folder.name.map(&decode));
            let id = folder.id.map(|id| id.of(self.text));
            next = self.holder(id.unwrap_or_default(), folder.around.map(|id| id.of(self.text)));
        }
        names.reverse();
        names
    }

    /// The folder that holds `id`: the one that lists it, or else the one that it says.
    fn holder(&self, id: &[u8], says: Option<&[u8]>) -> Option<&Folder> {
        let says = says.filter(|says| *says != id);
        let index = self.holders.get(id).or_else(|| self.by_id.get(says?))?;
        self.list.get(*index)
    }
}

/// Depth of a folder's own members, and of the ids in its orders.
const MEMBERS: usize = 2;
const ORDERS: usize = 3;

impl Events for Folders<'_> {
    fn open(&mut self, _container: Container) {
        self.depth += 1;
        if self.depth == MEMBERS {
            self.list.push(Folder::default());
        }
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn key(&mut self, key: Str) {
        if self.depth == MEMBERS {
            self.key = Some(key);
        }
    }

    fn string(&mut self, string: Str) {
        let index = self.list.len().saturating_sub(1);
        let (Some(folder), Some(key)) = (self.list.last_mut(), self.key) else { return };
        let (key, text) = (key.of(self.text), string.of(self.text));
        match self.depth {
            MEMBERS if is_id(key) => {
                folder.id = Some(string);
                self.by_id.insert(text, index);
            }
            MEMBERS if key == b"name" => folder.name = Some(string),
            MEMBERS if is_around(key) => {
                let is_own = folder.id.is_some_and(|id| id.of(self.text) == text);
                folder.around = folder.around.or(Some(string).filter(|_| !is_own));
            }
            ORDERS if matches!(key, b"order" | b"folders_order") => {
                self.holders.entry(text).or_insert(index);
            }
            _ => {}
        }
    }

    fn scalar(&mut self, _range: std::ops::Range<usize>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_told_by_orders_first_and_by_what_a_request_says_second() {
        let text = br#"[
            {"id": "a", "name": "A", "order": ["1"], "folders_order": ["b"], "folder": null},
            {"name": "B", "order": ["2"], "id": "b", "folderId": "b"},
            {"id": "c", "name": "C\u0021", "folder": "b", "order": []},
            {"_id": "d", "name": "D", "parentId": "e"}, {"_id": "e", "name": "E", "parentId": "d"}
        ]"#;
        let folders = Folders::read(text, 0);
        let names = |id: &str, folder: Option<&str>| {
            let link = Link { id: id.into(), folder: folder.map(Into::into) };
            let decode = |name: Str| String::from_utf8_lossy(name.of(text)).into_owned();
            folders.names(&link, decode).join("/")
        };
        assert_eq!(names("1", None), "A");
        assert_eq!(names("2", Some("a")), "A/B", "a list that names it counts for more");
        assert_eq!(names("3", Some("c")), "A/B/C\\u0021");
        assert_eq!(names("c", Some("b")), "A/B");
        assert_eq!(names("4", Some("nowhere")), "");
        assert_eq!(names("5", Some("d")).len(), 2 * MAX_DEPTH - 1, "a circle ends");
    }
}
