//! What users of command lines are used to: help with examples, completions, a manual, colours, links, pipes.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::process::{Command, Output, Stdio};

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

/// Found in it: one credential of confidence medium or more.
const EXPORT: &str = "fixtures/globals/wrapped.json";

/// Variables and what they are set to.
type Environment = &'static [(&'static str, &'static str)];

#[test]
fn every_command_has_help_with_examples_and_grouped_flags() {
    let cases = fs::read_to_string("tests/cmd/help.trycmd").unwrap();
    for command in commands() {
        let help = help(&command);
        let name = command.join("-");
        let is_leaf = !help.contains("\nCommands:\n");
        assert!(!is_leaf || help.contains("\nExample"), "postseal {name} --help has no example");
        let flags = section(&help, "Options:").into_iter().filter(|flag| !is_common(flag));
        let alone: Vec<String> = flags.collect();
        assert!(!is_leaf || alone.is_empty(), "postseal {name}: {alone:?} need a help_heading");
        // Those of the first commands stand beside what they are called with otherwise.
        let call = ["postseal", &command.join(" "), "--help"].join(" ").replace("  ", " ");
        if cases.contains(&format!("$ {call}\n")) {
            continue;
        }
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("help-{name}"), help);
        });
    }
}

#[test]
fn completions_know_every_command_and_flag() {
    for shell in SHELLS {
        let script = printed(&["completions", shell]);
        for command in commands() {
            for word in command.iter().chain(&flags(&help(&command))) {
                let word = if shell == "fish" { word.trim_start_matches('-') } else { word };
                assert!(script.contains(word), "{shell} does not complete {word} of {command:?}");
            }
        }
        let name = tempfile::NamedTempFile::new().unwrap();
        fs::write(name.path(), script).unwrap();
        if let Ok(outcome) = Command::new(shell).arg("-n").arg(name.path()).output() {
            assert!(outcome.status.success() && outcome.stderr.is_empty(), "{shell}: {outcome:?}");
        }
    }
}

#[test]
fn bash_completes_a_flag() {
    let script = printed(&["completions", "bash"]);
    let ask = "COMP_WORDS=(postseal scan --hyper); COMP_CWORD=2; _postseal postseal --hyper scan; echo ${COMPREPLY[@]}";
    let Ok(outcome) = Command::new("bash").arg("-c").arg(script + ask).output() else { return };
    assert_eq!(String::from_utf8_lossy(&outcome.stdout), "--hyperlinks\n", "{outcome:?}");
}

#[test]
fn the_manual_has_a_page_for_every_command_with_every_flag() {
    let folder = tempfile::tempdir().unwrap();
    printed(&["man", folder.path().to_str().unwrap()]);
    let mut expected = BTreeSet::new();
    for command in commands() {
        let name = [&["postseal".to_owned()], command.as_slice()].concat().join("-") + ".1";
        let page = fs::read_to_string(folder.path().join(&name)).expect(&name);
        for flag in flags(&help(&command)) {
            assert!(page.contains(&flag.replace('-', "\\-")), "{name} lacks {flag}");
        }
        let mut lint = Command::new("groff");
        lint.args(["-man", "-ww", "-z"]).arg(folder.path().join(&name));
        if let Ok(outcome) = lint.output() {
            assert!(outcome.stderr.is_empty(), "{name}: {outcome:?}");
        }
        expected.insert(name);
    }
    let names = fs::read_dir(folder.path()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.collect::<BTreeSet<_>>(), expected);
    assert!(printed(&["man"]).contains(".TH postseal 1"));
}

#[test]
fn colours_are_as_flags_and_environment_say() {
    let cases: [(&[&str], Environment, bool); 9] = [
        (&[], &[], false),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
        (&[], &[("CLICOLOR_FORCE", "0")], false),
        (&[], &[("CLICOLOR", "1")], false),
        (&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
        (&["--color", "never"], &[("CLICOLOR_FORCE", "1")], false),
        (&["--no-color"], &[("CLICOLOR_FORCE", "1")], false),
        (&["--color", "always", "-f", "jsonl"], &[], false),
    ];
    for (args, environment, expected) in cases {
        let mut command = postseal(&["scan", EXPORT]);
        let outcome = command.args(args).envs(environment.iter().copied()).output().unwrap();
        let has_color = outcome.stdout.contains(&b'\x1b');
        assert_eq!(has_color, expected, "{args:?} {environment:?}");
    }
    let mut command = postseal(&["scan", "--color", "always", "--config", "missing.toml"]);
    assert!(command.output().unwrap().stderr.starts_with(b"\x1b["), "an error has colours");
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut command = postseal(&["scan", EXPORT, "-o", file.path().to_str().unwrap()]);
    command.env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(!fs::read(file.path()).unwrap().contains(&b'\x1b'), "a file has no colours");
}

#[test]
#[cfg(unix)]
fn places_become_links_that_a_path_cannot_break() {
    let folder = tempfile::tempdir().unwrap();
    let odd = "a b\u{1b}]8;;http:\u{7}é.json";
    fs::copy(EXPORT, folder.path().join(odd)).unwrap();
    let scan = |args: &[&str]| {
        let mut command = postseal(&["scan", "--color", "never", "."]);
        let outcome = command.args(args).current_dir(folder.path()).output().unwrap();
        String::from_utf8(outcome.stdout).unwrap()
    };
    assert!(!scan(&[]).contains('\x1b'), "there is no terminal");
    for group in ["file", "credential", "service"] {
        let report = scan(&["--hyperlinks", "always", "--group-by", group]);
        let links: Vec<&str> = report.split("\x1b]8;;").collect();
        assert_eq!(links.len(), 3, "{group}: {report:?}");
        assert!(links[1].starts_with("file://"), "{report:?}");
        assert!(links[1].contains("/a%20b%1B%5D8%3B%3Bhttp:%07%C3%A9.json\x1b\\"), "{report:?}");
        assert!(!links[0].contains('\x1b') && !report.contains('\x07'), "{report:?}");
    }
}

#[test]
fn a_closed_pipe_is_quiet() {
    let calls: [&[&str]; 9] = [
        &["--help"],
        &["pattern", "list"],
        &["pattern", "list", "--format", "json"],
        &["pattern", "show", "github-pat"],
        &["policy", "list"],
        &["completions", "bash"],
        &["man"],
        &["scan", "fixtures"],
        &["scan", "fixtures", "--format", "jsonl", "--policy", "l3"],
    ];
    for call in calls {
        let mut command = postseal(call);
        let mut running =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(running.stdout.take());
        let outcome = running.wait_with_output().unwrap();
        let message = String::from_utf8(outcome.stderr).unwrap();
        let lines = message.lines().filter(|line| !line.starts_with("warning:"));
        let wrong: Vec<&str> =
            lines.filter(|line| line.contains("pipe") || line.contains("panic")).collect();
        assert!(wrong.is_empty(), "{call:?}: {message}");
        assert_eq!(outcome.status.code(), Some(0), "{call:?}: {message}");
    }
}

/// The first Ctrl-C lets running inputs end, and what was done is printed; the second one ends it.
#[test]
#[cfg(unix)]
fn an_interrupted_scan_ends_in_130() {
    for twice in [false, true] {
        let mut command = postseal(&["scan", "--format", "jsonl", EXPORT, "-"]);
        let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut input = running.stdin.take();
        input.as_mut().unwrap().write_all(b"{\"a\": \"b\"}\n").unwrap();
        let mut report = running.stdout.take().unwrap();
        let interrupt = || {
            std::thread::sleep(std::time::Duration::from_millis(700));
            let id = running.id().to_string();
            assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        };
        interrupt();
        if twice {
            interrupt();
        } else {
            drop(input.take());
        }
        let mut text = String::new();
        report.read_to_string(&mut text).unwrap();
        assert_eq!(running.wait().unwrap().code(), Some(130), "{twice}");
        assert!(twice || text.contains("\"type\":\"summary\""), "{text}");
    }
}

/// Every command, by the words that call it; the program itself is called by none.
fn commands() -> Vec<Vec<String>> {
    let mut all = vec![Vec::new()];
    let mut next = 0;
    while let Some(command) = all.get(next).cloned() {
        next += 1;
        for line in section(&help(&command), "Commands:") {
            let name = line.split_whitespace().next().unwrap_or_default().to_owned();
            if name != "help" {
                all.push([command.as_slice(), &[name]].concat());
            }
        }
    }
    all
}

fn help(command: &[String]) -> String {
    let args: Vec<&str> = command.iter().map(String::as_str).chain(["--help"]).collect();
    printed(&args)
}

/// The lines below a heading of a help text that begin something.
fn section(help: &str, heading: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != heading).skip(1);
    let lines = lines.take_while(|line| line.is_empty() || line.starts_with(' '));
    let begins = |line: &&str| {
        let indent = line.len() - line.trim_start().len();
        (1..8).contains(&indent)
    };
    lines.filter(begins).map(|line| line.trim().to_owned()).collect()
}

/// The long flags of a help text.
fn flags(help: &str) -> BTreeSet<String> {
    let names = help.lines().filter_map(|line| {
        let line = line.trim_start();
        let long = line.split_once(", ").map_or(line, |(_, long)| long);
        line.starts_with('-').then(|| long.split([' ', '=', '[']).next().unwrap_or_default())
    });
    names.filter(|name| name.starts_with("--") && name.len() > 2).map(str::to_owned).collect()
}

fn is_common(flag: &str) -> bool {
    flag.starts_with("-h, --help") || flag.starts_with("-V, --version")
}

fn printed(args: &[&str]) -> String {
    let Output { status, stdout, stderr } = postseal(args).output().expect("it starts");
    assert!(status.success(), "{args:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("what is printed is text")
}

/// The program, without what the environment says of colours.
fn postseal(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postseal"));
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_HYPERLINK", "HOSTNAME"] {
        command.env_remove(name);
    }
    command.args(args);
    command
}
