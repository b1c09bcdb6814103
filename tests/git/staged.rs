//! What a commit adds: `--staged`, `--since` and `--range`.

use crate::repository::{ONE, Repository, THREE, TWO, collection, environment};

const DEV: &str = "dev.postman_environment.json";
const STAGED: &[&str] = &["--staged"];

#[test]
fn the_index_is_read_and_not_the_work_tree() {
    let repository = Repository::new();
    repository.stage(DEV, environment("Dev", &[("password", ONE)]));
    repository.write(DEV, "{}");
    repository.write("other.json", environment("Dev", &[("secret", TWO)]));
    assert_eq!(repository.found(STAGED), [format!("{DEV}: Dev > password")]);
    repository.commit();
    assert!(repository.found(STAGED).is_empty());
}

#[test]
fn a_collection_in_another_order_or_under_another_name_adds_nothing() {
    let repository = Repository::new();
    let requests = [("List", ONE), ("Get", TWO), ("Get again", TWO)];
    repository.stage("api.json", collection("Shop", &requests));
    repository.commit();
    let mut reordered = requests;
    reordered.reverse();
    let minified = collection("Shop", &reordered).replace('\n', "").replace("  ", "");
    let cases = [
        collection("Shop", &reordered),
        minified,
        collection("Shop v2", &requests),
        collection("Shop", &[("Renamed", ONE), ("Get", TWO)]),
        collection("Shop", &requests).replace('\n', "\r\n"),
    ];
    for again in cases {
        repository.stage("api.json", again);
        assert!(repository.found(STAGED).is_empty());
    }
    repository.stage("api.json", collection("Shop", &[("List", ONE), ("Get", THREE)]));
    assert_eq!(repository.found(STAGED), ["api.json: Shop > Get > X-Api-Key"]);
    let more = [("List", ONE), ("Get", TWO), ("Get again", TWO), ("Once more", TWO)];
    repository.stage("api.json", collection("Shop", &more));
    assert_eq!(repository.found(STAGED), ["api.json: Shop > Once more > X-Api-Key"]);
}

#[test]
fn a_label_that_changes_beside_a_value_is_seen() {
    let repository = Repository::new();
    repository.stage(DEV, environment("Dev", &[("note", ONE)]));
    repository.commit();
    repository.stage(DEV, environment("Dev", &[("client_secret", ONE)]));
    assert_eq!(repository.found(STAGED), [format!("{DEV}: Dev > client_secret")]);
    repository.commit();
    repository.stage(DEV, environment("Dev", &[("admin_password", ONE)]));
    assert_eq!(repository.found(STAGED), [format!("{DEV}: Dev > admin_password")]);
}

#[test]
fn renamed_files_are_compared_with_what_they_were() {
    let repository = Repository::new();
    let variables = [("password", ONE), ("a", "1"), ("b", "2"), ("c", "3"), ("d", "4")];
    repository.stage(DEV, environment("Dev", &variables));
    repository.commit();
    repository.git(&["mv", DEV, "test.json"]);
    assert!(repository.found(STAGED).is_empty());
    let more = [&variables[..], &[("secret", TWO)]].concat();
    repository.stage("test.json", environment("Dev", &more));
    assert_eq!(repository.found(STAGED), ["test.json: Dev > secret"]);
}

#[test]
fn names_may_hold_anything_and_what_is_no_file_is_passed_over() {
    let repository = Repository::new();
    repository.git(&["config", "core.quotePath", "true"]);
    let odd = "sub folder/ü\tx.json";
    repository.stage(odd, environment("Dev", &[("password", ONE)]));
    if cfg!(unix) {
        repository.stage("line\nfeed.json", environment("Dev", &[("password", ONE)]));
        link(&repository);
    }
    let id = "1111111111111111111111111111111111111111";
    repository.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{id},module.json")]);
    repository.write("later.json", environment("Dev", &[("password", ONE)]));
    repository.git(&["add", "--intent-to-add", "later.json"]);
    let found = repository.found(STAGED);
    let expected = [format!("{odd}: Dev > password")];
    let feed = ["line\nfeed.json: Dev > password".to_owned()];
    let expected = if cfg!(unix) { [&feed[..], &expected].concat() } else { expected.to_vec() };
    assert_eq!(found, expected);
    repository.commit();
    repository.git(&["rm", "-q", "--cached", odd]);
    assert!(repository.found(STAGED).is_empty());
}

#[cfg(unix)]
fn link(repository: &Repository) {
    use std::os::unix::ffi::OsStrExt;
    std::os::unix::fs::symlink("nowhere", repository.path().join("link.json"))
        .expect("links can be made");
    repository.git(&["add", "link.json"]);
    // Bytes that are no UTF-8.
    let name = std::ffi::OsStr::from_bytes(b"\xFF.json");
    let made = std::fs::write(repository.path().join(name), "{}");
    let mut add = repository.command("git");
    if made.is_ok() {
        assert!(add.arg("add").arg(name).status().is_ok_and(|status| status.success()));
    }
}

#[cfg(not(unix))]
fn link(_repository: &Repository) {}

#[test]
fn the_rule_of_the_walk_says_which_files_are_taken() {
    let repository = Repository::new();
    let export = environment("Dev", &[("password", ONE)]);
    for name in ["a.json", "b.txt", ".hidden/c.json", "postman/d.txt", "deep/e.json"] {
        repository.stage(name, &export);
    }
    repository.stage("plain.txt", "password: q7Rk2vTz9LmX4cWb8NpY3sHd\n");
    repository.write(".gitignore", "*.json\n");
    let files = |args: &[&str]| -> Vec<String> {
        let all = repository.found(&[STAGED, args].concat());
        all.iter().map(|line| line.split(':').next().unwrap().to_owned()).collect()
    };
    assert_eq!(files(&[]), ["a.json", "b.txt", "deep/e.json", "postman/d.txt"]);
    assert_eq!(files(&["--hidden", "--exclude", "deep"]).len(), 4);
    assert_eq!(files(&["--include", "*.txt"]), ["b.txt", "postman/d.txt"]);
    assert_eq!(files(&["deep", "./a.json"]), ["a.json", "deep/e.json"]);
    assert_eq!(files(&["plain.txt"]), ["plain.txt"]);
    let absolute = repository.path().canonicalize().unwrap().join("deep");
    assert_eq!(files(&[absolute.to_str().unwrap()]), ["deep/e.json"]);
}

#[test]
fn a_merge_adds_only_what_none_of_its_parents_has() {
    let repository = Repository::new();
    repository.stage(DEV, environment("Dev", &[("url", "https://a.example"), ("port", "1")]));
    repository.commit();
    repository.git(&["checkout", "-q", "-b", "theirs"]);
    repository.stage(DEV, environment("Dev", &[("password", ONE), ("port", "1")]));
    repository.stage("theirs.json", environment("Theirs", &[("password", TWO)]));
    repository.commit();
    repository.git(&["checkout", "-q", "main"]);
    repository.stage(DEV, environment("Dev", &[("url", "https://b.example"), ("port", "2")]));
    repository.commit();
    assert!(!repository.try_git(&["merge", "-q", "theirs"]).status.success());
    repository.stage(DEV, environment("Dev", &[("password", ONE), ("port", "2")]));
    assert!(repository.found(STAGED).is_empty());
    repository.stage(DEV, environment("Dev", &[("password", ONE), ("client_secret", THREE)]));
    assert_eq!(repository.found(STAGED), [format!("{DEV}: Dev > client_secret")]);
}

#[test]
fn the_other_files_of_a_workspace_say_what_its_variables_are() {
    let repository = Repository::new();
    let request = "$kind: http-request\nurl: https://api.brindlemoor.example/v1\nmethod: GET\nheaders:\n  - key: Authorization\n    value: 'Bearer {{station}}'\n";
    let variables =
        |value: &str| format!("name: dev\nvalues:\n  - key: station\n    value: {value}\n");
    let dev = "postman/environments/dev.environment.yaml";
    repository.stage(
        "postman/collections/Shop/.resources/definition.yaml",
        "$kind: collection\nname: Shop\n",
    );
    repository.stage("postman/collections/Shop/List.request.yaml", request);
    repository.stage(dev, variables("none"));
    repository.commit();
    repository.stage(dev, variables(ONE));
    assert_eq!(repository.found(STAGED), [format!("{dev}: dev > station")]);
    repository.commit();
    // What was there before is not this commit's, whatever the commit makes known of it.
    repository.stage("postman/collections/Shop/Get.request.yaml", request);
    assert!(repository.found(STAGED).is_empty());
    repository.commit();
    assert_eq!(repository.found(&["--since", "HEAD~2"]), [format!("{dev}: dev > station")]);
}

#[test]
fn ranges_begin_where_the_branches_fork() {
    let repository = Repository::new();
    repository.stage(DEV, environment("Dev", &[("password", ONE)]));
    let start = repository.commit();
    repository.git(&["checkout", "-q", "-b", "topic"]);
    repository.stage("topic.json", environment("Topic", &[("password", TWO)]));
    repository.commit();
    repository.git(&["checkout", "-q", "main"]);
    repository.stage("main.json", environment("Main", &[("password", THREE)]));
    repository.commit();
    let (topic, main) = ("topic.json: Topic > password", "main.json: Main > password");
    assert_eq!(repository.found(&["--range", "main..topic"]), [topic]);
    assert_eq!(repository.found(&["--range", "main...topic"]), [topic]);
    assert_eq!(repository.found(&["--range", "topic.."]), [main]);
    assert_eq!(repository.found(&["--since", "topic"]), [main]);
    assert_eq!(repository.found(&["--since", &start]), [main]);
    assert!(repository.found(&["--since", "HEAD"]).is_empty());
    let zeros = "0".repeat(40);
    assert_eq!(repository.found(&["--since", &zeros]).len(), 2);
    // What is staged does not count for commits.
    repository.stage("more.json", environment("More", &[("password", TWO)]));
    assert_eq!(repository.found(&["--since", "topic"]), [main]);
}

#[test]
fn other_object_formats_work_trees_and_sparse_ones_are_read() {
    let repository = Repository::with(&["--object-format=sha256"]);
    repository.stage("kept/a.json", environment("Dev", &[("password", ONE)]));
    repository.stage("away/b.json", environment("Dev", &[("password", ONE)]));
    repository.commit();
    repository.git(&["sparse-checkout", "set", "kept"]);
    repository.stage("kept/a.json", environment("Dev", &[("password", TWO)]));
    assert_eq!(repository.found(STAGED), ["kept/a.json: Dev > password"]);
    assert_eq!(repository.found(&["--since", &"0".repeat(64)]).len(), 2);
    repository.git(&["worktree", "add", "-q", "linked", "-b", "other"]);
    let linked = repository.path().join("linked/kept");
    std::fs::write(linked.join("c.json"), environment("Dev", &[("secret", THREE)])).unwrap();
    let git = |args: &[&str]| repository.command("git").current_dir(&linked).args(args).status();
    assert!(git(&["add", "c.json"]).unwrap().success());
    let mut scan = repository.command(env!("CARGO_BIN_EXE_postseal"));
    let output = scan.current_dir(&linked).args(["scan", "--staged", "."]).output().unwrap();
    let report = String::from_utf8_lossy(&output.stdout);
    assert!(report.starts_with("kept/c.json "), "{report}");
    assert!(!report.contains("a.json"));
}

#[test]
fn large_files_are_streamed_and_too_large_ones_are_told() {
    let repository = Repository::new();
    let filler = format!("[{}\"end\"]", "\"some words that say nothing\", ".repeat(200_000));
    let export = environment("Dev", &[("password", ONE)]);
    repository.stage("large.json", format!("{export}\n{filler}"));
    repository.stage("small.json", environment("Small", &[("password", TWO)]));
    let both = ["large.json: Dev > password", "small.json: Small > password"];
    assert_eq!(repository.found(STAGED), both);
    let output = repository.postseal(&["scan", "--staged", "--max-file-size", "1M"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("warning: large.json: larger than the 1048576 bytes"), "{error}");
    assert!(String::from_utf8_lossy(&output.stdout).contains("small.json:"));
}
