//! Markers in descriptions: noted where the options ask for them, and only there looked for.

use super::finisher::Finisher;
use super::redactor::Redactor;
use crate::document::Field;
use crate::document::path::{Pin, Place};
use crate::finding::{MARKER, Marker};
use crate::location::{Positions, Role};

/// Most markers of one source.
const MOST_MARKERS: usize = 10_000;

/// Longest marker, in bytes.
const LONGEST: usize = 1000;

/// A marker, cut loose from its document.
#[derive(Debug)]
pub(super) struct Noted {
    pin: Pin,
    at: u64,
    text: String,
}

/// Notes the markers in `field`, if it is a description.
pub(super) fn note(field: &Field<'_>, place: &dyn Place, noted: &mut Vec<Noted>) {
    let is_one = field.role == Role::Description && field.depth == 0;
    if !is_one || memchr::memmem::find(field.raw(), MARKER.as_bytes()).is_none() {
        return;
    }
    let view = field.view();
    let text = view.bytes();
    let (spans, _) = view.locate(0..text.len());
    let at = spans.first().map_or(0, |span| span.start);
    for start in memchr::memmem::find_iter(text, MARKER.as_bytes()) {
        let rest = text.get(start + MARKER.len()..).unwrap_or_default();
        let line = rest.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        let line = line.get(..line.len().min(LONGEST)).unwrap_or_default();
        if noted.len() < MOST_MARKERS {
            let text = String::from_utf8_lossy(line).trim().to_owned();
            noted.push(Noted { pin: place.pin(), at, text });
        }
    }
}

/// The markers of a source so far.
#[derive(Debug, Default)]
pub(super) struct Markers(Vec<(Noted, u64)>);

impl Markers {
    /// Takes over the markers of a piece.
    pub(super) fn add(&mut self, noted: Vec<Noted>, positions: &mut Positions<'_>) {
        let room = MOST_MARKERS.saturating_sub(self.0.len());
        self.0.extend(noted.into_iter().take(room).map(|noted| {
            let line = positions.at(noted.at).line;
            (noted, line)
        }));
    }

    /// The markers, without any found value.
    pub(super) fn finish(self, finisher: &Finisher, redactor: &Redactor) -> Vec<Marker> {
        let finish = |(Noted { pin, text, .. }, line): (Noted, u64)| Marker {
            path: finisher.path.clone(),
            document: pin.document,
            pointer: redactor.clean(&pin.pointer),
            line,
            text: redactor.clean(&text),
        };
        self.0.into_iter().map(finish).collect()
    }
}
