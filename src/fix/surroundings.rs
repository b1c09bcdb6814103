//! What stands around a secret in its file: read once more, because a finding tells only where it is.

use std::collections::BTreeSet;
use std::ops::Range;

use memchr::memmem;

use super::repeats::{Repeat, Repeats};
use crate::document::path::{Nodes, Place};
use crate::document::{Edge, Field, FieldSink, Piece, Reading, format_of};
use crate::finding::Finding;
use crate::location::charset::{Charset, Decoded};
use crate::location::{Role, Span};

/// What stands around a secret.
#[derive(Debug, Clone, Default)]
pub(super) struct Surroundings {
    /// The string of the file that it stands in, without its quotes.
    pub(super) string: Option<Span>,
    /// Whether it is all of that string.
    pub(super) is_whole: bool,
    /// Whether it stands in markup, though no reference to a character does.
    pub(super) is_markup: bool,
    /// Whether it is a number of JSON, without quotes.
    pub(super) is_bare: bool,
    /// Where it is a URL whose parts also stand alone, as Postman keeps them: what of it to replace.
    pub(super) part: Option<Part>,
}

/// The part of a URL that makes it a secret.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) value: Vec<u8>,
    /// Strings that are this part alone, in bytes of the file.
    pub(super) twins: Vec<Span>,
}

/// Shortest part of a URL that makes it a secret.
const SHORTEST_PART: usize = 7;

/// A file as it is looked at before it is fixed.
pub(super) struct Looked {
    /// The encoding of the file.
    pub(super) charset: Charset,
    /// Whether it is read as YAML.
    pub(super) is_yaml: bool,
    /// In the order of the findings.
    pub(super) around: Vec<Surroundings>,
    /// Names that variables have in it.
    pub(super) variables: BTreeSet<String>,
    /// Strings that no finding tells of.
    pub(super) repeats: Vec<Repeat>,
}

/// Looks at `findings` of the file at `path`, which holds `bytes`.
pub(super) fn look(path: &str, bytes: &[u8], findings: &[&Finding]) -> Looked {
    let (charset, mark) = Charset::of(bytes);
    let text = Decoded::new(bytes.get(mark..).unwrap_or_default(), charset, mark as u64);
    let mut sink = Sink::new((bytes, charset, mark), &text, findings);
    let piece = Piece { name: path, text: &text, documents: 0, begins: Edge::Outside };
    let format = format_of(path, text.bytes());
    let nodes = Nodes::default();
    format.read(&piece, &mut Reading { sink: &mut sink, nodes: &nodes });
    let Sink { mut around, mut variables, repeats, .. } = sink;
    let mut repeats = repeats.found();
    for repeat in &mut repeats {
        repeat.string = text.span(repeat.string.range());
    }
    for surroundings in &mut around {
        surroundings.string = surroundings.string.map(|string| text.span(string.range()));
        for twin in surroundings.part.iter_mut().flat_map(|part| &mut part.twins) {
            *twin = text.span(twin.range());
        }
    }
    references(text.bytes(), &mut variables);
    Looked { charset, is_yaml: format.name() == "yaml", around, variables, repeats }
}

/// Adds the names of the references in `text`.
fn references(text: &[u8], names: &mut BTreeSet<String>) {
    const LONGEST: usize = 128;
    for open in memmem::find_iter(text, b"{{") {
        let rest = text.get(open + 2..).unwrap_or_default();
        let near = rest.get(..rest.len().min(LONGEST)).unwrap_or_default();
        let end = near.iter().position(|byte| matches!(byte, b'{' | b'}' | b'"' | b'\n'));
        let name = end.filter(|end| near.get(*end) == Some(&b'}')).and_then(|end| near.get(..end));
        if let Some(name) = name.and_then(|name| std::str::from_utf8(name).ok()) {
            names.insert(name.strip_prefix("vault:").unwrap_or(name).to_owned());
        }
    }
}

/// A secret to be recognised among the fields.
struct Target<'f> {
    finding: &'f Finding,
    index: usize,
    /// Bytes of the file's text.
    range: Range<usize>,
}

struct Sink<'f> {
    /// Those that are a URL whose parts Postman keeps beside it: what the pointers of both begin with, and
    /// which of the findings it is.
    urls: Vec<(&'f str, &'f Finding, usize)>,
    /// Ascending.
    targets: Vec<Target<'f>>,
    /// Length of the longest range of a target.
    longest: usize,
    around: Vec<Surroundings>,
    variables: BTreeSet<String>,
    repeats: Repeats,
}

impl<'f> Sink<'f> {
    fn new(
        (bytes, charset, mark): (&[u8], Charset, usize),
        text: &Decoded<'_>,
        findings: &[&'f Finding],
    ) -> Self {
        let place = |offset: u64| {
            let offset = usize::try_from(offset).unwrap_or(usize::MAX);
            if !text.is_utf16() {
                return offset.saturating_sub(mark);
            }
            let before = bytes.get(mark..offset).unwrap_or_default();
            Decoded::new(before, charset, 0).bytes().len()
        };
        let target = |(index, finding): (usize, &&'f Finding)| {
            let spans = &finding.location.spans;
            let range = place(spans.first()?.start)..place(spans.last()?.end);
            Some(Target { finding, index, range })
        };
        let mut targets: Vec<_> = findings.iter().enumerate().filter_map(target).collect();
        targets.sort_by_key(|target| (target.range.start, target.range.end));
        let longest = targets.iter().map(|target| target.range.len()).max().unwrap_or(0);
        let around = vec![Surroundings::default(); findings.len()];
        let url = |(index, finding): (usize, &&'f Finding)| {
            let base = finding.location.pointer.strip_suffix("raw")?;
            let is_url = finding.location.role == Role::Url
                && memmem::find(finding.secret.reveal(), b"/").is_some();
            is_url.then_some((base, *finding, index))
        };
        let urls = findings.iter().enumerate().filter_map(url).collect();
        let repeats = Repeats::new(findings);
        Self { urls, targets, longest, around, variables: BTreeSet::new(), repeats }
    }

    /// Looks whether `field` is a part of one of the URLs.
    fn part(&mut self, field: &Field<'_>, place: &dyn Place) {
        let value = field.view().bytes();
        if value.len() < SHORTEST_PART {
            return;
        }
        for (base, finding, index) in &self.urls {
            let holds = memmem::find(finding.secret.reveal(), value).is_some();
            let is_beside = || {
                let pin = place.pin();
                pin.document == finding.location.document && pin.pointer.starts_with(base)
            };
            let Some(around) = self.around.get_mut(*index).filter(|_| holds && is_beside()) else {
                continue;
            };
            match &mut around.part {
                Some(part) if part.value.len() > value.len() => {}
                Some(part) if part.value == value => part.twins.push(field.outer),
                part => *part = Some(Part { value: value.to_vec(), twins: vec![field.outer] }),
            }
        }
    }
}

impl FieldSink for Sink<'_> {
    fn field(&mut self, field: &Field<'_>, place: &dyn Place) {
        self.repeats.field(field, place);
        let is_part = match field.role {
            Role::Url => field.label.as_ref() == b"path",
            role => matches!(role, Role::Query | Role::Path),
        };
        if field.depth == 0 && is_part && !self.urls.is_empty() {
            self.part(field, place);
        }
        if field.depth == 0 && field.role == Role::Variable {
            let name = String::from_utf8_lossy(&field.label);
            if !self.variables.contains(name.as_ref()) {
                self.variables.insert(name.into_owned());
            }
        }
        let outer = field.outer.range();
        let from = outer.start.saturating_sub(self.longest);
        let first = self.targets.partition_point(|target| target.range.start < from);
        let targets = self.targets.iter().skip(first);
        for target in targets.take_while(|target| target.range.start < outer.end) {
            let is_inside = outer.start <= target.range.start && target.range.end <= outer.end;
            if let Some(around) = self.around.get_mut(target.index).filter(|_| is_inside) {
                around.add(field, target.finding);
            }
        }
    }
}

impl Surroundings {
    /// Adds what `field`, whose string of the file holds the secret of `finding`, says of it.
    fn add(&mut self, field: &Field<'_>, finding: &Finding) {
        self.string = Some(field.outer);
        let (view, secret) = (field.view(), finding.secret.reveal());
        let text = view.bytes();
        let wanted = (&finding.location.spans, &finding.location.via);
        let here = memmem::find_iter(text, secret).find(|&at| {
            let (spans, via) = view.locate(at..at + secret.len());
            (&spans, &via) == wanted
        });
        let Some(at) = here else { return };
        let is_all = text.len() == secret.len();
        self.is_whole |= field.depth == 0 && is_all;
        self.is_markup |= is_markup(text) && !is_in_cdata(text.get(..at).unwrap_or_default());
        self.is_bare = is_all && is_bare(field);
    }
}

/// Whether `text` is read tag by tag.
pub(super) fn is_markup(text: &[u8]) -> bool {
    let start = text.trim_ascii_start();
    matches!(start, [b'<', next, ..] if next.is_ascii_alphabetic() || matches!(next, b'?' | b'!'))
}

/// Whether a section of characters is open behind `before`.
pub(super) fn is_in_cdata(before: &[u8]) -> bool {
    let open = memmem::rfind(before, b"<![CDATA[");
    open.is_some_and(|at| memmem::find(&before[at..], b"]]>").is_none())
}

/// Whether a field is the value of a member of JSON, without quotes.
fn is_bare(field: &Field<'_>) -> bool {
    let is_number = field.raw().first().is_some_and(u8::is_ascii_digit);
    let before = field.before().trim_ascii_end();
    let behind = field.behind().trim_ascii_start();
    is_number
        && matches!(before.last(), Some(b':' | b'[' | b','))
        && matches!(behind.first(), Some(b',' | b']' | b'}'))
}
