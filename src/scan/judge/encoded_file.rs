//! Files in base64: images, documents and archives that a body or an answer carries.

use super::starts::Starts;
use super::{Case, Rejection};
use crate::scan::candidate::Told;

/// How the base64 of a file begins, by the signature that its format demands.
static STARTS: Starts = Starts::new(&[
    "iVBORw0KGgo", // PNG
    "/9j/",        // JPEG
    "R0lGODlh",    // GIF
    "R0lGODdh",
    "UklGR",        // RIFF: WebP, WAV
    "PHN2Zy",       // <svg
    "PD94bWwg",     // <?xml
    "PCFET0NUWVBF", // <!DOCTYPE
    "JVBERi0",      // PDF
    "UEsDB",        // ZIP, OOXML
    "H4sIAAAA",     // gzip
    "AAABAA",       // ICO
    "SUQz",         // MP3
    "T2dnUw",       // Ogg
    "AAAAIGZ0eXB",  // MP4
    "AGFzbQ",       // WebAssembly
    "d09GMg",       // WOFF2
]);

/// Shortest text that a file is taken for: below, chance may begin so.
const SHORTEST: usize = 24;

/// Rejects encoded files.
pub(super) fn check(case: &Case<'_>) -> Option<Rejection> {
    if matches!(case.told, Told::Shape { .. }) || case.value.len() < SHORTEST {
        return None;
    }
    let text = case.value.text.as_ref();
    STARTS.begin(text).then_some(Rejection::EncodedFile)
}
