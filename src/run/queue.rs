//! Inputs that are found and not claimed yet, and which of them is next.

use std::cmp::Reverse;
use std::collections::{BTreeSet, VecDeque};

use super::claims::Claim;

/// Least bytes of an input that may be claimed before its turn.
const BIG: u64 = 1 << 20;

/// An input is big where the threads, each with one like it, would take longer than a quarter of what is left.
const QUARTER: u64 = 4;

/// Inputs in their order.
#[derive(Default)]
pub(super) struct Queue {
    /// The number of the first of them.
    first: usize,
    /// Those from there on; none where one was claimed before its turn.
    inputs: VecDeque<Option<Claim>>,
    /// Those of at least [`BIG`] bytes, by size; of equal ones the earlier is greater.
    big: BTreeSet<(u64, Reverse<usize>)>,
    /// Bytes of all of them.
    bytes: u64,
    left: usize,
}

impl Queue {
    /// Adds the next input; numbers follow on each other.
    pub(super) fn push(&mut self, claim: Claim) {
        if claim.size >= BIG {
            self.big.insert((claim.size, Reverse(claim.index)));
        }
        self.bytes += claim.size;
        self.left += 1;
        self.inputs.push_back(Some(claim));
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.left
    }

    /// The number of the first that is not claimed.
    pub(super) fn first(&self) -> Option<usize> {
        (self.left > 0).then_some(self.first)
    }

    /// Claims the first.
    pub(super) fn take_first(&mut self) -> Option<Claim> {
        self.first().and_then(|index| self.take(index))
    }

    /// Claims the biggest, if one of `threads` threads would be left alone with it at the end.
    pub(super) fn take_big(&mut self, threads: usize) -> Option<Claim> {
        let &(size, Reverse(index)) = self.big.last()?;
        let threads = u64::try_from(threads).unwrap_or(u64::MAX);
        let is_big = size.saturating_mul(threads).saturating_mul(QUARTER) >= self.bytes;
        if threads > 1 && is_big { self.take(index) } else { None }
    }

    fn take(&mut self, index: usize) -> Option<Claim> {
        let claim = self.inputs.get_mut(index.checked_sub(self.first)?)?.take()?;
        self.big.remove(&(claim.size, Reverse(index)));
        self.bytes -= claim.size;
        self.left -= 1;
        while matches!(self.inputs.front(), Some(None)) {
            self.inputs.pop_front();
            self.first += 1;
        }
        Some(claim)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;

    /// The numbers of inputs of these sizes, in MiB, in the order in which two threads claim them.
    fn order(sizes: &[u64]) -> Vec<usize> {
        let mut queue = Queue::default();
        for (index, size) in sizes.iter().enumerate() {
            queue.push(Claim { index, number: 0, input: Ok(Input::Stdin), size: size << 20 });
        }
        let next = || queue.take_big(2).or_else(|| queue.take_first()).map(|claim| claim.index);
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn what_would_be_a_tail_is_claimed_first() {
        let small = [[1; 50].as_slice(), &[47]].concat();
        assert_eq!(order(&small)[..3], [50, 0, 1]);
        assert_eq!(order(&[1, 30, 1, 40]), [3, 1, 0, 2]);
        // Of many that are alike none is big, until the last are left.
        assert_eq!(order(&[5; 40]), (0..40).collect::<Vec<_>>());
        assert_eq!(order(&[0, 0, 0]), [0, 1, 2]);
    }

    #[test]
    fn one_thread_claims_in_order() {
        let mut queue = Queue::default();
        queue.push(Claim { index: 0, number: 0, input: Ok(Input::Stdin), size: 9 << 20 });
        assert!(queue.take_big(1).is_none());
        assert_eq!(queue.first(), Some(0));
    }
}
