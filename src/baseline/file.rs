//! The file of a baseline: JSON Lines, a header and an entry a line, sorted by fingerprint, so that
//! git merges what two branches add.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Baseline, Entry};
use crate::finding::State;
use crate::input::{Folder, name_of};
use crate::replace::Replacement;

/// The version of the format, and of how fingerprints are made.
pub const FORMAT: u32 = 1;

/// Most bytes of a line.
const LONGEST_LINE: u64 = 1 << 20;

/// A baseline that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// Some other file.
    #[error("{0} is no baseline: make one with `postseal baseline create`")]
    NotBaseline(String),
    /// One of a version that this program does not know.
    #[error("{path} is a baseline of version {version}, and this postseal reads version {FORMAT}: {}", remedy(*version))]
    Version {
        /// The file.
        path: String,
        /// Its version.
        version: u32,
    },
    /// A line that is none of a baseline.
    #[error("{path}:{line}: {what}")]
    Line {
        /// The file.
        path: String,
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        what: String,
    },
    /// It cannot be read.
    #[error("cannot read the baseline {0}")]
    Read(String, #[source] io::Error),
    /// It cannot be written; what was there before still is.
    #[error("cannot write the baseline {0}")]
    Write(String, #[source] io::Error),
}

fn remedy(version: u32) -> &'static str {
    if version > FORMAT {
        "take a newer postseal"
    } else {
        "make it anew with `postseal baseline create`"
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    postseal_baseline: u32,
}

impl Baseline {
    /// The baseline in the file at `path`; scans are run in `here`, an absolute path.
    pub fn read(path: &Path, here: &Path) -> Result<Self, BaselineError> {
        let name = name_of(path);
        let failed = |error| BaselineError::Read(name.clone(), error);
        let file = BufReader::new(File::open(path).map_err(failed)?);
        let entries = parse(&name, file)?;
        Ok(Self { entries, folder: Folder::of_file(path, here), path: name })
    }

    /// Writes it to the file at `path`, all at once: whoever reads it sees the old one or the new one.
    pub fn write(&self, path: &Path) -> Result<(), BaselineError> {
        let failed = |error| BaselineError::Write(name_of(path), error);
        // A symbolic link stays one.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let write = || {
            let mut replacement = Replacement::begin(path)?;
            replacement.write_all(&self.to_bytes())?;
            replacement.keep()
        };
        write().map_err(failed)
    }

    /// What its file holds.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        write_line(&Header { postseal_baseline: FORMAT }, &mut bytes);
        self.entries.values().for_each(|entry| write_line(entry, &mut bytes));
        bytes
    }
}

fn write_line(line: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(&mut *out, line).expect("lines hold nothing that JSON cannot");
    out.push(b'\n');
}

fn parse(path: &str, mut file: impl BufRead) -> Result<BTreeMap<String, Entry>, BaselineError> {
    let failed = |error| BaselineError::Read(path.to_owned(), error);
    let mut entries: BTreeMap<String, Entry> = BTreeMap::new();
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        file.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes).map_err(failed)?;
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes).trim_ascii();
        if line == 1 {
            let header: Result<Header, _> = serde_json::from_slice(text);
            let header = header.map_err(|_| BaselineError::NotBaseline(path.to_owned()))?;
            let version = header.postseal_baseline;
            if version != FORMAT {
                return Err(BaselineError::Version { path: path.to_owned(), version });
            }
            continue;
        }
        if bytes.is_empty() {
            break;
        }
        let wrong = |what| BaselineError::Line { path: path.to_owned(), line, what };
        // What git's merges leave behind, and a header that two branches added.
        if text.is_empty() || serde_json::from_slice::<Header>(text).is_ok() {
            continue;
        }
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| text.starts_with(mark.as_bytes())) {
            return Err(wrong(
                "a conflict that git left: keep the lines of both sides and delete its marks"
                    .into(),
            ));
        }
        let entry = entry(text).map_err(wrong)?;
        add(&mut entries, entry).map_err(wrong)?;
    }
    Ok(entries)
}

fn entry(line: &[u8]) -> Result<Entry, String> {
    let entry: Entry = serde_json::from_slice(line).map_err(|error| {
        let text = error.to_string();
        // There is but one line.
        let what = text.split(" at line ").next().unwrap_or_default();
        format!("{what} (column {})", error.column().max(1))
    })?;
    for id in [&entry.fingerprint, &entry.kin] {
        if id.len() != 32 || !id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            return Err("fingerprint and kin have 32 hex digits each".to_owned());
        }
    }
    Ok(entry)
}

/// Adds an entry. Where two branches added one, what was decided on counts.
fn add(entries: &mut BTreeMap<String, Entry>, entry: Entry) -> Result<(), String> {
    let Some(known) = entries.get_mut(&entry.fingerprint) else {
        entries.insert(entry.fingerprint.clone(), entry);
        return Ok(());
    };
    match (known.state, entry.state) {
        (_, State::Active) => {}
        (State::Active, _) => *known = entry,
        (one, other) if one == other => {}
        (one, other) => {
            let id = &entry.fingerprint;
            return Err(format!("{id} is {one} above and {other} here: keep one of the lines"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "{\"postseal_baseline\":1}\n";

    fn line(digit: char, state: &str) -> String {
        let id = digit.to_string().repeat(32);
        format!(
            "{{\"fingerprint\":\"{id}\",\"kin\":\"{id}\",\"state\":\"{state}\",\"pattern\":\"p\",\
             \"severity\":\"high\",\"path\":\"a.json\",\"name_path\":[]}}\n"
        )
    }

    fn states(text: &str) -> Result<Vec<(char, State)>, String> {
        let entries = parse("b.jsonl", text.as_bytes()).map_err(|error| error.to_string())?;
        let first = |id: &String| id.chars().next().unwrap_or_default();
        Ok(entries.iter().map(|(id, entry)| (first(id), entry.state)).collect())
    }

    #[test]
    fn lines_of_two_branches_become_one_baseline() {
        use State::{Active, FalsePositive};
        let (one, two) = (line('1', "active"), line('2', "active"));
        let decided = line('1', "FALSE_POSITIVE");
        let cases = [
            (format!("{HEADER}{two}{one}"), vec![('1', Active), ('2', Active)]),
            (format!("{HEADER}{one}{HEADER}{one}\r\n{two}"), vec![('1', Active), ('2', Active)]),
            (format!("{HEADER}{one}{decided}"), vec![('1', FalsePositive)]),
            (format!("{HEADER}{decided}{one}"), vec![('1', FalsePositive)]),
            (HEADER.trim().to_owned(), vec![]),
        ];
        for (text, expected) in cases {
            assert_eq!(states(&text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let one = line('1', "active");
        let cases = [
            (String::new(), "b.jsonl is no baseline"),
            ("[]\n".to_owned(), "b.jsonl is no baseline"),
            (
                "{\"postseal_baseline\":9}\n".to_owned(),
                "of version 9, and this postseal reads version 1: take a newer",
            ),
            ("{\"postseal_baseline\":0}\n".to_owned(), "make it anew"),
            (format!("{HEADER}{one}<<<<<<< HEAD\n"), "b.jsonl:3: a conflict that git left"),
            (format!("{HEADER}{}", line('1', "fine")), "b.jsonl:2: `fine` is no state"),
            (format!("{HEADER}{one}{{"), "b.jsonl:3: EOF while parsing"),
            (format!("{HEADER}{}", line('x', "active")), "b.jsonl:2: fingerprint and kin"),
            (
                format!("{HEADER}{}{}", line('1', "revoked"), line('1', "false-positive")),
                "is revoked above and false-positive here",
            ),
            (
                format!("{HEADER}{}", one.replace("\"pattern\"", "\"patern\"")),
                "unknown field `patern`",
            ),
        ];
        for (text, expected) in cases {
            let message = states(&text).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }
}
