//! However a stream is cut, what is found in it is the same; and UTF-16 is read like UTF-8.

use std::path::{Path, PathBuf};

use postseal::finding::Finding;
use postseal::location::Via;
use postseal::location::charset::Charset;
use postseal::pattern::library::Library;
use postseal::scan::{Memory, More, ScanOptions, Scanner, SourceFacts};
use postseal::source::Source;
use proptest::prelude::*;

fn scanner() -> Scanner {
    Scanner::new(
        Library::built_in().expect("fixtures and patterns are sound"),
        ScanOptions::default(),
    )
    .expect("fixtures and patterns are sound")
}

fn whole(scanner: &Scanner, bytes: &[u8]) -> SourceFacts {
    scanner.scan(&Source::new("stream", bytes), &mut Memory::default())
}

/// Scans `bytes` as they come in pieces of these lengths, over and over.
fn in_pieces(scanner: &Scanner, bytes: &[u8], lengths: &[usize]) -> SourceFacts {
    let mut memory = Memory::default();
    let mut stream = scanner.stream("stream", None);
    let (mut done, mut known) = (0, 0);
    for length in lengths.iter().cycle() {
        known += length;
        if known >= bytes.len() {
            break;
        }
        done += stream.push(&bytes[done..known], More::Later, &mut memory);
        assert!(done <= known);
    }
    stream.push(&bytes[done..], More::Nothing, &mut memory);
    stream.finish()
}

/// Scans `bytes`, of which all are at hand, by windows of so many bytes.
fn in_windows(scanner: &Scanner, bytes: &[u8], window: usize) -> SourceFacts {
    let mut stream = scanner.stream("stream", None);
    let mut used = 0;
    stream.push_windows(bytes, window, &mut Memory::default(), &mut |count| {
        used += count;
        true
    });
    assert_eq!(used, bytes.len());
    stream.finish()
}

/// Everything that a report says of the facts.
fn told(facts: &SourceFacts) -> String {
    let findings: Vec<String> = facts
        .findings
        .iter()
        .map(|finding| serde_json::to_string(finding).expect("fixtures and patterns are sound"))
        .collect();
    let problems = serde_json::to_string(&facts.problems).expect("fixtures and patterns are sound");
    let (documents, bytes) = (facts.documents, facts.bytes);
    format!(
        "{}\n{problems}\n{documents} {bytes} {:?} {:?}",
        findings.join("\n"),
        facts.kinds,
        facts.rejections
    )
}

/// Every fixture but archives.
fn fixtures() -> Vec<Vec<u8>> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).expect("fixtures and patterns are sound") {
            let path = entry.expect("fixtures and patterns are sound").path();
            if path.is_dir() {
                walk(&path, files);
            } else if path.extension().is_some_and(|e| e == "json" || e == "ndjson" || e == "env") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
    files.sort();
    files.iter().map(|file| std::fs::read(file).expect("fixtures and patterns are sound")).collect()
}

fn utf16(text: &str, charset: Charset) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    match charset {
        Charset::Utf16Be => units.flat_map(u16::to_be_bytes).collect(),
        _ => units.flat_map(u16::to_le_bytes).collect(),
    }
}

#[test]
fn every_fixture_is_the_same_in_pieces_and_windows() {
    let scanner = scanner();
    for bytes in fixtures() {
        let expected = told(&whole(&scanner, &bytes));
        for length in [1024, 1777, 5000] {
            assert_eq!(told(&in_pieces(&scanner, &bytes, &[length])), expected);
        }
        for window in [1, 100, 1777, 5000, bytes.len().saturating_sub(1), bytes.len()] {
            assert_eq!(told(&in_windows(&scanner, &bytes, window)), expected, "{window}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn concatenations_are_the_same_in_pieces_and_windows(
        picks in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4), 1..12),
        lengths in prop::collection::vec(200_usize..9000, 1..6),
        as_utf16 in any::<bool>(),
    ) {
        let (scanner, fixtures) = (scanner(), fixtures());
        let mut bytes = Vec::new();
        for (pick, end) in picks {
            let fixture: &Vec<u8> = pick.get(&fixtures);
            bytes.extend_from_slice(fixture);
            bytes.extend_from_slice([&b"\n"[..], b"", b"\r\n\r\n", b"\nx: {\n"][end]);
        }
        if as_utf16 {
            bytes = utf16(&String::from_utf8_lossy(&bytes), Charset::Utf16Be);
        }
        let expected = told(&whole(&scanner, &bytes));
        prop_assert_eq!(&told(&in_windows(&scanner, &bytes, lengths[0])), &expected);
        prop_assert_eq!(told(&in_pieces(&scanner, &bytes, &lengths)), expected);
    }
}

/// The value at a finding's spans, decoded as far as `via` says, where that is UTF-16 alone.
fn from_spans(bytes: &[u8], charset: Charset, finding: &Finding) -> String {
    let [span] = finding.location.spans.as_slice() else { panic!("more spans than one") };
    let units = bytes[span.range()].chunks_exact(2).map(|pair| match charset {
        Charset::Utf16Be => u16::from_be_bytes([pair[0], pair[1]]),
        _ => u16::from_le_bytes([pair[0], pair[1]]),
    });
    String::from_utf16(&units.collect::<Vec<_>>()).expect("whole units")
}

#[test]
fn utf16_is_read_like_utf8_and_leads_back() {
    let scanner = scanner();
    let text = "{\r\n  \"name\": \"Dev \u{1f511} ключи\",\r\n  \"values\": [\r\n    {\"key\": \"\u{1f600}\", \"value\": \"x\", \"enabled\": true}, \
                {\"key\": \"password\", \"value\": \"gT\u{1f511}7!mq-Wz5e\", \"enabled\": true}\r\n  ]\r\n}\r\n";
    let plain = whole(&scanner, text.as_bytes());
    assert_eq!(plain.findings.len(), 1);
    for charset in [Charset::Utf16Le, Charset::Utf16Be] {
        let bytes = utf16(text, charset);
        let facts = whole(&scanner, &bytes);
        let [finding] = facts.findings.as_slice() else { panic!("one finding") };
        assert_eq!(finding.secret, plain.findings[0].secret);
        assert_eq!(finding.fingerprint, plain.findings[0].fingerprint);
        assert_eq!(finding.location.via, [Via::Utf16, Via::Json]);
        assert_eq!(from_spans(&bytes, charset, finding), "gT\u{1f511}7!mq-Wz5e");
        let (start, plain) = (finding.location.start, plain.findings[0].location.start);
        assert_eq!((start.line, start.char_column), (plain.line, plain.char_column));
        assert_eq!(start.column - 1, (start.char_column - 1) * 2 + 2, "one pair on the line");
    }
}
