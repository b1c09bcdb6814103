//! A source of which all bytes are at hand, scanned a window at a time.

use super::Memory;
use super::stream::{More, Stream};

impl Stream<'_> {
    /// Pushes all of `bytes` in windows of so many, or of the longest document: of what is scanned at once much is
    /// kept until its end. `used` is told of each number of bytes that have been scanned, and says whether to go on.
    pub fn push_windows(
        &mut self,
        bytes: &[u8],
        window: usize,
        memory: &mut Memory,
        used: &mut dyn FnMut(usize) -> bool,
    ) {
        let (mut at, mut size) = (0, window.max(1));
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(some) = rest.get(..size).filter(|some| some.len() < rest.len()) else {
                self.push(rest, More::Nothing, memory);
                used(rest.len());
                break;
            };
            let count = self.push(some, More::Later, memory);
            if !used(count) {
                break;
            }
            at += count;
            size = if count == 0 { size.saturating_mul(2) } else { window.max(1) };
        }
    }
}
