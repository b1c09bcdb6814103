//! Strings that hold a found secret, though no scan reports it there: Postman calls a request by its URL
//! unless somebody gives it a name, and names are no place for credentials.

use aho_corasick::{AhoCorasick, MatchKind};

use super::surroundings::{is_in_cdata, is_markup};
use crate::document::Field;
use crate::document::path::Place;
use crate::finding::Finding;
use crate::location::{Role, Span, Via};

/// A string that holds a secret.
#[derive(Debug, Clone)]
pub(super) struct Repeat {
    /// The finding whose secret it is, one of several with the same.
    pub(super) finding: usize,
    /// The secret itself, in bytes of the file.
    pub(super) span: Span,
    /// The decodings from those bytes to it.
    pub(super) via: Vec<Via>,
    /// The string, without its quotes.
    pub(super) string: Span,
    pub(super) role: Role,
    pub(super) pointer: String,
    pub(super) label: String,
    pub(super) is_whole: bool,
}

/// Looks for them among the fields.
pub(super) struct Repeats {
    searcher: Option<AhoCorasick>,
    /// Which finding each of the searcher's patterns is the secret of.
    findings: Vec<usize>,
    found: Vec<Repeat>,
}

/// Most that are told of one file.
const MOST: usize = 10_000;

impl Repeats {
    /// Those of the secrets of `findings` that are too random to stand anywhere by chance.
    pub(super) fn new(findings: &[&Finding]) -> Self {
        let mut strong: Vec<(&[u8], usize)> = findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.secret.is_strong())
            .map(|(index, finding)| (finding.secret.reveal(), index))
            .collect();
        strong.sort_unstable();
        strong.dedup_by_key(|(secret, _)| *secret);
        let (secrets, findings): (Vec<&[u8]>, Vec<usize>) = strong.into_iter().unzip();
        let mut builder = AhoCorasick::builder();
        let searcher = builder.match_kind(MatchKind::LeftmostLongest).build(&secrets);
        let searcher = searcher.ok().filter(|_| !secrets.is_empty());
        Self { searcher, findings, found: Vec::new() }
    }

    /// Looks into `field`, if it is a string of the file itself.
    pub(super) fn field(&mut self, field: &Field<'_>, place: &dyn Place) {
        let Some(searcher) = self.searcher.as_ref().filter(|_| field.depth == 0) else { return };
        let view = field.view();
        let text = view.bytes();
        for hit in searcher.find_iter(text) {
            let (spans, mut via) = view.locate(hit.range());
            let ([span], true) = (spans.as_slice(), self.found.len() < MOST) else { continue };
            if is_markup(text) && !is_in_cdata(text.get(..hit.start()).unwrap_or_default()) {
                via.push(Via::Entities);
            }
            self.found.push(Repeat {
                finding: self.findings.get(hit.pattern().as_usize()).copied().unwrap_or(0),
                span: *span,
                via,
                string: field.outer,
                role: field.role,
                pointer: place.pin().pointer,
                label: String::from_utf8_lossy(&field.label).into_owned(),
                is_whole: hit.len() == text.len(),
            });
        }
    }

    /// All that were found, those that are told by a finding, too.
    pub(super) fn found(self) -> Vec<Repeat> {
        self.found
    }
}
