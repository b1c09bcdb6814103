//! Links of a terminal (OSC 8): from a place to its file.

use std::fmt::Write as _;

/// How places become links to files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Links {
    host: String,
    folder: String,
}

impl Links {
    /// On the machine `host`, which may be empty, with relative paths sought from `folder`, an absolute path with
    /// `/` between its parts.
    pub fn new(host: &str, folder: &str) -> Self {
        Self { host: host.to_owned(), folder: folder.trim_end_matches('/').to_owned() }
    }

    /// `text`, which is fit for a terminal, as a link to the file at `path`; as it is where that is none.
    pub(super) fn around(&self, path: &str, text: &str) -> String {
        let Some(url) = self.url(path) else { return text.to_owned() };
        format!("\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\")
    }

    /// The URL of the file at `path`. Whatever a path holds, only what is known to be harmless stays itself.
    fn url(&self, path: &str) -> Option<String> {
        const STDIN: &str = "<stdin>";
        if path == STDIN || path.is_empty() {
            return None;
        }
        let mut url = "file://".to_owned();
        encode(&self.host, &mut url);
        let is_drive = |path: &str| path.as_bytes().get(1) == Some(&b':');
        let relative = path.strip_prefix("./").unwrap_or(path);
        let whole = if path.starts_with('/') || is_drive(path) {
            path.to_owned()
        } else {
            format!("{}/{relative}", self.folder)
        };
        if !whole.starts_with('/') {
            url.push('/');
        }
        encode(&whole, &mut url);
        Some(url)
    }
}

fn encode(text: &str, url: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                url.push(char::from(byte));
            }
            byte => {
                let _ = write!(url, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_urls_and_cannot_break_out() {
        let links = Links::new("larch", "/home/ada/my exports/");
        for (path, url) in [
            ("a.json", Some("file://larch/home/ada/my%20exports/a.json")),
            ("./b/a.json", Some("file://larch/home/ada/my%20exports/b/a.json")),
            ("/tmp/ü.json", Some("file://larch/tmp/%C3%BC.json")),
            ("C:/x.json", Some("file://larch/C:/x.json")),
            (
                "a\x1b\\\x07?#%.json",
                Some("file://larch/home/ada/my%20exports/a%1B%5C%07%3F%23%25.json"),
            ),
            ("<stdin>", None),
            ("", None),
        ] {
            assert_eq!(links.url(path).as_deref(), url, "{path:?}");
        }
        assert_eq!(Links::new("", "C:/x").url("y").as_deref(), Some("file:///C:/x/y"));
        let link = links.around("a.json", "a.json:1:2");
        assert!(
            link.starts_with("\x1b]8;;file://larch/")
                && link.ends_with("\x1b\\a.json:1:2\x1b]8;;\x1b\\")
        );
    }
}
