//! `postseal hook`, and what git makes of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::repository::{ONE, Repository, TWO, environment};

const DEV: &str = "dev.postman_environment.json";

/// A call of the command, which must succeed: what it prints.
fn hook(repository: &Repository, command: &str) -> String {
    let output = repository.postseal(&["hook", command]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{command}: {error}");
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

/// `git commit` with the built binary as `postseal` on `PATH`.
fn commit(repository: &Repository) -> Output {
    commit_in(repository, repository.path())
}

fn commit_in(repository: &Repository, folder: &Path) -> Output {
    let own =
        Path::new(env!("CARGO_BIN_EXE_postseal")).parent().expect("it is in a folder").to_owned();
    let path = std::env::var_os("PATH").expect("there is a PATH");
    let path = std::iter::once(own).chain(std::env::split_paths(&path));
    let mut git = repository.command("git");
    git.env("PATH", std::env::join_paths(path).expect("plain paths")).current_dir(folder);
    git.args(["commit", "-q", "-m", "A change"]).output().expect("git is on PATH")
}

fn hooks(repository: &Repository) -> PathBuf {
    repository.path().join(".git/hooks")
}

#[test]
fn a_commit_with_a_credential_is_stopped_and_told_the_ways_on() {
    let repository = Repository::new();
    assert!(hook(&repository, "install").starts_with("installed: "));
    repository.stage(DEV, environment("Dev", &[("port", "1")]));
    assert!(commit(&repository).status.success());
    repository.stage(DEV, environment("Dev", &[("port", "1"), ("password", ONE)]));
    let output = commit(&repository);
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    for word in ["variable password", &format!("{DEV}:"), "postseal fix", "Vault", "accept"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(!said.contains(ONE));
    repository.stage(DEV, environment("Dev", &[("port", "1"), ("password", "{{vault:password}}")]));
    assert!(commit(&repository).status.success());
}

/// `git commit FILE` and `git commit -a` make an index of their own.
#[test]
fn the_index_of_the_commit_is_scanned() {
    let repository = Repository::new();
    hook(&repository, "install");
    repository.stage("clean.json", environment("Clean", &[("port", "1")]));
    repository.stage(DEV, environment("Dev", &[("port", "1")]));
    repository.commit();
    repository.stage(DEV, environment("Dev", &[("password", ONE)]));
    repository.write("clean.json", environment("Clean", &[("port", "2")]));
    assert!(repository.try_git(&["commit", "-q", "-m", "Only one", "clean.json"]).status.success());
    repository.write("clean.json", environment("Clean", &[("password", TWO)]));
    repository.git(&["reset", "-q", "--", DEV]);
    repository.write(DEV, environment("Dev", &[("port", "1")]));
    assert!(!repository.try_git(&["commit", "-q", "-a", "-m", "All"]).status.success());
}

#[test]
fn installing_and_taking_away_leaves_everything_as_it_was() {
    let repository = Repository::new();
    fs::remove_dir_all(hooks(&repository)).ok();
    assert_eq!(repository.postseal(&["hook", "status"]).status.code(), Some(1));
    hook(&repository, "install");
    let text = fs::read(hooks(&repository).join("pre-commit")).unwrap();
    assert!(hook(&repository, "install").starts_with("already installed: "));
    assert_eq!(fs::read(hooks(&repository).join("pre-commit")).unwrap(), text);
    assert!(hook(&repository, "status").starts_with("installed: "));
    hook(&repository, "uninstall");
    assert!(!hooks(&repository).exists(), "the folder was made for the hook");
    assert!(hook(&repository, "uninstall").starts_with("not installed: "));
    fs::create_dir(hooks(&repository)).unwrap();
    hook(&repository, "install");
    hook(&repository, "uninstall");
    assert!(hooks(&repository).exists(), "the folder was there before");
}

#[cfg(unix)]
#[test]
fn a_hook_that_is_there_runs_first_and_comes_back_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::new();
    let script = "#!/bin/sh\necho first >> ran\ntest ! -e stop\n";
    let kept = repository.write(".git/hooks/pre-commit", script);
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o750)).unwrap();
    assert!(hook(&repository, "install").contains("runs first: "));
    assert!(hook(&repository, "install").contains("already installed"));
    assert!(hook(&repository, "status").contains("runs first: "));

    repository.stage(DEV, environment("Dev", &[("port", "1")]));
    assert!(commit(&repository).status.success());
    repository.stage(DEV, environment("Dev", &[("password", ONE)]));
    assert!(!commit(&repository).status.success());
    repository.stage(DEV, environment("Dev", &[("port", "2")]));
    repository.write("stop", "");
    assert!(!commit(&repository).status.success());
    assert_eq!(fs::read_to_string(repository.path().join("ran")).unwrap(), "first\n".repeat(3));

    assert!(hook(&repository, "uninstall").contains("back in its place"));
    assert_eq!(fs::read_to_string(&kept).unwrap(), script);
    assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o750);
    assert_eq!(hook(&repository, "uninstall").lines().count(), 2);
    assert_eq!(fs::read_to_string(&kept).unwrap(), script);
    assert!(!hooks(&repository).join("pre-commit.before-postseal").exists());
}

#[cfg(unix)]
#[test]
fn a_hook_that_is_a_link_stays_one() {
    let repository = Repository::new();
    let target = repository.write("scripts/check", "#!/bin/sh\nexit 0\n");
    fs::create_dir_all(hooks(&repository)).unwrap();
    let kept = hooks(&repository).join("pre-commit");
    std::os::unix::fs::symlink(&target, &kept).unwrap();
    hook(&repository, "install");
    assert_eq!(fs::read_to_string(&target).unwrap(), "#!/bin/sh\nexit 0\n");
    hook(&repository, "uninstall");
    assert_eq!(fs::read_link(&kept).unwrap(), target);
}

#[test]
fn nothing_is_overwritten() {
    let repository = Repository::new();
    repository.write(".git/hooks/pre-commit.before-postseal", "#!/bin/sh\n");
    let put = |text: Option<&str>| {
        if let Some(text) = text {
            repository.write(".git/hooks/pre-commit", text);
        }
        let output = repository.postseal(&["hook", "install"]);
        assert_eq!(output.status.code(), Some(2));
        let now = fs::read_to_string(hooks(&repository).join("pre-commit")).ok();
        assert_eq!(now.as_deref(), text);
    };
    put(None);
    put(Some("#!/bin/sh\nexit 0\n"));
    fs::remove_file(hooks(&repository).join("pre-commit")).unwrap();
    fs::create_dir(hooks(&repository).join("pre-commit")).unwrap();
    assert_eq!(repository.postseal(&["hook", "install"]).status.code(), Some(2));
    repository.git(&["config", "core.hooksPath", ".husky/_"]);
    let output = repository.postseal(&["hook", "install"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("husky"));
}

#[test]
fn hooks_of_other_folders_and_of_linked_work_trees_are_found() {
    let repository = Repository::new();
    repository.commit();
    repository.git(&["config", "core.hooksPath", "team hooks"]);
    hook(&repository, "install");
    assert!(repository.path().join("team hooks/pre-commit").exists());
    assert!(!hooks(&repository).join("pre-commit").exists());
    repository.git(&["worktree", "add", "-q", "linked"]);
    repository.git(&["config", "--unset", "core.hooksPath"]);
    let linked = repository.path().join("linked");
    let mut install = repository.command(env!("CARGO_BIN_EXE_postseal"));
    let output = install.current_dir(&linked).args(["hook", "install"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(hooks(&repository).join("pre-commit").exists());
    fs::write(linked.join(DEV), environment("Dev", &[("password", ONE)])).unwrap();
    let add = repository.command("git").current_dir(&linked).args(["add", "."]).status();
    assert!(add.unwrap().success());
    assert!(!commit_in(&repository, &linked).status.success());
}

#[cfg(unix)]
#[test]
fn without_postseal_nothing_is_committed() {
    let repository = Repository::new();
    hook(&repository, "install");
    let kept = hooks(&repository).join("pre-commit");
    let text = fs::read_to_string(&kept).unwrap();
    fs::write(&kept, text.replace(env!("CARGO_BIN_EXE_postseal"), "/nowhere/postseal")).unwrap();
    repository.stage(DEV, environment("Dev", &[("port", "1")]));
    // A PATH with git and what it needs, but no postseal.
    let output = repository.command("git").args(["commit", "-q", "-m", "x"]).output().unwrap();
    if on_path("postseal") {
        return;
    }
    assert!(!output.status.success());
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("postseal is not on PATH"), "{error}");
    assert!(repository.try_git(&["commit", "-q", "--no-verify", "-m", "x"]).status.success());
}

#[cfg(unix)]
fn on_path(program: &str) -> bool {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("command -v {program}")]);
    shell.status().is_ok_and(|status| status.success())
}
