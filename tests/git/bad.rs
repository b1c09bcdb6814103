//! What cannot be scanned is said, and ends with 2.

use crate::repository::{ONE, Repository, TWO, environment};

const DEV: &str = "dev.postman_environment.json";

/// A call that must fail: what it says.
fn refused(repository: &Repository, folder: &str, args: &[&str]) -> String {
    let mut call = repository.command(env!("CARGO_BIN_EXE_postseal"));
    call.current_dir(repository.path().join(folder)).args(args);
    let output = call.output().expect("the binary is built");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {error}");
    assert!(output.stdout.is_empty());
    error
}

#[test]
fn folders_without_a_repository_and_repositories_without_an_index() {
    let outside = tempfile::tempdir().unwrap();
    let repository = Repository::new();
    repository.git(&["init", "-q", "--bare", "bare.git"]);
    let nowhere = outside.path().to_str().unwrap();
    let not_there = "is not in a git repository";
    let cases = [
        (nowhere, &["scan", "--staged"][..], not_there),
        (nowhere, &["scan", "--since", "HEAD"], not_there),
        (nowhere, &["scan", "--history"], not_there),
        (nowhere, &["hook", "install"], not_there),
        ("bare.git", &["scan", "--staged"], "nothing is staged in a bare repository"),
        (".git", &["scan", "--staged"], "nothing is staged in a bare repository"),
        ("bare.git", &["hook", "install"], "nothing is committed in a bare repository"),
        ("", &["scan", "--staged", "../elsewhere"], "is outside the repository"),
        ("", &["scan", "--since", "nothing"], "`nothing` is no commit of this repository"),
        ("", &["scan", "--since=--all"], "`--all` is no commit of this repository"),
        ("", &["scan", "--range", "main"], "`main` is no range"),
        ("", &["scan", "--range", ".."], "`..` is no range"),
        ("", &["scan", "--staged", "--history"], "cannot be used with"),
        ("", &["scan", "--staged", "--shard", "1/2"], "cannot be used with"),
    ];
    for (folder, args, message) in cases {
        let error = refused(&repository, folder, args);
        assert!(error.contains(message), "{args:?}: {error}");
    }
}

#[test]
fn unrelated_histories_have_no_range() {
    let repository = Repository::new();
    repository.stage("a.json", "{}");
    repository.commit();
    repository.git(&["checkout", "-q", "--orphan", "other"]);
    repository.stage("b.json", "{}");
    repository.commit();
    let error = refused(&repository, "", &["scan", "--since", "main"]);
    assert!(error.contains("`main` and `HEAD` have no commit in common"), "{error}");
}

#[test]
fn git_that_is_not_there_is_said() {
    let repository = Repository::new();
    let mut call = repository.command(env!("CARGO_BIN_EXE_postseal"));
    let output = call.env("PATH", "").args(["scan", "--staged"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("git is needed for this, and is not on PATH"), "{error}");
}

#[test]
fn conflicts_are_problems_and_the_other_files_are_scanned() {
    let repository = Repository::new();
    repository.stage(DEV, environment("Dev", &[("port", "1")]));
    repository.commit();
    repository.git(&["checkout", "-q", "-b", "theirs"]);
    repository.stage(DEV, environment("Dev", &[("port", "2")]));
    repository.commit();
    repository.git(&["checkout", "-q", "main"]);
    repository.stage(DEV, environment("Dev", &[("port", "3")]));
    repository.commit();
    assert!(!repository.try_git(&["merge", "-q", "theirs"]).status.success());
    repository.stage("new.json", environment("New", &[("password", ONE)]));
    let output = repository.postseal(&["scan", "--staged"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains(&format!("warning: {DEV}: has a conflict")), "{error}");
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("new.json "));
}

#[test]
fn submodules_are_repositories_of_their_own() {
    let inner = Repository::new();
    inner.stage(DEV, environment("Dev", &[("password", ONE)]));
    inner.commit();
    let outer = Repository::new();
    let url = inner.path().to_str().unwrap();
    outer.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", url, "inner"]);
    assert!(outer.found(&["--staged"]).is_empty());
    let module = outer.path().join("inner");
    std::fs::write(module.join("new.json"), environment("New", &[("password", TWO)])).unwrap();
    let add = outer.command("git").current_dir(&module).args(["add", "new.json"]).status();
    assert!(add.unwrap().success());
    let mut scan = outer.command(env!("CARGO_BIN_EXE_postseal"));
    let output = scan.current_dir(&module).args(["scan", "--staged"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("new.json "));
}

#[test]
fn a_path_that_is_not_there_is_trouble() {
    let repository = Repository::new();
    repository.stage(DEV, environment("Dev", &[("port", "1")]));
    let error = refused(&repository, "", &["scan", "--staged", "exprots"]);
    assert!(error.contains("warning: exprots: no such file or folder"), "{error}");
}

/// A repository may come from anybody: nothing that its configuration or attributes name is started.
#[cfg(unix)]
#[test]
fn nothing_that_a_repository_names_is_started() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::new();
    let trap =
        repository.write("trap", "#!/bin/sh\ntouch \"$(dirname \"$0\")/sprung\"\nexec cat\n");
    std::fs::set_permissions(&trap, std::fs::Permissions::from_mode(0o755)).unwrap();
    let trap = trap.to_str().unwrap();
    repository.stage(DEV, environment("Dev", &[("password", ONE)]));
    repository.stage(".gitattributes", "*.json diff=trap filter=trap\n");
    repository.commit();
    repository.stage(DEV, environment("Dev", &[("password", TWO)]));
    std::fs::remove_file(repository.path().join("sprung")).ok();
    for (name, value) in [
        ("core.fsmonitor", trap),
        ("core.pager", trap),
        ("core.sshCommand", trap),
        ("core.askPass", trap),
        ("credential.helper", trap),
        ("diff.external", trap),
        ("diff.trap.command", trap),
        ("diff.trap.textconv", trap),
        ("filter.trap.clean", trap),
        ("filter.trap.smudge", trap),
        ("filter.trap.process", trap),
        ("gpg.program", trap),
        ("log.showSignature", "true"),
        ("remote.origin.url", &format!("ext::{trap}")),
        ("remote.origin.promisor", "true"),
        ("extensions.partialClone", "origin"),
        ("protocol.ext.allow", "always"),
    ] {
        repository.git(&["config", name, value]);
    }
    for hook in ["post-index-change", "reference-transaction"] {
        let path = repository.write(&format!(".git/hooks/{hook}"), "#!/bin/sh\ntouch sprung\n");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    assert_eq!(repository.found(&["--staged"]).len(), 1);
    assert_eq!(repository.found(&["--since", "HEAD"]).len(), 0);
    assert_eq!(repository.found(&["--history"]).len(), 1);
    assert_eq!(repository.postseal(&["hook", "status"]).status.code(), Some(1));
    assert!(!repository.path().join("sprung").exists());
}
