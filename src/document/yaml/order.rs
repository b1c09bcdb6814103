//! Puts the `type` of an auth before its `credentials`, as a reader in one pass needs it.

use std::ops::Range;

use crate::document::token::{Container, Events, Str};

/// Most tokens that wait for a `type`; a longer list goes on without it.
const MOST_HELD: usize = 4096;

/// Hands tokens on, those of `credentials` behind the `type` beside them.
pub(super) struct TypeFirst<'t, E> {
    text: &'t [u8],
    events: E,
    /// Whether each object that is open has told its type; lists have none to tell.
    open: Vec<bool>,
    held: Vec<Token>,
    /// How many containers are open around what is held.
    held_in: usize,
    holding: bool,
    /// Whether the next value is a type.
    at_type: bool,
}

#[derive(Clone)]
enum Token {
    Open(Container),
    Close,
    Key(Str),
    String(Str),
    Scalar(Range<usize>),
}

impl<'t, E: Events> TypeFirst<'t, E> {
    pub(super) fn new(text: &'t [u8], events: E) -> Self {
        Self {
            text,
            events,
            open: Vec::new(),
            held: Vec::new(),
            held_in: 0,
            holding: false,
            at_type: false,
        }
    }

    /// Hands on what still waits.
    pub(super) fn finish(mut self) -> E {
        self.release();
        self.events
    }

    fn take(&mut self, token: Token) {
        if self.holding {
            self.held.push(token);
            if self.held.len() >= MOST_HELD {
                self.release();
            }
        } else {
            hand(&mut self.events, token);
        }
    }

    fn release(&mut self) {
        self.holding = false;
        for token in std::mem::take(&mut self.held) {
            hand(&mut self.events, token);
        }
    }

    /// Notes that a value has ended.
    fn value_ended(&mut self) {
        if self.open.len() != self.held_in {
            return;
        }
        self.holding = false;
        if std::mem::take(&mut self.at_type) {
            self.release();
        }
    }
}

fn hand(events: &mut impl Events, token: Token) {
    match token {
        Token::Open(container) => events.open(container),
        Token::Close => events.close(),
        Token::Key(key) => events.key(key),
        Token::String(string) => events.string(string),
        Token::Scalar(range) => events.scalar(range),
    }
}

impl<E: Events> Events for TypeFirst<'_, E> {
    fn open(&mut self, container: Container) {
        self.at_type = false;
        self.open.push(container == Container::Array);
        self.take(Token::Open(container));
    }

    fn close(&mut self) {
        if !self.held.is_empty() && self.open.len() == self.held_in {
            self.release();
        }
        self.take(Token::Close);
        self.open.pop();
        self.value_ended();
    }

    fn key(&mut self, key: Str) {
        let depth = self.open.len();
        let told = self.open.last_mut();
        match key.of(self.text) {
            b"type" => {
                self.at_type = depth == self.held_in;
                if let Some(told) = told {
                    *told = true;
                }
            }
            b"credentials" if self.held.is_empty() && told.is_some_and(|told| !*told) => {
                (self.holding, self.held_in) = (true, depth);
            }
            _ => {}
        }
        self.take(Token::Key(key));
    }

    fn string(&mut self, string: Str) {
        self.take(Token::String(string));
        self.value_ended();
    }

    fn scalar(&mut self, range: Range<usize>) {
        self.take(Token::Scalar(range));
        self.value_ended();
    }
}
