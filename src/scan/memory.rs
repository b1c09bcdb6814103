//! What was learned about labels, kept from source to source: most names recur.

use std::collections::HashMap;
use std::sync::Arc;

use super::LabelFacts;
use crate::document::short::Short;

/// What labels mean. One a thread.
#[derive(Debug)]
pub struct Memory {
    labels: HashMap<Box<[u8]>, Learned, foldhash::fast::RandomState>,
    /// The short ones that were asked for last, each at the place that its bytes give it.
    recent: Box<[Recent]>,
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
        Self { labels: HashMap::default(), recent: vec![Recent::default(); 1 << RECENT].into() }
    }
}

impl Memory {
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
