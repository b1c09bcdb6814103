//! Where fields stand, remembered only for the few that are reported.
//!
//! A reader keeps a stack of the containers that are open. When a finding is made, the stack is
//! pinned: each open container becomes a node, and is told its name and state when it closes, since
//! in real files a name often stands behind what it names. After the pass, a pin's nodes give the
//! name path.

use std::cell::RefCell;

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
}

#[derive(Debug)]
struct Node {
    around: Option<NodeId>,
    /// The key that it has among alternatives.
    variant: Option<String>,
    closed: Closed,
}

/// The pinned containers of one source.
#[derive(Debug, Default)]
pub struct Nodes {
    nodes: RefCell<Vec<Node>>,
}

impl Nodes {
    /// A new node in `around`.
    pub fn add(&self, around: Option<NodeId>, variant: Option<String>) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { around, variant, closed: Closed::default() });
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
        if let Some(node) = self.nodes.borrow_mut().get_mut(node.0) {
            node.closed = closed;
        }
    }

    /// The names from the outermost container to the pin's, and whether any of them switches the
    /// pinned field off.
    pub fn resolve(&self, pin: &Pin) -> (Vec<String>, bool) {
        let nodes = self.nodes.borrow();
        let mut names = Vec::new();
        let mut disabled = false;
        let mut variant = pin.variant.as_ref();
        let mut next = pin.node;
        while let Some(node) = next.and_then(|id| nodes.get(id.0)) {
            let inactive = match (variant, &node.closed.active) {
                (Some(variant), Some(active)) => variant != active,
                _ => false,
            };
            disabled |= node.closed.disabled || inactive;
            names.extend(node.closed.name.clone());
            (variant, next) = (node.variant.as_ref(), node.around);
        }
        names.reverse();
        (names, disabled)
    }
}

/// Appends `/` and a key, escaped as RFC 6901 says.
pub fn push_key(pointer: &mut String, key: &str) {
    pointer.push('/');
    for c in key.chars() {
        match c {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            c => pointer.push(c),
        }
    }
}
