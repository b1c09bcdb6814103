//! Finds leaked credentials in exported Postman collections, environments and globals.
//!
//! # The map
//! Each stage is a module, sees only the stages before it, and makes one type:
//!
//! | stage | makes | module |
//! |---|---|---|
//! | collect and read inputs | [`Source`](source::Source) | [`input`] |
//! | read a source as fields | [`Field`](document::Field) | [`document`] |
//! | look for credentials and judge them | [`SourceFacts`](scan::SourceFacts) | [`scan`], with [`pattern`] |
//! | join what belongs together | [`WorkspaceReport`](credential::WorkspaceReport) | [`workspace`] |
//! | look for what policies forbid | [`Violation`](finding::Violation) | [`policy`] |
//! | write it down | bytes | [`report`] |
//! | all of it, over many inputs at once | [`ExitStatus`](run::ExitStatus) | [`run`] |
//! | develop patterns and try them | [`Matrix`](workshop::matrix::Matrix), [`Card`](workshop::card::Card) … | [`workshop`] |
//!
//! # Example
//! ```
//! use postseal::pattern::library::Library;
//! use postseal::scan::{Memory, ScanOptions, Scanner};
//! use postseal::source::Source;
//!
//! let scanner = Scanner::new(Library::built_in()?, ScanOptions::default())?;
//! let export = br#"{"name": "Dev", "values": [{"key": "password", "value": "Tr4vel!ng-light"}]}"#;
//! let facts = scanner.scan(&Source::new("dev.postman_environment.json", export), &mut Memory::default());
//! assert_eq!(facts.findings[0].location.pointer, "/values/0/value");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod baseline;
pub mod config;
pub mod credential;
pub mod document;
pub mod finding;
pub mod fix;
pub mod git;
pub mod input;
pub mod location;
pub mod pattern;
pub mod policy;
pub mod replace;
pub mod report;
pub mod run;
pub mod scan;
pub mod secret;
pub mod simd;
pub mod source;
pub mod workshop;
pub mod workspace;
