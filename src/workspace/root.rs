//! Workspaces on disk: folders whose files belong together.

/// The folder of the workspace that the file at `path` belongs to: the one of `named` that it is below, or
/// the one in which Postman keeps `.postman` and, beside it, `postman`. `.` stands for the working
/// directory.
pub fn root_of(path: &str, named: &[String]) -> Option<String> {
    let path = path.strip_prefix("./").unwrap_or(path);
    let is_below = |folder: &&String| {
        let folder = trimmed(folder);
        folder.is_empty() && !path.starts_with('/')
            || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    };
    if let Some(folder) = named.iter().filter(is_below).max_by_key(|folder| folder.len()) {
        return Some(shown(trimmed(folder)));
    }
    let parts: Vec<&str> = path.split('/').collect();
    let folders = parts.get(..parts.len().checked_sub(1)?)?;
    let at = folders.iter().enumerate().rposition(|(at, folder)| {
        let below = folders.get(at + 1);
        *folder == ".postman"
            || *folder == "postman" && below.is_some_and(|below| POSTMANS.contains(below))
    })?;
    Some(shown(&folders.get(..at)?.join("/")))
}

/// Folders of Postman's own below `postman`.
const POSTMANS: [&str; 6] = ["collections", "environments", "globals", "mocks", "specs", "flows"];

fn trimmed(folder: &str) -> &str {
    let folder = folder.strip_prefix("./").unwrap_or(folder);
    let folder = folder.strip_suffix('/').unwrap_or(folder);
    if folder == "." { "" } else { folder }
}

fn shown(folder: &str) -> String {
    if folder.is_empty() { ".".to_owned() } else { folder.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_know_the_folder_of_their_workspace() {
        let named = ["exports/team".to_owned(), "exports/team/inner/".to_owned()];
        for (path, root) in [
            ("exports/team/a.json", Some("exports/team")),
            ("./exports/team/inner/b.json", Some("exports/team/inner")),
            ("exports/teamwork/a.json", None),
            ("exports/a.json", None),
            ("repo/.postman/resources.yaml", Some("repo")),
            ("repo/postman/collections/Shop/Get.request.yaml", Some("repo")),
            ("postman/environments/dev.yaml", Some(".")),
            ("/srv/repo/postman/globals/workspace.globals.yaml", Some("/srv/repo")),
            ("postman/readme.json", None),
            ("a.json", None),
        ] {
            assert_eq!(root_of(path, &named).as_deref(), root, "{path}");
        }
        assert_eq!(root_of("x/a.json", &[".".to_owned()]).as_deref(), Some("."));
    }
}
