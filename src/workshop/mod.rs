//! The workshop: what one needs to develop patterns and to trust them.
//!
//! | to | see |
//! |---|---|
//! | show the catalogue | [`card`] |
//! | read pattern files over the built-in ones | [`catalogue`] |
//! | make a file of few wishes, with samples made at random | [`proposal`], [`infer`](mod@infer), [`form`], [`generate`] |
//! | look for everything that is wrong with a pattern | [`check`](mod@check), [`flaw`] |
//! | put samples into every shape that Postman has | [`matrix`], over [`shape`] and [`specimen`] |
//! | try a pattern on real exports | [`survey`](mod@survey), [`trial`], [`change`] |
//! | say why a string is or is not reported | [`explain`](mod@explain) |
//! | take rules of other tools, and give patterns to them | [`import`](mod@import), [`export`] |

pub mod card;
pub mod catalogue;
pub mod change;
pub mod check;
mod derive;
pub mod explain;
pub mod export;
pub mod flaw;
pub mod form;
pub mod generate;
pub mod import;
pub mod infer;
mod matching;
pub mod matrix;
pub mod proposal;
mod reach;
pub mod shape;
pub mod specimen;
pub mod survey;
pub mod trial;
