//! What Postman's formats mean: which export a document is, and what part of a request a string is.

pub mod alternative;
pub mod area;
pub mod folder;
pub mod kind;
pub mod role;
pub mod tree;
