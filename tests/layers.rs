//! The layers of the program: each module names only modules below it.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the top down. Modules of one row do not name each other.
const LAYERS: &[&[&str]] = &[
    &["cli"],
    &["workshop", "fix"],
    &["run"],
    &["report", "workspace", "config", "policy", "baseline"],
    &["scan", "input"],
    &["document", "pattern", "git"],
    &["credential"],
    &["finding"],
    &["secret", "source", "location", "replace"],
    &["simd"],
];

/// Modules that see less than their layer would let them.
const NARROW: &[(&str, &[&str])] =
    &[("report", &["credential", "finding", "secret", "location", "source"])];

/// Most lines of a file, its tests not counted.
const MOST_LINES: usize = 300;

#[test]
fn modules_name_only_modules_below_them() {
    let mut wrong = Vec::new();
    for file in sources() {
        if file.module.is_empty() {
            continue;
        }
        for (line, named) in named_modules(&file) {
            if let Err(why) = admits(&file.module, &named) {
                wrong.push(format!("{}:{line}: {} names {named}: {why}", file.path, file.module));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_command_line_sees_only_what_the_library_exports() {
    let exported: Vec<String> = sources()
        .iter()
        .filter(|file| file.path == "src/lib.rs")
        .flat_map(|file| file.text.lines())
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect();
    for file in sources().iter().filter(|file| file.module == "cli") {
        for (line, named) in paths_after(&file.text, "postseal::") {
            assert!(exported.contains(&named), "{}:{line}: postseal::{named}", file.path);
        }
    }
}

#[test]
fn files_fit_in_the_head() {
    let mut long = Vec::new();
    for file in sources() {
        let lines = file.text.lines().count() - test_lines(&file.text);
        if lines > MOST_LINES {
            long.push(format!("{} has {lines} lines, {MOST_LINES} is the most", file.path));
        }
    }
    assert!(long.is_empty(), "name the missing noun:\n{}", long.join("\n"));
}

/// A file of `src/`.
struct SourceFile {
    path: String,
    /// The top module that it belongs to; empty for `lib.rs`.
    module: String,
    /// How many modules stand around what the file declares: what `super::` counts off.
    depth: usize,
    text: String,
}

fn sources() -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("src/ can be listed") {
            let path = entry.expect("src/ can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(source(&path));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn source(path: &Path) -> SourceFile {
    let parts: Vec<String> =
        path.with_extension("").iter().skip(1).map(|p| p.to_string_lossy().into_owned()).collect();
    let is_folder = parts.last().is_some_and(|last| last == "mod");
    let is_root = parts.len() == 1 && parts.first().is_some_and(|first| first == "lib");
    SourceFile {
        path: path.to_string_lossy().replace('\\', "/"),
        module: parts.first().filter(|_| !is_root).cloned().unwrap_or_default(),
        depth: parts.len() - usize::from(is_folder),
        text: fs::read_to_string(path).expect("sources are text"),
    }
}

/// The top modules that a file names, with the line.
fn named_modules(file: &SourceFile) -> Vec<(usize, String)> {
    if file.module == "cli" {
        return Vec::new();
    }
    let ups = "super::".repeat(file.depth);
    let mut named = paths_after(&file.text, "crate::");
    named.extend(paths_after(&file.text, &ups));
    named.retain(|(_, name)| *name != file.module);
    named
}

/// The first segments of the paths that go on after `root`, with the line that each stands on.
fn paths_after(text: &str, root: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices(root) {
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let in_comment = text[line_start..start].trim_start().starts_with("//");
        let goes_on = before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        if in_comment || goes_on {
            continue;
        }
        let line = before.lines().count().max(1);
        let rest = &text[start + root.len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => group_heads(group),
            None => vec![head(rest)],
        };
        let is_module = |name: &String| name.starts_with(|c: char| c.is_ascii_lowercase());
        found.extend(names.into_iter().filter(is_module).map(|name| (line, name)));
    }
    found
}

/// The first segment of each path in a group, `{` being read already.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 1;
    let mut names = Vec::new();
    let mut at_head = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' => at_head = depth == 1,
            c if at_head && !c.is_whitespace() => {
                names.push(head(&group[at..]));
                at_head = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

fn head(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Whether `module` may name `named`.
fn admits(module: &str, named: &str) -> Result<(), String> {
    let layer = |name: &str| {
        let found = LAYERS.iter().position(|layer| layer.contains(&name));
        found.ok_or_else(|| format!("`{name}` is in no layer: add it where it belongs"))
    };
    if layer(named)? <= layer(module)? {
        return Err("it is of the same layer or a higher one".to_owned());
    }
    match NARROW.iter().find(|(narrow, _)| *narrow == module) {
        Some((_, seen)) if !seen.contains(&named) => Err(format!("it sees only {seen:?}")),
        _ => Ok(()),
    }
}

/// Lines of the test module at the end of a file.
fn test_lines(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let begins = |pair: &[&str]| pair[0] == "#[cfg(test)]" && pair[1] == "mod tests {";
    lines.windows(2).position(begins).map_or(0, |at| lines.len() - at)
}

#[test]
fn paths_are_read_from_groups_and_nested_groups() {
    let text =
        "use crate::{\n    a::{B, c},\n    d,\n};\n// crate::e\nlet x = crate::f::g();\nxcrate::h";
    let names: Vec<String> = paths_after(text, "crate::").into_iter().map(|(_, n)| n).collect();
    assert_eq!(names, ["a", "d", "f"]);
}
