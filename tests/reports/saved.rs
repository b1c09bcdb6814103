//! Saved reports, read again.

use std::io::BufReader;

use postseal::report::saved::{SavedError, Wanted, convert};
use postseal::report::{FORMATS, Format, ReportOptions};

use crate::scan;

fn format(name: &str) -> &'static Format {
    FORMATS.iter().find(|format| format.name == name).expect("it is a format")
}

fn jsonl(show_secrets: bool, hash: bool) -> String {
    let options = ReportOptions { show_secrets, hash, ..scan::options() };
    scan::written_with(format("jsonl"), options, &scan::reports())
}

fn converted(saved: &str, to: &str, wanted: Wanted) -> Result<String, SavedError> {
    let options =
        ReportOptions { show_secrets: wanted.values, hash: wanted.hashes, ..scan::options() };
    let guide = options.guide.clone();
    let reporter = (format(to).make)(options);
    let mut out = Vec::new();
    let file = ("saved.jsonl".to_owned(), BufReader::new(saved.as_bytes()));
    convert([file], (&guide, wanted), &*reporter, &mut out)?;
    Ok(String::from_utf8(out).expect("reports are UTF-8"))
}

#[test]
fn a_saved_report_gives_what_the_scan_would_have_written() {
    let saved = jsonl(false, false);
    for to in FORMATS {
        let scanned = scan::written(to, &scan::reports());
        let converted = converted(&saved, to.name, Wanted::default()).unwrap();
        assert_eq!(converted, scanned, "{}", to.name);
    }
}

#[test]
fn hashes_and_values_are_written_on_where_they_are_asked_for_and_there() {
    let hashes = Wanted { values: false, hashes: true };
    assert_eq!(converted(&jsonl(false, true), "jsonl", hashes).unwrap(), jsonl(false, true));
    assert_eq!(
        converted(&jsonl(false, true), "jsonl", Wanted::default()).unwrap(),
        jsonl(false, false)
    );
    let values = Wanted { values: true, hashes: false };
    assert_eq!(converted(&jsonl(true, false), "jsonl", values).unwrap(), jsonl(true, false));
}

#[test]
fn what_is_no_saved_report_is_named_by_its_line_and_not_quoted() {
    let saved = jsonl(false, false);
    let lines: Vec<&str> = saved.lines().collect();
    let with = |number: usize, line: &str| {
        let mut lines = lines.clone();
        lines[number] = line;
        lines.join("\n")
    };
    let cases = [
        (String::new(), "saved.jsonl is cut short"),
        (lines[..2].join("\n"), "saved.jsonl is cut short"),
        (with(1, "{\"type\":\"finding\""), "saved.jsonl:2: EOF while parsing"),
        (with(1, "{\"type\":\"gossip\"}"), "saved.jsonl:2: unknown variant `gossip`"),
        (with(1, "{}"), "saved.jsonl:2: missing field `type`"),
        (with(2, "hello"), "saved.jsonl:3: expected value"),
        (format!("[\n{saved}]"), "saved.jsonl:1: not JSON Lines"),
        (
            saved.replace("\"used\":3", "\"used\":\"k8Qz7LmN\""),
            "saved.jsonl:1: invalid type: string",
        ),
        (jsonl(true, false), "saved.jsonl:1: holds the value of a secret"),
    ];
    for (text, says) in cases {
        let error = converted(&text, "text", Wanted::default()).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
        assert!(!error.contains("k8Qz7LmN") && !error.contains(scan::VALUE), "{error}");
    }
    let hashes = Wanted { values: false, hashes: true };
    let error = converted(&saved, "jsonl", hashes).unwrap_err().to_string();
    assert_eq!(error, "saved.jsonl:1: has no hash: scan with --hash, too");
}
