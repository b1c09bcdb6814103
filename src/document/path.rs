//! Where fields stand, remembered only for the few that are reported.
//!
//! A reader keeps a stack of the containers that are open. When a finding is made, the stack is
//! pinned: each open container becomes a node, and is told its name and state when it closes, since
//! in real files a name often stands behind what it names. After the pass, a pin's nodes give the
//! name path.
//!
//! Formats that keep folders and requests in flat lists tie them by ids. Then a node keeps its id, and
//! is told its folders once the list of folders is known.

use std::cell::{Cell, RefCell};

use super::item::ItemId;
use super::seat::Seat;

/// A container that a finding stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeId(usize);

/// The place of a field, kept beyond the pass.
#[derive(Debug, Clone)]
pub struct Pin {
    /// The innermost container.
    pub node: Option<NodeId>,
    /// Number of the document in its file, from 0.
    pub document: u32,
    /// JSON pointer of the string; behind each `#` it goes on in nested text.
    pub pointer: String,
    /// Its own key, where the container holds alternatives (`raw`, `urlencoded` …).
    pub variant: Option<String>,
}

/// Tells where a field stands, if asked.
pub trait Place {
    /// Pins the place.
    fn pin(&self) -> Pin;

    /// What it stands in.
    fn seat(&self) -> Seat {
        Seat::default()
    }

    /// Number of its document in its file.
    fn document(&self) -> u32 {
        0
    }

    /// The innermost request, folder or collection around it.
    fn item(&self) -> Option<ItemId> {
        None
    }
}

/// What is known of a container once it has closed.
#[derive(Debug, Default)]
pub struct Closed {
    /// What it is called in Postman's sidebar, if it is something that has a name there.
    pub name: Option<String>,
    /// Whether it is switched off itself.
    pub disabled: bool,
    /// Which of its alternatives is the active one: `type` of an auth, `mode` of a body.
    pub active: Option<String>,
    /// The node in it that it has its name from: of the two only one shows it.
    pub named_by: Option<NodeId>,
    /// What it is called by, where folders are told by ids.
    pub link: Option<Link>,
    /// The URL of the request that it is or holds, as it is written.
    pub url: Option<String>,
    /// Whether it is a request or an answer; `None` for what is around and in them.
    pub side: Option<Side>,
    /// Whether it is an answer that says that who asked is not known (status 401).
    pub refused: bool,
}

/// The two sides of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What is sent.
    Request,
    /// What a server answered.
    Answer,
}

/// What the containers around a pin say, once all of them have closed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// The names from the outermost container to the pin's.
    pub names: Vec<String>,
    /// Whether any of them switches the pinned field off.
    pub disabled: bool,
    /// The URL of the request that it belongs to, as it is written.
    pub url: Option<String>,
    /// The side of the call that it is on.
    pub side: Option<Side>,
    /// Whether it belongs to a call that a server refused for want of a valid login.
    pub refused: bool,
}

/// What ties a request or folder to its folder in a flat list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Its own id.
    pub id: String,
    /// The id of the folder that it says it is in.
    pub folder: Option<String>,
}

#[derive(Debug)]
struct Node {
    around: Option<NodeId>,
    /// The key that it has among alternatives.
    variant: Option<String>,
    closed: Closed,
    /// Names of the folders that it is in, outermost first, where they are told by ids.
    folders: Vec<String>,
}

/// The pinned containers of one source.
#[derive(Debug, Default)]
pub struct Nodes {
    pinned: RefCell<Vec<Node>>,
    /// Nodes that have a link and have not been told their folders.
    linked: RefCell<Vec<NodeId>>,
    /// Items that were asked for.
    items: Cell<u32>,
    /// Requests that have closed.
    requests: Cell<usize>,
}

impl Nodes {
    /// The number of the next item that is asked for.
    pub(super) fn next_item(&self) -> ItemId {
        let id = self.items.get();
        self.items.set(id.saturating_add(1));
        ItemId(id)
    }

    /// How many requests have closed.
    pub(super) fn requests(&self) -> usize {
        self.requests.get()
    }

    /// Notes that one more has.
    pub(super) fn count_request(&self) {
        self.requests.set(self.requests.get() + 1);
    }

    /// A new node in `around`.
    pub fn add(&self, around: Option<NodeId>, variant: Option<String>) -> NodeId {
        let mut nodes = self.pinned.borrow_mut();
        nodes.push(Node { around, variant, closed: Closed::default(), folders: Vec::new() });
        NodeId(nodes.len() - 1)
    }

    /// The innermost of folders of these names, the outermost first.
    pub fn folders(&self, names: &[&str]) -> Option<NodeId> {
        names.iter().fold(None, |around, name| {
            let node = self.add(around, None);
            let name = Some((*name).to_owned());
            self.close(node, Closed { name, ..Closed::default() });
            Some(node)
        })
    }

    /// Notes what became known of `node` when it closed.
    pub fn close(&self, node: NodeId, closed: Closed) {
        if closed.link.is_some() {
            self.linked.borrow_mut().push(node);
        }
        if let Some(node) = self.pinned.borrow_mut().get_mut(node.0) {
            node.closed = closed;
        }
    }

    /// Whether nodes below `top` wait for their folders.
    pub fn has_linked(&self, top: NodeId) -> bool {
        let nodes = self.pinned.borrow();
        self.linked.borrow().iter().any(|&node| is_below(&nodes, node, top))
    }

    /// Tells the linked nodes below `top` the names of their folders, outermost first.
    pub fn link(&self, top: NodeId, mut folders: impl FnMut(&Link) -> Vec<String>) {
        let mut nodes = self.pinned.borrow_mut();
        self.linked.borrow_mut().retain(|&node| {
            let below = is_below(&nodes, node, top);
            if let Some(node) = nodes.get_mut(node.0).filter(|_| below) {
                node.folders = node.closed.link.as_ref().map(&mut folders).unwrap_or_default();
            }
            !below
        });
    }

    /// What is known of the place of `pin`.
    pub fn resolve(&self, pin: &Pin) -> Surroundings {
        let nodes = self.pinned.borrow();
        let mut all = Surroundings::default();
        let mut variant = pin.variant.as_ref();
        let mut next = pin.node;
        let mut inner = None;
        while let Some(node) = next.and_then(|id| nodes.get(id.0)) {
            let closed = &node.closed;
            let inactive = match (variant, &closed.active) {
                (Some(variant), Some(active)) => variant != active,
                _ => false,
            };
            all.disabled |= closed.disabled || inactive;
            if inner.is_none() || closed.named_by != inner {
                all.names.extend(closed.name.clone());
            }
            all.names.extend(node.folders.iter().rev().cloned());
            all.url = all.url.or_else(|| closed.url.clone());
            all.side = all.side.or(closed.side);
            all.refused |= closed.refused;
            inner = next;
            (variant, next) = (node.variant.as_ref(), node.around);
        }
        all.names.reverse();
        all
    }
}

/// Levels between a request and the collection that holds it in a flat list.
const LIST_DEPTH: usize = 3;

fn is_below(nodes: &[Node], node: NodeId, top: NodeId) -> bool {
    let around = |id: &NodeId| nodes.get(id.0).and_then(|node| node.around);
    std::iter::successors(Some(node), around).take(LIST_DEPTH).any(|id| id == top)
}

/// Appends `/` and a key, escaped as RFC 6901 says.
pub fn push_key(pointer: &mut String, key: &str) {
    pointer.push('/');
    if !key.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        pointer.push_str(key);
        return;
    }
    for c in key.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Closed {
        Closed { name: Some(name.into()), ..Closed::default() }
    }

    fn pin(node: NodeId, variant: Option<&str>) -> Pin {
        let variant = variant.map(Into::into);
        Pin { node: Some(node), document: 0, pointer: String::new(), variant }
    }

    #[test]
    fn names_go_from_the_outermost_in_and_alternatives_switch_off() {
        let nodes = Nodes::default();
        let top = nodes.add(None, None);
        let body = nodes.add(Some(top), None);
        nodes.close(body, Closed { active: Some("raw".into()), ..Closed::default() });
        nodes.close(top, named("api"));
        for (variant, disabled) in [("raw", false), ("file", true)] {
            let names = vec!["api".into()];
            let expected = Surroundings { names, disabled, ..Surroundings::default() };
            assert_eq!(nodes.resolve(&pin(body, Some(variant))), expected);
        }
    }

    #[test]
    fn a_name_that_comes_from_inside_shows_once() {
        let nodes = Nodes::default();
        let top = nodes.add(None, None);
        let info = nodes.add(Some(top), None);
        nodes.close(info, named("api"));
        nodes.close(top, Closed { named_by: Some(info), ..named("api") });
        assert_eq!(nodes.resolve(&pin(info, None)).names, ["api"]);
        assert_eq!(nodes.resolve(&pin(top, None)).names, ["api"]);
        let other = nodes.add(Some(top), None);
        nodes.close(other, named("api"));
        assert_eq!(nodes.resolve(&pin(other, None)).names, ["api", "api"], "a namesake");
    }

    #[test]
    fn linked_nodes_are_told_their_folders() {
        let nodes = Nodes::default();
        let tops = [nodes.add(None, None), nodes.add(None, None)];
        let request = |top| {
            let list = nodes.add(Some(top), None);
            let request = nodes.add(Some(list), None);
            let link = Some(Link { id: "r".into(), folder: None });
            nodes.close(request, Closed { link, ..named("request") });
            nodes.close(top, named("api"));
            request
        };
        let requests = tops.map(request);
        assert!(nodes.has_linked(tops[0]));
        nodes.link(tops[0], |link| vec!["outer".into(), format!("of {}", link.id)]);
        assert!(!nodes.has_linked(tops[0]) && nodes.has_linked(tops[1]));
        let names = nodes.resolve(&pin(requests[0], None)).names;
        assert_eq!(names, ["api", "outer", "of r", "request"]);
        assert_eq!(nodes.resolve(&pin(requests[1], None)).names, ["api", "request"]);
    }
}
