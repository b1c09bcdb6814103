//! What was learned about labels, kept from source to source: most names recur.

use std::collections::HashMap;
use std::sync::Arc;

use super::LabelFacts;
use super::meter::{Meter, Stage};
use crate::document::short::Short;

/// What labels mean. One a thread.
#[derive(Debug)]
pub struct Memory {
    labels: HashMap<Box<[u8]>, Learned, foldhash::fast::RandomState>,
    /// The short ones that were asked for last, each at the place that its bytes give it.
    recent: Box<[Recent]>,
    /// The clock, where it is measured what a scan takes.
    pub(super) meter: Option<Arc<Meter>>,
}

/// What a label means; `None` where it says nothing, as most do.
pub(super) type Learned = Option<Arc<LabelFacts>>;

/// A label of at most sixteen bytes.
#[derive(Debug, Clone, Default)]
struct Recent {
    short: Short,
    learned: Learned,
}

/// Most labels that are remembered, and the longest.
const MOST_LABELS: usize = 1 << 16;
const LONGEST_LABEL: usize = 128;

/// Short labels that are kept at hand, as bits.
const RECENT: u32 = 10;

impl Default for Memory {
    fn default() -> Self {
        let recent = vec![Recent::default(); 1 << RECENT].into();
        Self { labels: HashMap::default(), recent, meter: None }
    }
}

impl Memory {
    /// One with a clock, for scans of which it is measured what they take.
    pub fn measuring(meter: Arc<Meter>) -> Self {
        Self { meter: Some(meter), ..Self::default() }
    }

    /// Ends `stage`, where that is measured.
    #[inline]
    pub fn lap(&self, stage: Stage) {
        if let Some(meter) = &self.meter {
            meter.lap(stage);
        }
    }

    /// Notes that an expression of the pattern `id` was tried, where that is measured.
    #[inline]
    pub(super) fn tried(&self, id: &str) {
        if let Some(meter) = &self.meter {
            meter.tried(id);
        }
    }

    /// Notes that a candidate of the pattern `id` was judged, where that is measured.
    #[inline]
    pub(super) fn judged(&self, id: &str, is_rejected: bool) {
        if let Some(meter) = &self.meter {
            meter.judged(id, is_rejected);
        }
    }

    /// What `label` means, remembered or learned now.
    #[inline]
    pub(super) fn label(&mut self, label: &[u8], learn: impl FnOnce(&[u8]) -> Learned) -> Learned {
        let Some(short) = Short::of(label) else { return self.long_label(label, learn) };
        if let Some(recent) =
            self.recent.get(short.place(RECENT)).filter(|recent| recent.short == short)
        {
            return recent.learned.clone();
        }
        let learned = self.long_label(label, learn);
        if let Some(recent) = self.recent.get_mut(short.place(RECENT)) {
            *recent = Recent { short, learned: learned.clone() };
        }
        learned
    }

    fn long_label(&mut self, label: &[u8], learn: impl FnOnce(&[u8]) -> Learned) -> Learned {
        if label.is_empty() || label.len() > LONGEST_LABEL {
            return None;
        }
        if let Some(learned) = self.labels.get(label) {
            return learned.clone();
        }
        if self.labels.len() >= MOST_LABELS {
            self.labels.clear();
        }
        let learned = learn(label);
        self.labels.insert(label.into(), learned.clone());
        learned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_learned_once_and_never_taken_for_each_other() {
        let mut memory = Memory::default();
        let label = |length: usize| -> Vec<u8> { (b'a'..).take(length % 26).collect() };
        let mut labels: Vec<Vec<u8>> = (1..20).map(label).collect();
        labels.extend(labels.clone().iter().map(|label| [b"a", label.as_slice()].concat()));
        labels.extend([b"token".to_vec(), b"tokfn".to_vec(), b"a\0".to_vec(), b"\0a".to_vec()]);
        labels.sort();
        labels.dedup();
        let mut learned = Vec::new();
        for _ in 0..3 {
            for label in &labels {
                memory.label(label, |label| {
                    learned.push(label.to_vec());
                    None
                });
            }
        }
        assert_eq!(learned, labels);
    }
}
