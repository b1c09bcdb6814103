//! Where requests are sent: the scheme and host of each, as written.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::document::item::{Item, ItemId};
use crate::document::text::url;

/// Most origins that are told apart in a piece; what comes behind them has none.
const MOST_ORIGINS: usize = 20_000;

/// Most origins that are kept of one item.
const MOST_ORIGINS_OF_ITEM: usize = 32;

/// Most requests that are looked at for where a folder sends its auth.
const MOST_REQUESTS: usize = 4096;

/// Most items whose origins are kept of one piece.
const MOST_ITEMS: usize = 200_000;

/// Where one item sends what it holds, by number of origin.
#[derive(Debug)]
enum Sent {
    /// A request, to one place.
    One(u32),
    /// What holds requests.
    Many {
        /// By all of them.
        all: Vec<u32>,
        /// By those that have no auth of their own.
        inherited: Vec<u32>,
        /// How many those are.
        heirs: u64,
    },
}

/// The origins of the requests of one piece.
#[derive(Debug, Default)]
pub(in crate::scan) struct Origins {
    known: HashMap<Box<[u8]>, u32, foldhash::fast::RandomState>,
    names: Vec<Arc<str>>,
    /// The requests in the order in which they closed: origin, and whether it has an own auth, or one of a folder
    /// that has closed.
    requests: Vec<(Option<u32>, bool)>,
    /// Where the items that were asked for send to.
    sent: BTreeMap<ItemId, Sent>,
    /// The keys that those items are kept under, where they say what they are.
    kept: BTreeMap<ItemId, Box<[u8]>>,
}

/// Keys under which a document that holds others keeps them.
const SETS: [&[u8]; 5] =
    [b"collection", b"collections", b"environment", b"environments", b"globals"];

impl Origins {
    /// Notes an item that has closed.
    pub(super) fn close(&mut self, item: &Item<'_>) {
        let sent = if let Some(url) = &item.url {
            let origin = origin(url).and_then(|origin| self.number(origin));
            self.requests.push((origin, item.has_auth));
            origin.map(Sent::One)
        } else {
            let sent = self.within(item.first);
            if item.has_auth {
                self.provide(item.first);
            }
            Some(sent)
        };
        let Some(id) = item.id.filter(|_| self.sent.len() < MOST_ITEMS) else { return };
        if let Some(key) = item.kept_under.filter(|key| SETS.contains(key)) {
            self.kept.insert(id, key.into());
        }
        self.sent.extend(sent.map(|sent| (id, sent)));
    }

    /// Where the requests from number `first` on go.
    fn within(&self, first: usize) -> Sent {
        let (mut all, mut inherited, mut heirs) = (Vec::new(), Vec::new(), 0);
        for (origin, has_auth) in self.requests.iter().skip(first).take(MOST_REQUESTS) {
            heirs += u64::from(!has_auth);
            let Some(origin) = origin else { continue };
            add(&mut all, *origin);
            if !has_auth {
                add(&mut inherited, *origin);
            }
        }
        Sent::Many { all, inherited, heirs }
    }

    /// The requests from number `first` on take the auth of what has closed around them, and so none from
    /// further out.
    fn provide(&mut self, first: usize) {
        for (_, has_auth) in self.requests.iter_mut().skip(first).take(MOST_REQUESTS) {
            *has_auth = true;
        }
    }

    /// Where the item sends an auth, or else anything that stands in it: that is only told where all of
    /// its requests go to one place.
    pub(in crate::scan) fn of(&self, item: Option<ItemId>, is_auth: bool) -> Vec<Arc<str>> {
        let Some(sent) = item.and_then(|item| self.sent.get(&item)) else { return Vec::new() };
        let origins = match sent {
            Sent::One(origin) => std::slice::from_ref(origin),
            Sent::Many { inherited, .. } if is_auth => inherited,
            Sent::Many { all, .. } => all,
        };
        let is_told = is_auth || origins.len() == 1;
        let name = |origin: &u32| self.names.get(usize::try_from(*origin).ok()?).cloned();
        origins.iter().filter(|_| is_told).filter_map(name).collect()
    }

    /// How many requests take an auth from the item, which holds them.
    pub(in crate::scan) fn inherited(&self, item: Option<ItemId>) -> u64 {
        match item.and_then(|item| self.sent.get(&item)) {
            Some(Sent::Many { heirs, .. }) => *heirs,
            _ => 0,
        }
    }

    /// How many requests of the piece take their auth from elsewhere.
    pub(in crate::scan) fn heirs(&self) -> u64 {
        self.requests.iter().filter(|(_, has_auth)| !has_auth).count() as u64
    }

    /// The origins that were told, in the order of the piece.
    pub(in crate::scan) fn names(&self) -> &[Arc<str>] {
        &self.names
    }

    /// The key that the item is kept under.
    pub(in crate::scan) fn kept_under(&self, item: Option<ItemId>) -> Option<&[u8]> {
        self.kept.get(&item?).map(AsRef::as_ref)
    }

    fn number(&mut self, origin: &[u8]) -> Option<u32> {
        if let Some(number) = self.known.get(origin) {
            return Some(*number);
        }
        let number =
            u32::try_from(self.names.len()).ok().filter(|_| self.names.len() < MOST_ORIGINS)?;
        self.names.push(String::from_utf8_lossy(origin).into());
        self.known.insert(origin.into(), number);
        Some(number)
    }
}

fn add(origins: &mut Vec<u32>, origin: u32) {
    if origins.len() < MOST_ORIGINS_OF_ITEM && !origins.contains(&origin) {
        origins.push(origin);
    }
}

/// The scheme and the host of a URL, without its user and path.
pub(in crate::scan) fn origin(text: &[u8]) -> Option<&[u8]> {
    let host = url::host(text)?;
    let whole = text.get(..host.end)?.trim_ascii_start();
    if memchr::memchr(b'@', whole).is_some() {
        return text.get(host);
    }
    Some(whole)
}
