//! Inputs, found by one thread and claimed by others: in their order, but for big ones.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::pace::Pace;
use super::queue::Queue;
use super::{RunOptions, Split, name_of};
use crate::input::{Collected, Input};
use crate::report::shard::{InputList, ListDigest};

/// Inputs that may be found ahead of the ones that are claimed: some 8 MiB of names.
const AHEAD: usize = 1 << 15;

/// Inputs behind the first that is not written, for each thread, that may be claimed whatever waits.
const WINDOW: usize = 8;

/// Bytes of reports that wait for their turn, about, from which no others are begun behind the window.
const MOST_WAITING: usize = 8 << 20;

/// Hands out inputs.
pub(super) struct Claims<'c> {
    state: Mutex<State>,
    /// There may be something to claim.
    moved: Condvar,
    /// There may be room for another input.
    room: Condvar,
    threads: usize,
    split: Option<Split>,
    workspaces: &'c [String],
}

#[derive(Default)]
struct State {
    queue: Queue,
    /// Inputs that belong to this shard.
    found: usize,
    /// Results that are written, which is the number of the next.
    written: usize,
    /// What the results weigh that wait for their turn.
    waiting: usize,
    list: ListDigest,
    pace: Pace,
    is_closed: bool,
    /// Workers that wait for something to claim, and whether the search waits for room: nobody else is woken,
    /// which would take a call of the system for each input.
    idle: usize,
    is_full: bool,
}

/// An input that a worker has taken.
pub(super) struct Claim {
    /// Its number among those of this shard.
    pub(super) index: usize,
    /// Its number among all inputs, those of other shards included.
    pub(super) number: u64,
    pub(super) input: Collected,
    /// Bytes on disk, as far as they are known.
    pub(super) size: u64,
}

impl<'c> Claims<'c> {
    pub(super) fn new(options: &'c RunOptions, threads: usize) -> Self {
        Self {
            state: Mutex::default(),
            moved: Condvar::new(),
            room: Condvar::new(),
            threads,
            split: options.split,
            workspaces: options.workspaces.as_slice(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds all `inputs`, as far ahead as there is room, until they end or nobody wants them.
    pub(super) fn find(&self, inputs: impl Iterator<Item = Collected>) {
        let closing = Closing(self);
        for input in inputs {
            let name = self.split.map(|split| (split, name_of(&input)));
            let is_taken =
                name.as_ref().is_none_or(|(split, name)| split.takes(name, self.workspaces));
            let size = if is_taken { size_of(&input) } else { 0 };
            let mut state = self.state();
            while !state.is_closed && state.queue.len() >= AHEAD {
                state.is_full = true;
                state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.is_full = false;
            }
            if state.is_closed {
                return;
            }
            let number = match &name {
                Some((_, name)) => state.list.add(name),
                None => u64::try_from(state.found).unwrap_or(u64::MAX),
            };
            if is_taken {
                let index = state.found;
                state.found += 1;
                state.pace.find(size);
                state.queue.push(Claim { index, number, input, size });
                let is_awaited = state.idle > 0;
                drop(state);
                if is_awaited {
                    self.moved.notify_one();
                }
            }
        }
        self.state().pace.is_all = true;
        drop(closing);
    }

    /// The next input of this shard, if there is one that may be claimed now.
    pub(super) fn try_claim(&self) -> Option<Claim> {
        let mut state = self.state();
        let claim = state.next(self.threads)?;
        self.leave_room(state);
        Some(claim)
    }

    /// The next input of this shard; waits where there is none yet, or too much waits to be written.
    pub(super) fn claim(&self) -> Option<Claim> {
        let mut state = self.state();
        loop {
            if let Some(claim) = state.next(self.threads) {
                self.leave_room(state);
                return Some(claim);
            }
            if state.is_closed || state.pace.is_all && state.queue.len() == 0 {
                return None;
            }
            state.idle += 1;
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }

    /// Tells the search of the room that an input has left, if it waits for that.
    fn leave_room(&self, state: MutexGuard<'_, State>) {
        let is_awaited = state.is_full;
        drop(state);
        if is_awaited {
            self.room.notify_one();
        }
    }

    /// Notes that an input of so many bytes is done, and that its result, which weighs so much, waits.
    pub(super) fn done(&self, size: u64, weight: usize) {
        let mut state = self.state();
        state.pace.end(size);
        state.waiting += weight;
    }

    /// Notes that the next result is written, which weighed so much.
    pub(super) fn written(&self, weight: usize) {
        let mut state = self.state();
        state.written += 1;
        state.waiting = state.waiting.saturating_sub(weight);
        let is_awaited = state.idle > 0;
        drop(state);
        if is_awaited {
            self.moved.notify_all();
        }
    }

    /// How far it is.
    pub(super) fn pace(&self) -> Pace {
        self.state().pace
    }

    /// Closes them when what it gives is dropped, even by a panic.
    pub(super) fn until_dropped(&self) -> impl Drop {
        Leaving(self)
    }

    /// Hands out no more inputs.
    pub(super) fn close(&self) {
        self.state().is_closed = true;
        self.moved.notify_all();
        self.room.notify_all();
    }

    /// All inputs, if the run is split and has come to their end.
    pub(super) fn into_list(self) -> Option<InputList> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        (self.split.is_some() && state.pace.is_all).then(|| state.list.finish())
    }
}

impl State {
    fn next(&mut self, threads: usize) -> Option<Claim> {
        if self.is_closed {
            return None;
        }
        let is_light = self.waiting < MOST_WAITING;
        let big = if is_light { self.queue.take_big(threads) } else { None };
        big.or_else(|| {
            // The one that all others wait for is always among them.
            let in_window = self.queue.first()? < self.written + WINDOW * threads;
            if is_light || in_window { self.queue.take_first() } else { None }
        })
    }
}

/// Tells the workers that nothing more is found, even if the search fails.
struct Closing<'l, 'c>(&'l Claims<'c>);

impl Drop for Closing<'_, '_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.is_closed |= !state.pace.is_all;
        drop(state);
        self.0.moved.notify_all();
    }
}

/// Closes the inputs when a worker leaves: it does only when there are none left, or all are to stop.
struct Leaving<'l, 'c>(&'l Claims<'c>);

impl Drop for Leaving<'_, '_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Bytes of an input on disk; none where that is not known.
fn size_of(input: &Collected) -> u64 {
    input.as_ref().ok().and_then(Input::size).unwrap_or(0)
}
