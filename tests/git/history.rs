//! Every version of each file: `--history`.

use serde_json::Value;

use crate::repository::{ONE, Repository, THREE, TWO, collection, environment, records};

const DEV: &str = "dev.postman_environment.json";

/// Of each finding: its file, its label and the commit that brought it.
fn told(findings: &[Value]) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let parts = |finding: &Value| text(&finding["parts"]["commit"]);
    let one = |finding: &Value| (text(&finding["path"]), text(&finding["label"]), parts(finding));
    findings.iter().map(one).collect()
}

fn case(path: &str, label: &str, commit: &str) -> (String, String, String) {
    (path.to_owned(), label.to_owned(), commit.to_owned())
}

#[test]
fn each_credential_is_told_once_with_the_commit_that_brought_it() {
    let repository = Repository::new();
    repository.stage(DEV, environment("Dev", &[("password", ONE), ("a", "1"), ("b", "2")]));
    let first = repository.commit();
    repository.stage(DEV, environment("Dev", &[("secret", TWO), ("password", ONE), ("b", "2")]));
    let second = repository.commit();
    repository.git(&["mv", DEV, "moved.json"]);
    repository.commit();
    let variables = [("secret", TWO), ("password", ONE), ("b", "3")];
    repository.stage("moved.json", environment("Development", &variables));
    repository.commit();
    repository.git(&["rm", "-q", "moved.json"]);
    repository.commit();
    repository.stage("copy.json", environment("Dev", &[("password", ONE), ("a", "1"), ("b", "2")]));
    repository.commit();

    let findings = repository.findings(&["--history"]);
    let expected = [case(DEV, "password", &first), case(DEV, "secret", &second)];
    assert_eq!(told(&findings), expected);
    assert_eq!(findings[0]["parts"]["commit_date"], "2026-03-31T09:30:00+02:00");
    let note = format!("introduced by commit {} of 2026-03-31", &first[..12]);
    assert!(findings[0]["notes"].as_array().unwrap().contains(&Value::from(note)));
}

#[test]
fn branches_tags_and_merges_are_gone_through() {
    let repository = Repository::new();
    repository.stage("api.json", collection("Shop", &[("List", "none")]));
    repository.commit();
    repository.git(&["checkout", "-q", "-b", "topic"]);
    repository.stage("api.json", collection("Shop", &[("List", ONE)]));
    let topic = repository.commit();
    repository.git(&["checkout", "-q", "main"]);
    repository.stage("api.json", collection("Shop", &[("Get", "none"), ("List", "none")]));
    repository.commit();
    repository.try_git(&["merge", "-q", "--no-commit", "topic"]);
    repository.stage("api.json", collection("Shop", &[("Get", TWO), ("List", ONE)]));
    let merge = repository.commit();
    repository.git(&["checkout", "-q", "--orphan", "alone"]);
    repository.git(&["rm", "-q", "-f", "api.json"]);
    repository.stage("alone.json", environment("Alone", &[("password", THREE)]));
    let alone = repository.commit();
    repository.git(&["tag", "kept"]);
    repository.git(&["checkout", "-q", "main"]);
    repository.git(&["branch", "-q", "-D", "alone"]);

    let label = "X-Api-Key";
    let mut found = told(&repository.findings(&["--history", "-j", "4"]));
    found.sort();
    let mut expected = [
        case("alone.json", "password", &alone),
        case("api.json", label, &merge),
        case("api.json", label, &topic),
    ];
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn a_range_of_history_tells_what_came_and_went_in_it() {
    let repository = Repository::new();
    repository.stage(DEV, environment("Dev", &[("password", ONE)]));
    repository.commit();
    repository.git(&["tag", "start"]);
    repository.stage(DEV, environment("Dev", &[("password", ONE), ("secret", TWO)]));
    let came = repository.commit();
    repository.stage(DEV, environment("Dev", &[("password", ONE)]));
    repository.commit();
    assert!(repository.found(&["--since", "start"]).is_empty());
    let expected = [case(DEV, "secret", &came)];
    assert_eq!(told(&repository.findings(&["--history", "--since", "start"])), expected);
    assert_eq!(told(&repository.findings(&["--history", "--range", "start..HEAD"])), expected);
    assert_eq!(repository.findings(&["--history", "--range", "start..start"]).len(), 0);
    assert_eq!(repository.findings(&["--history", "--since", &"0".repeat(40)]).len(), 2);
}

#[test]
fn the_report_does_not_depend_on_the_number_of_threads() {
    let repository = Repository::new();
    for version in 0..40 {
        let requests: Vec<(String, String)> = (0..=version % 7)
            .map(|at| (format!("Request {at}"), format!("{ONE}{}", (version * at) % 11)))
            .collect();
        let requests: Vec<(&str, &str)> =
            requests.iter().map(|(name, key)| (name.as_str(), key.as_str())).collect();
        repository.stage(&format!("{}.json", version % 3), collection("Shop", &requests));
        repository.commit();
    }
    let scan = |jobs| repository.postseal(&["scan", "--history", "-f", "jsonl", "-j", jobs]);
    let one = scan("1");
    assert!(records(&one, "finding").len() > 10);
    for _ in 0..3 {
        assert_eq!(scan("8").stdout, one.stdout);
    }
}

#[test]
fn what_a_clone_lacks_is_told_and_not_fetched() {
    let repository = Repository::new();
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    for value in [ONE, TWO] {
        repository.stage(DEV, environment("Dev", &[("password", value)]));
        repository.commit();
    }
    let url = format!("file://{}", repository.path().display());
    repository.git(&["clone", "-q", "--depth", "1", &url, "shallow"]);
    repository.git(&["clone", "-q", "--filter=blob:none", &url, "partial"]);
    let scan = |folder: &str, args: &[&str]| {
        let mut scan = repository.command(env!("CARGO_BIN_EXE_postseal"));
        scan.current_dir(repository.path().join(folder)).arg("scan").args(args).output().unwrap()
    };
    for (folder, message) in [
        ("shallow", "warning: the history: a shallow clone has only the newest versions"),
        ("partial", "warning: dev.postman_environment.json: this clone lacks the blob"),
    ] {
        let output = scan(folder, &["--history"]);
        assert_eq!(output.status.code(), Some(2));
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains(message), "{error}");
        assert!(String::from_utf8_lossy(&output.stdout).contains("password"));
    }
    let output = scan("shallow", &["--since", "HEAD~1"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("a shallow clone lacks older ones"));
}
