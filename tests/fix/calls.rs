//! `postseal fix` as a user calls it, with files, rights and disks as they may be.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A variable, a header, and a script with the credential; a saved answer with another one.
const TOKEN: &str = "Qz7pL2mN8vRtYw3BkX5dHs9JcF4gTa6E";
const OTHER: &str = "wB6yTn3KpZ8rVq1XmD5sLh2JfC9gGa4E";

fn collection() -> String {
    let exec = format!("pm.environment.set(\\\"api_token\\\", \\\"{TOKEN}\\\");");
    format!(
        concat!(
            "{{\"info\": {{\"name\": \"Shop\", \"schema\": ",
            "\"https://schema.getpostman.com/json/collection/v2.1.0/collection.json\"}},\r\n",
            "\t\"item\": [{{\"name\": \"Orders\", \"request\": {{\"method\": \"GET\", \"header\": [\r\n",
            "\t\t{{\"key\": \"X-Api-Key\", \"value\": \"{0}\"}}],\r\n",
            "\t\t\"url\": \"https://api.brindle.io/orders?limit=5\"}},\r\n",
            "\t\t\"event\": [{{\"listen\": \"test\", \"script\": {{\"exec\": [\"{1}\"]}}}}],\r\n",
            "\t\t\"response\": [{{\"name\": \"ok\", \"body\": \"{{\\\"access_token\\\": \\\"{2}\\\"}}\"}}]}}],\r\n",
            "\t\"variable\": [{{\"key\": \"api_token\", \"value\": \"{0}\"}}]}}\r\n"
        ),
        TOKEN, exec, OTHER
    )
}

/// A folder with the collection in `api.json`.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("there is room");
    fs::write(folder.path().join("api.json"), format!("\u{feff}{}", collection()))
        .expect("there is room");
    folder
}

fn fix(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postseal"));
    command.arg("fix").args(args).current_dir(folder).output().expect("it runs")
}

fn read(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("it is there")
}

/// Standard output, standard error and the exit status, which must hold no value.
fn said(output: &Output) -> (String, String, i32) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("it writes UTF-8");
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(!out.contains(TOKEN) && !err.contains(TOKEN), "{out}{err}");
    assert!(!out.contains(OTHER) && !err.contains(OTHER), "{out}{err}");
    (out, err, output.status.code().expect("it ends by itself"))
}

#[test]
fn each_place_gets_what_says_the_same_there() {
    for (to, header, definition) in [
        ("vault", "{{vault:api_token}}", "{{vault:api_token}}"),
        ("variable", "{{api_token}}", ""),
        ("placeholder", "<API_TOKEN>", "<API_TOKEN>"),
    ] {
        let folder = folder();
        let before = read(folder.path(), "api.json");
        let (_, _, status) = said(&fix(folder.path(), &["api.json", "--to", to]));
        assert_eq!((read(folder.path(), "api.json"), status), (before.clone(), 1), "a dry run");
        let (out, _, status) = said(&fix(folder.path(), &["api.json", "--to", to, "--write"]));
        assert_eq!(status, 0, "{out}");
        let expected = before
            .replace(
                &format!("\"value\": \"{TOKEN}\"}}],"),
                &format!("\"value\": \"{header}\"}}],"),
            )
            .replace(&format!("\\\"{TOKEN}\\\""), "\\\"<API_TOKEN>\\\"")
            .replace(OTHER, "<ACCESS_TOKEN>")
            .replace(TOKEN, definition);
        assert_eq!(read(folder.path(), "api.json"), expected, "{to}");
        let (_, err, status) = said(&fix(folder.path(), &["api.json", "--to", to, "--write"]));
        assert_eq!((err.trim(), status), ("nothing to fix", 0), "{to}");
    }
}

#[test]
fn variables_come_with_an_environment_without_values() {
    let folder = folder();
    let path = "postseal.postman_environment.json";
    assert_eq!(
        fix(folder.path(), &["api.json", "--to", "variable", "--write"]).status.code(),
        Some(0)
    );
    let environment: Value = serde_json::from_str(&read(folder.path(), path)).expect("it is JSON");
    assert_eq!(environment["_postman_variable_scope"], "environment");
    let values = environment["values"].as_array().expect("it has variables");
    let keys: Vec<_> =
        values.iter().map(|value| value["key"].as_str().unwrap_or_default()).collect();
    assert_eq!(keys, ["access-token", "api_token"]);
    assert!(values.iter().all(|value| value["value"] == "" && value["enabled"] == true));
    fs::write(folder.path().join("api.json"), collection()).expect("there is room");
    let (_, err, status) = said(&fix(folder.path(), &["api.json", "--to", "variable", "--write"]));
    assert_eq!((err.contains("is there already"), status), (true, 2), "{err}");
    assert_eq!(read(folder.path(), "api.json"), collection(), "nothing was written");
}

#[test]
fn values_are_kept_only_where_nobody_commits_them() {
    let folder = folder();
    let outside = tempfile::tempdir().expect("there is room");
    let mapping = outside.path().join("values.json");
    let path = mapping.to_str().expect("it is text");
    fs::create_dir(folder.path().join(".git")).expect("there is room");
    let refused = |file: &str, words: &str| {
        let (_, err, status) = said(&fix(folder.path(), &[".", "--write", "--mapping", file]));
        assert_eq!((err.contains(words), status), (true, 2), "{err}");
        assert!(read(folder.path(), "api.json").contains(TOKEN), "nothing was written");
    };
    refused("values.json", "inside the git repository");
    fs::remove_dir(folder.path().join(".git")).expect("it is empty");
    refused("values.json", "inside ., which is fixed");
    refused("missing/values.json", "cannot write");
    fs::write(&mapping, "mine").expect("there is room");
    refused(path, "is there already");
    fs::remove_file(&mapping).expect("it is there");
    assert_eq!(fix(folder.path(), &[".", "--write", "--mapping", path]).status.code(), Some(0));
    let kept: Value =
        serde_json::from_str(&read(outside.path(), "values.json")).expect("it is JSON");
    assert_eq!((&kept[1]["name"], &kept[1]["value"]), (&"api_token".into(), &TOKEN.into()));
    assert_eq!(kept[1]["places"].as_array().map(Vec::len), Some(3));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&mapping).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn what_is_no_file_of_its_own_is_refused() {
    let folder = folder();
    let (_, err, status) = said(&fix(folder.path(), &["-"]));
    assert_eq!((err.contains("name the file"), status), (true, 2), "{err}");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive/data-export.zip");
    fs::copy(root, folder.path().join("export.zip")).expect("there is room");
    let before = fs::read(folder.path().join("export.zip")).expect("it is there");
    let (out, _, status) = said(&fix(folder.path(), &["export.zip", "--write"]));
    assert_eq!((out.contains("unpack it, fix the file"), status), (true, 1), "{out}");
    assert_eq!(fs::read(folder.path().join("export.zip")).expect("it is there"), before);
}

#[test]
fn one_finding_is_fixed_by_its_fingerprint() {
    let folder = folder();
    let scan = Command::new(env!("CARGO_BIN_EXE_postseal"))
        .args(["scan", "api.json", "-f", "jsonl"])
        .current_dir(folder.path())
        .output()
        .expect("it runs");
    let lines = String::from_utf8(scan.stdout).expect("it writes UTF-8");
    let findings: Vec<Value> =
        lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let is_answer = |finding: &&Value| finding["role"] == "response";
    let answer = findings.iter().find(is_answer).expect("it is found");
    let fingerprint = answer["fingerprint"].as_str().expect("it has one");
    let (_, _, status) = said(&fix(folder.path(), &["--fingerprint", fingerprint, "--write"]));
    let after = read(folder.path(), "api.json");
    assert_eq!((after.contains(OTHER), after.contains(TOKEN), status), (false, true, 0));
    let (_, err, status) = said(&fix(folder.path(), &["--fingerprint", "0123", "--write"]));
    assert_eq!((err.contains("no finding has the fingerprint 0123"), status), (true, 2), "{err}");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn files_that_cannot_be_replaced_stay_as_they_are() {
        let folder = folder();
        let path = folder.path().join("api.json");
        let before = read(folder.path(), "api.json");
        let refused = |words: &str| {
            let (_, err, status) = said(&fix(folder.path(), &["api.json", "--write"]));
            assert_eq!((err.contains(words), status), (true, 2), "{err}");
            assert!(err.contains("api.json"), "{err}");
            assert_eq!(read(folder.path(), "api.json"), before);
        };
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("it is ours");
        refused("is read-only");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it is ours");
        fs::hard_link(&path, folder.path().join("twin.json")).expect("there is room");
        refused("hard links");
    }

    #[test]
    fn permissions_stay_and_links_lead_where_they_led() {
        let folder = folder();
        let path = folder.path().join("api.json");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it is ours");
        symlink("api.json", folder.path().join("link.json")).expect("there is room");
        assert_eq!(fix(folder.path(), &["link.json", "--write"]).status.code(), Some(0));
        assert!(folder.path().join("link.json").is_symlink());
        assert_eq!(fs::metadata(&path).expect("it is there").mode() & 0o777, 0o640);
        assert!(!read(folder.path(), "api.json").contains(TOKEN));
        let names = fs::read_dir(folder.path()).expect("it is a folder").count();
        assert_eq!(names, 2, "nothing is left beside");
    }

    /// A disk without room, by a limit on what a file may hold.
    #[test]
    fn a_full_disk_leaves_the_old_file() {
        let folder = folder();
        let long = format!("{}{}", collection(), " ".repeat(40_000));
        fs::write(folder.path().join("api.json"), &long).expect("there is room");
        let call = format!(
            "trap '' XFSZ; ulimit -f 16; exec '{}' fix api.json --write",
            env!("CARGO_BIN_EXE_postseal")
        );
        let mut shell = Command::new("bash");
        let output =
            shell.args(["-c", &call]).current_dir(folder.path()).output().expect("it runs");
        let (_, err, status) = said(&output);
        assert_eq!(
            (err.contains("cannot write api.json: it is as it was"), status),
            (true, 2),
            "{err}"
        );
        assert_eq!(read(folder.path(), "api.json"), long);
        assert_eq!(fs::read_dir(folder.path()).expect("it is a folder").count(), 1);
    }
}
