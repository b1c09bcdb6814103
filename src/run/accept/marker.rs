//! Markers in descriptions: what one asks for, and which findings it may ask it of.

use std::path::Path;
use std::sync::Arc;

use super::Rule;
use crate::config::{AllowRule, Criteria, Criterion};
use crate::finding::{Date, Finding, Marker, Notice, NoticeCode, SuppressedBy};
use crate::input::Folder;

/// A marker that counts.
pub(super) struct Marked {
    pub(super) rule: Rule,
    path: Arc<str>,
    document: u32,
    /// Pointer of the item whose description holds it.
    item: String,
}

/// Where what stands inside an item is an item of its own.
const ITEMS: [&str; 6] = ["item", "items", "folders", "requests", "collections", "environments"];

impl Marked {
    /// Whether `finding` stands in the item, and in none inside it.
    pub(super) fn holds(&self, finding: &Finding) -> bool {
        let place = &finding.location;
        let is_here =
            finding.path == self.path && finding.entry.is_none() && place.document == self.document;
        let below = place.pointer.strip_prefix(self.item.as_str());
        let below = below.and_then(|rest| rest.strip_prefix('/'));
        let mut parts = below.unwrap_or_default().split('/');
        let is_inside = parts.next().is_some_and(|part| ITEMS.contains(&part))
            && parts.next().is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        is_here && below.is_some() && !is_inside
    }
}

/// The markers that count; of the others, what is wrong is told to `notice`.
pub(super) fn rules(markers: &[Marker], notice: impl Fn(Notice)) -> Vec<Marked> {
    let marked = |marker: &Marker| match rule(marker) {
        Ok(rule) => Some(Marked {
            rule: rule.into(),
            path: Arc::clone(&marker.path),
            document: marker.document,
            item: item(&marker.pointer).to_owned(),
        }),
        Err(problem) => {
            notice(Notice {
                path: marker.path.to_string(),
                line: Some(marker.line),
                code: NoticeCode::Unread,
                message: format!("the marker accepts nothing: {problem}"),
            });
            None
        }
    };
    markers.iter().filter_map(marked).collect()
}

/// The item that a description at `pointer` describes.
fn item(pointer: &str) -> &str {
    let pointer = pointer.strip_suffix("/content").unwrap_or(pointer);
    let around = pointer.strip_suffix("/description").unwrap_or(pointer);
    around.strip_suffix("/request").or(around.strip_suffix("/info")).unwrap_or(around)
}

/// What a marker asks for: `jwt-token, 0123… until 2027-03-31 -- it is a sample`.
fn rule(marker: &Marker) -> Result<AllowRule, String> {
    let text = marker.text.trim_end_matches("-->").trim();
    // Editors make one dash of two.
    let dash = ["--", "—", "–"].into_iter().filter_map(|dash| Some((text.find(dash)?, dash))).min();
    let (what, reason) = match dash {
        Some((at, dash)) => {
            let reason = text.get(at + dash.len()..).unwrap_or_default().trim();
            (text.get(..at).unwrap_or_default(), Some(reason.to_owned()))
        }
        None => (text, None),
    };
    let (what, expires) = match what.split_once(" until ") {
        Some((what, day)) => {
            let day = day.trim().parse::<Date>().map_err(|error| error.to_string())?;
            (what, Some(day))
        }
        None => (what, None),
    };
    let mut criteria = Criteria::default();
    let asked = what.split([',', ' ']).map(str::trim).filter(|what| !what.is_empty());
    for what in asked {
        let is_id = what.len() == 32 && what.bytes().all(|byte| byte.is_ascii_hexdigit());
        let kind = if is_id { Criterion::Fingerprint } else { Criterion::Pattern };
        criteria.add(kind, &[what.to_owned()])?;
    }
    if criteria.is_empty() {
        return Err("name a pattern or a fingerprint".to_owned());
    }
    Ok(AllowRule {
        criteria,
        reason: reason.filter(|reason| !reason.is_empty()),
        author: None,
        expires,
        by: SuppressedBy::Marker,
        place: (Arc::clone(&marker.path), marker.line),
        folder: Arc::new(Folder::new(Path::new(""), Path::new(""))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_told_by_where_its_description_stands() {
        let cases = [
            ("/item/0/request/description", "/item/0"),
            ("/item/0/request/description/content", "/item/0"),
            ("/item/3/description", "/item/3"),
            ("/info/description/content", ""),
            ("/collection/info/description", "/collection"),
            ("/requests/5/description", "/requests/5"),
            ("/item/0/request/header/2/description", "/item/0/request/header/2"),
            ("/description", ""),
        ];
        for (pointer, expected) in cases {
            assert_eq!(item(pointer), expected, "{pointer}");
        }
    }

    #[test]
    fn a_marker_names_what_it_accepts() {
        let ask = |text: &str| {
            let path = Arc::from("a.json");
            let (document, pointer, line) = (0, "/description".to_owned(), 1);
            rule(&Marker { path, document, pointer, line, text: text.to_owned() })
        };
        let read = ask("jwt-token, github-* until 2027-03-31 -- samples -- of the docs").unwrap();
        assert_eq!(read.reason.as_deref(), Some("samples -- of the docs"));
        assert_eq!(read.expires.map(|date| date.to_string()).as_deref(), Some("2027-03-31"));
        let id = "0123456789abcdef0123456789abcdef";
        assert_eq!(ask(&format!("{id} — a sample -->")).unwrap().criteria.fingerprints, [id]);
        assert_eq!(ask("jwt-token").unwrap().reason, None);
        for (text, expected) in [
            ("", "name a pattern"),
            ("-- why", "name a pattern"),
            ("x until soon", "`soon` is no date"),
            ("[", "no glob"),
        ] {
            assert!(ask(text).unwrap_err().contains(expected), "{text}");
        }
    }
}
