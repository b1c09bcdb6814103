//! A repository to test in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A repository in a temporary folder, with an identity and without anybody's configuration.
pub(crate) struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// One that is made with these options of `git init`.
    pub(crate) fn with(options: &[&str]) -> Self {
        let repository = Self { folder: tempfile::tempdir().expect("a folder can be made") };
        repository.git(&[&["init", "-q", "-b", "main"], options].concat());
        repository.git(&["config", "core.autocrlf", "false"]);
        repository
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Calls git, which must succeed, and gives what it prints.
    pub(crate) fn git(&self, args: &[&str]) -> String {
        let output = self.try_git(args);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {args:?}: {error}");
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }

    pub(crate) fn try_git(&self, args: &[&str]) -> Output {
        self.command("git").args(args).output().expect("git is on PATH")
    }

    /// A call in the repository, with a fixed identity and no configuration but its own.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.path());
        let nowhere = if cfg!(windows) { "NUL" } else { "/dev/null" };
        let environment = [
            ("GIT_CONFIG_GLOBAL", nowhere),
            ("GIT_CONFIG_SYSTEM", nowhere),
            ("GIT_AUTHOR_NAME", "Somebody"),
            ("GIT_AUTHOR_EMAIL", "somebody@brindlemoor.example"),
            ("GIT_AUTHOR_DATE", "2026-03-31T09:30:00+02:00"),
            ("GIT_COMMITTER_NAME", "Somebody"),
            ("GIT_COMMITTER_EMAIL", "somebody@brindlemoor.example"),
        ];
        command.envs(environment);
        for name in ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX"] {
            command.env_remove(name);
        }
        command
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("can be made");
        fs::write(&path, content).expect("files can be written");
        path
    }

    /// Writes a file and stages it.
    pub(crate) fn stage(&self, path: &str, content: impl AsRef<[u8]>) {
        self.write(path, content);
        self.git(&["add", "-f", "--", path]);
    }

    /// Commits what is staged, and gives the commit's id.
    pub(crate) fn commit(&self) -> String {
        self.git(&["commit", "-q", "--no-verify", "--allow-empty", "-m", "A change"]);
        self.git(&["rev-parse", "HEAD"])
    }

    pub(crate) fn postseal(&self, args: &[&str]) -> Output {
        let mut command = self.command(env!("CARGO_BIN_EXE_postseal"));
        command.args(args).output().expect("the binary is built")
    }

    /// What a scan finds: path, label and name path of each finding.
    pub(crate) fn found(&self, args: &[&str]) -> Vec<String> {
        let findings = self.findings(args);
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let line = |finding: &Value| {
            let names = finding["name_path"].as_array().into_iter().flatten().map(text);
            format!("{}: {}", text(&finding["path"]), names.collect::<Vec<_>>().join(" > "))
        };
        findings.iter().map(line).collect()
    }

    /// The findings of a scan that has no problems.
    pub(crate) fn findings(&self, args: &[&str]) -> Vec<Value> {
        let output = self.postseal(&[&["scan", "-f", "jsonl"], args].concat());
        let findings = records(&output, "finding");
        let error = String::from_utf8_lossy(&output.stderr);
        let expected = i32::from(!findings.is_empty());
        assert_eq!(output.status.code(), Some(expected), "{args:?}: {error}");
        findings
    }
}

/// The records of one type in a report.
pub(crate) fn records(output: &Output, kind: &str) -> Vec<Value> {
    let report = String::from_utf8(output.stdout.clone()).expect("reports are UTF-8");
    let lines = report.lines().map(|line| serde_json::from_str(line).expect("a line of JSON"));
    lines.filter(|record: &Value| record["type"] == kind).collect()
}

/// The values of these tests: random, and of nobody.
pub(crate) const ONE: &str = "q7Rk2vTz9LmX4cWb8NpY3sHd";
pub(crate) const TWO: &str = "w5Jf8xQn3GtB6zVr9KcM2yPa";
pub(crate) const THREE: &str = "h4Zs7uDe1XwL9oCq6TbF5kRv";

/// An environment with these variables.
pub(crate) fn environment(name: &str, variables: &[(&str, &str)]) -> String {
    let values: Vec<_> = variables
        .iter()
        .map(|(key, value)| serde_json::json!({"key": key, "value": value, "enabled": true}))
        .collect();
    let scope = "environment";
    let document =
        serde_json::json!({"name": name, "values": values, "_postman_variable_scope": scope});
    serde_json::to_string_pretty(&document).expect("plain JSON")
}

/// A collection of requests, each with its name and the value of a header of the name `X-Api-Key`.
pub(crate) fn collection(name: &str, requests: &[(&str, &str)]) -> String {
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let item = |(name, key): &(&str, &str)| {
        let header = serde_json::json!([{"key": "X-Api-Key", "value": key}]);
        let request = serde_json::json!({"method": "GET", "header": header, "url": "https://api.brindlemoor.example"});
        serde_json::json!({"name": name, "request": request})
    };
    let items: Vec<_> = requests.iter().map(item).collect();
    let document = serde_json::json!({"info": {"name": name, "schema": schema}, "item": items});
    serde_json::to_string_pretty(&document).expect("plain JSON")
}
