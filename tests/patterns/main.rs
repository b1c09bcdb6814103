//! The workshop: what it says of good patterns and of bad ones.

mod bench;
mod catalogue;
#[path = "../corpus/mod.rs"]
mod corpus;
#[path = "../files/mod.rs"]
mod files;
mod flaws;
mod imports;
mod reads;
