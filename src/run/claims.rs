//! Inputs, claimed one at a time in their order, inside a window.

use std::sync::{Condvar, Mutex, PoisonError};

use super::{RunOptions, Split, name_of};
use crate::input::Collected;
use crate::report::shard::{InputList, ListDigest};

/// Hands out inputs.
pub(super) struct Claims<'c, I> {
    state: Mutex<State<I>>,
    moved: Condvar,
    window: usize,
    split: Option<Split>,
    workspaces: &'c [String],
}

struct State<I> {
    inputs: Option<I>,
    claimed: usize,
    written: usize,
    list: ListDigest,
    is_at_end: bool,
}

/// An input that a worker has taken.
pub(super) struct Claim {
    /// Its number among those that are claimed.
    pub(super) index: usize,
    /// Its number among all inputs, those of other shards included.
    pub(super) number: u64,
    pub(super) input: Collected,
}

impl<'c, I> Claims<'c, I> {
    pub(super) fn new(inputs: I, options: &'c RunOptions, window: usize) -> Self {
        let state = State {
            inputs: Some(inputs),
            claimed: 0,
            written: 0,
            list: ListDigest::default(),
            is_at_end: false,
        };
        let (split, workspaces) = (options.split, options.workspaces.as_slice());
        Self { state: Mutex::new(state), moved: Condvar::new(), window, split, workspaces }
    }

    /// Notes that `count` results are written, which moves the window.
    pub(super) fn written(&self, count: usize) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).written = count;
        self.moved.notify_all();
    }

    /// Hands out no more inputs.
    pub(super) fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).inputs = None;
        self.moved.notify_all();
    }

    /// All inputs, if the run is split and has come to their end.
    pub(super) fn into_list(self) -> Option<InputList> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        (self.split.is_some() && state.is_at_end).then(|| state.list.finish())
    }
}

impl<I: Iterator<Item = Collected>> Claims<'_, I> {
    /// The next input of this shard; waits while the window is full.
    pub(super) fn claim(&self) -> Option<Claim> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.inputs.is_some() && state.claimed >= state.written + self.window {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let (number, input) = self.next(&mut state)?;
        state.claimed += 1;
        Some(Claim { index: state.claimed - 1, number, input })
    }

    fn next(&self, state: &mut State<I>) -> Option<(u64, Collected)> {
        loop {
            let Some(input) = state.inputs.as_mut()?.next() else {
                state.is_at_end = true;
                return None;
            };
            let Some(split) = self.split else {
                let number = u64::try_from(state.claimed).unwrap_or(u64::MAX);
                return Some((number, input));
            };
            let name = name_of(&input);
            let number = state.list.add(&name);
            if split.takes(&name, self.workspaces) {
                return Some((number, input));
            }
        }
    }
}
