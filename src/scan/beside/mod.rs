//! What stands beside a secret and belongs to it: the user of a password, the id of a client, the
//! other half of a pair.
//!
//! Values under labels that tell such a thing are remembered for a while, with where they stand, and
//! given to the findings in the same object, list of rows or text, whichever comes first. What is
//! kept is bounded, and does not depend on where a stream is cut.

mod kind;

use std::collections::{BTreeMap, VecDeque};

use super::candidate::Candidate;
use super::place;
use crate::document::Field;
use crate::document::path::Place;
use crate::document::seat::Seat;
use crate::pattern::label::{Words, numbered_words};
use crate::secret::Secret;
pub(super) use kind::{Kind, SIGNED_ON, VALID_FOR};

/// What a label says of something beside a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Naming {
    kind: Kind,
    which: String,
}

impl Naming {
    /// What a label of these words, digits at their ends included, says.
    pub(super) fn of(words: &Words) -> Option<Self> {
        let kind = Kind::of_words(words)?;
        Some(Self { kind, which: kind::which(words) })
    }
}

/// Values that are remembered, and findings that are still waiting for them.
const MOST_NOTES: usize = 256;
const MOST_WAITING: usize = 64;

/// Longest value that is one: longer ones are no names.
const LONGEST: usize = 200;

/// Labelled values between two that belong together in one text.
const FARTHEST: u64 = 12;

/// What was seen in a source so far.
#[derive(Debug, Default)]
pub(super) struct Beside {
    notes: VecDeque<Note>,
    /// One for each finding that something may belong to.
    asked: Vec<Asked>,
    /// Labelled values so far.
    seen: u64,
}

/// A finding that something may belong to, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ask(usize);

/// Where something stands, and which one of its sort it is.
#[derive(Debug, Clone)]
struct Spot {
    seat: Seat,
    at: u64,
    which: String,
}

#[derive(Debug)]
struct Note {
    spot: Spot,
    kind: Kind,
    shown: String,
}

#[derive(Debug)]
struct Asked {
    spot: Spot,
    wanted: &'static [Kind],
    answers: BTreeMap<Kind, (Nearness, String)>,
}

/// How near two spots are: the higher the nearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Nearness {
    container: u8,
    same: bool,
    distance: std::cmp::Reverse<u64>,
}

impl Beside {
    /// Counts labelled values.
    pub(super) fn pass(&mut self, values: u64) {
        self.seen += values;
    }

    /// Remembers the value of `field`, whose label tells what it is.
    pub(super) fn note(&mut self, naming: &Naming, field: &Field<'_>, place: &dyn Place) {
        if naming.kind.is_secret() || field.raw().len() > LONGEST || field.is_userinfo {
            return;
        }
        let view = field.view();
        let value = view.bytes().get(place::trimmed(view)).unwrap_or_default();
        let text = std::str::from_utf8(value).ok().filter(|text| is_name(text));
        let Some(shown) = text.and_then(|text| naming.kind.shown(text)) else { return };
        let spot = Spot { seat: place.seat(), at: self.seen, which: naming.which.clone() };
        self.remember(Note { spot, kind: naming.kind, shown });
    }

    /// Takes a finding: something may belong to it, and it may belong to others.
    pub(super) fn ask(
        &mut self,
        (candidate, secret): (&Candidate<'_>, &Secret),
        place: &dyn Place,
    ) -> Option<Ask> {
        let label = candidate.label.as_ref();
        let words = numbered_words(label);
        let wanted = Kind::wanted(candidate.info, &words, candidate.told);
        let part = Kind::of_finding(candidate.info, &words);
        let seat = place.seat();
        // A file of text has no place of its own, and goes on in the next piece.
        let is_in_file = label.is_empty() && seat.object == 0;
        if is_in_file || wanted.is_empty() && part.is_none() {
            return None;
        }
        // The label is that of the whole text, and says nothing of one value in it.
        let is_whole = candidate.range == place::trimmed(candidate.view);
        let which = if is_whole { kind::which(&words) } else { String::new() };
        let spot = Spot { seat, at: self.seen, which };
        if let Some(kind) = part {
            self.remember(Note { spot: spot.clone(), kind, shown: secret.to_string() });
        }
        if wanted.is_empty() {
            return None;
        }
        let mut asked = Asked { spot, wanted, answers: BTreeMap::new() };
        for note in &self.notes {
            asked.hear(note);
        }
        self.asked.push(asked);
        Some(Ask(self.asked.len() - 1))
    }

    fn remember(&mut self, note: Note) {
        for asked in self.asked.iter_mut().rev().take(MOST_WAITING) {
            asked.hear(&note);
        }
        if self.notes.len() >= MOST_NOTES {
            self.notes.pop_front();
        }
        self.notes.push_back(note);
    }

    /// What belongs to a finding, by what a report calls it.
    pub(super) fn answers(&self, ask: Ask) -> impl Iterator<Item = (&'static str, &str)> {
        let answers = self.asked.get(ask.0).into_iter().flat_map(|asked| &asked.answers);
        answers.map(|(kind, (_, shown))| (kind.name(), shown.as_str()))
    }
}

impl Asked {
    fn hear(&mut self, note: &Note) {
        if !self.wanted.contains(&note.kind) {
            return;
        }
        let Some(nearness) = self.spot.nearness(&note.spot) else { return };
        let farther = self.answers.get(&note.kind).is_none_or(|(known, _)| *known < nearness);
        if farther {
            self.answers.insert(note.kind, (nearness, note.shown.clone()));
        }
    }
}

impl Spot {
    /// How near `other` is, if the two belong together. Rows and lines of different credentials stand
    /// beside each other, so there what they are called must fit.
    fn nearness(&self, other: &Spot) -> Option<Nearness> {
        let (here, there) = (self.seat, other.seat);
        let same = self.which == other.which;
        let distance = self.at.abs_diff(other.at);
        let container = if here.object != 0 && here.object == there.object {
            (same || self.which.is_empty() || other.which.is_empty()).then_some(3)
        } else if here.list != 0 && here.list == there.list {
            same.then_some(2)
        } else if here.text != 0 && here.text == there.text {
            (same && distance <= FARTHEST).then_some(1)
        } else {
            None
        }?;
        Some(Nearness { container, same, distance: std::cmp::Reverse(distance) })
    }
}

/// Whether a value may name something: no reference, nothing over several lines.
fn is_name(text: &str) -> bool {
    let stands_for = ["{{", "${", "<", "%{", "$("].iter().any(|start| text.starts_with(start));
    !text.is_empty()
        && !stands_for
        && !matches!(text, "null" | "true" | "false" | "undefined")
        && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(object: u64, list: u64, text: u64, (at, which): (u64, &str)) -> Spot {
        Spot { seat: Seat { object, list, text }, at, which: which.into() }
    }

    #[test]
    fn what_shares_a_container_and_a_name_belongs_together() {
        let near = |one: &Spot, other: &Spot| one.nearness(other).map(|n| n.container);
        let password = spot(1, 2, 3, (100, "admin"));
        let cases = [
            (spot(1, 0, 9, (0, "admin")), Some(3)),
            (spot(1, 0, 9, (0, "")), Some(3)),
            (spot(1, 0, 9, (0, "guest")), None),
            (spot(8, 2, 9, (0, "admin")), Some(2)),
            (spot(8, 2, 9, (0, "")), None),
            (spot(0, 0, 3, (90, "admin")), Some(1)),
            (spot(0, 0, 3, (10, "admin")), None),
            (spot(0, 0, 3, (90, "")), None),
            (spot(8, 9, 7, (100, "admin")), None),
            (spot(0, 0, 0, (100, "admin")), None),
        ];
        for (other, container) in cases {
            assert_eq!(near(&password, &other), container, "{other:?}");
        }
        assert_eq!(near(&spot(0, 0, 0, (1, "")), &spot(0, 0, 0, (1, ""))), None);
    }

    #[test]
    fn the_nearest_answers() {
        let mut asked = Asked {
            spot: spot(1, 2, 0, (10, "")),
            wanted: &[Kind::User, Kind::Host],
            answers: BTreeMap::new(),
        };
        let note = |spot, kind, shown: &str| Note { spot, kind, shown: shown.into() };
        for note in [
            note(spot(8, 2, 0, (2, "")), Kind::User, "far"),
            note(spot(8, 2, 0, (9, "")), Kind::User, "row"),
            note(spot(8, 2, 0, (11, "")), Kind::User, "as far"),
            note(spot(1, 0, 0, (90, "db")), Kind::Host, "other"),
            note(spot(1, 0, 0, (99, "")), Kind::Host, "own"),
            note(spot(1, 0, 0, (9, "")), Kind::ClientId, "not asked for"),
        ] {
            asked.hear(&note);
        }
        let heard: Vec<&str> = asked.answers.values().map(|(_, shown)| shown.as_str()).collect();
        assert_eq!(heard, ["row", "own"]);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let mut beside = Beside::default();
        for at in 0..10_000 {
            let spot = spot(at, 0, 0, (at, ""));
            beside.remember(Note { spot, kind: Kind::User, shown: String::new() });
        }
        assert_eq!(beside.notes.len(), MOST_NOTES);
    }

    #[test]
    fn references_and_texts_are_no_names() {
        for text in [
            "{{user}}", "${USER}", "<user>", "null", "", "a
b",
        ] {
            assert!(!is_name(text), "{text}");
        }
        for text in ["ada", "ada@brindle.example", r"CORP\ada", "10.0.0.1"] {
            assert!(is_name(text), "{text}");
        }
    }
}
