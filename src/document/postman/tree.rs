//! What the path of a file says of it in Postman's format 3, where a collection is a folder.
//!
//! `postman/collections/<collection>/<folder>/<request>.request.yaml` is a request;
//! `<folder>/.resources/definition.yaml` tells about the folder, and
//! `<folder>/.resources/<request>.resources/examples/<example>.example.yaml` is a saved example.
//! Only the path is looked at, never the disk.

/// A file by its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed<'p> {
    /// The path, with `/` between its parts.
    pub path: &'p str,
    /// What it holds.
    pub part: Part,
    /// Names from the collection down to what it stands in.
    pub around: Vec<&'p str>,
    /// The name of what it holds, where the file does not say it itself.
    pub name: Option<&'p str>,
}

/// What a file holds, told by its name and folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// One request.
    Request,
    /// One saved example.
    Example,
    /// What is said of a collection or folder.
    Definition,
    /// An environment.
    Environment,
    /// Global variables.
    Globals,
    /// A script: of a request, or of a mock server.
    Script,
    /// Something else, in YAML.
    Yaml,
    /// Something else.
    Other,
}

impl<'p> Filed<'p> {
    /// What `path` says.
    pub fn of(path: &'p str) -> Self {
        let (folders, file) = path.rsplit_once('/').unwrap_or(("", path));
        let (part, stem) = Part::of(folders, file);
        let mut around = match part {
            Part::Request | Part::Example | Part::Definition | Part::Script => names(folders),
            _ => Vec::new(),
        };
        let name = match part {
            Part::Definition => around.pop(),
            Part::Yaml | Part::Other | Part::Script => None,
            _ => Some(stem),
        };
        Self { path, part, around, name: name.filter(|name| !name.is_empty()) }
    }

    /// Whether it is YAML by its name.
    pub fn is_yaml(&self) -> bool {
        !matches!(self.part, Part::Script | Part::Other)
    }

    /// Whether it is a part of a collection.
    pub fn is_collection(&self) -> bool {
        matches!(self.part, Part::Request | Part::Example | Part::Definition)
    }
}

/// The folder of the collection that the file at `path` is a part of, where a collection is a folder.
pub fn collection_folder(path: &str) -> Option<&str> {
    let filed = Filed::of(path);
    if !filed.is_collection() {
        return None;
    }
    let name = filed.around.first().copied().or(filed.name)?;
    let start = path.match_indices(name).find(|(at, _)| {
        let ends = path.get(at + name.len()..).is_some_and(|rest| rest.starts_with('/'));
        ends && (*at == 0 || path.get(..*at).is_some_and(|before| before.ends_with('/')))
    })?;
    path.get(..start.0 + name.len())
}

impl Part {
    /// What a file holds, and its name without endings.
    fn of<'f>(folders: &str, file: &'f str) -> (Self, &'f str) {
        let Some((stem, ending)) = file.rsplit_once('.') else { return (Self::Other, file) };
        let is = |endings: &[&str]| endings.iter().any(|known| ending.eq_ignore_ascii_case(known));
        if is(&["js", "mjs", "cjs"]) {
            return (Self::Script, stem);
        }
        if !is(&["yaml", "yml"]) {
            return (Self::Other, file);
        }
        let told = stem.rsplit_once('.').unwrap_or((stem, ""));
        match told {
            (stem, "request") => (Self::Request, stem),
            (stem, "example") => (Self::Example, stem),
            (stem, "environment" | "postman_environment") => (Self::Environment, stem),
            (stem, "globals" | "postman_globals") => (Self::Globals, stem),
            ("definition", "") if in_collection(folders) => (Self::Definition, stem),
            _ if under(folders, "environments") => (Self::Environment, stem),
            _ if under(folders, "globals") => (Self::Globals, stem),
            _ => (Self::Yaml, stem),
        }
    }
}

/// Whether the folder is one of a collection.
fn in_collection(folders: &str) -> bool {
    folders.ends_with(".resources") || folders.contains("postman/collections/")
}

/// Whether the folder is Postman's folder of this name.
fn under(folders: &str, name: &str) -> bool {
    let folder = folders.strip_suffix(name).and_then(|rest| rest.strip_suffix("postman/"));
    folder.is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

/// The names that the folders of a collection's file give, from the collection down.
fn names(folders: &str) -> Vec<&str> {
    let folders: Vec<&str> = folders.split('/').filter(|name| !name.is_empty()).collect();
    let collections = folders.windows(2).rposition(|pair| pair == ["postman", "collections"]);
    let resources = folders.iter().position(|name| *name == ".resources");
    let first = match (collections, resources) {
        (Some(at), _) => at + 2,
        (None, Some(at)) => at.saturating_sub(1),
        (None, None) => folders.len(),
    };
    let mut names: Vec<&str> = Vec::new();
    let mut in_resources = false;
    for folder in folders.iter().skip(first) {
        match folder.strip_suffix(".resources") {
            Some("") => {}
            Some(request) => {
                names.push(request);
                in_resources = true;
            }
            None if in_resources && matches!(*folder, "examples" | "scripts") => {}
            None => names.push(folder),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_a_collection_have_its_folder_in_common() {
        for (path, folder) in [
            (
                "x/postman/collections/Shop/Carts/Get.request.yaml",
                Some("x/postman/collections/Shop"),
            ),
            (
                "x/postman/collections/Shop/.resources/definition.yaml",
                Some("x/postman/collections/Shop"),
            ),
            ("postman/environments/dev.yaml", None),
            ("shop.postman_collection.json", None),
        ] {
            assert_eq!(collection_folder(path), folder, "{path}");
        }
    }

    #[test]
    fn paths_give_the_names_from_the_collection_down() {
        let cases: [(&str, Part, &[&str], Option<&str>); 17] = [
            ("a/postman/collections/Shop/Get.request.yaml", Part::Request, &["Shop"], Some("Get")),
            (
                "postman/collections/Shop/Carts/v1.2/Add.request.yml",
                Part::Request,
                &["Shop", "Carts", "v1.2"],
                Some("Add"),
            ),
            (
                "postman/collections/Shop/.resources/definition.yaml",
                Part::Definition,
                &[],
                Some("Shop"),
            ),
            (
                "postman/collections/Shop/Carts/.resources/definition.yaml",
                Part::Definition,
                &["Shop"],
                Some("Carts"),
            ),
            (
                "x/postman/collections/Shop/Carts/.resources/Add.resources/examples/ok.example.yaml",
                Part::Example,
                &["Shop", "Carts", "Add"],
                Some("ok"),
            ),
            (
                "postman/collections/Shop/.resources/Get.resources/scripts/after.js",
                Part::Script,
                &["Shop", "Get"],
                None,
            ),
            ("Carts/.resources/definition.yaml", Part::Definition, &[], Some("Carts")),
            (
                "/tmp/Carts/.resources/Add.resources/examples/ok.example.yaml",
                Part::Example,
                &["Carts", "Add"],
                Some("ok"),
            ),
            ("somewhere/Get.request.yaml", Part::Request, &[], Some("Get")),
            ("dev.environment.yaml", Part::Environment, &[], Some("dev")),
            ("postman/environments/dev.yaml", Part::Environment, &[], Some("dev")),
            ("postman/globals/workspace.globals.yaml", Part::Globals, &[], Some("workspace")),
            ("postman/mocks/shop.js", Part::Script, &[], None),
            (".postman/resources.yaml", Part::Yaml, &[], None),
            ("api/definition.yaml", Part::Yaml, &[], None),
            ("docker-compose.yml", Part::Yaml, &[], None),
            ("postman/collections/Shop.json", Part::Other, &[], None),
        ];
        for (path, part, around, name) in cases {
            let filed = Filed::of(path);
            assert_eq!((filed.part, filed.around.as_slice(), filed.name), (part, around, name));
        }
    }
}
