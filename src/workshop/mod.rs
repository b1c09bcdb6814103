//! The workshop: what one needs to develop patterns and to trust them.
//!
//! | to | see |
//! |---|---|
//! | show the catalogue | [`card`] |
//! | put samples into every shape that Postman has | [`matrix`], over [`shape`] and [`specimen`] |

pub mod card;
mod matching;
pub mod matrix;
pub mod shape;
pub mod specimen;
