//! Input that nobody should feed to a program, and what comes of it: the right exit status, a message
//! that names the file, and an end in good time.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const MB: usize = 1_000_000;

/// Only a scan that hangs takes this long, even unoptimised and on a busy machine.
const MOST_TIME: Duration = Duration::from_secs(120);

/// A file, the exit status of a scan of it, and what the message about it says; `None` where there
/// is none to be.
struct Case {
    name: &'static str,
    bytes: Vec<u8>,
    status: i32,
    says: Option<&'static str>,
}

#[test]
fn hostile_files_end_in_good_time_with_a_message() {
    let folder = tempfile::tempdir().unwrap();
    for Case { name, bytes, status, says } in hostile() {
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        let outcome = scan(&[&path]);
        assert_eq!(outcome.status, status, "{name}: {}", outcome.messages);
        match says {
            Some(words) => {
                let place = format!("{name}:");
                assert!(outcome.messages.contains(&place), "{name}: {}", outcome.messages);
                assert!(outcome.messages.contains(words), "{name}: {}", outcome.messages);
            }
            None => assert!(!outcome.messages.contains("warning"), "{name}: {}", outcome.messages),
        }
    }
}

fn hostile() -> Vec<Case> {
    let case = |name, bytes: Vec<u8>, says| Case { name, bytes, status: 0, says };
    let around = |before: &str, bytes: &[u8], after: &str| {
        [before.as_bytes(), bytes, after.as_bytes()].concat()
    };
    let secret = b"\"password\": \"k8Qz-7LmN2vRt\"";
    vec![
        case("no-bytes.json", Vec::new(), None),
        case("open-brackets.json", b"[".repeat(MB), Some("nested more than 1024 levels")),
        case("open-objects.json", b"{\"a\":".repeat(MB), Some("nested more than 1024 levels")),
        case("long-number.json", around("{\"password\": ", &b"7".repeat(20 * MB), "}"), None),
        case("nul-bytes.json", vec![0; MB], None),
        case("nul-bytes-inside.json", around("{\"a\": \"", &vec![0; MB], "\"}"), None),
        case("long-line.txt", b"lorem ipsum ".repeat(20 * MB / 12), None),
        case("long-line-of-pairs.txt", b"a=b; c: d, ".repeat(2 * MB / 11), None),
        case("no-utf-8.json", around("{\"a\": \"", &b"\xFF\xFE\xC0".repeat(MB / 3), "\"}"), None),
        case("quotes.json", around("{\"a\": ", &b"\"".repeat(10 * MB), ""), Some("not valid JSON")),
        case(
            "backslashes.json",
            around("{\"a\": \"", &b"\\".repeat(10 * MB), ""),
            Some("does not close"),
        ),
        case("escaped-quotes.json", around("{\"a\": \"", &b"\\\"".repeat(5 * MB), "\"}"), None),
        case("backslashes.txt", b"\\".repeat(10 * MB), None),
        case("nested-escapes.json", nested(22), None),
        case("commas.json", around("[0", &b",".repeat(MB), "]"), Some("a value is missing")),
        case("many-keys.json", many_keys(50_000), None),
        case("half-a-pair.json", around("{\"a\": \"", &b"\\ud83d".repeat(MB / 6), "\"}"), None),
        Case {
            status: 1,
            ..case("secret-behind-nul.json", around("{\"a\": \"\0\", ", secret, "}"), None)
        },
        Case {
            status: 1,
            ..case(
                "secret-then-cut.json",
                around("{", secret, ", \"a\": \"b"),
                Some("does not close"),
            )
        },
    ]
}

/// JSON in a string of JSON, `levels` deep; each level doubles the backslashes.
fn nested(levels: u32) -> Vec<u8> {
    let mut text = "{\"a\":1}".to_owned();
    for _ in 0..levels {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
        text = format!("{{\"a\":\"{escaped}\"}}");
        if text.len() > 4 * MB {
            break;
        }
    }
    text.into_bytes()
}

/// One object with this many members, each labelled as a credential.
fn many_keys(count: usize) -> Vec<u8> {
    let members: Vec<String> = (0..count).map(|n| format!("\"token{n}\":\"{{{{t}}}}\"")).collect();
    format!("{{{}}}", members.join(",")).into_bytes()
}

#[test]
fn a_missing_path_is_trouble_and_is_named() {
    let outcome = scan(&[Path::new("no/such/export.json")]);
    assert_eq!(outcome.status, 2);
    assert!(outcome.messages.contains("no/such/export.json: "), "{}", outcome.messages);
}

#[cfg(unix)]
#[test]
#[expect(clippy::print_stdout, reason = "what is skipped is said")]
fn an_unreadable_file_is_trouble_and_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("locked.json");
    fs::write(&path, "{}").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(&path).is_ok() {
        println!("skipped: this user may read every file");
        return;
    }
    for target in [path.as_path(), folder.path()] {
        let outcome = scan(&[target]);
        assert_eq!(outcome.status, 2, "{}", outcome.messages);
        assert!(outcome.messages.contains("locked.json: "), "{}", outcome.messages);
    }
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_is_trouble_only_where_links_are_followed() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("export.json"), "{}").unwrap();
    std::os::unix::fs::symlink(folder.path(), inner.join("back")).unwrap();
    let outcome = scan(&[folder.path()]);
    assert_eq!(outcome.status, 0, "{}", outcome.messages);
    let outcome = scan(&[Path::new("--follow"), folder.path()]);
    assert_eq!(outcome.status, 2, "{}", outcome.messages);
    assert!(outcome.messages.contains("inner/back: leads back"), "{}", outcome.messages);
}

/// How a scan ended, and what it said on standard error.
struct Outcome {
    status: i32,
    messages: String,
}

/// Scans as a user does. The streams go to files, so that a full pipe cannot look like a hang.
fn scan(args: &[&Path]) -> Outcome {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let (report, messages) = (folder.path().join("out"), folder.path().join("err"));
    let stream = |path: &PathBuf| Stdio::from(File::create(path).expect("the folder is ours"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_postseal"))
        .arg("scan")
        .args(args)
        .stdin(Stdio::null())
        .stdout(stream(&report))
        .stderr(stream(&messages))
        .spawn()
        .expect("the program can be started");
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("the program can be waited for") {
            break status;
        }
        if started.elapsed() > MOST_TIME {
            child.kill().expect("the program can be stopped");
            panic!("no end after {MOST_TIME:?}: {args:?}");
        }
        sleep(Duration::from_millis(5));
    };
    let messages = fs::read(&messages).expect("the file is ours");
    let messages = String::from_utf8(messages).expect("messages are UTF-8");
    Outcome { status: status.code().expect("no signal ended it"), messages }
}
