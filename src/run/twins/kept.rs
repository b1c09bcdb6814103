//! The facts of the contents that were scanned last, up to a weight.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::print::Print;
use crate::run::weight;
use crate::scan::SourceFacts;

/// Most that is kept, in bytes, about.
pub(super) const MOST_KEPT: usize = 16 << 20;

/// Facts by content; those that were not asked for longest go first.
#[derive(Debug)]
pub(super) struct Kept {
    facts: HashMap<Print, Entry>,
    /// The contents by when they were asked for.
    asked: BTreeMap<u64, Print>,
    clock: u64,
    weight: usize,
    most: usize,
}

#[derive(Debug)]
struct Entry {
    facts: Arc<SourceFacts>,
    asked: u64,
    weight: usize,
}

impl Kept {
    pub(super) fn new(most: usize) -> Self {
        Self { facts: HashMap::new(), asked: BTreeMap::new(), clock: 0, weight: 0, most }
    }

    pub(super) fn get(&mut self, print: &Print) -> Option<Arc<SourceFacts>> {
        let entry = self.facts.get_mut(print)?;
        self.clock += 1;
        self.asked.remove(&entry.asked);
        self.asked.insert(self.clock, *print);
        entry.asked = self.clock;
        Some(Arc::clone(&entry.facts))
    }

    pub(super) fn put(&mut self, print: Print, facts: SourceFacts) {
        let weight = weight::of_facts(&facts);
        self.clock += 1;
        let entry = Entry { facts: Arc::new(facts), asked: self.clock, weight };
        self.weight += weight;
        self.asked.insert(self.clock, print);
        if let Some(before) = self.facts.insert(print, entry) {
            self.weight -= before.weight;
            self.asked.remove(&before.asked);
        }
        while self.weight > self.most {
            let Some((_, oldest)) = self.asked.pop_first() else { break };
            self.weight -= self.facts.remove(&oldest).map_or(0, |entry| entry.weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_last_is_kept_up_to_a_weight() {
        let one = weight::of_facts(&SourceFacts::default());
        let mut kept = Kept::new(one * 4);
        let print = |number: u8| [number; 32];
        for number in 0..4 {
            kept.put(print(number), SourceFacts::default());
        }
        assert!(kept.get(&print(0)).is_some());
        kept.put(print(4), SourceFacts::default());
        kept.put(print(4), SourceFacts::default());
        let known: Vec<u8> = (0..5).filter(|&number| kept.get(&print(number)).is_some()).collect();
        assert_eq!(known, [0, 2, 3, 4]);
        assert_eq!((kept.weight, kept.asked.len()), (one * 4, 4));
    }
}
