//! How far a run is.

/// What is found and what is done of it, while a run goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// Inputs that are found.
    pub inputs_found: u64,
    /// Their bytes on disk.
    pub bytes_found: u64,
    /// Whether those are all.
    pub is_all: bool,
    /// Inputs that are scanned, written or not.
    pub inputs_done: u64,
    /// Their bytes on disk.
    pub bytes_done: u64,
    /// Bytes that were read or unpacked, those of inputs that are not done included.
    pub bytes_read: u64,
    /// Sources that had a twin, so that they were not scanned.
    pub twins: u64,
    /// Their bytes.
    pub bytes_of_twins: u64,
}

impl Pace {
    pub(super) fn find(&mut self, size: u64) {
        self.inputs_found += 1;
        self.bytes_found += size;
    }

    pub(super) fn end(&mut self, size: u64) {
        self.inputs_done += 1;
        self.bytes_done += size;
    }

    /// What share of the work is done, from 0 to 1; `None` until all inputs are found. An input counts its
    /// bytes and as much as it takes to open it.
    pub fn share(&self) -> Option<f64> {
        const OPENING: u64 = 4096;
        let work = |inputs: u64, bytes: u64| inputs.saturating_mul(OPENING).saturating_add(bytes);
        let all = work(self.inputs_found, self.bytes_found);
        #[expect(clippy::cast_precision_loss, reason = "a share needs few digits")]
        let share = work(self.inputs_done, self.bytes_done) as f64 / all.max(1) as f64;
        (self.is_all && all > 0).then_some(share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_known_once_all_is_found() {
        let mut pace = Pace::default();
        pace.find(4096);
        pace.find(3 * 4096);
        pace.end(4096);
        assert_eq!(pace.share(), None);
        pace.is_all = true;
        assert_eq!(pace.share(), Some(2.0 / 6.0));
        pace.end(3 * 4096);
        assert_eq!(pace.share(), Some(1.0));
        assert_eq!(Pace { is_all: true, ..Pace::default() }.share(), None);
    }
}
