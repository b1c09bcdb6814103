//! XML and HTML, read tag by tag without a tree, so that no markup is too broken to be read.

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::token::{Quotes, trim};
use super::{MAX_LABEL, Pair};
use crate::document::codec::Codec;

/// Attributes that name what stands in `value`, `content` or inside the element, the best first.
const NAMING: [&[u8]; 3] = [b"name", b"key", b"id"];

/// Attributes whose value belongs to the element's name.
const VALUES: [&[u8]; 2] = [b"value", b"content"];

const CDATA: &[u8] = b"<![CDATA[";

/// Gives the text of elements that hold nothing else, and attributes. The label is the element's or the
/// attribute's name without its namespace prefix; for `<input name="a" value="b">` and `<entry
/// key="a">b</entry>` it is what is named `a`. Comments and CDATA sections are read as markup too.
pub fn pairs(text: &[u8], emit: &mut dyn FnMut(Pair)) {
    let mut reader = Reader { text, quotes: Quotes::default(), emit };
    let mut at = 0;
    while let Some(hit) = memchr(b'<', &text[at..]) {
        let open = at + hit;
        let end = name_end(text, open + 1);
        at = if end > open + 1 { reader.element(open + 1..end) } else { open + 1 };
    }
}

struct Reader<'a> {
    text: &'a [u8],
    quotes: Quotes,
    emit: &'a mut dyn FnMut(Pair),
}

/// What the attributes of a tag say together.
#[derive(Default)]
struct Attributes {
    /// The values of the attributes in [`NAMING`].
    names: [Option<Pair>; 3],
    value: Option<Pair>,
}

impl Reader<'_> {
    /// Reads the tag of this name, and its text if that is all that it holds; returns where to go on.
    fn element(&mut self, name: Range<usize>) -> usize {
        let mut attributes = Attributes::default();
        let end = self.attributes(name.end, &mut attributes);
        let is_open = end > 0 && self.text[end - 1] == b'>' && !self.text[..end].ends_with(b"/>");
        let content = if is_open { self.content(end, &name) } else { None };
        let next = content.as_ref().map_or(end, |pair| pair.value.end);
        self.give(attributes, content);
        next
    }

    /// Reads attributes up to the end of the tag; returns where that is.
    fn attributes(&mut self, mut at: usize, attributes: &mut Attributes) -> usize {
        while let Some(&byte) = self.text.get(at) {
            match byte {
                b'>' => return at + 1,
                b'<' => return at,
                _ => {}
            }
            let name = at..name_end(self.text, at);
            if name.is_empty() {
                at += 1;
                continue;
            }
            let equals = skip_blanks(self.text, name.end);
            if self.text.get(equals) != Some(&b'=') {
                at = equals;
                continue;
            }
            let (value, behind) = self.attribute_value(skip_blanks(self.text, equals + 1));
            at = behind;
            let label = local(self.text, name);
            let pair = Pair { label, value: trim(self.text, value), codec: Codec::Entities };
            self.attribute(pair, attributes);
        }
        at
    }

    /// The value that begins at `at`, and where the next attribute can begin.
    fn attribute_value(&mut self, at: usize) -> (Range<usize>, usize) {
        if let Some(b'"' | b'\'') = self.text.get(at)
            && let Some(close) = self.quotes.close(self.text, at, self.text.len())
        {
            return (at + 1..close, close + 1);
        }
        let stops = |byte: &u8| byte.is_ascii_whitespace() || b"<>\"'".contains(byte);
        let length = self.text[at..].iter().position(stops).unwrap_or(self.text.len() - at);
        let closes =
            self.text[at..at + length].ends_with(b"/") && self.text.get(at + length) == Some(&b'>');
        (at..at + length - usize::from(closes), at + length)
    }

    fn attribute(&mut self, pair: Pair, attributes: &mut Attributes) {
        let label = &self.text[pair.label.clone()];
        let is = |name: &&[u8]| label.eq_ignore_ascii_case(name);
        let slot = if let Some(rank) = NAMING.iter().position(is) {
            &mut attributes.names[rank]
        } else if VALUES.iter().any(is) {
            &mut attributes.value
        } else {
            return self.emit(pair);
        };
        if let Some(older) = slot.replace(pair) {
            self.emit(older);
        }
    }

    /// The text of the element whose start tag ends at `start`, under the element's name, if the element
    /// holds nothing but text or one CDATA section.
    fn content(&mut self, start: usize, name: &Range<usize>) -> Option<Pair> {
        let begin = skip_blanks(self.text, start);
        let rest = &self.text[begin..];
        let (inside, close, codec) = if rest.starts_with(CDATA) {
            let open = begin + CDATA.len();
            // Markup inside is read like any other, so only plain text is taken here.
            let end = open + memchr(b'<', &self.text[open..])?;
            let section = self.text[open..end].trim_ascii_end().strip_suffix(b"]]>")?;
            (open..open + section.len(), end, Codec::Plain)
        } else {
            let end = begin + memchr(b'<', rest)?;
            (begin..end, end, Codec::Entities)
        };
        let tag = self.text[close..].strip_prefix(b"</")?;
        if !tag.starts_with(&self.text[name.clone()]) {
            return None;
        }
        Some(Pair { label: local(self.text, name.clone()), value: trim(self.text, inside), codec })
    }

    /// Gives what the attributes and the text of an element say together.
    fn give(&mut self, attributes: Attributes, content: Option<Pair>) {
        let Attributes { names: [name, key, id], value } = attributes;
        let named_text = name.is_some() || key.is_some();
        let mut names = [name, key, id].into_iter().flatten();
        let mut value = value;
        let mut content = content.filter(|content| !content.value.is_empty());
        let target =
            if value.is_some() { value.as_mut() } else { content.as_mut().filter(|_| named_text) };
        if let Some(target) = target
            && let Some(name) = names.next()
            && (1..=MAX_LABEL).contains(&name.value.len())
        {
            target.label = name.value;
        }
        names.chain(value).chain(content).for_each(|pair| self.emit(pair));
    }

    fn emit(&mut self, pair: Pair) {
        if !pair.value.is_empty() && pair.label.len() <= MAX_LABEL {
            (self.emit)(pair);
        }
    }
}

/// A name without its namespace prefix.
fn local(text: &[u8], name: Range<usize>) -> Range<usize> {
    let prefix = memrchr(b':', &text[name.clone()]).map_or(0, |hit| hit + 1);
    name.start + prefix..name.end
}

fn name_end(text: &[u8], mut at: usize) -> usize {
    let is_part =
        |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80 || b"_-.:$@".contains(&byte);
    while text.get(at).is_some_and(|&byte| is_part(byte)) {
        at += 1;
    }
    at
}

fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    while text.get(at).is_some_and(u8::is_ascii_whitespace) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::{check, found};
    use super::*;

    #[test]
    fn elements_give_their_text() {
        check(
            pairs,
            &[
                ("<password>Qk3v</password>", &[("password", "Qk3v")]),
                ("<a><b> x&amp;y\n</b><ns:c>z</ns:c></a>", &[("b", "x&amp;y"), ("c", "z")]),
                ("<k><![CDATA[ a<b ]]></k>", &[]),
                ("<k> <![CDATA[ Qk&3v ]]> </k>", &[("k", "Qk&3v")]),
                ("<x><![CDATA[<password>Qk3v</password>]]></x>", &[("password", "Qk3v")]),
                ("<!-- <password>Qk3v</password> -->", &[("password", "Qk3v")]),
                (
                    "<wsse:Password Type=\"t\">Qk3v</wsse:Password>",
                    &[("Type", "t"), ("Password", "Qk3v")],
                ),
                ("<密码>Qk3v</密码>", &[("密码", "Qk3v")]),
            ],
        );
    }

    #[test]
    fn attributes_give_their_values() {
        check(
            pairs,
            &[
                ("<db user='joe' password=\"Qk 3v\"/>", &[("user", "joe"), ("password", "Qk 3v")]),
                ("<a x:token = Qk3v/>", &[("token", "Qk3v")]),
                ("<a b=\"c\" <d e=f>", &[("b", "c"), ("e", "f")]),
                ("<a b=\"c d=e>", &[("d", "e")]),
            ],
        );
    }

    #[test]
    fn what_an_attribute_names_has_that_label() {
        check(
            pairs,
            &[
                (
                    "<input type=\"hidden\" name=\"csrf\" value=\"Qk3v\">",
                    &[("type", "hidden"), ("csrf", "Qk3v")],
                ),
                ("<add value=\"Qk3v\" key=\"X\"/>", &[("X", "Qk3v")]),
                ("<meta name='csrf-token' content='Qk3v'>", &[("csrf-token", "Qk3v")]),
                ("<entry key=\"X\">Qk3v</entry>", &[("X", "Qk3v")]),
                ("<string name=\"X\">Qk3v</string>", &[("X", "Qk3v")]),
                ("<input id=\"X\" value=\"Qk3v\">", &[("X", "Qk3v")]),
                ("<password id=\"5\">Qk3v</password>", &[("id", "5"), ("password", "Qk3v")]),
                ("<input name=\"a\" id=\"b\" value=\"c\">", &[("id", "b"), ("a", "c")]),
                ("<form name=\"a\">\n<b>", &[("name", "a")]),
            ],
        );
    }

    #[test]
    fn what_is_no_markup_gives_none() {
        for text in [
            "",
            "<",
            "a < b",
            "<>",
            "</a>",
            "<a>",
            "<a>b",
            "<a>b</c>",
            "<a></a>",
            "<a> </a>",
            "<a b>",
            "<a b=>",
            "<a b=\"\">",
            "<!DOCTYPE html>",
            "<![CDATA[x",
            "<k><![CDATA[",
            "<a b='' c=\" \">",
        ] {
            let found = found(text, pairs);
            assert!(found.is_empty(), "{text:?} gave {found:?}");
        }
    }
}
