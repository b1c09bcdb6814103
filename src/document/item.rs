//! Requests, and the folders and collections around them: they say where a value is sent.
//!
//! A request is told when it has closed, since its URL may stand behind everything else. A folder or a
//! collection sends what it holds with the requests inside it.

use std::borrow::Cow;

/// Number of an item within its piece of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub(super) u32);

impl ItemId {
    /// The number.
    pub fn number(self) -> u32 {
        self.0
    }
}

/// A request, folder or collection that has been read to its end.
#[derive(Debug)]
pub struct Item<'i> {
    /// Its number; none where no place asked for it.
    pub id: Option<ItemId>,
    /// Number of its document in its file.
    pub document: u32,
    /// The key that it, or the list that it stands in, is kept under.
    pub kept_under: Option<&'i [u8]>,
    /// Where a request is sent: a URL, or as much of one as holds the host. `None` for what holds
    /// requests.
    pub url: Option<Cow<'i, [u8]>>,
    /// Whether it has an auth of its own, and so takes none from what is around it.
    pub has_auth: bool,
    /// How many requests were told before it began.
    pub first: usize,
    /// Whether it says of itself that everybody may read it.
    pub is_public: bool,
}
