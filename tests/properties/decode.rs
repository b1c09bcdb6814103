//! `spans` and `via` lead from bytes of the file to the value, by a decoder of its own: written
//! after docs/output.md, it shares nothing with the one that made them.

use postseal::location::{Location, Span};

use crate::{corpus, looked_at, scan, scanner};

#[test]
fn bytes_at_the_spans_decode_to_the_value() {
    let scanner = scanner();
    let mut wrong = Vec::new();
    for file in corpus::fixtures_and_corpus() {
        let facts = scan(&scanner, &file.name, &file.bytes);
        for (id, secret, location) in looked_at(&facts) {
            if let Err(why) = leads_back(&file.bytes, secret.reveal(), location) {
                wrong.push(format!("{}:{} {id}: {why}", file.name, location.start.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whether the bytes that `location` names decode to `value`; else what they decode to.
pub(crate) fn leads_back(file: &[u8], value: &[u8], location: &Location) -> Result<(), String> {
    let via: Vec<String> = location.via.iter().map(ToString::to_string).collect();
    let decoded = decode(file, &location.spans, &via)?;
    if decoded == value {
        return Ok(());
    }
    let text = String::from_utf8_lossy;
    Err(format!(
        "{:?} via {via:?} at {} is {:?}, the value is {:?}",
        location.spans,
        location.pointer,
        text(&decoded),
        text(value)
    ))
}

/// What the bytes at `spans` decode to by the steps of `via`.
fn decode(file: &[u8], spans: &[Span], via: &[String]) -> Result<Vec<u8>, String> {
    let part = |span: &Span| {
        file.get(span.range()).map(<[u8]>::to_vec).ok_or(format!("{span:?} is not in the file"))
    };
    let mut parts: Vec<Vec<u8>> = spans.iter().map(part).collect::<Result<_, _>>()?;
    for name in via {
        parts = match name.as_str() {
            "join" => vec![parts.join(&b'\n')],
            "fold" => vec![folded(&parts)],
            "utf16" => parts.iter().map(|part| utf16(file, part)).collect::<Result<_, _>>()?,
            name => parts.iter().map(|part| step(name, part)).collect::<Result<_, _>>()?,
        };
    }
    match <[Vec<u8>; 1]>::try_from(parts) {
        Ok([value]) => Ok(value),
        Err(parts) => Err(format!("{} parts are left", parts.len())),
    }
}

/// The lines of a scalar of YAML, folded: a space between two, a newline for each empty one.
fn folded(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut out = parts.first().cloned().unwrap_or_default();
    for pair in parts.windows(2) {
        match (pair[0].is_empty(), pair[1].is_empty()) {
            (_, true) => out.push(b'\n'),
            (false, false) => out.push(b' '),
            (true, false) => {}
        }
        out.extend_from_slice(&pair[1]);
    }
    out
}

/// UTF-16 in the byte order that the mark of its file tells.
fn utf16(file: &[u8], part: &[u8]) -> Result<Vec<u8>, String> {
    let unit = if file.starts_with(b"\xFF\xFE") { u16::from_le_bytes } else { u16::from_be_bytes };
    let (units, rest) = part.as_chunks::<2>();
    let text: String = char::decode_utf16(units.iter().map(|&bytes| unit(bytes)))
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    if rest.is_empty() { Ok(text.into_bytes()) } else { Err("half a unit of UTF-16".to_owned()) }
}

/// One step of `via`, on one part.
pub(crate) fn step(name: &str, part: &[u8]) -> Result<Vec<u8>, String> {
    match name {
        "json" => Ok(replace(part, b'\\', backslash)),
        "yaml" => Ok(replace(part, b'\\', yaml)),
        "yaml-single" => {
            Ok(replace(part, b'\'', |text| text.starts_with(b"''").then(|| (2, b"'".to_vec()))))
        }
        "percent" => Ok(replace(part, b'%', percent)),
        "entities" => Ok(replace(part, b'&', entity)),
        "csv" => {
            Ok(replace(part, b'"', |text| text.starts_with(b"\"\"").then(|| (2, b"\"".to_vec()))))
        }
        "bytes" => {
            let numbers = part.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
            let number = |digits| std::str::from_utf8(digits).ok()?.parse().ok();
            numbers.map(number).collect::<Option<_>>().ok_or_else(|| "no bytes".to_owned())
        }
        "base64" => base64(part).ok_or_else(|| "no base64".to_owned()),
        name => {
            let ends = name.strip_prefix("slice(").and_then(|rest| rest.strip_suffix(')'));
            let (from, to) = ends.and_then(|ends| ends.split_once("..")).ok_or("unknown step")?;
            let number = |text: &str| text.parse::<usize>().map_err(|error| error.to_string());
            let slice = part.get(number(from)?..number(to)?);
            slice.map(<[u8]>::to_vec).ok_or_else(|| format!("{name} of {} bytes", part.len()))
        }
    }
}

/// An escape at the start of a text: the bytes it takes and what it stands for.
type Escape = fn(&[u8]) -> Option<(usize, Vec<u8>)>;

/// `text` with every escape replaced; what only begins like one stands for itself.
fn replace(text: &[u8], begins: u8, escape: Escape) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(&first) = rest.first() {
        let (taken, bytes) =
            (first == begins).then(|| escape(rest)).flatten().unwrap_or_else(|| (1, vec![first]));
        out.extend(bytes);
        rest = &rest[taken..];
    }
    out
}

fn backslash(text: &[u8]) -> Option<(usize, Vec<u8>)> {
    let byte = match *text.get(1)? {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'b' => 0x08,
        b'f' => 0x0c,
        b'u' => return Some(unicode(text, unit(text)?)),
        b'x' => return Some((4, utf8(hex(text, 2, 4)?))),
        other => other,
    };
    Some((2, vec![byte]))
}

/// What YAML has between double quotes and JSON has not.
fn yaml(text: &[u8]) -> Option<(usize, Vec<u8>)> {
    let code = match *text.get(1)? {
        b'0' => 0,
        b'a' => 0x07,
        b'v' => 0x0B,
        b'e' => 0x1B,
        b'N' => 0x85,
        b'_' => 0xA0,
        b'L' => 0x2028,
        b'P' => 0x2029,
        b'U' => return Some((10, utf8(hex(text, 2, 10)?))),
        b'\n' | b'\r' => {
            let line = if text[1..].starts_with(b"\r\n") { 3 } else { 2 };
            let blanks = text[line..].iter().take_while(|byte| matches!(byte, b' ' | b'\t'));
            return Some((line + blanks.count(), Vec::new()));
        }
        _ => return backslash(text),
    };
    Some((2, utf8(code)))
}

/// The UTF-16 unit of the `\u0041` that `text` begins with.
fn unit(text: &[u8]) -> Option<u32> {
    text.starts_with(b"\\u").then(|| hex(text, 2, 6)).flatten()
}

fn unicode(text: &[u8], first: u32) -> (usize, Vec<u8>) {
    let second = text.get(6..).and_then(unit).unwrap_or_default();
    let (high, low) = ((0xD800..0xDC00).contains(&first), (0xDC00..0xE000).contains(&second));
    if high && low {
        return (12, utf8(0x10000 + (first - 0xD800) * 0x400 + (second - 0xDC00)));
    }
    (6, utf8(first))
}

/// A code point as UTF-8; half a pair becomes the replacement character.
fn utf8(code: u32) -> Vec<u8> {
    char::from_u32(code).unwrap_or('\u{FFFD}').to_string().into_bytes()
}

fn percent(text: &[u8]) -> Option<(usize, Vec<u8>)> {
    Some((3, vec![u8::try_from(hex(text, 1, 3)?).ok()?]))
}

fn entity(text: &[u8]) -> Option<(usize, Vec<u8>)> {
    let end = text.iter().take(12).position(|&byte| byte == b';')?;
    let name = std::str::from_utf8(&text[1..end]).ok()?;
    let code = match name {
        "amp" => u32::from('&'),
        "lt" => u32::from('<'),
        "gt" => u32::from('>'),
        "quot" => u32::from('"'),
        "apos" => u32::from('\''),
        "nbsp" => 0xA0,
        _ => match name.strip_prefix('#')?.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => name[1..].parse().ok()?,
        },
    };
    Some((end + 1, char::from_u32(code)?.to_string().into_bytes()))
}

fn hex(text: &[u8], from: usize, to: usize) -> Option<u32> {
    let digits = std::str::from_utf8(text.get(from..to)?).ok()?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// Base64 in either alphabet, padded or not.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let end = text.iter().rposition(|&byte| byte != b'=').map_or(0, |last| last + 1);
    let mut out = Vec::new();
    for group in text[..end].chunks(4) {
        let mut bits = 0u32;
        for &byte in group {
            let value = match byte {
                b'A'..=b'Z' => byte - b'A',
                b'a'..=b'z' => byte - b'a' + 26,
                b'0'..=b'9' => byte - b'0' + 52,
                b'+' | b'-' => 62,
                b'/' | b'_' => 63,
                _ => return None,
            };
            bits = bits << 6 | u32::from(value);
        }
        bits <<= 6 * (4 - group.len());
        out.extend_from_slice(&bits.to_be_bytes()[1..group.len()]);
    }
    Some(out)
}

#[test]
fn every_step_of_the_documentation_decodes() {
    let cases: [(&str, &[u8], &[u8]); 12] = [
        ("json", br#"a\n\"\u0041\x42\/\q"#, b"a\n\"AB/q"),
        ("json", br"\ud83d\ude00 \ud83d \u12", "😀 \u{FFFD} \\u12".as_bytes()),
        ("json", b"end\\", b"end\\"),
        ("yaml", br#"a\e\"\x41\U0001F511\/"#, "a\x1B\"A🔑/".as_bytes()),
        ("yaml", b"a \\\r\n\t b", b"a b"),
        ("yaml-single", b"it''s '", b"it's '"),
        ("percent", b"a%2Bb%2", b"a+b%2"),
        ("entities", b"&amp;&#65;&#x42;&nope;", b"&AB&nope;"),
        ("base64", b"cmVwb3J0LWJvdDppR0FMamNFWlYxOHZaSXdMSXQ=", b"report-bot:iGALjcEZV18vZIwLIt"),
        ("base64", b"-_8", &[0xFB, 0xFF]),
        ("slice(2..4)", b"abcdef", b"cd"),
        ("slice(0..0)", b"abcdef", b""),
    ];
    for (name, text, decoded) in cases {
        assert_eq!(step(name, text).expect("the step is known"), decoded, "{name}");
    }
}
