//! Shapes: the ways in which a credential stands in Postman's documents.
//!
//! A shape is a template. Its words in braces are replaced for each specimen: `{n}` by a number,
//! `{host}` by the host that the request goes to, `{label}` by the name beside the value,
//! `{ident}` and `{header}` by the same as an identifier and as a header in prose, and `{value}` by the text that holds the secret, sent
//! through the shape's layers. So where the secret must be found is known without reading anything.

mod collection;
mod layer;
mod variable;

use std::ops::Range;

use layer::Layer;

use crate::location::Role;

/// One way in which a credential stands in a document.
#[derive(Debug)]
pub struct Shape {
    /// What the matrix calls it.
    pub name: &'static str,
    /// What part of a request the value is there.
    pub role: Role,
    /// The name of a file of this shape.
    pub file: &'static str,
    /// What goes before the first item.
    open: &'static str,
    /// One item.
    item: &'static str,
    /// What goes between two; `None` where each item is a file of its own.
    between: Option<&'static str>,
    /// What goes behind the last.
    close: &'static str,
    /// What the value goes through, innermost first.
    layers: &'static [Layer],
    /// Whether the file is UTF-16.
    utf16: bool,
}

/// What is put into a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filling<'f> {
    /// The name beside the value; `None` where the text tells by itself.
    pub label: Option<&'f str>,
    /// The text that stands as the value.
    pub text: &'f str,
    /// Where in the text the secret is.
    pub secret: Range<usize>,
    /// The host of the request, where a request is around it.
    pub host: &'f str,
}

/// A document of one shape with items in it.
#[derive(Debug)]
pub struct Sheet {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// For each item, which filling it is and where in the bytes its secret is.
    pub items: Vec<(usize, Range<usize>)>,
}

/// Every shape.
pub fn shapes() -> impl Iterator<Item = &'static Shape> {
    collection::SHAPES.iter().chain(variable::SHAPES)
}

/// The name beside a value that tells nothing.
const NEUTRAL: &str = "setting";

impl Shape {
    /// Whether `filling` can stand in it: what needs a label stands where there is one, and lines
    /// or quotes stand only where the notation has them.
    pub fn carries(&self, filling: &Filling<'_>) -> bool {
        let labelled = ["{label}", "{ident}", "{header}"].iter().any(|w| self.item.contains(w));
        let mut text = filling.text.to_owned();
        (labelled || filling.label.is_none())
            && self.layers.iter().all(|layer| {
                let carried = layer.carries(&text);
                text = layer.encode(&text);
                carried
            })
    }

    /// The documents that hold `fillings`, which it carries, each with its number.
    pub fn sheets(&self, fillings: &[(usize, Filling<'_>)]) -> Vec<Sheet> {
        let size = if self.between.is_some() { fillings.len().max(1) } else { 1 };
        fillings.chunks(size).map(|chunk| self.sheet(chunk)).collect()
    }

    fn sheet(&self, fillings: &[(usize, Filling<'_>)]) -> Sheet {
        let mut text = self.open.to_owned();
        let mut items = Vec::new();
        for (index, (number, filling)) in fillings.iter().enumerate() {
            if index > 0 {
                text.push_str(self.between.unwrap_or_default());
            }
            items.push((*number, self.write_item(*number, filling, &mut text)));
        }
        text.push_str(self.close);
        if !self.utf16 {
            return Sheet { bytes: text.into_bytes(), items };
        }
        Sheet { items: places_in_utf16(&text, items), bytes: utf16(&text) }
    }

    /// Writes one item behind `out` and returns where the secret is.
    fn write_item(&self, number: usize, filling: &Filling<'_>, out: &mut String) -> Range<usize> {
        let label = filling.label.unwrap_or(NEUTRAL);
        let mut secret = 0..0;
        let mut rest = self.item;
        while let Some((before, word, after)) = next_word(rest) {
            out.push_str(before);
            rest = after;
            match word {
                "n" => out.push_str(&number.to_string()),
                "host" => out.push_str(filling.host),
                "label" => out.push_str(self.encode(label).trim_end_matches(',')),
                "ident" => out.push_str(&identifier(label)),
                "header" => out.push_str(&header(label)),
                _ => secret = self.write_value(filling, out),
            }
        }
        out.push_str(rest);
        secret
    }

    fn write_value(&self, filling: &Filling<'_>, out: &mut String) -> Range<usize> {
        let gap: usize = self.layers.iter().map(|layer| layer.gap()).sum();
        let part = |range: Range<usize>| self.encode(filling.text.get(range).unwrap_or_default());
        out.push_str(&part(0..filling.secret.start));
        let start = out.len();
        out.push_str(&part(filling.secret.clone()));
        let end = out.len();
        out.push_str(&part(filling.secret.end..filling.text.len()));
        out.truncate(out.len() - gap);
        start..end - gap
    }

    fn encode(&self, text: &str) -> String {
        self.layers.iter().fold(text.to_owned(), |text, layer| layer.encode(&text))
    }
}

/// `text` in UTF-16, behind a byte-order mark.
fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

/// Where the places of `items`, which are ascending, are in [`utf16`] of `text`.
fn places_in_utf16(text: &str, items: Vec<(usize, Range<usize>)>) -> Vec<(usize, Range<usize>)> {
    let (mut here, mut there) = (0, 2);
    let mut place = |at: usize| {
        there += text.get(here..at).unwrap_or_default().encode_utf16().count() * 2;
        here = at;
        there
    };
    items.into_iter().map(|(number, at)| (number, place(at.start)..place(at.end))).collect()
}

/// What goes before the next word in braces, the word, and what follows.
fn next_word(template: &str) -> Option<(&str, &str, &str)> {
    const WORDS: [&str; 6] = ["n", "host", "label", "ident", "header", "value"];
    template.match_indices('{').find_map(|(at, _)| {
        let (before, rest) = template.split_at_checked(at)?;
        let (word, after) = rest.get(1..)?.split_once('}')?;
        WORDS.contains(&word).then_some((before, word, after))
    })
}

/// `label` as a program would call a variable.
fn identifier(label: &str) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let start = if label.starts_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
    start.chars().chain(label.chars().map(word)).collect()
}

/// `label` as a header would be called.
fn header(label: &str) -> String {
    let start = if label.starts_with(|c: char| c.is_ascii_alphabetic()) { "" } else { "X-" };
    format!("{start}{label}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_stand_where_the_sheet_says() {
        let text = "Bearer a\"b\\c%é";
        let filling = Filling {
            label: Some("X-Key"),
            text,
            secret: 7..text.len(),
            host: "api.quarry.example",
        };
        for shape in shapes().filter(|shape| shape.carries(&filling)) {
            let sheets = shape.sheets(&[(0, filling.clone()), (1, filling.clone())]);
            let count: usize = sheets.iter().map(|sheet| sheet.items.len()).sum();
            assert_eq!(count, 2, "{}", shape.name);
            for sheet in sheets {
                for (_, place) in &sheet.items {
                    let bytes = &sheet.bytes[place.clone()];
                    assert!(!bytes.is_empty(), "{}", shape.name);
                    let mut encoded = shape.encode(&text[7..]);
                    encoded.truncate(encoded.trim_end_matches(',').len());
                    if !shape.utf16 {
                        assert_eq!(bytes, encoded.as_bytes(), "{}", shape.name);
                    }
                }
            }
        }
    }

    #[test]
    fn shapes_have_names_of_their_own_and_hold_a_value() {
        let mut names = std::collections::BTreeSet::new();
        for shape in shapes() {
            assert!(names.insert(shape.name), "{} is there twice", shape.name);
            assert!(shape.item.contains("{value}"), "{}", shape.name);
        }
        assert!(names.len() >= 20);
    }
}
